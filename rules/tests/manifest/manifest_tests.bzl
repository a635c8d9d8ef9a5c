"""Analysis tests of component_manifest_shard and component_manifest."""

load("@bazel_skylib//lib:unittest.bzl", "analysistest", "asserts")
load(
    "//rules:manifest.bzl",
    "component_manifest",
    "component_manifest_shard",
    "manifest_format_test",
    "restricted_feature",
)
load("//rules:providers.bzl", "ComponentManifestInfo", "ManifestShardInfo")
load("//rules/private:restricted_feature.bzl", "RESTRICTED_FEATURES")
load("//rules/tests/support:actions.bzl", "actions_test")
load("//rules/tests/support:arguments.bzl", "arguments_test")
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

def _format_test_impl(ctx):
    env = analysistest.begin(ctx)
    actions = {a.mnemonic: a for a in analysistest.target_actions(env)}
    asserts.equals(
        env,
        """cml
format
--check
--fix
bazel run //rules/tests/manifest:format_test -- --check=false --in-place
--shown
rules/tests/manifest/testdata/app.cml
--shown
rules/tests/manifest/testdata/every_feature.cml
runfile:{0}/rules/tests/manifest/testdata/app.cml
runfile:{0}/rules/tests/manifest/testdata/every_feature.cml
""".format(ctx.workspace_name),
        actions["FileWrite"].content,
    )
    executable = analysistest.target_under_test(env)[DefaultInfo].files_to_run.executable
    asserts.equals(env, [executable], actions["ExecutableSymlink"].outputs.to_list())
    return analysistest.end(env)

_format_test = analysistest.make(_format_test_impl)

def _requirements():
    """What a manifest may and must do."""
    for feature in RESTRICTED_FEATURES:
        restricted_feature(name = feature, feature = feature)
    component_manifest(
        # Not manual: a build of everything tries that each feature is one that the compiler knows.
        name = "every_feature",
        src = "testdata/every_feature.cml",
        restricted_features = [":" + feature for feature in RESTRICTED_FEATURES],
    )
    arguments_test(
        name = "features_test",
        size = "small",
        flags = {"--features": RESTRICTED_FEATURES},
        mnemonic = "CmlCompile",
        target_under_test = ":every_feature",
    )
    component_manifest(
        name = "demanding",
        src = "testdata/app.cml",
        must_offer_dictionaries = ["diagnostics"],
        must_offer_protocols = ["a", "b"],
        must_use_protocols = ["c"],
        strict = True,
        tags = _MANUAL,
    )
    arguments_test(
        name = "requirements_test",
        size = "small",
        flags = {
            "--config-package-path": ["meta/app.cvf"],
            "--must-offer-dictionary": ["diagnostics"],
            "--must-offer-protocol": ["a", "b"],
            "--must-use-protocol": ["c"],
        },
        mnemonic = "CmlCompile",
        target_under_test = ":demanding",
    )
    arguments_test(
        name = "no_requirements_test",
        size = "small",
        flags = {
            "--features": [],
            "--must-offer-dictionary": [],
            "--must-offer-protocol": [],
            "--must-use-protocol": [],
        },
        mnemonic = "CmlCompile",
        target_under_test = ":app",
    )
    return [":features_test", ":no_requirements_test", ":requirements_test"]

def _formats():
    """The test of how manifests are laid out: what it is made of, and that it runs."""
    manifest_format_test(
        name = "format_test",
        size = "small",
        srcs = ["testdata/app.cml", "testdata/every_feature.cml"],
    )
    _format_test(name = "format_test_test", size = "small", target_under_test = ":format_test")
    return [":format_test", ":format_test_test"]

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
        tests = _requirements() + _formats() + [
            ":climbing_include_path_test",
            ":component_name_test",
            ":manifest_actions_test",
            ":manifest_provider_test",
            ":shard_provider_test",
        ],
    )
