"""What all rules that make an atom have in common."""

load("@bazel_skylib//rules:common_settings.bzl", "BuildSettingInfo")
load("//rules/private/common:actions.bzl", "show_findings")
load("//rules/private/common:messages.bzl", "canonical_label")
load("//rules/private/common:sdk_actions.bzl", "build_atom", "check_atom_golden")
load("//rules/private/common:sdk_attrs.bzl", "areas_file")
load("//rules/private/providers:atom_golden_info.bzl", "AtomGoldenInfo")
load("//rules/private/providers:atom_info.bzl", "AtomInfo")
load("//rules/private/providers:molecule_info.bzl", "MoleculeInfo")

# Beside the atom `x`, its macro makes the test `x_api_test` and the target `x_api_update`.
API_TEST = "_api_test"
API_UPDATE = "_api_update"

def make_atom(
        ctx,
        *,
        id,
        type,
        meta_dest,
        name = "",
        data_type = "",
        meta = "",
        meta_file = None,
        files = [],
        shards = [],
        deps = [],
        below = depset(),
        stable = True,
        api_contents = [],
        api_exempt = ""):
    """Declares the actions of an atom and returns its providers.

    Args:
      ctx: context of a rule with ATOM_ATTRS; with ATOM_GOLDEN_ATTRS, if it can have an API golden.
      id: string, `sdk://` and a path.
      type: string, the type of its part in an IDK.
      meta_dest: string, where its element file is in an IDK.
      name: string, the name of the element; may be empty if `meta` or `meta_file` has it.
      data_type: string, for the type `data`, what kind of data it is.
      meta: string, the element file as JSON; empty when it follows from the rest.
      meta_file: File or None, the element file.
      files: list[struct(dest, file)].
      shards: list[struct(dest, file, include_path, label)], the manifests that others may include.
      deps: list[Target] with AtomInfo.
      below: depset[struct], the shards that users have from other IDKs; entries as in
        ManifestShardInfo.
      stable: bool, whether compatibility is promised.
      api_contents: list[struct(dest, file)], what makes up the API.
      api_exempt: string, why there is no API golden.

    Returns:
      list of providers.
    """
    label = canonical_label(ctx.label)
    out = ctx.actions.declare_file(ctx.label.name + ".atom.json")
    findings = ctx.actions.declare_file(ctx.label.name + ".findings.json")
    golden_path = getattr(ctx.attr, "golden_path", "")
    candidate = ctx.actions.declare_file(ctx.label.name + "_api.api") if golden_path else None
    atom = struct(
        api_contents = api_contents,
        area = ctx.attr.area,
        below = below,
        category = ctx.attr.category,
        data_type = data_type,
        deps = [_dep(d[AtomInfo]) for d in deps],
        files = files,
        id = id,
        label = label,
        meta = meta,
        meta_dest = meta_dest,
        meta_file = meta_file,
        name = name,
        shards = shards,
        stable = stable,
        type = type,
    )
    build_atom(
        ctx,
        atom = atom,
        api = struct(exempt = api_exempt, path = golden_path),
        areas = areas_file(ctx),
        legacy = ctx.attr._legacy[BuildSettingInfo].value,
        out = out,
        candidate = candidate,
        findings = findings,
    )
    golden = _golden(ctx, out, candidate) if candidate else None
    return _providers(atom, ctx.label, out, deps, golden, _validate(ctx, findings, golden))

def _golden(ctx, out, candidate):
    return AtomGoldenInfo(
        arguments = ["atom", "check-api", "--atom", out],
        candidate = candidate,
        golden = ctx.file.golden,
        path = ctx.attr.golden_path,
        update = canonical_label(ctx.label) + API_UPDATE,
        warn = ctx.attr._warn_on_api_changes[BuildSettingInfo].value,
    )

def _validate(ctx, findings, golden):
    all_findings = [findings]
    if golden:
        differences = ctx.actions.declare_file(ctx.label.name + ".api_findings.json")
        check_atom_golden(ctx, golden = golden, mnemonic = "AtomApiCheck", findings = differences)
        all_findings.append(differences)
    validated = ctx.actions.declare_file(ctx.label.name + ".validated")
    show_findings(ctx, findings = all_findings, out = validated)
    return validated

def _providers(atom, label, out, deps, golden, validated):
    below = [d[MoleculeInfo] for d in deps]
    files = [
        struct(dest = f.dest, file = f.file, label = atom.label)
        for f in atom.files + atom.shards
    ]
    goldens = [struct(
        candidate = golden.candidate,
        label = atom.label,
        path = golden.path,
    )] if golden else []
    return [
        DefaultInfo(files = depset([out])),
        OutputGroupInfo(
            api = depset([golden.candidate] if golden else []),
            _validation = depset([validated]),
        ),
        AtomInfo(
            category = atom.category,
            id = atom.id,
            json = out,
            label = label,
            name = atom.name,
            shards = [s.dest for s in atom.shards],
            type = atom.type,
        ),
        MoleculeInfo(
            atoms = depset(
                [struct(json = out, label = atom.label)],
                transitive = [m.atoms for m in below],
            ),
            descriptions = depset([out], transitive = [m.descriptions for m in below]),
            files = depset(files, transitive = [m.files for m in below]),
            goldens = depset(goldens, transitive = [m.goldens for m in below]),
            inputs = depset([f.file for f in files], transitive = [m.inputs for m in below]),
            label = label,
            molecules = depset(transitive = [m.molecules for m in below]),
        ),
    ] + ([golden] if golden else [])

def _dep(atom):
    return struct(
        category = atom.category,
        id = atom.id,
        label = canonical_label(atom.label),
        name = atom.name,
        shards = atom.shards,
        type = atom.type,
    )
