"""The twin of a test that runs with the Python of the Python rules, to compare with."""

load("@bazel_skylib//rules:write_file.bzl", "write_file")
load("@rules_python//python:py_test.bzl", "py_test")
load("//rules/private/common:messages.bzl", "bad_attribute")

_SUFFIX = "_plain"

# Attributes that a py_test has as well.
_SHARED = [
    "args",
    "data",
    "deps",
    "env",
    "env_inherit",
    "exec_properties",
    "flaky",
    "imports",
    "local",
    "shard_count",
    "size",
    "tags",
    "target_compatible_with",
    "testonly",
    "timeout",
    "visibility",
]

# Test cases of a file that does not run them itself are run, as the runner `auto` does.
_MAIN = """\"\"\"Runs {main} with the Python that it is given.\"\"\"

import os
import runpy
import sys
import types
import unittest

path = os.path.join(os.path.dirname(__file__), {main})
sys.argv[0] = path
sys.path.insert(0, os.path.dirname(path))
module = types.ModuleType("__main__")
sys.modules["__main__"] = module
vars(module).update(runpy.run_path(path, run_name="__main__"))
if any(isinstance(v, type) and issubclass(v, unittest.TestCase) for v in vars(module).values()):
    unittest.main(module=module)
"""

def declare_plain_twin(*, name, srcs = [], main = None, **kwargs):
    """Declares `<name>_plain`.

    Args:
      name: string, the test that it is a twin of.
      srcs: list of labels.
      main: label or None.
      **kwargs: the other attributes of that test.
    """
    if kwargs.get("pyz"):
        bad_attribute(
            Label("//{}:{}".format(native.package_name(), name)),
            "parity",
            "True",
            "False, for a `pyz` runs by itself, with any Python",
            "buildozer 'remove parity' //{}:{}".format(native.package_name(), name),
        )
    main = main or name.rpartition("/")[2] + ".py"
    if main.startswith(("//", "@")):
        bad_attribute(
            Label("//{}:{}".format(native.package_name(), name)),
            "parity",
            "True",
            "False, for `main` is in another package",
            "put a file into this package that imports " + main,
        )
    runner = name + _SUFFIX + "_main"
    shared = {key: kwargs[key] for key in _SHARED if key in kwargs}
    write_file(
        name = runner,
        out = runner + ".py",
        content = _MAIN.format(main = repr(main.removeprefix(":"))).split("\n"),
        tags = ["manual"],
        testonly = True,
        visibility = ["//visibility:private"],
    )
    py_test(
        name = name + _SUFFIX,
        srcs = srcs + [runner + ".py"],
        legacy_create_init = 0,
        main = runner + ".py",
        python_version = "PY3",
        **shared
    )
