"""Tests of realm_golden_test and realm_diff_test, and of what realms are checked against."""

load("@bazel_skylib//lib:unittest.bzl", "analysistest", "asserts")
load("//rules:manifest.bzl", "component_manifest")
load("//rules:package.bzl", "component_package")
load("//rules:realm.bzl", "core_realm", "core_shard", "realm_diff_test", "realm_golden_test", "root_realm")
load("//rules/private/providers:golden_info.bzl", "GoldenInfo")
load("//rules/tests/support:actions.bzl", "actions_test")
load("//rules/tests/support:arguments.bzl", "arguments_test")
load("//rules/tests/support:failures.bzl", "failure_test")

_MANUAL = ["manual"]

def _golden_info_test_impl(ctx):
    env = analysistest.begin(ctx)
    info = analysistest.target_under_test(env)[GoldenInfo]
    asserts.equals(env, ctx.attr.path, info.path)
    asserts.equals(env, ctx.attr.comments, info.comments)
    asserts.equals(env, ctx.attr.computed, info.computed.basename)
    return analysistest.end(env)

golden_info_test = analysistest.make(
    _golden_info_test_impl,
    attrs = {
        "comments": attr.string_list(),
        "computed": attr.string(),
        "path": attr.string(),
    },
)

def _inputs_test_impl(ctx):
    env = analysistest.begin(ctx)
    actions = [a for a in analysistest.target_actions(env) if a.mnemonic == ctx.attr.mnemonic]
    asserts.equals(env, 1, len(actions), "actions of the mnemonic " + ctx.attr.mnemonic)
    for action in actions:
        asserts.equals(env, ctx.attr.inputs, sorted([
            f.short_path.removeprefix(ctx.label.package + "/")
            for f in action.inputs.to_list()
            if f.short_path.startswith(ctx.label.package + "/")
        ]))
        asserts.equals(env, {}, action.env)
    return analysistest.end(env)

inputs_test = analysistest.make(
    _inputs_test_impl,
    attrs = {
        "inputs": attr.string_list(doc = "The inputs that are not tools, relative to the package."),
        "mnemonic": attr.string(),
    },
)

def _executable_test_impl(ctx):
    env = analysistest.begin(ctx)
    target = analysistest.target_under_test(env)
    asserts.true(env, target[DefaultInfo].files_to_run.executable != None)
    runfiles = target[DefaultInfo].default_runfiles.files.to_list()
    asserts.equals(env, ctx.attr.runfiles, sorted([
        f.basename
        for f in runfiles
        if f != target[DefaultInfo].files_to_run.executable
    ]))
    written = [a for a in analysistest.target_actions(env) if a.mnemonic == "FileWrite"]
    asserts.equals(env, [ctx.attr.content], [a.content for a in written])
    return analysistest.end(env)

executable_test = analysistest.make(
    _executable_test_impl,
    attrs = {
        "content": attr.string(doc = "The arguments of the executable."),
        "runfiles": attr.string_list(doc = "The names of all runfiles but the executable."),
    },
)

_HERE = "//rules/tests/realm_diff:"

