"""What flags an action gets, argument files expanded."""

load("@bazel_skylib//lib:unittest.bzl", "analysistest", "asserts")

def _arguments_test_impl(ctx):
    env = analysistest.begin(ctx)
    actions = [a for a in analysistest.target_actions(env) if a.mnemonic == ctx.attr.mnemonic]
    asserts.equals(env, 1, len(actions), "actions of the mnemonic " + ctx.attr.mnemonic)
    for action in actions:
        for flag, want in ctx.attr.flags.items():
            got = [action.argv[i + 1] for i, word in enumerate(action.argv) if word == flag]
            asserts.equals(env, want, got, "values of " + flag)
    return analysistest.end(env)

arguments_test = analysistest.make(
    _arguments_test_impl,
    attrs = {
        "flags": attr.string_list_dict(doc = "Flag to its values, in order; none for a flag that is not there."),
        "mnemonic": attr.string(doc = "The mnemonic of the action.", mandatory = True),
    },
)
