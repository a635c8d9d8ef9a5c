"""Analysis tests of the rules on hermetic Python."""

load("@bazel_skylib//lib:unittest.bzl", "analysistest", "asserts")
load("@rules_python//python:py_library.bzl", "py_library")
load("@rules_python//python:py_runtime.bzl", "py_runtime")
load("//rules:hermetic_python.bzl", "hermetic_python_binary", "hermetic_python_runtime", "hermetic_python_suite", "hermetic_python_test")
load("//rules:providers.bzl", "HermeticPythonArchiveInfo", "HermeticPythonRuntimeInfo", "MoleculeInfo")
load("//rules:sdk.bzl", "sdk_test_bundle")
load("//rules/tests/support:actions.bzl", "actions_test")
load("//rules/tests/support:arguments.bzl", "arguments_test")
load("//rules/tests/support:failures.bzl", "failure_test")

_MANUAL = ["manual"]
_HERE = "rules/tests/hermetic_python"

def _names(files):
    return sorted([f.short_path.removeprefix(_HERE + "/") for f in files.to_list()])

def _program_test_impl(ctx):
    env = analysistest.begin(ctx)
    target = analysistest.target_under_test(env)
    info = target[HermeticPythonArchiveInfo]
    asserts.equals(env, ctx.attr.python_version, info.runtime.python_version)
    asserts.equals(env, sorted(ctx.attr.libraries), sorted([f.basename for f in info.libraries.to_list()]))
    groups = target[OutputGroupInfo]
    for group, names in ctx.attr.groups.items():
        asserts.equals(env, names, _names(getattr(groups, group, depset())), group)
    runfiles = target[DefaultInfo].default_runfiles
    asserts.equals(
        env,
        sorted(ctx.attr.runfiles),
        sorted([f.short_path.removeprefix(_HERE + "/").rpartition("+")[2] for f in runfiles.files.to_list()]),
    )
    return analysistest.end(env)

program_test = analysistest.make(_program_test_impl, attrs = {
    "groups": attr.string_list_dict(),
    "libraries": attr.string_list(),
    "python_version": attr.string(),
    "runfiles": attr.string_list(),
})

def _runtime_test_impl(ctx):
    env = analysistest.begin(ctx)
    target = analysistest.target_under_test(env)
    info = target[HermeticPythonRuntimeInfo]
    asserts.equals(env, ctx.attr.python_version, info.python_version)
    asserts.equals(env, ctx.attr.has_image, bool(info.image))
    asserts.equals(env, ["best", "fast", "max", "none"], sorted(info.packed))
    asserts.equals(env, info, target[platform_common.ToolchainInfo].hermetic_python)
    asserts.equals(env, info.image or info.tree, target[DefaultInfo].files.to_list()[0])
    asserts.equals(
        env,
        info.compiler.directory,
        info.distribution.directory,
        "the distribution is unpacked once, although it compiles and is compiled for",
    )
    return analysistest.end(env)

runtime_test = analysistest.make(_runtime_test_impl, attrs = {
    "has_image": attr.bool(),
    "python_version": attr.string(),
})

def _atom_test_impl(ctx):
    env = analysistest.begin(ctx)
    files = analysistest.target_under_test(env)[MoleculeInfo].files.to_list()
    asserts.equals(env, ["python/greet_works/31/thin_test"], [f.dest for f in files])
    asserts.equals(env, [_HERE + "/thin_test.hpy/packed/thin_test"], [f.file.short_path for f in files])
    return analysistest.end(env)

atom_test = analysistest.make(_atom_test_impl)

def _declare_libraries():
    py_library(
        name = "deep",
        srcs = ["testdata/deep.py"],
        imports = ["testdata/roots"],
        tags = _MANUAL,
    )
    py_library(
        name = "lib",
        srcs = ["testdata/lib.py"],
        data = ["testdata/lib.json"],
        tags = _MANUAL,
        deps = [":deep"],
    )
    py_library(
        name = "unsafe",
        srcs = ["testdata/unsafe.py"],
        tags = _MANUAL + ["zip_unsafe"],
    )

