"""Analysis tests of component_package."""

load("@bazel_skylib//lib:unittest.bzl", "analysistest", "asserts")
load("//rules:manifest.bzl", "component_manifest")
load("//rules:package.bzl", "component_package")
load("//rules:providers.bzl", "ComponentPackageInfo")
load("//rules/tests/support:actions.bzl", "actions_test")
load("//rules/tests/support:arguments.bzl", "arguments_test")
load("//rules/tests/support:failures.bzl", "failure_test")

_MANUAL = ["manual"]

def _package_provider_test_impl(ctx):
    env = analysistest.begin(ctx)
    info = analysistest.target_under_test(env)[ComponentPackageInfo]
    asserts.equals(env, "hello", info.package_name)
    asserts.equals(env, "fuchsia.com", info.repository)
    asserts.equals(
        env,
        ["blobs", "meta.far", "package_manifest.json"],
        sorted([f.basename for f in analysistest.target_under_test(env)[DefaultInfo].files.to_list()]),
    )
    asserts.equals(env, 6, len(info.files.to_list()), "files of the subpackage are there, too")
    return analysistest.end(env)

package_provider_test = analysistest.make(_package_provider_test_impl)

def package_test_suite(name):
    """Declares the targets under test and the tests.

    Args:
      name: string, the name of the suite.
    """
    component_manifest(name = "app", src = "testdata/app.cml", tags = _MANUAL)
    component_package(name = "part", resources = {"testdata/other.txt": "data/"}, tags = _MANUAL)
    component_package(
        name = "package",
        components = [":app"],
        package_name = "hello",
        resources = {"testdata/hello.txt": "data/hello.txt"},
        subpackages = [":part"],
        tags = _MANUAL,
    )
    package_provider_test(name = "package_provider_test", size = "small", target_under_test = ":package")
    actions_test(
        name = "package_actions_test",
        size = "small",
        inputs = {
            "FindingsShow": ["findings.json"],
            "PkgBuild": ["app.cm", "blobs", "hello.txt", "meta.far", "package_manifest.json"],
            "PkgCheck": ["app.cml", "app.provenance.json"],
        },
        mnemonics = ["FindingsShow", "PkgBuild", "PkgCheck"],
        outputs = {
            "FindingsShow": ["package/validated"],
            "PkgBuild": ["package/blobs", "package/meta.far", "package/package_manifest.json"],
            "PkgCheck": ["package/findings.json"],
        },
        target_under_test = ":package",
    )
    arguments_test(
        name = "check_arguments_test",
        size = "small",
        flags = {
            "--file": ["meta/app.cm", "data/hello.txt"],
            "--label": ["@@//rules/tests/package:package"],
        },
        mnemonic = "PkgCheck",
        target_under_test = ":package",
    )
    actions_test(
        name = "no_components_test",
        size = "small",
        mnemonics = ["PkgBuild"],
        target_under_test = ":part",
    )
    component_package(
        name = "unchecked",
        check_references = False,
        components = [":app"],
        tags = _MANUAL,
    )
    actions_test(
        name = "no_check_test",
        size = "small",
        mnemonics = ["PkgBuild"],
        target_under_test = ":unchecked",
    )

    component_package(
        name = "two_files_at_one_place",
        resources = {
            "testdata/hello.txt": "data/text",
            "testdata/other.txt": "data/text",
        },
        tags = _MANUAL,
    )
    failure_test(
        name = "two_files_at_one_place_test",
        size = "small",
        message = [
            "//rules/tests/package:two_files_at_one_place: two files are to be \"data/text\" in the " +
            "package: rules/tests/package/testdata/hello.txt of",
        ],
        target_under_test = ":two_files_at_one_place",
    )
    native.filegroup(
        name = "both",
        srcs = ["testdata/hello.txt", "testdata/other.txt"],
        tags = _MANUAL,
    )
    component_package(name = "no_directory", resources = {":both": "data"}, tags = _MANUAL)
    failure_test(
        name = "no_directory_test",
        size = "small",
        message = [
            "attribute `resources`: got //rules/tests/package:both with 2 files for \"data\", " +
            "expected one file, or a directory that ends in `/`",
        ],
        target_under_test = ":no_directory",
    )
    component_package(name = "bad_name", package_name = "Hello", tags = _MANUAL)
    failure_test(
        name = "bad_name_test",
        size = "small",
        message = [
            "attribute `package_name`: got package name \"Hello\"",
            "Fix: buildozer 'set package_name \"hello\"' //rules/tests/package:bad_name",
        ],
        target_under_test = ":bad_name",
    )

    native.test_suite(
        name = name,
        tests = [
            ":bad_name_test",
            ":check_arguments_test",
            ":no_check_test",
            ":no_components_test",
            ":no_directory_test",
            ":package_actions_test",
            ":package_provider_test",
            ":two_files_at_one_place_test",
        ],
    )
