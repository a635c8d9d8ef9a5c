"""The forms that a program can have, and what it needs in each."""

load("//rules/private/common:messages.bzl", "bad_attribute", "display_label")
load("//rules/private/python:paths.bzl", "BUNDLE_LINK", "INTERPRETER_LINK", "rlocation_path", "way")

# Those that find the runtime and their files beside them.
_BESIDE = ["thin", "tree"]

def choose_form(ctx, runtime):
    """Returns the form that a target has.

    Args:
      ctx: context of a rule with the attribute `form`, which is not `single`.
      runtime: HermeticPythonRuntimeInfo.

    Returns:
      string.
    """
    form = ctx.attr.form
    if form == "auto":
        return "thin" if runtime.image else "tree"
    if form in ["direct", "thin"] and not runtime.image:
        bad_attribute(
            ctx.label,
            "form",
            repr(form),
            "`tree` or `packed`, for the runtime {} (Python {}) cannot be one file".format(
                display_label(runtime.label),
                runtime.python_version,
            ),
            "buildozer 'set form \"tree\"' " + display_label(ctx.label),
        )
    return form

def is_beside(form):
    """Says whether a program of this form finds the runtime and its files beside it."""
    return form in _BESIDE

def carrier_of(form, runtime, compression):
    """Returns what stands in front of a program.

    Args:
      form: string, a form, or `archive`.
      runtime: HermeticPythonRuntimeInfo.
      compression: string, how well the runtime is compressed in `packed`, or empty.

    Returns:
      struct, see `link_program`.
    """
    file, path, stem = None, "", None
    if form == "tree":
        path = _interpreter_path(runtime)
    elif form == "thin":
        path = rlocation_path(runtime.image)
    elif form == "direct":
        file = runtime.image
    elif form == "packed":
        file = runtime.packed[compression or runtime.compression]
        stem = runtime.stem
    return struct(file = file, path = path, stdlib = runtime.stdlib, stem = stem)

def _interpreter_path(runtime):
    return "{}/bin/python{}".format(rlocation_path(runtime.tree), runtime.python_version)

def interpreter_links(ctx, *, form, runtime, executable, folder):
    """Declares the links by which a program starts interpreters like its own, so that it writes none.

    Args:
      ctx: rule context.
      form: string, `thin` or `tree`.
      runtime: HermeticPythonRuntimeInfo.
      executable: File, the program.
      folder: string, where outputs go, relative to the package.

    Returns:
      struct(files, path): list[File], and the directory of the links below the root of runfiles.
    """
    interpreter = ctx.actions.declare_symlink(folder + "/" + INTERPRETER_LINK)
    bundle = ctx.actions.declare_symlink(folder + "/" + BUNDLE_LINK)
    path = rlocation_path(interpreter).rpartition("/")[0]
    target = rlocation_path(runtime.image) if form == "thin" else _interpreter_path(runtime)
    ctx.actions.symlink(output = interpreter, target_path = way(path, target))
    ctx.actions.symlink(output = bundle, target_path = way(path, rlocation_path(executable)))
    return struct(files = [interpreter, bundle], path = path)

def runtime_files(form, runtime):
    """Returns the files of the runtime that a program needs beside it.

    Args:
      form: string.
      runtime: HermeticPythonRuntimeInfo.

    Returns:
      list[File].
    """
    if form == "thin":
        return [runtime.image]
    return [runtime.tree] if form == "tree" else []
