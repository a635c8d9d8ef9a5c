"""The forms that a program can have, and what it needs in each."""

load("//rules/private/common:messages.bzl", "bad_attribute", "display_label")
load("//rules/private/python:bundle_actions.bzl", "link_program")
load("//rules/private/python:paths.bzl", "rlocation_path", "way")

# Those that find the runtime and their files beside them.
_BESIDE = ["thin", "tree"]

def choose_form(ctx, runtime):
    """Returns the form that a target has.

    Args:
      ctx: context of a rule with the attribute `form`.
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

def link_form(
        ctx,
        *,
        form,
        runtime,
        compression,
        program,
        meta,
        out,
        manifest = None,
        size_limit = 0):
    """Links a program in one of the forms.

    Args:
      ctx: rule context.
      form: string, a form, or `archive`.
      runtime: HermeticPythonRuntimeInfo.
      compression: string, how well the runtime is compressed in `packed`, or empty.
      program: struct, see `collect_program`.
      meta: dict, see `program_meta`.
      out: File, the program.
      manifest: File or None, what is in it.
      size_limit: int, the largest size in bytes, or 0.
    """
    file, path, stem = None, "", None
    if form == "tree":
        path = "{}/bin/python{}".format(rlocation_path(runtime.tree), runtime.python_version)
    elif form == "thin":
        path = rlocation_path(runtime.image)
    elif form == "direct":
        file = runtime.image
    elif form == "packed":
        file = runtime.packed[compression or runtime.compression]
        stem = runtime.stem
    link_program(
        ctx,
        form = form,
        runtime = struct(file = file, path = path, stdlib = runtime.stdlib, stem = stem),
        program = program,
        external = is_beside(form),
        meta = meta,
        compression = compression,
        out = out,
        manifest = manifest,
        path = rlocation_path(out),
        size_limit = size_limit,
    )

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
    interpreter = ctx.actions.declare_symlink(folder + "/python3")
    bundle = ctx.actions.declare_symlink(folder + "/bundle")
    path = rlocation_path(interpreter).rpartition("/")[0]
    target = rlocation_path(runtime.image) if form == "thin" else "{}/bin/python{}".format(
        rlocation_path(runtime.tree),
        runtime.python_version,
    )
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
