"""The rule `sdk_documentation`."""

load("//rules/private/common:atom.bzl", "make_atom")
load("//rules/private/common:package_contents.bzl", "resource_entries")
load("//rules/private/common:sdk_attrs.bzl", "ATOM_ATTRS")
load("//rules/private/providers:atom_info.bzl", "AtomInfo")
load("//rules/private/providers:molecule_info.bzl", "MoleculeInfo")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _sdk_documentation_impl(ctx):
    name = ctx.attr.idk_name or ctx.label.name
    return make_atom(
        ctx,
        id = "sdk://docs/" + name,
        type = "documentation",
        meta_dest = "docs/{}.json".format(name),
        name = name,
        files = resource_entries(ctx, ctx.attr.docs, "docs"),
    )

sdk_documentation = rule(
    implementation = _sdk_documentation_impl,
    doc = """A set of documents as an atom.

```starlark
load("@rules_idk//rules:sdk.bzl", "sdk_documentation")

sdk_documentation(
    name = "guide",
    category = "partner",
    docs = {"guide.md": "docs/guide/index.md"},
)
```

*Outputs:* `<name>.atom.json`, a description for other targets. *Providers:* AtomInfo, MoleculeInfo.
""",
    attrs = ATOM_ATTRS | {
        "docs": attr.label_keyed_string_dict(
            doc = "The documents, and where they are in the IDK: anywhere. Mandatory.",
            allow_empty = False,
            allow_files = True,
            mandatory = True,
        ),
        "idk_name": attr.string(
            doc = "The name of the set; its element file is `docs/<idk_name>.json`. Left out: the " +
                  "name of the target.",
        ),
    },
    provides = [AtomInfo, MoleculeInfo],
    toolchains = [config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE)],
)
