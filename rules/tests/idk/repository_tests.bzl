"""Analysis tests of the targets of two IDKs, the second a layer on the first."""

load("@bazel_skylib//lib:unittest.bzl", "analysistest", "asserts")
load("@bazel_skylib//rules:diff_test.bzl", "diff_test")
load("//rules:manifest.bzl", "component_manifest")
load("//rules:providers.bzl", "CoreShardInfo", "IdkInfo", "ManifestShardInfo")
load("//rules:realm.bzl", "core_realm")
load("//rules/private/common:messages.bzl", "display_label")
load("//rules/tests/support:actions.bzl", "actions_test")

_MANUAL = ["manual"]

def _shard_test_impl(ctx):
    env = analysistest.begin(ctx)
    info = analysistest.target_under_test(env)[ManifestShardInfo]
    asserts.equals(env, "pkg", info.include_path)
    entries = info.transitive_shards.to_list()
    asserts.equals(env, ctx.attr.entries, [display_label(e.label) for e in entries])
    for e in entries:
        if e.file:
            asserts.equals(env, (Label(e.label).repo_name,), e.open, "its own repository is open")
            asserts.equals(env, "pkg", e.include_path)
    return analysistest.end(env)

shard_test = analysistest.make(_shard_test_impl, attrs = {"entries": attr.string_list()})

def _collection_test_impl(ctx):
    env = analysistest.begin(ctx)
    info = analysistest.target_under_test(env)[ManifestShardInfo]
    asserts.equals(env, None, info.file)
    collection = [e for e in info.transitive_shards.to_list() if e.label == str(info.label)]
    asserts.equals(env, 1, len(collection))
    asserts.equals(env, ctx.attr.stands_for, sorted([display_label(d) for d in collection[0].deps]))
    return analysistest.end(env)

collection_test = analysistest.make(
    _collection_test_impl,
    attrs = {"stands_for": attr.string_list()},
)

def _core_shard_test_impl(ctx):
    env = analysistest.begin(ctx)
    info = analysistest.target_under_test(env)[CoreShardInfo]
    entry = info.transitive_shards.to_list()[0]
    asserts.equals(env, ["@base_test_idk//:cmc_includes"], [display_label(d) for d in entry.deps])
    return analysistest.end(env)

core_shard_test = analysistest.make(_core_shard_test_impl)

def _info_test_impl(ctx):
    env = analysistest.begin(ctx)
    info = analysistest.target_under_test(env)[IdkInfo]
    asserts.equals(env, "1.0", info.id)
    asserts.equals(env, "base_test_idk", info.name)
    asserts.equals(env, "x86_64-unknown-linux-gnu", info.host)
    asserts.equals(env, ["x64"], info.targets)
    asserts.equals(env, "manifest.json", info.manifest.basename)
    return analysistest.end(env)

info_test = analysistest.make(_info_test_impl)

def _files_test_impl(ctx):
    env = analysistest.begin(ctx)
    target = analysistest.target_under_test(env)
    asserts.equals(
        env,
        ctx.attr.files,
        sorted([f.short_path.split("/", 2)[2] for f in target[DefaultInfo].files.to_list()]),
    )
    return analysistest.end(env)

files_test = analysistest.make(_files_test_impl, attrs = {"files": attr.string_list()})

_BASE = [
    "@base_test_idk//pkg/inspect:client",
    "@base_test_idk//pkg/sys/component:runner",
    "@base_test_idk//pkg/sys/component:runner.shard",
    "@base_test_idk//pkg/syslog:client",
]

def repository_test_suite(name):
    """Declares the targets under test and the tests.

    Args:
      name: string, the name of the suite.
    """
    component_manifest(
        name = "app",
        src = "testdata/app.cml",
        tags = _MANUAL,
        deps = [
            "@base_test_idk//pkg/inspect:client",
            "@product_test_idk//pkg/speaker:client",
        ],
    )
    component_manifest(
        name = "all_app",
        src = "testdata/app.cml",
        tags = _MANUAL,
        deps = ["@product_test_idk//:cmc_includes"],
    )

    core_realm(
        name = "core",
        base = "testdata/core.cml",
        product = "test",
        shards = ["@product_test_idk//pkg/sys/thermal:temperature-logger"],
        tags = _MANUAL,
    )

    shard_test(
        name = "shard_test",
        size = "small",
        entries = _BASE,
        target_under_test = "@base_test_idk//pkg/inspect:client",
    )
    shard_test(
        name = "layered_shard_test",
        size = "small",
        entries = _BASE + ["@product_test_idk//pkg/speaker:client", "@product_test_idk//:cmc_includes"],
        target_under_test = "@product_test_idk//pkg/speaker:client",
    )
    shard_test(
        name = "shard_of_layer_test",
        size = "small",
        entries = _BASE,
        target_under_test = "@product_test_idk//pkg/syslog:client",
    )
    collection_test(
        name = "collection_test",
        size = "small",
        stands_for = _BASE,
        target_under_test = "@base_test_idk//:cmc_includes",
    )
    collection_test(
        name = "layered_collection_test",
        size = "small",
        stands_for = _BASE + ["@product_test_idk//pkg/speaker:client"],
        target_under_test = "@product_test_idk//:cmc_includes",
    )
    core_shard_test(
        name = "core_shard_test",
        size = "small",
        target_under_test = "@base_test_idk//pkg/sys/thermal:temperature-logger",
    )
    info_test(
        name = "info_test",
        size = "small",
        target_under_test = "@base_test_idk//:idk_info",
    )
    files_test(
        name = "unknown_type_test",
        size = "small",
        files = ["future/beam.bin", "future/thing.json"],
        target_under_test = "@base_test_idk//future:thing_files",
    )
    files_test(
        name = "documentation_test",
        size = "small",
        files = ["NOTICE", "docs/guide.json", "docs/guide/index.md"],
        target_under_test = "@product_test_idk//docs:guide_files",
    )
    files_test(
        name = "shards_test",
        size = "small",
        files = ["pkg/sys/component/runner.cml", "pkg/sys/component/runner.shard.cml"],
        target_under_test = "@base_test_idk//pkg/sys/component:shards",
    )
    files_test(
        name = "tool_test",
        size = "small",
        files = ["tools/cmc"],
        target_under_test = "@product_test_idk//:cmc",
    )
    actions_test(
        name = "manifest_actions_test",
        size = "small",
        inputs = {
            "CmlInclude": ["app.cml", "runner.cml", "runner.shard.cml"] + ["client.shard.cml"] * 3,
        },
        mnemonics = ["CmlCompile", "CmlInclude"],
        target_under_test = ":app",
    )
    tests = [
        ":collection_test",
        ":core_shard_test",
        ":documentation_test",
        ":info_test",
        ":layered_collection_test",
        ":layered_shard_test",
        ":manifest_actions_test",
        ":shard_of_layer_test",
        ":shard_test",
        ":shards_test",
        ":tool_test",
        ":unknown_type_test",
    ]
    for target, golden in {"all_app": "app", "app": "app", "core": "core"}.items():
        native.filegroup(
            name = target + "_cml",
            srcs = [":" + target],
            output_group = "cml",
            tags = _MANUAL,
        )
        diff_test(
            name = target + "_golden_test",
            size = "small",
            file1 = "golden/{}.cml".format(golden),
            file2 = ":{}_cml".format(target),
        )
        tests.append(":{}_golden_test".format(target))
    native.test_suite(name = name, tests = tests)
