"""The rule `sdk_host_tool`."""

load("//rules/private/common:atom.bzl", "make_atom")
load("//rules/private/common:program.bzl", "program_file")
load("//rules/private/common:sdk_attrs.bzl", "ATOM_ATTRS", "HOST_CPU_ATTRS", "host_cpu")
load("//rules/private/providers:atom_info.bzl", "AtomInfo")
load("//rules/private/providers:molecule_info.bzl", "MoleculeInfo")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _sdk_host_tool_impl(ctx):
    name = ctx.attr.idk_name or ctx.label.name
    program = program_file(ctx, "program")
    extension = ".exe" if program.extension == "exe" else ""
    path = "tools/{}/{}".format(host_cpu(ctx), name)
    return make_atom(
        ctx,
        id = "sdk://" + path,
        type = "host_tool",
        meta_dest = path + "-meta.json",
        name = name,
        files = [struct(dest = path + extension, file = program)],
    )

sdk_host_tool = rule(
    implementation = _sdk_host_tool_impl,
    doc = """A program for the machines of developers as an atom.

```starlark
load("@rules_idk//rules:sdk.bzl", "sdk_host_tool")

sdk_host_tool(
    name = "greet",
    category = "partner",
    program = "//greet",
)
```

In the IDK it is `tools/<cpu>/greet`; the CPU is that of the platform that is built for. For tools of
several CPUs, build an IDK for each and merge them with `idk_merge`.

*Outputs:* `<name>.atom.json`, a description for other targets. *Providers:* AtomInfo, MoleculeInfo.
""",
    attrs = ATOM_ATTRS | HOST_CPU_ATTRS | {
        "idk_name": attr.string(
            doc = "The name of the tool. Left out: the name of the target.",
        ),
        "program": attr.label(
            doc = "The program, one that needs no files beside it. Mandatory.",
            allow_files = True,
            mandatory = True,
        ),
    },
    provides = [AtomInfo, MoleculeInfo],
    toolchains = [config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE)],
)
