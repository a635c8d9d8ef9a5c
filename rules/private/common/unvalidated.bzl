"""Dependencies whose validation does not count.

What compares or writes a golden is of use when the golden is wrong, and then validation of what has
it fails. Bazel asks for the validation of all dependencies but those that a rule has by itself, so
this dependency looks like one of these.
"""

def _unvalidated(of):
    return Label(of)

def unvalidated_attrs(doc, providers):
    """Returns attributes for a dependency without its validation; it is `ctx.attr._of`.

    Args:
      doc: string, what the dependency is for.
      providers: list, see `attr.label`.

    Returns:
      dict. The attribute `of` is to be the canonical label, as text: see `canonical_name`.
    """
    return {
        "of": attr.string(doc = doc + ", as text. Mandatory.", mandatory = True),
        "_of": attr.label(default = _unvalidated, providers = providers),
    }

def canonical_name(name):
    """Returns the canonical label of a target, as text; to be called in a macro.

    Args:
      name: string, a label as of the calling package.

    Returns:
      string.
    """
    return str(native.package_relative_label(name))
