"""Which shards a realm consists of: transitive, checked, in merge order.

A realm is a leaf of the build graph, so the depsets are flattened here and nowhere else.
"""

load("//rules/private/common:messages.bzl", "bad_target", "display_label")
load("//rules/private/providers:core_shard_info.bzl", "CoreShardInfo")

def resolve_shards(ctx, shards):
    """Collects the shards of a realm and checks that they go together.

    Args:
      ctx: rule context.
      shards: list[Target] with CoreShardInfo.

    Returns:
      list[struct(label, file, slot, deps)] in merge order: sorted by file name (RFC-0089's
      result must not depend on the order in which a product lists its shards).
    """
    resolved = depset(
        transitive = [s[CoreShardInfo].transitive_shards for s in shards],
        order = "postorder",
    ).to_list()
    _check_file_names(ctx, resolved)
    _check_conflicts(ctx, resolved, depset(
        transitive = [s[CoreShardInfo].conflicts for s in shards],
    ).to_list())
    return [
        pair[1]
        for pair in sorted(
            [(s.file.basename, s) for s in resolved],
            key = lambda pair: pair[0],
        )
    ]

def _check_file_names(ctx, shards):
    first = {}
    for shard in shards:
        other = first.setdefault(shard.file.basename, shard)
        if other != shard:
            bad_target(
                ctx.label,
                "two shards have the file name \"{}\": {} ({}) and {} ({})".format(
                    shard.file.basename,
                    display_label(other.label),
                    other.file.short_path,
                    display_label(shard.label),
                    shard.file.short_path,
                ),
                "rename one of the files; if both targets are the same shard, remove one: " +
                "buildozer 'remove shards {}' {}".format(
                    display_label(shard.label),
                    display_label(ctx.label),
                ),
            )

def _check_conflicts(ctx, shards, conflicts):
    present = {s.label: True for s in shards}
    for conflict in conflicts:
        if conflict.label in present and conflict.other in present:
            bad_target(
                ctx.label,
                "the shards {} and {} exclude each other (`conflicts_with` of {})".format(
                    display_label(conflict.label),
                    display_label(conflict.other),
                    display_label(conflict.label),
                ),
                "remove one: buildozer 'remove shards {}' {}".format(
                    display_label(conflict.other),
                    display_label(ctx.label),
                ),
            )

def check_slots(ctx, shards, required):
    """Fails if two shards fill one slot, or a required slot is empty.

    Args:
      ctx: rule context.
      shards: list[struct(label, slot, …)].
      required: list[string], the slots that must be filled.
    """
    filled = {}
    for shard in shards:
        if not shard.slot:
            continue
        other = filled.setdefault(shard.slot, shard)
        if other != shard:
            bad_target(
                ctx.label,
                "two shards fill the slot \"{}\": {} and {}".format(
                    shard.slot,
                    display_label(other.label),
                    display_label(shard.label),
                ),
                "keep one: buildozer 'remove shards {}' {}".format(
                    display_label(shard.label),
                    display_label(ctx.label),
                ),
            )
    for slot in required:
        if slot not in filled:
            bad_target(
                ctx.label,
                "no shard fills the required slot \"{}\"{}".format(
                    slot,
                    "; filled are: " + ", ".join(sorted(filled)) if filled else "",
                ),
                "add a core_shard with slot = \"{}\": buildozer 'add shards <label>' {}".format(
                    slot,
                    display_label(ctx.label),
                ),
            )
