"""How actions call `idkit`: the same way, whichever verb it is."""

load("//rules/private/common:messages.bzl", "display_label")
load("//rules/private/toolchain:idkit_toolchain.bzl", "IDKIT_TOOLCHAIN_TYPE")

def run_idkit(ctx, *, verb, mnemonic, progress, args, inputs, outputs):
    """Runs one verb of `idkit`: every action of the rule set comes through here.

    Args:
      ctx: context of a rule with the toolchain of `idkit`.
      verb: (string, string), the verb and the group that it is in.
      mnemonic: string, the verb again.
      progress: string, what the action does to the target.
      args: Args, see `param_file`.
      inputs: list or depset of File.
      outputs: list[File].
    """
    ctx.actions.run(
        arguments = [verb[0], verb[1], args],
        env = {},
        executable = ctx.toolchains[IDKIT_TOOLCHAIN_TYPE].idkit.idkit,
        execution_requirements = {"supports-path-mapping": "1"},
        inputs = inputs,
        mnemonic = mnemonic,
        outputs = outputs,
        progress_message = "{} {}".format(progress, display_label(ctx.label)),
        toolchain = IDKIT_TOOLCHAIN_TYPE,
    )

def param_file(ctx):
    """Returns arguments that go into a file: command lines grow with the number of shards.

    Args:
      ctx: rule context.

    Returns:
      Args.
    """
    args = ctx.actions.args()
    args.set_param_file_format("multiline")
    args.use_param_file("@%s", use_always = True)
    return args
