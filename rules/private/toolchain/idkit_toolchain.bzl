"""The toolchain that supplies the `idkit` binary to all actions."""

load("//rules/private/providers:idkit_toolchain_info.bzl", "IdkitToolchainInfo")

IDKIT_TOOLCHAIN_TYPE = Label("//rules:idkit_toolchain_type")

def _idkit_toolchain_impl(ctx):
    return [
        platform_common.ToolchainInfo(
            idkit = IdkitToolchainInfo(idkit = ctx.attr.idkit[DefaultInfo].files_to_run),
        ),
    ]

idkit_toolchain = rule(
    implementation = _idkit_toolchain_impl,
    doc = """Supplies the `idkit` binary.

Users who bring their own binary declare one and register it before ours:

```starlark
load("@rules_idk//rules:toolchains.bzl", "idkit_toolchain")

idkit_toolchain(
    name = "my_idkit_impl",
    idkit = ":my_idkit",
)

toolchain(
    name = "my_idkit",
    toolchain = ":my_idkit_impl",
    toolchain_type = "@rules_idk//rules:idkit_toolchain_type",
)
```

*Providers:* `platform_common.ToolchainInfo` with the field `idkit` (IdkitToolchainInfo).
""",
    attrs = {
        "idkit": attr.label(
            doc = "The binary, one that runs on the execution platform. Mandatory.",
            cfg = "exec",
            executable = True,
            mandatory = True,
        ),
    },
    provides = [platform_common.ToolchainInfo],
)
