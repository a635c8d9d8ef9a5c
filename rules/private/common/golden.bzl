"""Tests that compare what a build computed with a file of the source tree, and its update."""

load("//rules/private/common:launch.bzl", "launch")
load("//rules/private/common:messages.bzl", "display_label")
load("//rules/private/providers:golden_info.bzl", "GoldenInfo")

GOLDEN_ATTRS = {
    "golden": attr.label(
        doc = "The file. Left out: it is not there yet.",
        allow_single_file = True,
    ),
    "golden_path": attr.string(
        doc = "Where the file is in the repository. Left out: nothing is expected.",
    ),
}

# It declares nothing, so it needs no name.
# buildifier: disable=unnamed-macro
def golden_attrs(golden):
    """Describes a golden for GOLDEN_ATTRS; to be called in a macro.

    A golden of the same package may be missing: then the test says how to make it.

    Args:
      golden: string, its path in the package, or its label.

    Returns:
      dict.
    """
    label = native.package_relative_label(golden)
    here = native.package_relative_label("x")
    missing = (
        label.package == here.package and label.repo_name == here.repo_name and
        label.name not in native.glob([label.name], allow_empty = True)
    )
    return {
        "golden": None if missing else golden,
        "golden_path": (label.package + "/" if label.package else "") + label.name,
    }

def check_golden(ctx, *, computed, problem, comments):
    """Declares a test that a computed file says what its golden says.

    Args:
      ctx: context of a test rule with GOLDEN_ATTRS.
      computed: File.
      problem: string, what a difference means, for the message.
      comments: list[string], for the top of a new golden.

    Returns:
      list of providers.
    """
    path = ctx.attr.golden_path
    args = ["golden", "check", "--problem", problem]
    if path:
        fix = "review the change and accept it: bazel run {}".format(update_label(ctx.label))
        args += ["--shown", path, "--fix", fix]
    if ctx.file.golden:
        args += ["--golden", ctx.file.golden]
    return [
        launch(ctx, args = args + [computed]),
        GoldenInfo(comments = comments, computed = computed, path = path),
    ]

def update_label(label):
    """Returns the target that updates the golden of a test, as users write it."""
    return display_label(label) + "_update"
