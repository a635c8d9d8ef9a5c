"""The Python runtime of a target."""

load("//rules/private/common:messages.bzl", "bad_target")
load("//rules/private/providers:hermetic_python_runtime_info.bzl", "HermeticPythonRuntimeInfo")

RUNTIME_TOOLCHAIN_TYPE = Label("//rules:hermetic_python_runtime")

# Not mandatory, for `runtime` may name one where no toolchain fits.
OPTIONAL_RUNTIME_TOOLCHAIN = config_common.toolchain_type(RUNTIME_TOOLCHAIN_TYPE, mandatory = False)

def toolchain_runtime(ctx):
    """Returns the HermeticPythonRuntimeInfo of the toolchain, or None.

    Args:
      ctx: context of a rule or an aspect with OPTIONAL_RUNTIME_TOOLCHAIN.

    Returns:
      HermeticPythonRuntimeInfo or None.
    """
    toolchain = ctx.toolchains[RUNTIME_TOOLCHAIN_TYPE]
    return toolchain.hermetic_python if toolchain else None

def runtime_of(ctx):
    """Returns the runtime of a target, and fails when there is none.

    Args:
      ctx: context of a rule with OPTIONAL_RUNTIME_TOOLCHAIN and the attribute `runtime`.

    Returns:
      HermeticPythonRuntimeInfo.
    """
    if ctx.attr.runtime:
        return ctx.attr.runtime[HermeticPythonRuntimeInfo]
    runtime = toolchain_runtime(ctx)
    if not runtime:
        version = ctx.attr.python_version
        bad_target(
            ctx.label,
            "there is no Python runtime{} for the platforms that this is built on and for".format(
                " of version " + version if version else "",
            ),
            "declare one with the extension `hermetic_python`, or name a `hermetic_python_runtime` in the " +
            "attribute `runtime`; `--toolchain_resolution_debug=hermetic_python_runtime` tells more",
        )
    return runtime
