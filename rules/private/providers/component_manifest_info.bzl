"""ComponentManifestInfo: a compiled component manifest."""

ComponentManifestInfo = provider(
    doc = "A compiled component manifest.",
    fields = {
        "compiled_manifest": "File: the `.cm` file.",
        "component_name": "string: the name of the component; its manifest is " +
                          "`meta/<component_name>.cm` in a package.",
        "config_package_path": "string: where the component's configuration values are in its " +
                               "package, `meta/<component_name>.cvf`.",
        "label": "Label: the target that owns the manifest.",
        "merged_manifest": "File: the `.cml` file with all includes resolved.",
        "provenance": "File: which label, file and line each fact of `merged_manifest` came from.",
    },
)