def _declare_programs():
    hermetic_python_test(
        name = "thin_test",
        srcs = ["testdata/greet_test.py"],
        data = ["testdata/own.txt"],
        env = {"OWN": "$(rootpath testdata/own.txt)"},
        tags = _MANUAL,
        deps = [":lib"],
    )
    hermetic_python_test(
        name = "tree_test",
        srcs = ["testdata/greet_test.py"],
        form = "tree",
        tags = _MANUAL,
        deps = [":unsafe"],
    )
    hermetic_python_test(
        name = "old_test",
        srcs = ["testdata/greet_test.py"],
        python_version = "3.11",
        tags = _MANUAL,
    )
    hermetic_python_binary(
        name = "packed_binary",
        srcs = ["testdata/greet_test.py"],
        form = "packed",
        native = {"testdata/fast.so": _HERE + "/testdata"},
        tags = _MANUAL,
        deps = [":lib"],
    )
    hermetic_python_binary(
        name = "packed_binary_with_arguments",
        srcs = ["testdata/greet_test.py"],
        args = ["--loud"],
        form = "packed",
        tags = _MANUAL,
    )

def _declare_program_tests():
    sdk_test_bundle(
        name = "greet_works",
        testonly = True,
        category = "partner",
        program = ":thin_test",
        tags = _MANUAL,
    )
    atom_test(name = "atom_test", size = "small", target_under_test = ":greet_works")
    program_test(
        name = "thin_program_test",
        size = "small",
        groups = {
            "archive": ["thin_test.hpy/program.hpa"],
            "direct": ["thin_test.hpy/direct/thin_test"],
            "manifest": ["thin_test.hpy/manifest.json"],
            "packed": ["thin_test.hpy/packed/thin_test"],
            "_validation": ["thin_test.hpy/validated"],
        },
        libraries = ["deep.hpa", "lib.hpa", "own.hpa"],
        python_version = "3.14",
        runfiles = [
            "hermetic_python_3_14_linux_x86_64/runtime.bin",
            "testdata/lib.json",
            "testdata/own.txt",
            "thin_test",
            "thin_test.hpy/bundle",
            "thin_test.hpy/python3",
        ],
        target_under_test = ":thin_test",
    )
    program_test(
        name = "tree_program_test",
        size = "small",
        libraries = ["own.hpa", "unsafe.hpa"],
        python_version = "3.14",
        runfiles = [
            "hermetic_python_3_14_linux_x86_64/runtime.tree",
            "testdata/greet_test.py",
            "testdata/unsafe.py",
            "tree_test",
            "tree_test.hpy/bundle",
            "tree_test.hpy/python3",
        ],
        target_under_test = ":tree_test",
    )
    program_test(
        name = "old_program_test",
        size = "small",
        groups = {"direct": [], "packed": ["old_test.hpy/packed/old_test"]},
        libraries = ["own.hpa"],
        python_version = "3.11",
        runfiles = [
            "hermetic_python_3_11_linux_x86_64/runtime.tree",
            "old_test",
            "old_test.hpy/bundle",
            "old_test.hpy/python3",
        ],
        target_under_test = ":old_test",
    )
    program_test(
        name = "packed_program_test",
        size = "small",
        groups = {"packed": ["packed_binary"]},
        libraries = ["deep.hpa", "lib.hpa", "own.hpa"],
        python_version = "3.14",
        runfiles = ["packed_binary", "testdata/lib.json"],
        target_under_test = ":packed_binary",
    )
    program_test(
        name = "packed_arguments_program_test",
        size = "small",
        groups = {
            "packed": ["packed_binary_with_arguments.hpy/packed/packed_binary_with_arguments"],
        },
        libraries = ["own.hpa"],
        python_version = "3.14",
        runfiles = ["packed_binary_with_arguments"],
        target_under_test = ":packed_binary_with_arguments",
    )
    runtime_test(
        name = "new_runtime_test",
        size = "small",
        has_image = True,
        python_version = "3.14",
        target_under_test = "@hermetic_python//:3.14",
    )
    runtime_test(
        name = "old_runtime_test",
        size = "small",
        has_image = False,
        python_version = "3.11",
        target_under_test = "@hermetic_python//:3.11",
    )

_PROGRAM_TESTS = [
    ":atom_test",
    ":new_runtime_test",
    ":old_program_test",
    ":old_runtime_test",
    ":packed_arguments_program_test",
    ":packed_program_test",
    ":thin_program_test",
    ":tree_program_test",
]

