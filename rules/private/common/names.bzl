"""Checks of names that end up in URLs and file names."""

load("//rules/private/common:messages.bzl", "bad_attribute", "display_label")

_PACKAGE_NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789-_."
_COMPONENT_NAME_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + _PACKAGE_NAME_CHARACTERS

def check_package_name(ctx, attribute, name):
    """Fails unless a text is a legal package name.

    Args:
      ctx: rule context.
      attribute: string, the attribute that the name comes from.
      name: string, the name.

    Returns:
      string, the name.
    """
    if name in [".", ".."] or len(name) > 255 or not _only(name, _PACKAGE_NAME_CHARACTERS):
        bad_attribute(
            ctx.label,
            attribute,
            "package name \"{}\"".format(name),
            "1 to 255 of the characters a-z, 0-9, `-`, `_` and `.`, and not `.` or `..`",
            "buildozer 'set {} \"{}\"' {}".format(
                attribute,
                _mend(name),
                display_label(ctx.label),
            ),
        )
    return name

def check_component_name(ctx, attribute, name):
    """Fails unless a text can be the name of a component's manifest.

    Args:
      ctx: rule context.
      attribute: string, the attribute that the name comes from.
      name: string, the name.

    Returns:
      string, the name.
    """
    if name in [".", ".."] or len(name) > 250 or not _only(name, _COMPONENT_NAME_CHARACTERS):
        bad_attribute(
            ctx.label,
            attribute,
            "component name \"{}\"".format(name),
            "1 to 250 of the characters A-Z, a-z, 0-9, `-`, `_` and `.`",
            "buildozer 'set {} \"{}\"' {}".format(attribute, _mend(name), display_label(ctx.label)),
        )
    return name

def _only(name, characters):
    return bool(name) and all([c in characters for c in name.elems()])

def _mend(name):
    mended = "".join([
        c if c in _PACKAGE_NAME_CHARACTERS else "-"
        for c in name.lower().elems()
    ])
    return mended[:255].strip(".") or "name"
