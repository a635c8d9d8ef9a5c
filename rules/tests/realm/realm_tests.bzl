"""Analysis tests of core_shard, core_realm and root_realm."""

load("@bazel_skylib//lib:unittest.bzl", "analysistest", "asserts")
load("//rules:manifest.bzl", "component_manifest_shard")
load("//rules:providers.bzl", "ComponentPackageInfo", "CoreRealmInfo", "CoreShardInfo", "RootRealmInfo")
load("//rules:realm.bzl", "core_realm", "core_shard", "root_realm")
load("//rules/tests/support:actions.bzl", "actions_test")
load("//rules/tests/support:failures.bzl", "failure_test")

_MANUAL = ["manual"]

def _core_realm_provider_test_impl(ctx):
    env = analysistest.begin(ctx)
    info = analysistest.target_under_test(env)[CoreRealmInfo]
    asserts.equals(env, "fuchsia-pkg://fuchsia.com/core-demo#meta/core.cm", info.url)
    asserts.equals(env, "core-demo", info.package_name)
    asserts.equals(env, "core", info.component_name)
    asserts.equals(
        env,
        ["a", "b", "c"],
        [label.name for label in info.shards],
        "the shards are in the order of their file names, each once",
    )
    package = analysistest.target_under_test(env)[ComponentPackageInfo]
    asserts.equals(env, "core-demo", package.package_name)
    asserts.equals(env, info.package_manifest, package.package_manifest)
    return analysistest.end(env)

core_realm_provider_test = analysistest.make(_core_realm_provider_test_impl)

def _chosen_names_test_impl(ctx):
    env = analysistest.begin(ctx)
    info = analysistest.target_under_test(env)[CoreRealmInfo]
    asserts.equals(env, "fuchsia-pkg://example.org/session#meta/manager.cm", info.url)
    asserts.equals(env, "manager.cm", info.compiled_manifest.basename)
    return analysistest.end(env)

chosen_names_test = analysistest.make(_chosen_names_test_impl)

def _default_outputs_test_impl(ctx):
    env = analysistest.begin(ctx)
    files = analysistest.target_under_test(env)[DefaultInfo].files.to_list()
    asserts.equals(
        env,
        ctx.attr.names,
        sorted([f.short_path.removeprefix(ctx.label.package + "/") for f in files]),
    )
    groups = analysistest.target_under_test(env)[OutputGroupInfo]
    for group in ctx.attr.groups:
        asserts.true(env, hasattr(groups, group), "output group " + group)
    return analysistest.end(env)

default_outputs_test = analysistest.make(
    _default_outputs_test_impl,
    attrs = {
        "groups": attr.string_list(),
        "names": attr.string_list(),
    },
)

def _core_shard_provider_test_impl(ctx):
    env = analysistest.begin(ctx)
    info = analysistest.target_under_test(env)[CoreShardInfo]
    asserts.equals(env, ["c", "b"], [
        s.label.rpartition(":")[2]
        for s in info.transitive_shards.to_list()
    ])
    asserts.equals(env, ["included"], [
        e.label.rpartition(":")[2]
        for e in info.includes.to_list()
    ])
    return analysistest.end(env)

core_shard_provider_test = analysistest.make(_core_shard_provider_test_impl)

def _root_realm_provider_test_impl(ctx):
    env = analysistest.begin(ctx)
    info = analysistest.target_under_test(env)[RootRealmInfo]
    asserts.equals(env, "core-demo", info.core.package_name)
    asserts.equals(env, "root.cm", info.compiled_manifest.basename)
    return analysistest.end(env)

root_realm_provider_test = analysistest.make(_root_realm_provider_test_impl)

def _pin_test_impl(ctx):
    env = analysistest.begin(ctx)
    merge = [a for a in analysistest.target_actions(env) if a.mnemonic == "RealmMerge"][0]
    names = [f.basename for f in merge.inputs.to_list()]
    asserts.equals(env, ctx.attr.pinned, "package_manifest.json" in names)
    return analysistest.end(env)

pin_test = analysistest.make(_pin_test_impl, attrs = {"pinned": attr.bool()})

def _shard(name, **kwargs):
    core_shard(
        name = name,
        src = kwargs.pop("src", "testdata/{}.core_shard.cml".format(name)),
        tags = _MANUAL,
        **kwargs
    )

def _realm(name, shards, **kwargs):
    core_realm(
        name = name,
        base = "testdata/base.cml",
        product = kwargs.pop("product", "demo"),
        shards = shards,
        tags = _MANUAL,
        **kwargs
    )

