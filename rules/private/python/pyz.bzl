"""The attribute `pyz`: a program that is a zip application already."""

load("//rules/private/common:messages.bzl", "bad_attribute", "display_label")

def check_pyz(ctx, runner):
    """Checks what may stand beside the attribute `pyz`.

    Args:
      ctx: context of a rule with PROGRAM_ATTRS.
      runner: string, what runs the main module.

    Returns:
      string, the runner: a zip application runs itself.
    """
    if not ctx.file.pyz:
        return runner
    for attribute, value in [("main", ctx.file.main), ("srcs", ctx.files.srcs)]:
        if value:
            bad_attribute(
                ctx.label,
                attribute,
                display_label(value.owner) if type(value) == "File" else repr([display_label(f.owner) for f in value]),
                "nothing beside `pyz`, which has the sources; others are libraries in `deps`",
                "buildozer 'remove {}' {}".format(attribute, display_label(ctx.label)),
            )
    if ctx.attr.main_module:
        return runner
    if runner not in ["auto", "none"]:
        bad_attribute(
            ctx.label,
            "runner",
            repr(runner),
            "`none`, for the `__main__.py` of `pyz` runs itself, or `main_module` with the tests that are run instead",
            "buildozer 'remove runner' " + display_label(ctx.label),
        )
    return "none"
