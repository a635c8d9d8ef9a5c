"""Executables of rules that are `idkit` itself, so that they need no shell on any system."""

load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def launch(ctx, *, args, runfiles = None):
    """Declares the executable of a test, or of a target for `bazel run`.

    It is a link to `idkit`, with a file of arguments beside it that `idkit` looks for. What is
    given on the command line follows these.

    Args:
      ctx: rule context.
      args: list[string|File], the arguments; a File stands for where it is at run time.
      runfiles: Runfiles or None, what else is read at run time.

    Returns:
      DefaultInfo.
    """
    idkit = ctx.toolchains[IDKIT_TOOLCHAIN_TYPE].idkit.idkit.executable

    # The file has the extension that the system wants, whatever the target platform is: tests run
    # where actions run.
    extension = "." + idkit.extension if idkit.extension else ""
    executable = ctx.actions.declare_file(ctx.label.name + extension)
    ctx.actions.symlink(output = executable, target_file = idkit, is_executable = True)

    arguments = ctx.actions.declare_file(ctx.label.name + ".args")
    ctx.actions.write(arguments, "".join([_line(ctx, arg) for arg in args]))
    files = [arguments] + [arg for arg in args if type(arg) == "File"]
    return DefaultInfo(
        executable = executable,
        files = depset([executable]),
        runfiles = ctx.runfiles(files).merge_all([runfiles] if runfiles else []),
    )

def _line(ctx, arg):
    if type(arg) != "File":
        if "\n" in arg:
            fail("an argument has a line feed: {}".format(repr(arg)))
        return arg + "\n"
    path = arg.short_path
    name = path.removeprefix("../") if path.startswith("../") else ctx.workspace_name + "/" + path
    return "runfile:{}\n".format(name)
