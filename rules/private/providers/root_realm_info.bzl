"""RootRealmInfo: the root realm of a product."""

RootRealmInfo = provider(
    doc = "The root realm of a product, with its core realm as a child.",
    fields = {
        "compiled_manifest": "File: `root.cm`, for the boot image.",
        "core": "CoreRealmInfo: the core realm that root starts.",
        "merged_manifest": "File: `root.cml`.",
        "provenance": "File: which label, file and line each fact of `merged_manifest` came from.",
        "report": "File: `root_realm_report.json`.",
        "shards": "list[Label]: the shards that were merged, in merge order.",
    },
)
