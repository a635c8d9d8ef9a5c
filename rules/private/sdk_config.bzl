"""The rule `sdk_config`."""

load("//rules/private/common:atom.bzl", "make_atom")
load("//rules/private/common:sdk_attrs.bzl", "ATOM_ATTRS")
load("//rules/private/providers:atom_info.bzl", "AtomInfo")
load("//rules/private/providers:molecule_info.bzl", "MoleculeInfo")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _sdk_config_impl(ctx):
    name = ctx.attr.idk_name or ctx.label.name
    folder = "data/config/" + name
    return make_atom(
        ctx,
        id = "sdk://data/" + name,
        type = "data",
        data_type = "config",
        meta_dest = folder + "/meta.json",
        name = name,
        files = [struct(dest = folder + "/config.json", file = ctx.file.src)],
    )

sdk_config = rule(
    implementation = _sdk_config_impl,
    doc = """A configuration file as an atom.

```starlark
load("@rules_idk//rules:sdk.bzl", "sdk_config")

sdk_config(
    name = "symbols",
    src = "symbols.json",
    category = "partner",
)
```

*Outputs:* `<name>.atom.json`, a description for other targets. *Providers:* AtomInfo, MoleculeInfo.
""",
    attrs = ATOM_ATTRS | {
        "idk_name": attr.string(
            doc = "The name of the configuration; its file is `data/config/<idk_name>/config.json`. " +
                  "Left out: the name of the target.",
        ),
        "src": attr.label(
            doc = "The file. Mandatory.",
            allow_single_file = True,
            mandatory = True,
        ),
    },
    provides = [AtomInfo, MoleculeInfo],
    toolchains = [config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE)],
)
