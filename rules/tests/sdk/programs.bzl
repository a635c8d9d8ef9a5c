"""Programs as other rules make them."""

def _packed_program_impl(ctx):
    program = ctx.actions.declare_file(ctx.label.name)
    packed = ctx.actions.declare_file(ctx.label.name + ".bundle")
    for file in [program, packed]:
        ctx.actions.symlink(output = file, target_file = ctx.file.src)
    return [
        DefaultInfo(executable = program, runfiles = ctx.runfiles([ctx.file.src])),
        OutputGroupInfo(packed = depset([packed])),
    ]

packed_program = rule(
    implementation = _packed_program_impl,
    doc = "A program with files beside it that also packs itself into one file.",
    attrs = {"src": attr.label(allow_single_file = True, mandatory = True)},
    executable = True,
)

def _program_with_data_impl(ctx):
    program = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(output = program, target_file = ctx.file.src)
    return [DefaultInfo(
        executable = program,
        runfiles = ctx.runfiles([program, ctx.file.data]),
    )]

program_with_data = rule(
    implementation = _program_with_data_impl,
    doc = "A program that needs a file beside it.",
    attrs = {
        "data": attr.label(allow_single_file = True, mandatory = True),
        "src": attr.label(allow_single_file = True, mandatory = True),
    },
    executable = True,
)
