"""The macro `hermetic_python_test`."""

load("//rules/private:hermetic_python_test.bzl", _rule = "hermetic_python_test")
load("//rules/private/python:plain_twin.bzl", "declare_plain_twin")

def hermetic_python_test(*, name, parity = False, **kwargs):
    """A Python test with its runtime: nothing of the machine's Python is used.

    ```starlark
    load("@rules_idk//rules:hermetic_python.bzl", "hermetic_python_test")

    hermetic_python_test(
        name = "greet_test",
        srcs = ["greet_test.py"],
        data = ["greetings.json"],
        deps = [":greet"],
    )
    ```

    `bazel test :greet_test` runs it; `bazel build --output_groups=packed :greet_test` gives one file that
    runs on any machine with the right processor and system.

    *Outputs:* `<name>`, the test. *Output groups:* `packed`, `direct`: the test as one file; `archive`,
    the test without a runtime; `pyz`, a zip application, which other Pythons run; `manifest`, what is in
    it; `_validation`. *Providers:*
    HermeticPythonArchiveInfo.

    Args:
      name: The name of the target, which is that of the executable and cannot start with `python3`.
      parity: Whether there is also `<name>_plain`, the same test as a `py_test` with the Python of the
        Python rules, to compare with.
      **kwargs: the attributes of `hermetic_python_test_rule`, and what all tests have.
    """
    _rule(name = name, **kwargs)
    if parity:
        declare_plain_twin(name = name, **kwargs)