def realm_test_suite(name):
    """Declares the targets under test and the tests.

    Args:
      name: string, the name of the suite.
    """
    component_manifest_shard(
        name = "included",
        src = "testdata/included.shard.cml",
        tags = _MANUAL,
    )
    _shard("a")
    _shard("b", deps = [":c", ":included"])
    _shard("c", slot = "storage")
    _shard("other_storage", src = "testdata/d.core_shard.cml", slot = "storage")
    _shard("same_file_name", src = "testdata/again/a.core_shard.cml")
    _shard("hates_a", src = "testdata/d.core_shard.cml", conflicts_with = [":a"])

    # Listed in no order, and c twice: by name and through b.
    _realm("core", [":c", ":b", ":a"])
    _realm("no_shards", [])
    core_realm(
        name = "session",
        base = "testdata/base.cml",
        component_name = "manager",
        package_name = "session",
        repository = "example.org",
        tags = _MANUAL,
    )
    root_realm(name = "root", base = "testdata/root.cml", core = ":core", tags = _MANUAL)
    root_realm(name = "pinned_root", base = "testdata/root.cml", core = ":core", pin = True, tags = _MANUAL)

    core_realm_provider_test(name = "core_realm_provider_test", size = "small", target_under_test = ":core")
    chosen_names_test(name = "chosen_names_test", size = "small", target_under_test = ":session")
    core_shard_provider_test(name = "core_shard_provider_test", size = "small", target_under_test = ":b")
    root_realm_provider_test(name = "root_realm_provider_test", size = "small", target_under_test = ":root")
    pin_test(name = "pinned_test", size = "small", pinned = True, target_under_test = ":pinned_root")
    pin_test(name = "not_pinned_test", size = "small", pinned = False, target_under_test = ":root")
    default_outputs_test(
        name = "core_outputs_test",
        size = "small",
        groups = ["cm", "cml", "far", "provenance", "report", "_validation"],
        names = [
            "core/blobs",
            "core/core.cm",
            "core/core.cml",
            "core/core_realm_report.json",
            "core/meta.far",
            "core/package_manifest.json",
        ],
        target_under_test = ":core",
    )
    default_outputs_test(
        name = "root_outputs_test",
        size = "small",
        groups = ["cm", "cml", "provenance", "report", "_validation"],
        names = ["root/root.cm", "root/root.cml", "root/root_realm_report.json"],
        target_under_test = ":root",
    )
    actions_test(
        name = "core_actions_test",
        size = "small",
        inputs = {
            "CmlCompile": ["core.cml", "provenance.json"],
            "PkgBuild": ["core.cm"],
            "RealmMerge": [
                "a.core_shard.cml",
                "b.core_shard.cml",
                "base.cml",
                "c.core_shard.cml",
                "included.shard.cml",
            ],
        },
        mnemonics = [
            "CmlCompile",
            "FindingsShow",
            "PkgBuild",
            "RealmCheck",
            "RealmMerge",
            "RealmReport",
        ],
        outputs = {
            "RealmMerge": ["core/core.cml", "core/merge_notes.json", "core/provenance.json"],
        },
        target_under_test = ":core",
    )

    _realm("two_in_one_slot", [":b", ":other_storage"])
    failure_test(
        name = "two_in_one_slot_test",
        size = "small",
        message = [
            "//rules/tests/realm:two_in_one_slot: two shards fill the slot \"storage\": " +
            "//rules/tests/realm:c and //rules/tests/realm:other_storage.",
            "Fix: keep one: buildozer 'remove shards //rules/tests/realm:other_storage' " +
            "//rules/tests/realm:two_in_one_slot",
        ],
        target_under_test = ":two_in_one_slot",
    )
    _realm("empty_slot", [":a"], required_slots = ["storage"])
    failure_test(
        name = "empty_slot_test",
        size = "small",
        message = ["//rules/tests/realm:empty_slot: no shard fills the required slot \"storage\""],
        target_under_test = ":empty_slot",
    )
    _realm("duplicate_file_name", [":a", ":same_file_name"])
    failure_test(
        name = "duplicate_file_name_test",
        size = "small",
        message = [
            "two shards have the file name \"a.core_shard.cml\": " +
            "//rules/tests/realm:a (rules/tests/realm/testdata/a.core_shard.cml) and " +
            "//rules/tests/realm:same_file_name (rules/tests/realm/testdata/again/a.core_shard.cml)",
        ],
        target_under_test = ":duplicate_file_name",
    )
    _realm("conflict", [":a", ":hates_a"])
    failure_test(
        name = "conflict_test",
        size = "small",
        message = [
            "the shards //rules/tests/realm:hates_a and //rules/tests/realm:a exclude each other",
        ],
        target_under_test = ":conflict",
    )
    _realm("bad_product", [], product = "Work Station")
    failure_test(
        name = "bad_product_test",
        size = "small",
        message = [
            "//rules/tests/realm:bad_product: attribute `product`: got package name " +
            "\"core-Work Station\", expected 1 to 255 of the characters a-z",
        ],
        target_under_test = ":bad_product",
    )
    core_realm(name = "nameless", base = "testdata/base.cml", tags = _MANUAL)
    failure_test(
        name = "nameless_test",
        size = "small",
        message = ["//rules/tests/realm:nameless: neither `product` nor `package_name` is set"],
        target_under_test = ":nameless",
    )
    _shard("outside", src = "testdata/d.core_shard.cml", include_path = "sdk/lib")
    failure_test(
        name = "include_path_test",
        size = "small",
        message = [
            "//rules/tests/realm:outside: attribute `include_path`: got \"sdk/lib\", expected a " +
            "directory above `rules/tests/realm/testdata/d.core_shard.cml`",
        ],
        target_under_test = ":outside",
    )

    native.test_suite(
        name = name,
        tests = [
            ":" + test
            for test in [
                "bad_product_test",
                "chosen_names_test",
                "conflict_test",
                "core_actions_test",
                "core_outputs_test",
                "core_realm_provider_test",
                "core_shard_provider_test",
                "duplicate_file_name_test",
                "empty_slot_test",
                "include_path_test",
                "nameless_test",
                "not_pinned_test",
                "pinned_test",
                "root_outputs_test",
                "root_realm_provider_test",
                "two_in_one_slot_test",
            ]
        ],
    )
