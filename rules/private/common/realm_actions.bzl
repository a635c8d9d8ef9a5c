"""What every realm has in common: merge, compile, check, in one folder named after the target."""

load("//rules/private/common:actions.bzl", "check_realm", "compile_manifest", "merge_realm", "show_findings")
load("//rules/private/common:messages.bzl", "canonical_label")
load("//rules/private/common:shard_set.bzl", "check_slots", "resolve_shards")
load("//rules/private/common:surroundings.bzl", "realm_surroundings")
load("//rules/private/providers:core_shard_info.bzl", "CoreShardInfo")
load("//rules/private/providers:manifest_shard_info.bzl", "ManifestShardInfo")

def assemble_realm(ctx, *, component_name, settings, required_slots, child = None, core = None):
    """Declares the actions from shards to a checked, compiled manifest.

    Args:
      ctx: context of a rule with REALM_ATTRS.
      component_name: string, names the files.
      settings: struct, see `compile_settings`.
      required_slots: list[string].
      child: struct or None, see `merge_realm`.
      core: struct or None, see `check_realm`.

    Returns:
      struct(manifest, provenance, notes, compiled, findings, validation, shards, resources).
    """
    shards = resolve_shards(ctx, ctx.attr.shards)
    check_slots(ctx, shards, required_slots)
    included = [d[ManifestShardInfo] for d in ctx.attr.deps]
    shard_infos = [s[CoreShardInfo] for s in ctx.attr.shards]

    folder = ctx.label.name + "/"
    manifest = ctx.actions.declare_file(folder + component_name + ".cml")
    provenance = ctx.actions.declare_file(folder + "provenance.json")
    notes = ctx.actions.declare_file(folder + "merge_notes.json")
    merge_realm(
        ctx,
        base = struct(
            label = canonical_label(ctx.label),
            file = ctx.file.base,
            deps = [canonical_label(d.label) for d in included],
        ),
        shards = shards,
        includes = depset(
            transitive = [d.transitive_shards for d in included] +
                         [s.includes for s in shard_infos],
            order = "postorder",
        ),
        include_files = depset(
            transitive = [d.transitive_files for d in included] +
                         [s.include_files for s in shard_infos],
        ),
        settings = settings,
        out = manifest,
        provenance = provenance,
        notes = notes,
        child = child,
    )

    compiled = ctx.actions.declare_file(folder + component_name + ".cm")
    compile_manifest(
        ctx,
        manifest = manifest,
        provenance = provenance,
        config_package_path = "meta/{}.cvf".format(component_name),
        settings = settings,
        out = compiled,
    )

    realm = struct(manifest = manifest, provenance = provenance, notes = notes)
    findings = ctx.actions.declare_file(folder + "findings.json")
    check_realm(
        ctx,
        realm = realm,
        core = core,
        surroundings = realm_surroundings(ctx),
        settings = settings,
        findings = findings,
    )
    validation = ctx.actions.declare_file(folder + "validated")
    show_findings(ctx, findings = [findings], out = validation)

    return struct(
        compiled = compiled,
        findings = findings,
        manifest = manifest,
        notes = notes,
        provenance = provenance,
        resources = depset(transitive = [s.resources for s in shard_infos]).to_list(),
        shards = shards,
        validation = validation,
    )
