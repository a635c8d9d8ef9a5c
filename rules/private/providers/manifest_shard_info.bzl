"""ManifestShardInfo: a manifest fragment that `include:` can name (RFC-0106)."""

load("//rules/private/common:messages.bzl", "canonical_label")

ManifestShardInfo = provider(
    doc = "A manifest fragment that other manifests can include (RFC-0106).",
    fields = {
        "file": "File: the `.cml` fragment; None for a collection, which stands for several shards.",
        "include_path": "string: the directory, relative to the repository root, below which " +
                        "`include` strings are resolved (`\".\"` is the root); None when the " +
                        "shard is reachable by `//` only.",
        "label": "Label: the target that owns the shard.",
        "transitive_files": "depset[File]: the files of `transitive_shards`.",
        "transitive_shards": "depset[struct]: one entry per includable shard, dependencies first, " +
                             "itself last; fields as in `shard_entry`.",
    },
)

def shard_entry(label, file, include_path, deps, open = []):
    """Describes one shard for the command line of an action.

    Args:
      label: Label, the target that owns the shard.
      file: File, the `.cml` fragment.
      include_path: string or None, see `ManifestShardInfo`.
      deps: list[Label], the shards that this one may include.
      open: list[string], the canonical names of repositories of which it may include every shard
        in the action, for an IDK does not record what its shards include.

    Returns:
      struct(label, file, include_path, deps, open) without any Target in it, so that a depset of
      entries keeps no analysis object alive.
    """
    return struct(
        label = canonical_label(label),
        file = file,
        include_path = include_path,
        deps = tuple([canonical_label(d) for d in deps]),
        open = tuple(open),
    )

def collection_entry(label, shards):
    """Describes a target that stands for several shards, for the command line of an action.

    Args:
      label: Label, the target.
      shards: list[Label], the shards.

    Returns:
      struct as of `shard_entry`, without a file.
    """
    return shard_entry(label, None, None, shards)

def make_manifest_shard_info(label, file, include_path, deps):
    """Builds a ManifestShardInfo from the shards that this one may include.

    Args:
      label: Label, the target that owns the shard.
      file: File, the `.cml` fragment.
      include_path: string or None, see `ManifestShardInfo`.
      deps: list[ManifestShardInfo].

    Returns:
      ManifestShardInfo.
    """
    return ManifestShardInfo(
        file = file,
        include_path = include_path,
        label = label,
        transitive_files = depset([file], transitive = [d.transitive_files for d in deps]),
        transitive_shards = depset(
            direct = [shard_entry(label, file, include_path, [d.label for d in deps])],
            transitive = [d.transitive_shards for d in deps],
            order = "postorder",
        ),
    )
