"""The rule `idkit_command`."""

load("//rules/private/common:launch.bzl", "launch")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _idkit_command_impl(ctx):
    return [launch(ctx, args = [])]

idkit_command = rule(
    implementation = _idkit_command_impl,
    doc = """The binary that all actions call, for `bazel run`.

It is the one that builds the outputs of the workspace, whoever supplies it. Running it leaves
`bazel-bin` where it is, so its arguments can name files there.
""",
    executable = True,
    toolchains = [config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE)],
)
