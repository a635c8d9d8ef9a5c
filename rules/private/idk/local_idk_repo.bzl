"""The repository of an IDK that is on this machine."""

load("//rules/private/common:messages.bzl", "bad_tag")
load(":repository.bzl", "IDK_REPO_ATTRS", "fill_repository", "local_path", "overriding_folder")

_ARCHIVES = (".tar", ".tar.gz", ".tgz", ".tar.zst", ".tzst", ".zip")

def _local_idk_repo_impl(ctx):
    root = overriding_folder(ctx)
    overridden = bool(root)
    if not root:
        root = local_path(ctx, ctx.attr.path)
        if ctx.attr.path.endswith(_ARCHIVES):
            if not root.exists:
                ctx.watch(root)
                bad_tag(
                    "local",
                    ctx.attr.idk_name,
                    "the archive {} does not exist".format(root),
                    "give the path of one; a target of the rule `idk_archive` makes one: bazel build //:my_idk_archive",
                )
            ctx.extract(root)
            root = ctx.path(".")
    fill_repository(
        ctx,
        kind = "local",
        root = root,
        follow_symlinks = overridden or ctx.attr.follow_symlinks,
    )
    if hasattr(ctx, "repo_metadata"):
        return ctx.repo_metadata(reproducible = False)
    return None

local_idk_repo = repository_rule(
    implementation = _local_idk_repo_impl,
    doc = "An IDK that is on this machine: see the tag `local` of the extension `idk`.",
    attrs = IDK_REPO_ATTRS | {
        "follow_symlinks": attr.bool(),
        "path": attr.string(mandatory = True),
    },
    local = True,
)