def _declare_action_tests():
    actions_test(
        name = "program_actions_test",
        size = "small",
        inputs = {
            "FindingsShow": ["imports.json", "libraries.json"],
            "PyCompile": ["distribution.dir", "greet_test.py"],
            "PyLibcheck": ["distribution.dir", "program.hpa"],
            "PyLint": ["deep.hpa", "lib.hpa", "own.hpa", "program.hpa", "runtime.stdlib.hpa"],
        },
        mnemonics = ["FindingsShow", "PyCompile", "PyLibcheck", "PyLint"] + ["PyLink"] * 5 + ["UnresolvedSymlink"] * 2,
        outputs = {
            "FindingsShow": ["thin_test.hpy/validated"],
            "PyCompile": ["thin_test.hpy/own.hpa"],
            "PyLibcheck": ["thin_test.hpy/libraries.json"],
            "PyLint": ["thin_test.hpy/imports.json"],
        },
        target_under_test = ":thin_test",
    )
    arguments_test(
        name = "compile_arguments_test",
        size = "small",
        flags = {
            "--label": ["@@//{}:thin_test".format(_HERE)],
            "--source": [json.encode({
                "file": _HERE + "/testdata/greet_test.py",
                "label": "@@//{}:thin_test".format(_HERE),
                "path": "_main/{}/testdata/greet_test.py".format(_HERE),
            })],
        },
        mnemonic = "PyCompile",
        target_under_test = ":thin_test",
    )

    py_runtime(
        name = "relocatable",
        files = ["testdata/relocatable/bin/python3.14"],
        interpreter = "testdata/relocatable/bin/python3.14",
        python_version = "PY3",
        tags = _MANUAL,
    )
    hermetic_python_runtime(
        name = "of_python_rules",
        image = "no",
        interpreter = ":relocatable",
        python_version = "3.14",
        tags = _MANUAL,
    )
    actions_test(
        name = "interpreter_actions_test",
        size = "small",
        inputs = {
            "PyStdlib": ["of_python_rules.dir"],
            "PyTree": ["of_python_rules.dir", "of_python_rules.stdlib.hpa"],
            "PyUnpack": ["python3.14"],
        },
        mnemonics = ["PyPack"] * 4 + ["PyStdlib", "PyTree", "PyUnpack"],
        target_under_test = ":of_python_rules",
    )
    arguments_test(
        name = "interpreter_arguments_test",
        size = "small",
        flags = {
            "--distribution": [_HERE + "/testdata/relocatable"],
            "--stdlib": ["all"],
        },
        mnemonic = "PyUnpack",
        target_under_test = ":of_python_rules",
    )
    hermetic_python_suite(
        name = "two_tests",
        testonly = True,
        form = "direct",
        tags = _MANUAL,
        tests = [":thin_test", ":packed_binary"],
    )
    actions_test(
        name = "suite_actions_test",
        size = "small",
        inputs = {"PyLink": ["program.hpa", "program.hpa", "runtime.bin", "runtime.stdlib.hpa"]},
        mnemonics = ["PyLink", "UnresolvedSymlink", "UnresolvedSymlink"],
        outputs = {"PyLink": ["two_tests", "two_tests.hpy/manifest.json"]},
        target_under_test = ":two_tests",
    )
    arguments_test(
        name = "suite_arguments_test",
        size = "small",
        flags = {
            "--form": ["direct"],
            "--runtime": [],
            "--runtime-path": [],
        },
        mnemonic = "PyLink",
        target_under_test = ":two_tests",
    )

_ACTION_TESTS = [
    ":compile_arguments_test",
    ":interpreter_actions_test",
    ":interpreter_arguments_test",
    ":program_actions_test",
    ":suite_actions_test",
    ":suite_arguments_test",
]

def _refused(name, message, rule = hermetic_python_test, **kwargs):
    attributes = {"name": name, "tags": _MANUAL} | kwargs
    if rule == hermetic_python_test:
        attributes.setdefault("srcs", ["testdata/greet_test.py"])
    rule(**attributes)
    failure_test(
        name = name + "_refused_test",
        size = "small",
        message = [m.replace("<here>", "//{}:{}".format(_HERE, name)) for m in message],
        target_under_test = ":" + name,
    )
    return ":{}_refused_test".format(name)

