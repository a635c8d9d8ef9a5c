"""The macro `idk` and its rule."""

load("@bazel_skylib//rules:common_settings.bzl", "BuildSettingInfo")
load("//rules/private:atom_goldens_update.bzl", "atom_goldens_update")
load("//rules/private:atom_macro.bzl", "SHARED", "declare_golden")
load("//rules/private/common:actions.bzl", "show_findings")
load("//rules/private/common:golden.bzl", "golden_attrs")
load("//rules/private/common:messages.bzl", "canonical_label")
load("//rules/private/common:sdk_actions.bzl", "check_atom_golden", "export_idk")
load("//rules/private/common:sdk_attrs.bzl", "AREAS_ATTRS", "ATOM_GOLDEN_ATTRS", "HOST_ATTRS", "areas_file", "host_triple")
load("//rules/private/common:unvalidated.bzl", "canonical_name")
load("//rules/private/providers:atom_golden_info.bzl", "AtomGoldenInfo")
load("//rules/private/providers:idk_directory_info.bzl", "IdkDirectoryInfo")
load("//rules/private/providers:molecule_info.bzl", "MoleculeInfo", "join_molecules")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

_CONTENTS_TEST = "_contents_test"
_CONTENTS_UPDATE = "_contents_update"

def _idk_impl(ctx):
    deps = [d[MoleculeInfo] for d in ctx.attr.deps]
    molecule = join_molecules(ctx.label, deps, ctx.attr.category)
    name = ctx.label.name
    directory = ctx.actions.declare_directory(name)
    contents = ctx.actions.declare_file(name + ".contents")
    digests = ctx.actions.declare_file(name + ".digests")
    report = ctx.actions.declare_file(name + ".report.json")
    export_idk(
        ctx,
        group = struct(
            areas = areas_file(ctx),
            atoms = molecule.atoms,
            category = ctx.attr.category,
            molecules = depset(transitive = [d.molecules for d in deps]),
            roots = [canonical_label(d.label) for d in deps],
        ),
        version = ctx.attr._version[BuildSettingInfo].value or ctx.attr.version,
        host = ctx.attr.host or host_triple(ctx),
        target_cpus = ctx.attr.target_cpus,
        files = molecule.files,
        inputs = depset(transitive = [molecule.descriptions, molecule.inputs]),
        directory = directory,
        contents = contents,
        digests = digests,
        report = report,
    )
    golden = _golden(ctx, contents) if ctx.attr.golden_path else None
    return [
        DefaultInfo(files = depset([directory, contents, digests, report])),
        OutputGroupInfo(
            contents = depset([contents]),
            digests = depset([digests]),
            directory = depset([directory]),
            report = depset([report]),
            _validation = depset(_validate(ctx, golden) if golden else []),
        ),
        IdkDirectoryInfo(
            contents = contents,
            digests = digests,
            directory = directory,
            label = ctx.label,
        ),
        molecule,
    ] + ([golden] if golden else [])

def _golden(ctx, contents):
    label = canonical_label(ctx.label)
    return AtomGoldenInfo(
        arguments = ["idk", "check-contents", "--label", label],
        candidate = contents,
        golden = ctx.file.golden,
        path = ctx.attr.golden_path,
        update = label + _CONTENTS_UPDATE,
        warn = ctx.attr._warn_on_api_changes[BuildSettingInfo].value,
    )

def _validate(ctx, golden):
    findings = ctx.actions.declare_file(ctx.label.name + ".findings.json")
    check_atom_golden(ctx, golden = golden, mnemonic = "IdkContentsCheck", findings = findings)
    validated = ctx.actions.declare_file(ctx.label.name + ".validated")
    show_findings(ctx, findings = [findings], out = validated)
    return [validated]

idk_rule = rule(
    implementation = _idk_impl,
    doc = "The rule of the macro `idk`.",
    attrs = AREAS_ATTRS | ATOM_GOLDEN_ATTRS | HOST_ATTRS | {
        "category": attr.string(
            doc = "The most private category that an atom may have. Left out: those that are not " +
                  "`partner` or `public` are left out.",
        ),
        "deps": attr.label_list(
            doc = "Atoms and molecules. Mandatory.",
            allow_empty = False,
            mandatory = True,
            providers = [MoleculeInfo],
        ),
        "host": attr.string(
            doc = "The triple of the machines that the tools run on. Left out: that of the platform.",
        ),
        "target_cpus": attr.string_list(
            doc = "The CPUs of the devices. Mandatory.",
            allow_empty = False,
            mandatory = True,
        ),
        "version": attr.string(
            doc = "The id of the IDK. Left out: `0.0.0-dev`.",
            default = "0.0.0-dev",
        ),
        "_version": attr.label(
            default = "//rules:idk_version",
            providers = [BuildSettingInfo],
        ),
    },
    provides = [IdkDirectoryInfo, MoleculeInfo],
    toolchains = [config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE)],
)

def idk(*, name, deps, target_cpus, contents = None, **kwargs):
    """An IDK: a directory that other workspaces build with, and nothing but that directory.

    ```starlark
    load("@rules_idk//rules:sdk.bzl", "idk")

    idk(
        name = "my_idk",
        contents = "my_idk.contents",
        target_cpus = ["x64"],
        version = "1.20260101.0.1",
        deps = ["//sdk:diagnostics"],
    )
    ```

    The atoms of `deps`, and all that these depend on, are in it if they are `partner` or `public`.
    Another workspace brings it in with the extension `idk`: `idk.local(path = "…/bazel-bin/my_idk")`.

    *Outputs:* the directory `<name>/`; `<name>.contents`, the list of its elements;
    `<name>.digests`, the SHA-256 sums of its files; `<name>.report.json`, what was left out and why.
    `bazel run //:<name>_update` writes all goldens: that of the contents and those of the APIs of all
    atoms. With `contents`, there are the test `<name>_contents_test` and `<name>_contents_update`,
    too. *Output groups:* `directory`, `contents`, `digests`, `report`. *Providers:*
    IdkDirectoryInfo, MoleculeInfo.

    Args:
      name: The name of the target and of the directory.
      deps: Atoms and molecules.
      target_cpus: The CPUs of the devices that it is for: `x64`, `arm64`, `riscv64`.
      contents: The golden of the list of its elements, a file of this package or a label: what comes
        or goes needs a reviewer. It need not be there yet. Left out: none.
      **kwargs: `category`, `host`, `version`, and what all rules have. With `category`, an atom that
        is more private is an error, and not left out. `host` is the triple of the machines that its
        tools run on, such as `x86_64-unknown-linux-gnu`; that of the target platform if left out.
        `version` is `0.0.0-dev` if left out; the build setting `@rules_idk//rules:idk_version`
        replaces it.
    """
    golden = golden_attrs(contents) if contents else {}
    idk_rule(name = name, target_cpus = target_cpus, deps = deps, **(kwargs | golden))
    shared = {key: kwargs[key] for key in SHARED if key in kwargs}
    if contents:
        declare_golden(name, _CONTENTS_TEST, _CONTENTS_UPDATE, shared)
    atom_goldens_update(
        name = name + "_update",
        of = canonical_name(name),
        transitive = True,
        visibility = ["//visibility:private"],
        **(shared | {"tags": shared.get("tags", []) + ["manual"]})
    )
