"""The options of the interpreter that a program may set."""

load("//rules/private/common:messages.bzl", "bad_attribute", "display_label")

_WITH_VALUE = ["-X", "-W"]
_FLAGS = "OBuv"

def check_interpreter_args(ctx):
    """Checks the attribute `interpreter_args`.

    Args:
      ctx: rule context.

    Returns:
      list[string].
    """
    args = ctx.attr.interpreter_args
    value = False
    for arg in args:
        if value:
            value = False
        elif arg in _WITH_VALUE:
            value = True
        elif arg[:2] not in _WITH_VALUE and not _is_flags(arg):
            _refuse(ctx, arg)
    if value:
        _refuse(ctx, args[-1])
    return args

def _is_flags(arg):
    return len(arg) > 1 and arg[0] == "-" and all([c in _FLAGS for c in arg[1:].elems()])

def _refuse(ctx, arg):
    bad_attribute(
        ctx.label,
        "interpreter_args",
        repr(arg),
        "`-X` or `-W` with a value, `-O`, `-B`, `-u` or `-v`",
        "buildozer 'remove interpreter_args {}' {}".format(arg, display_label(ctx.label)),
    )
