"""The rule `hermetic_python_binary`."""

load("//rules/private/providers:hermetic_python_archive_info.bzl", "HermeticPythonArchiveInfo")
load("//rules/private/python:executable.bzl", "declare_executable")
load("//rules/private/python:program_attrs.bzl", "PROGRAM_ATTRS")
load("//rules/private/python:toolchain.bzl", "OPTIONAL_RUNTIME_TOOLCHAIN")
load("//rules/private/python:version_transition.bzl", "TRANSITION_ATTRS", "python_version_transition")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _hermetic_python_binary_impl(ctx):
    return declare_executable(ctx, gc = "default", runner = "none")

hermetic_python_binary = rule(
    implementation = _hermetic_python_binary_impl,
    doc = """A Python program with its runtime: nothing of the machine's Python is used.

```starlark
load("@rules_idk//rules:hermetic_python.bzl", "hermetic_python_binary")

hermetic_python_binary(
    name = "greet_tool",
    srcs = ["greet_tool.py"],
    deps = [":greet"],
)
```

`bazel build --output_groups=packed :greet_tool` gives one file that runs on any machine with the right
processor and system.

*Outputs:* `<name>`, the program. *Output groups:* `packed`, `direct`: the program as one file; `archive`,
the program without a runtime; `pyz`, a zip application, which other Pythons run; `manifest`, what is in it; `_validation`. *Providers:* HermeticPythonArchiveInfo.
""",
    attrs = PROGRAM_ATTRS | TRANSITION_ATTRS,
    cfg = python_version_transition,
    executable = True,
    provides = [HermeticPythonArchiveInfo],
    toolchains = [
        config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE),
        OPTIONAL_RUNTIME_TOOLCHAIN,
    ],
)
