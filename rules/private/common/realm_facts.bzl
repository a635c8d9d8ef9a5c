"""Attributes of rules that look at the facts of realms."""

load("//rules/private/common:messages.bzl", "bad_attribute", "display_label")
load("//rules/private/providers:component_manifest_info.bzl", "ComponentManifestInfo")

_SECTIONS = [
    "capabilities",
    "children",
    "collections",
    "config",
    "environments",
    "expose",
    "facets",
    "offer",
    "program",
    "use",
]

_EXTENSIONS = [".cm", ".cml", ".json"]

SUBSET_ATTRS = {
    "capability_names": attr.string_list(
        doc = "Names of capabilities: only facts about them count. Left out: all.",
    ),
    "child_names": attr.string_list(
        doc = "Names of children and collections: only facts that declare them, lead to them or " +
              "come from them count. Left out: all.",
    ),
    "sections": attr.string_list(
        doc = "Sections of the manifest, such as `children`: only their facts count. Left out: all.",
    ),
}

def subset_of(ctx):
    """Reads SUBSET_ATTRS.

    Args:
      ctx: context of a rule with these attributes.

    Returns:
      struct(sections, children, names).
    """
    for section in ctx.attr.sections:
        if section not in _SECTIONS:
            bad_attribute(
                ctx.label,
                "sections",
                repr(section),
                "some of " + ", ".join(_SECTIONS),
                "buildozer 'remove sections {}' {}".format(section, display_label(ctx.label)),
            )
    return struct(
        children = ctx.attr.child_names,
        names = ctx.attr.capability_names,
        sections = ctx.attr.sections,
    )

def realm_attr(doc):
    """Describes an attribute that takes a realm.

    Args:
      doc: string, what the realm is for.

    Returns:
      the attribute.
    """
    return attr.label(
        doc = doc + ": a `core_realm`, a `root_realm`, another component, or a file: a merged " +
              "`.cml`, a `.cm`, or a realm's report. Mandatory.",
        allow_files = True,
        mandatory = True,
    )

def realm_file(ctx, attribute):
    """Returns the file with the facts of a realm.

    Args:
      ctx: rule context.
      attribute: string, the name of an attribute made by `realm_attr`.

    Returns:
      File.
    """
    target = getattr(ctx.attr, attribute)
    if ComponentManifestInfo in target:
        return target[ComponentManifestInfo].merged_manifest
    files = target[DefaultInfo].files.to_list()
    if len(files) != 1 or "." + files[0].extension not in _EXTENSIONS:
        bad_attribute(
            ctx.label,
            attribute,
            "{} with {}".format(
                display_label(target.label),
                ", ".join([f.basename for f in files]) or "no file",
            ),
            "a realm, or one file of " + ", ".join(_EXTENSIONS),
            "name the file",
        )
    return files[0]
