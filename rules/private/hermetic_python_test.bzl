"""The rule `hermetic_python_test`."""

load("//rules/private/providers:hermetic_python_archive_info.bzl", "HermeticPythonArchiveInfo")
load("//rules/private/python:executable.bzl", "declare_executable")
load("//rules/private/python:program_attrs.bzl", "PROGRAM_ATTRS")
load("//rules/private/python:toolchain.bzl", "OPTIONAL_RUNTIME_TOOLCHAIN")
load("//rules/private/python:version_transition.bzl", "TRANSITION_ATTRS", "python_version_transition")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _hermetic_python_test_impl(ctx):
    return declare_executable(
        ctx,
        gc = ctx.attr.startup_gc,
        inherited_environment = ctx.attr.env_inherit,
        runner = ctx.attr.runner,
        shard_by = ctx.attr.shard_by,
    )

hermetic_python_test = rule(
    implementation = _hermetic_python_test_impl,
    doc = "The rule of the macro `hermetic_python_test`, for macros of your own.",
    attrs = PROGRAM_ATTRS | TRANSITION_ATTRS | {
        "runner": attr.string(
            doc = "What runs the tests: `unittest`, `pytest`, which must be in `deps`, or `none` for a " +
                  "program that is the test. `auto` is `unittest` for a file that says nothing of how it is " +
                  "run, or whose block `if __name__ == \"__main__\":` does nothing but `unittest.main()`; " +
                  "`pytest` where it does nothing but `pytest.main([__file__])` and pytest is in `deps`; else " +
                  "`none`, as for a `pyz`. Of arguments only those that say how much is printed may be in " +
                  "these calls. Left out: `auto`.",
            default = "auto",
            values = ["auto", "none", "pytest", "unittest"],
        ),
        "shard_by": attr.string(
            doc = "What is dealt to the shards of the test: each `test`, or each `file`. Left out: `test`.",
            default = "test",
            values = ["file", "test"],
        ),
        "startup_gc": attr.string(
            doc = "Whether the runner's own objects are left out of garbage collection, which saves time: " +
                  "`freeze`, or `default`. Left out: `freeze`.",
            default = "freeze",
            values = ["default", "freeze"],
        ),
        "_lcov_merger": attr.label(
            cfg = "exec",
            default = configuration_field(fragment = "coverage", name = "output_generator"),
        ),
    },
    cfg = python_version_transition,
    provides = [HermeticPythonArchiveInfo],
    test = True,
    toolchains = [
        config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE),
        OPTIONAL_RUNTIME_TOOLCHAIN,
    ],
)