def _declare_refusals():
    return [
        _refused("python3_test", [
            "<here>: attribute `name`: got \"python3_test\", expected a name that does not start with `python3`, " +
            "for a runtime that is called by such a name is an interpreter.",
            "Fix: buildozer 'set name run_python3_test' <here>",
        ]),
        _refused("no_main_test", [
            "<here>: attribute `main`: got nothing, expected the file to run, for none of the 2 files in `srcs` is " +
            "`no_main_test.py`.",
            "Fix: buildozer 'set main \"deep.py\"' <here>",
        ], srcs = ["testdata/deep.py", "testdata/greet_test.py"]),
        _refused("sources_and_pyz_test", [
            "<here>: attribute `srcs`: got [\"//rules/tests/hermetic_python:testdata/greet_test.py\"], expected nothing " +
            "beside `pyz`, which has the sources; others are libraries in `deps`.",
            "Fix: buildozer 'remove srcs' <here>",
        ], pyz = "testdata/app.pyz"),
        _refused("main_and_pyz_test", [
            "<here>: attribute `main`: got //rules/tests/hermetic_python:testdata/greet_test.py, expected nothing beside `pyz`",
            "Fix: buildozer 'remove main' <here>",
        ], srcs = [], main = "testdata/greet_test.py", pyz = "testdata/app.pyz"),
        _refused("runner_and_pyz_test", [
            "<here>: attribute `runner`: got \"unittest\", expected `none`, for the `__main__.py` of `pyz` runs itself, or " +
            "`main_module` with the tests that are run instead.",
            "Fix: buildozer 'remove runner' <here>",
        ], srcs = [], pyz = "testdata/app.pyz", runner = "unittest"),
        _refused("nothing_test", [
            "<here>: attribute `main`: got nothing, expected the file to run, for `srcs` has no file.",
        ], srcs = []),
        _refused("two_mains_test", [
            "<here>: attribute `main_module`: got \"lib\", expected nothing beside `main`.",
            "Fix: buildozer 'remove main_module' <here>",
        ], main = "testdata/greet_test.py", main_module = "lib"),
        _refused("thin_old_test", [
            "<here>: attribute `form`: got \"thin\", expected `tree` or `packed`, for the runtime " +
            "@hermetic_python_3_11_linux_x86_64//:runtime (Python 3.11) cannot be one file.",
            "Fix: buildozer 'set form \"tree\"' <here>",
        ], form = "thin", python_version = "3.11"),
        _refused("unknown_version_test", [
            "<here>: there is no Python runtime of version 3.2 for the platforms that this is built on and for.",
            "Fix: declare one with the extension `hermetic_python`, or name a `hermetic_python_runtime` in the " +
            "attribute `runtime`",
        ], python_version = "3.2"),
        _refused("options_test", [
            "<here>: attribute `interpreter_args`: got \"-I\", expected `-X` or `-W` with a value, `-O`, `-B`, `-u` or `-v`.",
            "Fix: buildozer 'remove interpreter_args -I' <here>",
        ], interpreter_args = ["-X", "dev", "-Werror", "-OB", "-I"]),
        _refused("option_without_value_test", [
            "attribute `interpreter_args`: got \"-X\", expected",
        ], interpreter_args = ["-O", "-X"]),
        _refused("imports_test", [
            "<here>: attribute `imports`: got \"../../../../..\", expected a directory of this repository, relative " +
            "to the package.",
            "Fix: buildozer 'remove imports ../../../../..' <here>",
        ], imports = ["../../../../.."]),
        _refused(
            "mixed_suite",
            [
                "<here>: //rules/tests/hermetic_python:old_test runs with @hermetic_python_3_11_linux_x86_64//:runtime, " +
                "but the suite with @hermetic_python_3_14_linux_x86_64//:runtime.",
                "Fix: take the same `runtime` for both, or leave it out of both",
            ],
            rule = hermetic_python_suite,
            testonly = True,
            tests = [":old_test"],
        ),
        _refused(
            "no_distribution",
            [
                "<here>: one of `distribution` and `interpreter` must be given, and not both.",
            ],
            rule = hermetic_python_runtime,
        ),
        _refused(
            "not_relocatable",
            [
                "<here>: attribute `interpreter`: got @rules_python//python:current_py_toolchain, expected a Python " +
                "runtime whose interpreter is bin/python3 of a folder, with its library in the same.",
            ],
            rule = hermetic_python_runtime,
            interpreter = "@rules_python//python:current_py_toolchain",
        ),
        _refused(
            "other_compiler",
            [
                "<here>: @hermetic_python_3_14_linux_x86_64//:distribution is Python 3.14, but " +
                "@hermetic_python_3_11_linux_x86_64//:distribution, which compiles for it, is Python 3.11.",
                "Fix: take the same version for both",
            ],
            rule = hermetic_python_runtime,
            distribution = "@hermetic_python//:3.14_distribution",
            exec_distribution = "@hermetic_python//:3.11_distribution",
        ),
    ]

def hermetic_python_test_suite(name):
    """Declares the targets under test and the tests.

    Args:
      name: string, the name of the suite.
    """
    _declare_libraries()
    _declare_programs()
    _declare_program_tests()
    _declare_action_tests()
    refusals = _declare_refusals()
    native.test_suite(
        name = name,
        tests = sorted(_PROGRAM_TESTS + _ACTION_TESTS + refusals),
    )
