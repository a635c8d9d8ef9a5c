"""The names of programs."""

load("//rules/private/common:messages.bzl", "bad_attribute", "display_label")

def check_name(ctx):
    """Fails unless the name of a target can be that of a program.

    Args:
      ctx: rule context.
    """
    base = ctx.label.name.rpartition("/")[2]
    if base.startswith("python3"):
        bad_attribute(
            ctx.label,
            "name",
            repr(base),
            "a name that does not start with `python3`, for a runtime that is called by such a name is an interpreter",
            "buildozer 'set name run_{}' {}".format(base, display_label(ctx.label)),
        )
