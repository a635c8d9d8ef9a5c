"""What the actions of a target are: mnemonics, inputs, outputs, arguments."""

load("@bazel_skylib//lib:unittest.bzl", "analysistest", "asserts")

# What every executable has, whichever rule it is of.
_OF_EXECUTABLES = [
    "Middleman",
    "RepoMappingManifest",
    "RunfilesTree",
    "SourceSymlinkManifest",
    "SymlinkTree",
    "TestRunner",
]

def _actions_test_impl(ctx):
    env = analysistest.begin(ctx)
    own = [a for a in analysistest.target_actions(env) if a.mnemonic not in _OF_EXECUTABLES]
    actions = {a.mnemonic: a for a in own}
    asserts.equals(env, sorted(ctx.attr.mnemonics), sorted([a.mnemonic for a in own]))
    for mnemonic, names in ctx.attr.inputs.items():
        asserts.equals(env, sorted(names), sorted([
            f.basename
            for f in actions[mnemonic].inputs.to_list()
            if not _is_tool(f)
        ]))
    for mnemonic, names in ctx.attr.outputs.items():
        asserts.equals(
            env,
            sorted(names),
            sorted([_below(f, ctx.label.package) for f in actions[mnemonic].outputs.to_list()]),
        )
    for a in own:
        # Nothing of the machine reaches an action.
        asserts.equals(env, {}, a.env, "the environment of " + a.mnemonic)
    return analysistest.end(env)

# Bazel 7 stands for the runfiles of a tool with a middleman file.
def _is_tool(file):
    return file.basename in ["idkit", "idkit.exe"] or "-runfiles" in file.basename

def _below(file, package):
    return file.short_path.removeprefix(package + "/")

actions_test = analysistest.make(
    _actions_test_impl,
    attrs = {
        "inputs": attr.string_list_dict(doc = "Mnemonic to the names of all inputs but tools."),
        "mnemonics": attr.string_list(doc = "The mnemonics of all actions, repeated as they are."),
        "outputs": attr.string_list_dict(doc = "Mnemonic to the outputs, relative to the package."),
    },
)
