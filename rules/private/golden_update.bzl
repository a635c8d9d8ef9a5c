"""The rule `golden_update`: what `bazel run` writes to the source tree."""

load("//rules/private/common:launch.bzl", "launch")
load("//rules/private/providers:golden_info.bzl", "GoldenInfo")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _golden_update_impl(ctx):
    golden = ctx.attr.test[GoldenInfo]
    args = ["golden", "update", "--golden", golden.path]
    for comment in golden.comments:
        args += ["--comment", comment]
    return [launch(ctx, args = args + [golden.computed])]

golden_update = rule(
    implementation = _golden_update_impl,
    doc = "Writes the golden of a test: `bazel run` copies what was computed into the source tree.",
    attrs = {
        "test": attr.label(
            doc = "The test. Mandatory.",
            mandatory = True,
            providers = [GoldenInfo],
        ),
    },
    executable = True,
    toolchains = [config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE)],
)

def declare_golden_update(*, test, tags = None, target_compatible_with = None, **_kwargs):
    """Declares the target that updates the golden of a test; to be called in a macro.

    Args:
      test: string, the name of the test.
      tags: list[string] or None, the tags of the test.
      target_compatible_with: list[label] or None, that of the test.
      **_kwargs: whatever else was said of the test.
    """
    golden_update(
        name = test + "_update",
        tags = (tags or []) + ["manual"],
        target_compatible_with = target_compatible_with,
        test = test,
        testonly = True,
        visibility = ["//visibility:private"],
    )
