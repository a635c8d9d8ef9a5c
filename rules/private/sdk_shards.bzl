"""The macro `sdk_shards` and its rule."""

load("//rules/private:atom_macro.bzl", "declare_atom")
load("//rules/private/common:atom.bzl", "make_atom")
load("//rules/private/common:attrs.bzl", "path_in_repository")
load("//rules/private/common:messages.bzl", "bad_target", "canonical_label", "display_label")
load("//rules/private/common:sdk_attrs.bzl", "ATOM_ATTRS", "ATOM_GOLDEN_ATTRS", "atom_deps")
load("//rules/private/providers:atom_info.bzl", "AtomInfo")
load("//rules/private/providers:core_shard_info.bzl", "CoreShardInfo")
load("//rules/private/providers:manifest_shard_info.bzl", "ManifestShardInfo")
load("//rules/private/providers:molecule_info.bzl", "MoleculeInfo")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def _sdk_shards_impl(ctx):
    infos = [_info(ctx, s) for s in ctx.attr.shards]
    name = ctx.attr.idk_name or _name(ctx, infos)
    shards = [
        struct(
            dest = "pkg/{}/{}".format(name, i.file.basename),
            file = i.file,
            include_path = i.include_path,
            label = canonical_label(i.label),
        )
        for i in infos
    ]
    return make_atom(
        ctx,
        id = "sdk://component_manifest/" + name,
        type = "data",
        data_type = "component_manifest",
        meta_dest = "pkg/{}/{}.json".format(name, ctx.label.name),
        name = name,
        shards = shards,
        deps = ctx.attr.deps,
        below = depset(transitive = [
            layer[ManifestShardInfo].transitive_shards
            for layer in ctx.attr.layers
        ]),
        api_contents = [struct(dest = s.dest, file = s.file) for s in shards],
        api_exempt = ctx.attr.api_exempt,
    )

def _info(ctx, shard):
    info = shard[ManifestShardInfo] if ManifestShardInfo in shard else shard[CoreShardInfo]
    if not info.file:
        bad_target(
            ctx.label,
            "{} stands for several shards of an IDK, which is published already".format(
                display_label(shard.label),
            ),
            "buildozer 'remove shards {}' {}".format(
                display_label(shard.label),
                display_label(ctx.label),
            ),
        )
    return info

def _name(ctx, infos):
    """Returns the folder that all include strings have in common, and nothing else."""
    first = {}
    for info in infos:
        if not info.include_path:
            continue
        path = path_in_repository(info.file)
        if info.include_path != ".":
            path = path.removeprefix(info.include_path + "/")
        first.setdefault(path.rpartition("/")[0], info)
    if len(first) > 1:
        folders = sorted(first)
        bad_target(
            ctx.label,
            "its shards are included from the folders {} ({}) and {} ({}), and a set has one".format(
                repr(folders[0]),
                display_label(canonical_label(first[folders[0]].label)),
                repr(folders[1]),
                display_label(canonical_label(first[folders[1]].label)),
            ),
            "declare an sdk_shards for each folder",
        )

    # Without an include path there is an error of the action that says what to do.
    name = first.keys()[0] if first else ctx.label.name
    if not name:
        bad_target(
            ctx.label,
            "{} is included as {}, without a folder, and a set is named after its folder".format(
                display_label(canonical_label(first[name].label)),
                repr(first[name].file.basename),
            ),
            "move the file to a folder below its `include_path`",
        )
    return name

sdk_shards_rule = rule(
    implementation = _sdk_shards_impl,
    doc = "The rule of the macro `sdk_shards`.",
    attrs = ATOM_ATTRS | ATOM_GOLDEN_ATTRS | {
        "api_exempt": attr.string(doc = "Why there is no API golden. Left out: there is one."),
        "deps": atom_deps("The atoms with what the shards include. Left out: none."),
        "idk_name": attr.string(
            doc = "The name of the set. Left out: the folder that the shards are included from.",
        ),
        "layers": attr.label_list(
            doc = "Shards that users have from other IDKs, such as `@fuchsia_idk//:cmc_includes`. " +
                  "Left out: none.",
            providers = [ManifestShardInfo],
        ),
        "shards": attr.label_list(
            doc = "The shards. Mandatory.",
            allow_empty = False,
            mandatory = True,
            providers = [[ManifestShardInfo], [CoreShardInfo]],
        ),
    },
    provides = [AtomInfo, MoleculeInfo],
    toolchains = [config_common.toolchain_type(IDKIT_TOOLCHAIN_TYPE)],
)

def sdk_shards(*, name, shards, category, api = None, api_exempt = None, **kwargs):
    """Manifest shards as an atom: users of the IDK include them by the same strings (RFC-0106).

    ```starlark
    load("@rules_idk//rules:manifest.bzl", "component_manifest_shard")
    load("@rules_idk//rules:sdk.bzl", "sdk_shards")

    component_manifest_shard(
        name = "client",
        src = "client.shard.cml",
        include_path = "sdk/lib",
    )

    sdk_shards(
        name = "syslog",
        api = "syslog.api",
        area = "Diagnostics",
        category = "partner",
        shards = [":client"],
    )
    ```

    In `//sdk/lib/syslog` the shard is `pkg/syslog/client.shard.cml` in the IDK, and
    `include: [ "syslog/client.shard.cml" ]` names it here and there. Whatever the shards include must
    be in the set, or in an atom of `deps`; `//` cannot be included, for outside it is another place.

    *Outputs* and *providers* as of `sdk_atom`.

    Args:
      name: The name of the target; the element file is `pkg/<set>/<name>.json`.
      shards: Targets of `component_manifest_shard` or `core_shard`, with an `include_path`.
      category: How public the shards are; see `sdk_atom`.
      api: The API golden, a file of this package or a label: the checksums of the shards, which a
        reviewer has to agree with. Mandatory for `partner` and `public`, unless there is a reason in
        `api_exempt`. The file need not be there yet.
      api_exempt: The reason to have no golden.
      **kwargs: `area`, `deps`, `idk_name`, `layers`, and what all rules have. `deps` are the atoms
        with what the shards include; `idk_name` is the name of the set, the folder that all shards are
        included from if left out. `layers` are for an IDK that is used on top of others: with
        `@fuchsia_idk//:cmc_includes`, shards may include those of that IDK, and users list it in
        `layers` of the extension.
    """
    declare_atom(
        sdk_shards_rule,
        name = name,
        api = api,
        api_exempt = api_exempt,
        category = category,
        shards = shards,
        **kwargs
    )
