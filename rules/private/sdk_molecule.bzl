"""The rule `sdk_molecule`."""

load("//rules/private/common:actions.bzl", "show_findings")
load("//rules/private/common:messages.bzl", "canonical_label")
load("//rules/private/common:sdk_actions.bzl", "check_molecule")
load("//rules/private/common:sdk_attrs.bzl", "AREAS_ATTRS", "areas_file")
load("//rules/private/providers:molecule_info.bzl", "MoleculeInfo", "join_molecules")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _sdk_molecule_impl(ctx):
    deps = [d[MoleculeInfo] for d in ctx.attr.deps]
    molecule = join_molecules(ctx.label, deps, ctx.attr.category)
    findings = ctx.actions.declare_file(ctx.label.name + ".findings.json")
    check_molecule(
        ctx,
        group = struct(
            areas = areas_file(ctx),
            atoms = molecule.atoms,
            category = ctx.attr.category,
            molecules = depset(transitive = [d.molecules for d in deps]),
            roots = [canonical_label(d.label) for d in deps],
        ),
        inputs = molecule.descriptions,
        findings = findings,
    )
    validated = ctx.actions.declare_file(ctx.label.name + ".validated")
    show_findings(ctx, findings = [findings], out = validated)
    return [
        DefaultInfo(files = molecule.descriptions),
        OutputGroupInfo(_validation = depset([validated])),
        molecule,
    ]

sdk_molecule = rule(
    implementation = _sdk_molecule_impl,
    doc = """Atoms that belong together, checked together.

```starlark
load("@rules_idk//rules:sdk.bzl", "sdk_molecule")

sdk_molecule(
    name = "diagnostics",
    category = "partner",
    deps = [
        "//sdk/lib/inspect",
        "//sdk/lib/syslog",
    ],
)
```

It has no trace in an IDK. Two atoms that claim one id, name or path, an atom that is too private,
and a dependency that is not allowed fail the build, all of them at once.

*Outputs:* the descriptions of all atoms. *Providers:* MoleculeInfo.
""",
    attrs = AREAS_ATTRS | {
        "category": attr.string(
            doc = "The most private category that an atom may have; see `sdk_atom`. Left out: any.",
        ),
        "deps": attr.label_list(
            doc = "Atoms and molecules. Left out: none.",
            providers = [MoleculeInfo],
        ),
    },
    provides = [MoleculeInfo],
    toolchains = [config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE)],
)
