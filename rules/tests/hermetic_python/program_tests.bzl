"""Programs that are built and run: every form, with every version of Python that there is."""

load("@rules_python//python:py_library.bzl", "py_library")
load("//rules:hermetic_python.bzl", "hermetic_python_binary", "hermetic_python_runtime", "hermetic_python_suite", "hermetic_python_test")

# What each form is tried with: the newest Python, and one that cannot be one file.
_FORMS = {
    "direct": ["3.14"],
    "packed": ["3.14", "3.11"],
    "thin": ["3.14"],
    "tree": ["3.14", "3.11"],
}

def _declare_forms():
    tests = []
    for form, versions in _FORMS.items():
        for version in versions:
            name = "works_{}_{}_test".format(form, version.replace(".", "_"))
            hermetic_python_test(
                name = name,
                size = "small",
                srcs = ["testdata/works_test.py"],
                args = ["-v"],
                data = ["testdata/own.txt"],
                env = {
                    "EXPECTED_VERSION": version,
                    "OWN": "$(rlocationpath testdata/own.txt)",
                    "VARIABLES": "$$5 in $(COMPILATION_MODE)",
                },
                form = form,
                python_version = version,
                deps = [":greet"],
            )
            tests.append(name)
    return tests

def _declare_applications():
    """A zip application as a program, in each form, and as the library that a test is in."""
    hermetic_python_binary(
        name = "whole",
        testonly = True,
        srcs = ["testdata/whole_test.py"],
        data = ["testdata/own.txt"],
        deps = [":greet"],
    )
    native.filegroup(
        name = "whole_pyz",
        testonly = True,
        srcs = [":whole"],
        output_group = "pyz",
    )
    tests = []
    for form, versions in _FORMS.items():
        for version in versions:
            name = "pyz_{}_{}_test".format(form, version.replace(".", "_"))
            hermetic_python_test(
                name = name,
                size = "small",
                env = {"EXPECTED_VERSION": version},
                form = form,
                python_version = version,
                pyz = ":whole_pyz",
            )
            tests.append(name)
    hermetic_python_test(
        name = "pyz_module_test",
        size = "small",
        env = {"EXPECTED_VERSION": "3.14"},
        main_module = "_main.rules.tests.hermetic_python.testdata.whole_test",
        python_version = "3.14",
        pyz = ":whole_pyz",
        deps = [":greet"],
    )
    return tests + [":pyz_module_test"]

def _declare_programs():
    hermetic_python_binary(
        name = "packed_arguments",
        srcs = ["testdata/arguments.py"],
        args = ["--loud 'for $$5'"],
        env = {"GREETING": "hi"},
        form = "packed",
        interpreter_args = ["-X", "dev"],
    )
    hermetic_python_binary(
        name = "module_arguments",
        srcs = ["testdata/arguments.py"],
        form = "direct",
        imports = ["testdata"],
        main_module = "arguments",
    )
    for name in ["greet_test", "polite_test"]:
        hermetic_python_test(
            name = name,
            size = "small",
            srcs = ["testdata/{}.py".format(name)],
            deps = [":greet"],
        )
    hermetic_python_suite(
        name = "suite",
        testonly = True,
        tests = [
            ":greet_test",
            ":polite_test",
        ],
    )
    hermetic_python_test(
        name = "called_runner_test",
        size = "small",
        srcs = ["testdata/called_runner_test.py"],
        shard_count = 2,
    )
    for name in ["packed_arguments", "greet_test"]:
        native.filegroup(
            name = name + "_packed",
            testonly = True,
            srcs = [":" + name],
            output_group = "packed",
        )

def _declare_runtimes():
    """A runtime of the user's own, by each of the two ways to an interpreter."""
    hermetic_python_runtime(
        name = "small",
        compression = "fast",
        distribution = "@hermetic_python//:3.14_distribution",
        docstrings = False,
        stdlib = "minimal",
        stdlib_exclude = ["sqlite3"],
        stdlib_include = ["curses"],
        stdlib_sources = True,
    )
    tests = []
    for form in ["packed", "thin"]:
        hermetic_python_test(
            name = "small_{}_test".format(form),
            size = "small",
            srcs = ["testdata/small_test.py"],
            form = form,
            runtime = ":small",
        )
        tests.append(":small_{}_test".format(form))
    return tests

def program_test_suite(name):
    """Declares the programs and the tests.

    Args:
      name: string, the name of the suite.
    """
    py_library(
        name = "greet",
        srcs = ["testdata/greet.py"],
        data = ["testdata/lib.json"],
    )
    tests = _declare_forms() + _declare_runtimes() + _declare_applications()
    _declare_programs()
    shipped = {
        "MODULE_BINARY": ":module_arguments",
        "PACKED_BINARY": ":packed_arguments_packed",
        "PACKED_TEST": ":greet_test_packed",
        "SUITE": ":suite",
    }
    hermetic_python_test(
        name = "programs_test",
        size = "medium",
        srcs = ["testdata/programs_test.py"],
        data = shipped.values(),
        env = {variable: "$(rlocationpath {})".format(label) for variable, label in shipped.items()},
        shard_count = 2,
    )
    native.test_suite(
        name = name,
        tests = tests + [
            ":called_runner_test",
            ":greet_test",
            ":polite_test",
            ":programs_test",
        ],
    )
