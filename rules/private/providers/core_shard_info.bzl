"""CoreShardInfo: an optional part of a realm (RFC-0089)."""

CoreShardInfo = provider(
    doc = "An optional part of a realm (RFC-0089): merged into it, never included.",
    fields = {
        "conflicts": "depset[struct(label, other)]: pairs of canonical labels that exclude each " +
                     "other, of this shard and of all it pulls in.",
        "file": "File: the `.core_shard.cml` or `.cml` fragment.",
        "include_files": "depset[File]: the files of `includes`.",
        "include_path": "string: the directory, relative to the repository root, below which the " +
                        "file's path is its name when it is published; None when left out.",
        "includes": "depset[struct]: the manifest shards that this shard and all it pulls in may " +
                    "include, dependencies first; entries as in ManifestShardInfo.",
        "label": "Label: the target that owns the shard.",
        "resources": "depset[struct(file, dest, label)]: files that the realm's package needs " +
                     "because of this shard and all it pulls in.",
        "transitive_shards": "depset[struct(label, file, slot, deps)]: this shard and all that its " +
                             "`deps` pull in, dependencies first; `deps` are the canonical labels " +
                             "of the manifest shards that the file may include.",
    },
)
