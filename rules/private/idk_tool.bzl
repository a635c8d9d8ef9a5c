"""The rule `idk_tool`, for repositories that the module extension makes."""

def _idk_tool_impl(ctx):
    extension = ".exe" if ctx.file.src.extension == "exe" else ""
    program = ctx.actions.declare_file(ctx.label.name + extension)
    ctx.actions.symlink(output = program, target_file = ctx.file.src, is_executable = True)
    return [DefaultInfo(
        executable = program,
        files = depset([program]),
        runfiles = ctx.runfiles([program, ctx.file.src]),
    )]

idk_tool = rule(
    implementation = _idk_tool_impl,
    doc = "A host tool of an IDK, so that it can be run and be the tool of an action.",
    attrs = {
        "src": attr.label(
            doc = "The program. Mandatory.",
            allow_single_file = True,
            mandatory = True,
        ),
    },
    executable = True,
)
