"""The rule that Gazelle writes into each repository it makes."""

load("//providers:package_metadata_info.bzl", "PackageMetadataInfo")

def _package_metadata_impl(ctx):
    metadata = ctx.actions.declare_file(ctx.label.name + ".package-metadata.json")
    ctx.actions.write(metadata, json.encode({"purl": ctx.attr.purl}) + "\n")
    files = depset([metadata])
    return [
        DefaultInfo(files = files),
        PackageMetadataInfo(attributes = [], files = files, metadata = metadata),
    ]

_package_metadata = rule(
    implementation = _package_metadata_impl,
    doc = "Writes the package URL of a repository to a file.",
    attrs = {
        "attributes": attr.label_list(doc = "Accepted and not read. Empty when left out."),
        "purl": attr.string(mandatory = True, doc = "The package URL."),
    },
)

def package_metadata(name, purl, attributes = [], **kwargs):
    """Writes the package URL of a repository to a file.

    Args:
      name: the target's name.
      purl: the package URL.
      attributes: accepted and not read.
      **kwargs: what every rule takes.
    """

    # A repository made by Gazelle names this target in `default_applicable_licenses`; it must not name itself.
    _package_metadata(
        name = name,
        purl = purl,
        attributes = attributes,
        applicable_licenses = [],
        **kwargs
    )
