"""The targets for `bazel run` that write the goldens of atoms and IDKs."""

load("//rules/private/common:launch.bzl", "launch")
load("//rules/private/common:unvalidated.bzl", "unvalidated_attrs")
load("//rules/private/providers:atom_golden_info.bzl", "AtomGoldenInfo")
load("//rules/private/providers:molecule_info.bzl", "MoleculeInfo")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _atom_goldens_update_impl(ctx):
    goldens = {}
    if AtomGoldenInfo in ctx.attr._of:
        golden = ctx.attr._of[AtomGoldenInfo]
        goldens[golden.path] = golden.candidate
    if ctx.attr.transitive:
        for golden in ctx.attr._of[MoleculeInfo].goldens.to_list():
            # What other repositories have is not for this workspace to change.
            if golden.label.startswith("@@//"):
                goldens[golden.path] = golden.candidate
    args = ["atom", "update-goldens"]
    for path in sorted(goldens):
        args += ["--golden", path]
    return [launch(ctx, args = args + [goldens[path] for path in sorted(goldens)])]

atom_goldens_update = rule(
    implementation = _atom_goldens_update_impl,
    doc = "Writes goldens to the workspace: `bazel run` only.",
    attrs = unvalidated_attrs("What has the goldens", [[AtomGoldenInfo], [MoleculeInfo]]) | {
        "transitive": attr.bool(
            doc = "Whether to write the goldens of all atoms below as well. Left out: `False`.",
        ),
    },
    executable = True,
    toolchains = [config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE)],
)
