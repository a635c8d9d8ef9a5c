"""Analysis tests of component_manifest_shard and component_manifest."""

load("@bazel_skylib//lib:unittest.bzl", "analysistest", "asserts")
load("//rules:manifest.bzl", "component_manifest", "component_manifest_shard")
load("//rules:providers.bzl", "ComponentManifestInfo", "ManifestShardInfo")
load("//rules/tests/support:actions.bzl", "actions_test")
load("//rules/tests/support:failures.bzl", "failure_test")

_MANUAL = ["manual"]

def _shard_provider_test_impl(ctx):
    env = analysistest.begin(ctx)
    info = analysistest.target_under_test(env)[ManifestShardInfo]
    asserts.equals(env, "rules/tests", info.include_path)
    entries = info.transitive_shards.to_list()
    asserts.equals(
        env,
        ["local", "portable"],
        [e.label.rpartition(":")[2] for e in entries],
        "dependencies come first",
    )
    asserts.equals(env, [None, "rules/tests"], [e.include_path for e in entries])
    asserts.equals(env, (entries[0].label,), entries[1].deps)
    asserts.equals(env, 1, len(info.transitive_files.to_list()), "both shards are one file")
    return analysistest.end(env)

shard_provider_test = analysistest.make(_shard_provider_test_impl)

def _manifest_provider_test_impl(ctx):
    env = analysistest.begin(ctx)
    info = analysistest.target_under_test(env)[ComponentManifestInfo]
    asserts.equals(env, ctx.attr.component_name, info.component_name)
    asserts.equals(env, "meta/{}.cvf".format(ctx.attr.component_name), info.config_package_path)
    files = analysistest.target_under_test(env)[DefaultInfo].files.to_list()
    asserts.equals(env, [info.merged_manifest, info.compiled_manifest], files)
    return analysistest.end(env)

manifest_provider_test = analysistest.make(
    _manifest_provider_test_impl,
    attrs = {"component_name": attr.string()},
)

def manifest_test_suite(name):
    """Declares the targets under test and the tests.

    Args:
      name: string, the name of the suite.
    """
    component_manifest_shard(name = "local", src = "testdata/client.shard.cml", tags = _MANUAL)
    component_manifest_shard(
        name = "portable",
        src = "testdata/client.shard.cml",
        include_path = "rules/tests/",
        tags = _MANUAL,
        deps = [":local"],
    )
    component_manifest(name = "app", src = "testdata/app.cml", tags = _MANUAL, deps = [":portable"])
    component_manifest(name = "named", src = "testdata/app.cml", component_name = "other", tags = _MANUAL)
    component_manifest_shard(
        name = "climbing",
        src = "testdata/client.shard.cml",
        include_path = "../sdk",
        tags = _MANUAL,
    )

    shard_provider_test(name = "shard_provider_test", size = "small", target_under_test = ":portable")
    manifest_provider_test(
        name = "manifest_provider_test",
        size = "small",
        component_name = "app",
        target_under_test = ":app",
    )
    manifest_provider_test(
        name = "component_name_test",
        size = "small",
        component_name = "other",
        target_under_test = ":named",
    )
    actions_test(
        name = "manifest_actions_test",
        size = "small",
        inputs = {
            "CmlCompile": ["app.cml", "app.provenance.json"],
            "CmlInclude": ["app.cml", "client.shard.cml"],
        },
        mnemonics = ["CmlCompile", "CmlInclude"],
        outputs = {
            "CmlCompile": ["app.cm"],
            "CmlInclude": ["app.cml", "app.provenance.json"],
        },
        target_under_test = ":app",
    )
    failure_test(
        name = "climbing_include_path_test",
        size = "small",
        message = [
            "//rules/tests/manifest:climbing: attribute `include_path`: got \"../sdk\", expected a " +
            "directory relative to the repository root, without `.` or `..` in it.",
            "Fix: buildozer 'set include_path \"rules/tests/manifest/testdata\"' " +
            "//rules/tests/manifest:climbing",
        ],
        target_under_test = ":climbing",
    )

    native.test_suite(
        name = name,
        tests = [
            ":climbing_include_path_test",
            ":component_name_test",
            ":manifest_actions_test",
            ":manifest_provider_test",
            ":shard_provider_test",
        ],
    )
