"""The files of the examples as one package, for the test of the documentation that shows them.

The examples are workspaces of their own: their files are in packages that the main workspace does
not know, and whose files are visible to nobody. Here each file has a further extension, so that
none of them makes a package.
"""

# More than any folder of examples has.
_MAX_FOLDERS = 10000

def _shown_files_repo_impl(rctx):
    pending = [rctx.attr.folder]
    for _ in range(_MAX_FOLDERS):
        if not pending:
            break
        folder = pending.pop()
        for entry in rctx.workspace_root.get_child(folder).readdir():
            name = folder + "/" + entry.basename
            if entry.basename.startswith("bazel-"):
                continue  # what a build of the example left
            elif entry.is_dir:
                pending.append(name)
            else:
                rctx.symlink(entry, name + ".shown")
    rctx.file("BUILD.bazel", """\
exports_files(["BUILD.bazel"])

filegroup(
    name = "files",
    srcs = glob(["**/*.shown", "**/.*.shown"]),
    visibility = ["//visibility:public"],
)
""")

shown_files_repo = repository_rule(
    implementation = _shown_files_repo_impl,
    doc = "Has the file `examples/x` of the main workspace as `examples/x.shown`, in the target `files`.",
    attrs = {
        "folder": attr.string(
            doc = "The folder of the main workspace. Mandatory.",
            mandatory = True,
        ),
    },
)
