"""ComponentPackageInfo: a Fuchsia package."""

ComponentPackageInfo = provider(
    doc = "A Fuchsia package, ready to be published or to be a subpackage.",
    fields = {
        "blobs": "File: the directory with all blobs but `meta.far`, named by merkle root.",
        "components": "list[struct(component_name, compiled_manifest)]: the components of the package; " +
                      "the manifest of each is `meta/<component_name>.cm`.",
        "files": "depset[File]: everything that `package_manifest` refers to, and itself.",
        "label": "Label: the target that owns the package.",
        "meta_far": "File: the package's metadata archive; its merkle root is the package hash.",
        "package_manifest": "File: `package_manifest.json`, with sources relative to itself.",
        "package_name": "string: the published name.",
        "repository": "string: the host part of the package URL.",
    },
)
