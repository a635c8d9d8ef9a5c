"""IdkShardsInfo: all shards of an IDK."""

IdkShardsInfo = provider(
    doc = "All shards of an IDK, which does not record what they include of each other.",
    fields = {
        "entries": "depset[struct]: as in ManifestShardInfo.",
        "files": "depset[File]: the files of `entries`.",
    },
)
