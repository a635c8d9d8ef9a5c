"""Attributes that rules on Python share, and their checks."""

load("//rules/private/common:messages.bzl", "bad_attribute", "display_label")
load("//rules/private/python:versions.bzl", "is_version")

COMPRESSIONS = ["none", "fast", "best", "max"]

def library_attrs(libc_max, allowlist):
    """Returns the attributes on libraries of the system.

    Args:
      libc_max: string, what is meant when `libc_max` is left out.
      allowlist: string, what is meant when `library_allowlist` is left out.

    Returns:
      dict[string, Attribute].
    """
    return {
        "libc_max": attr.string(
            doc = "The newest version of the system's C library that native code may need, such as " +
                  "`2.28`. Left out: {}.".format(libc_max),
        ),
        "library_allowlist": attr.string_list(
            doc = "Names of shared libraries of the system that native code may need, such as " +
                  "`libstdc++.so.6`, beside the usual ones. Left out: {}.".format(allowlist),
        ),
    }

def compression_attr(left_out):
    """Returns the attribute `compression`.

    Args:
      left_out: string, the default, may be empty.

    Returns:
      Attribute.
    """
    return attr.string(
        doc = "How well a runtime inside a file is compressed: `none`, `fast`, `best`, or `max`, which " +
              "takes half a minute and is smallest. Left out: {}.".format("`{}`".format(left_out) if left_out else "what the runtime says"),
        default = left_out,
        values = COMPRESSIONS + ([] if left_out else [""]),
    )

def check_python_version(ctx, version):
    """Checks the attribute `python_version`.

    Args:
      ctx: context of a rule with this attribute.
      version: string, its value.

    Returns:
      string, the version.
    """
    if not is_version(version):
        bad_attribute(
            ctx.label,
            "python_version",
            repr(version),
            "a version like \"3.14\"",
            "buildozer 'set python_version \"3.14\"' " + display_label(ctx.label),
        )
    return version
