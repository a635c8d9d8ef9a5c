"""What both kinds of repositories with an IDK have in common."""

load("//rules/private/common:messages.bzl", "bad_tag")
load(":build_files.bzl", "build_files")
load(":read.bzl", "check_equal", "check_expectations", "read_idk")
load(":targets.bzl", "merge_layers")

IDK_REPO_ATTRS = {
    "expected_id": attr.string(),
    "idk_name": attr.string(mandatory = True),
    "layers": attr.string_list(),
    "override_env": attr.string(),
    "required_parts": attr.string_list(),
}

def overriding_folder(ctx):
    """Returns the folder that an environment variable gives instead of the IDK, or None.

    The variable is declared: another value makes the repository anew.

    Args:
      ctx: context of a repository rule with IDK_REPO_ATTRS.

    Returns:
      path or None.
    """
    if not ctx.attr.override_env:
        return None
    value = ctx.getenv(ctx.attr.override_env)
    if not value:
        return None
    folder = local_path(ctx, value)

    # Whoever has forgotten the variable must be able to see it.
    # buildifier: disable=print
    print("WARNING: {}={} replaces the IDK {}".format(
        ctx.attr.override_env,
        value,
        ctx.attr.idk_name,
    ))
    return folder

def local_path(ctx, path):
    """Returns a path on this machine; relative ones start at the main workspace.

    Args:
      ctx: repository context.
      path: string.

    Returns:
      path.
    """
    absolute = path.startswith("/") or path[1:3] in [":/", ":\\"]
    return ctx.path(path if absolute else "{}/{}".format(ctx.workspace_root, path))

def fill_repository(ctx, *, kind, root, follow_symlinks):
    """Makes the repository of an IDK: its files, and BUILD files beside them.

    Args:
      ctx: context of a repository rule with IDK_REPO_ATTRS.
      kind: string, the tag that declares the IDK.
      root: path, the folder of the IDK. If it is not the repository, the files are linked.
      follow_symlinks: bool, whether links in the IDK may lead out of it.
    """
    name = ctx.attr.idk_name

    def error(problem, hint):
        bad_tag(kind, name, problem, hint)

    idk = read_idk(ctx, name = name, root = root, error = error, follow_symlinks = follow_symlinks)
    check_expectations(
        idk,
        expected_id = ctx.attr.expected_id,
        required_parts = ctx.attr.required_parts,
        error = error,
    )
    layers = [
        read_idk(ctx, name = layer, root = _layer_root(ctx, layer), error = error, follow_symlinks = True)
        for layer in ctx.attr.layers
    ]
    _check_layers(ctx, idk, layers, error)
    if root != ctx.path("."):
        for path in idk.files:
            ctx.symlink(root.get_child(*path.split("/")), path)
    for file in ["REPO.bazel", "WORKSPACE", "WORKSPACE.bazel"]:
        ctx.delete(file)
    for path, text in build_files(idk, layers).items():
        ctx.file(path, text, executable = False)

def _layer_root(ctx, layer):
    # Repositories of one extension have names that differ in the last part only.
    prefix = ctx.name.removesuffix(ctx.attr.idk_name)
    return ctx.path(Label("@@{}{}//:BUILD.bazel".format(prefix, layer))).dirname

def _check_layers(ctx, idk, layers, error):
    by_name = {layer.name: layer for layer in layers}
    own = len(idk.elements)
    for i, m in enumerate(merge_layers(idk.elements, layers)):
        first = idk if i < own else by_name[m.owner.repo]
        for other in m.same:
            check_equal(ctx, first, m.element, by_name[other.repo], other.element, error)
