"""The provider that describes where a package comes from."""

PackageMetadataInfo = provider(
    doc = "Where a package comes from.",
    fields = {
        "attributes": "list[File]: further statements about the package; always empty here.",
        "files": "depset[File]: the metadata file.",
        "metadata": "File: the metadata as JSON.",
    },
)
