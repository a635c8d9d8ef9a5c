"""The one file of a program that can be published."""

load("//rules/private/common:messages.bzl", "bad_attribute", "display_label")

def program_file(ctx, attribute):
    """Finds the program that a label stands for, and refuses one that is more than a file.

    Args:
      ctx: rule context.
      attribute: string, the attribute with the label.

    Returns:
      File.
    """
    target = getattr(ctx.attr, attribute)

    # What packs itself into one file says so.
    groups = target[OutputGroupInfo] if OutputGroupInfo in target else None
    packed = groups.packed.to_list() if groups and hasattr(groups, "packed") else []
    if len(packed) == 1:
        return packed[0]

    program = target[DefaultInfo].files_to_run.executable
    files = target[DefaultInfo].files.to_list()
    if not program:
        if len(files) != 1:
            _refuse(ctx, attribute, target, "with {} files".format(len(files)))
        return files[0]
    for file in target[DefaultInfo].default_runfiles.files.to_list():
        if file != program and file not in files:
            _refuse(ctx, attribute, target, "that needs {} beside it".format(file.short_path))
    return program

def _refuse(ctx, attribute, target, what):
    bad_attribute(
        ctx.label,
        attribute,
        "{} {}".format(display_label(target.label), what),
        "a program that is one file, for users of the IDK get nothing else",
        "embed what it needs, or link it statically",
    )