def realm_diff_test_suite(name):
    """Declares the targets under test and the tests.

    Args:
      name: string, the name of the suite.
    """
    core_shard(name = "audio_shard", src = "testdata/audio.core_shard.cml", tags = _MANUAL)
    core_shard(name = "console_shard", src = "testdata/console.core_shard.cml", tags = _MANUAL)
    component_manifest(name = "audio", src = "testdata/audio.cml", tags = _MANUAL)
    component_manifest(name = "shell", src = "testdata/shell.cml", tags = _MANUAL)
    component_package(
        name = "audio_package",
        components = [":audio"],
        package_name = "audio",
        tags = _MANUAL,
    )
    core_realm(
        name = "core",
        base = "testdata/base.cml",
        children = [
            ":audio_package",
            ":shell",
        ],
        packages = [
            ":audio_package",
            "testdata/packages.txt",
        ],
        product = "workstation",
        shards = [":audio_shard"],
        strict = True,
        tags = _MANUAL,
    )
    core_realm(
        name = "terminal",
        base = "testdata/base.cml",
        product = "terminal",
        shards = [":console_shard"],
        tags = _MANUAL,
    )
    root_realm(
        name = "root",
        base = "testdata/root.cml",
        children = [":shell_cm"],
        core = ":core",
        environment = "none",
        strict = True,
        tags = _MANUAL,
    )
    native.filegroup(name = "core_cm", srcs = [":core"], output_group = "cm", tags = _MANUAL)
    native.filegroup(name = "core_report", srcs = [":core"], output_group = "report", tags = _MANUAL)
    native.filegroup(name = "shell_cm", srcs = [":shell"], output_group = "cm", tags = _MANUAL)

    # What realms are checked against.
    actions_test(
        name = "surroundings_actions_test",
        size = "small",
        inputs = {"RealmCheck": [
            "audio.cm",
            "core.cml",
            "merge_notes.json",
            "packages.txt",
            "provenance.json",
            "shell.cm",
        ]},
        mnemonics = [
            "CmlCompile",
            "FindingsShow",
            "PkgBuild",
            "RealmCheck",
            "RealmMerge",
            "RealmReport",
        ],
        target_under_test = ":core",
    )
    arguments_test(
        name = "packages_test",
        size = "small",
        flags = {
            "--package": ["fuchsia-pkg://fuchsia.com/audio"],
            "--package-list": ["rules/tests/realm_diff/testdata/packages.txt"],
        },
        mnemonic = "RealmCheck",
        target_under_test = ":core",
    )
    actions_test(
        name = "root_surroundings_actions_test",
        size = "small",
        inputs = {"RealmCheck": [
            "core.cml",
            "merge_notes.json",
            "provenance.json",
            "provenance.json",
            "root.cml",
            "shell.cm",
        ]},
        mnemonics = ["CmlCompile", "FindingsShow", "RealmCheck", "RealmMerge", "RealmReport"],
        target_under_test = ":root",
    )

    # Goldens: these are real tests.
    realm_golden_test(name = "core_golden_test", golden = "testdata/core.facts.txt", realm = ":core")
    realm_golden_test(
        name = "root_golden_test",
        golden = "testdata/root.facts.txt",
        realm = ":root",
        sections = ["children"],
    )
    realm_golden_test(
        name = "report_golden_test",
        golden = "testdata/core.facts.txt",
        realm = ":core_report",
    )
    inputs_test(
        name = "golden_inputs_test",
        size = "small",
        inputs = ["core/core.cml"],
        mnemonic = "RealmFacts",
        target_under_test = ":core_golden_test",
    )
    golden_info_test(
        name = "golden_info_test",
        size = "small",
        comments = ["# What {0}core states. To update: bazel run {0}core_golden_test_update".format(_HERE)],
        computed = "core_golden_test.txt",
        path = "rules/tests/realm_diff/testdata/core.facts.txt",
        target_under_test = ":core_golden_test",
    )
    executable_test(
        name = "golden_arguments_test",
        size = "small",
        content = "\n".join([
            "golden",
            "check",
            "--problem",
            _HERE + "core states something else",
            "--shown",
            "rules/tests/realm_diff/testdata/core.facts.txt",
            "--fix",
            "review the change and accept it: bazel run {}core_golden_test_update".format(_HERE),
            "--golden",
            "runfile:_main/rules/tests/realm_diff/testdata/core.facts.txt",
            "runfile:_main/rules/tests/realm_diff/core_golden_test.txt",
            "",
        ]),
        runfiles = ["core.facts.txt", "core_golden_test.args", "core_golden_test.txt"],
        target_under_test = ":core_golden_test",
    )
    executable_test(
        name = "update_arguments_test",
        size = "small",
        content = "\n".join([
            "golden",
            "update",
            "--golden",
            "rules/tests/realm_diff/testdata/core.facts.txt",
            "--comment",
            "# What {0}core states. To update: bazel run {0}core_golden_test_update".format(_HERE),
            "runfile:_main/rules/tests/realm_diff/core_golden_test.txt",
            "",
        ]),
        runfiles = ["core_golden_test.txt", "core_golden_test_update.args"],
        target_under_test = ":core_golden_test_update",
    )

    # A golden that is not there yet: the test can be declared, and updated.
    realm_golden_test(
        name = "new_golden_test",
        capability_names = ["fuchsia.logger.LogSink"],
        child_names = ["audio"],
        golden = "testdata/new.txt",
        realm = ":core",
        sections = ["offer"],
        tags = _MANUAL,
    )
    golden_info_test(
        name = "new_golden_info_test",
        size = "small",
        comments = ["# What {0}core states. To update: bazel run {0}new_golden_test_update".format(_HERE)],
        computed = "new_golden_test.txt",
        path = "rules/tests/realm_diff/testdata/new.txt",
        target_under_test = ":new_golden_test",
    )
    arguments_test(
        name = "subset_test",
        size = "small",
        flags = {
            "--child": ["audio"],
            "--name": ["fuchsia.logger.LogSink"],
            "--section": ["offer"],
        },
        mnemonic = "RealmFacts",
        target_under_test = ":new_golden_test",
    )

    # Differences: real tests as well.
    realm_diff_test(
        name = "products_diff_test",
        expected = "testdata/products.diff.txt",
        left = ":core",
        right = ":terminal",
    )
    realm_diff_test(
        name = "equal_subset_diff_test",
        left = ":core",
        right = ":terminal",
        sections = ["offer"],
    )
    realm_diff_test(name = "compiled_diff_test", left = ":core_cm", right = ":core")
    inputs_test(
        name = "diff_inputs_test",
        size = "small",
        inputs = ["core/core.cml", "terminal/core.cml"],
        mnemonic = "RealmDiff",
        target_under_test = ":products_diff_test",
    )
    golden_info_test(
        name = "diff_info_test",
        size = "small",
        comments = [
            "# What only {0}core states (-), and what only {0}terminal states (+).".format(_HERE),
            "# To update: bazel run {}products_diff_test_update".format(_HERE),
        ],
        computed = "products_diff_test.txt",
        path = "rules/tests/realm_diff/testdata/products.diff.txt",
        target_under_test = ":products_diff_test",
    )
    executable_test(
        name = "diff_arguments_test",
        size = "small",
        content = "\n".join([
            "golden",
            "check",
            "--problem",
            "{0}core (-) and {0}terminal (+) differ".format(_HERE),
            "runfile:_main/rules/tests/realm_diff/equal_subset_diff_test.txt",
            "",
        ]),
        runfiles = ["equal_subset_diff_test.args", "equal_subset_diff_test.txt"],
        target_under_test = ":equal_subset_diff_test",
    )

    # Attributes that are wrong.
    realm_golden_test(
        name = "bad_section_test_target",
        golden = "testdata/core.facts.txt",
        realm = ":core",
        sections = ["children", "offers"],
        tags = _MANUAL,
    )
    failure_test(
        name = "bad_section_test",
        size = "small",
        message = [
            _HERE + "bad_section_test_target: attribute `sections`: got \"offers\", expected some of " +
            "capabilities, children, collections",
            "Fix: buildozer 'remove sections offers' " + _HERE + "bad_section_test_target",
        ],
        target_under_test = ":bad_section_test_target",
    )
    native.filegroup(
        name = "two_files",
        srcs = ["testdata/audio.cml", "testdata/base.cml"],
        tags = _MANUAL,
    )
    realm_diff_test(
        name = "two_files_test_target",
        left = ":core",
        right = ":two_files",
        tags = _MANUAL,
    )
    failure_test(
        name = "two_files_test",
        size = "small",
        message = [
            _HERE + "two_files_test_target: attribute `right`: got " + _HERE + "two_files with " +
            "audio.cml, base.cml, expected a realm, or one file of .cm, .cml, .json",
        ],
        target_under_test = ":two_files_test_target",
    )

    core_realm(
        name = "bad_children",
        base = "testdata/base.cml",
        children = [":two_files"],
        product = "x",
        tags = _MANUAL,
    )
    failure_test(
        name = "bad_children_test",
        size = "small",
        message = [
            _HERE + "bad_children: attribute `children`: got " + _HERE + "two_files, expected " +
            "packages, component manifests or .cm files",
            "Fix: buildozer 'remove children {0}two_files' {0}bad_children".format(_HERE),
        ],
        target_under_test = ":bad_children",
    )
    core_realm(
        name = "bad_packages",
        base = "testdata/base.cml",
        packages = [":audio"],
        product = "x",
        tags = _MANUAL,
    )
    failure_test(
        name = "bad_packages_test",
        size = "small",
        message = [
            _HERE + "bad_packages: attribute `packages`: got " + _HERE + "audio, expected packages or " +
            ".txt files",
        ],
        target_under_test = ":bad_packages",
    )

    native.test_suite(
        name = name,
        tests = [
            ":" + test
            for test in [
                "bad_children_test",
                "bad_packages_test",
                "bad_section_test",
                "compiled_diff_test",
                "core_golden_test",
                "diff_arguments_test",
                "diff_info_test",
                "diff_inputs_test",
                "equal_subset_diff_test",
                "golden_arguments_test",
                "golden_info_test",
                "golden_inputs_test",
                "new_golden_info_test",
                "packages_test",
                "products_diff_test",
                "report_golden_test",
                "root_golden_test",
                "root_surroundings_actions_test",
                "subset_test",
                "surroundings_actions_test",
                "two_files_test",
                "update_arguments_test",
            ]
        ],
    )
