"""CoreRealmInfo: a product's core realm (RFC-0089)."""

CoreRealmInfo = provider(
    doc = "A product's core realm: merged, compiled, packaged (RFC-0089).",
    fields = {
        "compiled_manifest": "File: the realm's `.cm`.",
        "component_name": "string: the component's name, `core` unless chosen otherwise.",
        "merged_manifest": "File: the realm's `.cml`, without any `include` left.",
        "package_manifest": "File: `package_manifest.json` of the realm's package.",
        "package_name": "string: the package's name, `core-<product>` unless chosen otherwise.",
        "provenance": "File: which label, file and line each fact of `merged_manifest` came from.",
        "report": "File: `core_realm_report.json`.",
        "shards": "list[Label]: the shards that were merged, in merge order.",
        "url": "string: the component URL of the realm, not pinned to a hash.",
    },
)
