"""What the repositories of Python runtimes have in common."""

load("//rules/private/common:messages.bzl", "bad_tag")

# The extension, and the repository of it that knows the runtimes of all platforms.
HUB = "hermetic_python"

# Where the distribution is in a repository.
DISTRIBUTION_FOLDER = "distribution"

_BUILD = """load("@rules_idk//rules:hermetic_python.bzl", "hermetic_python_distribution", "hermetic_python_runtime")

package(default_visibility = ["//visibility:public"])

filegroup(
    name = "files",
    srcs = glob(["{folder}/**"]),
)

hermetic_python_distribution(
    name = "distribution",
    srcs = [":files"],
    python_version = "{python_version}",
)

hermetic_python_runtime(
    name = "runtime",
    distribution = ":distribution",
    exec_distribution = "@{hub}//:{python_version}_distribution",
)
"""

def declare_runtime(ctx):
    """Writes the BUILD file of a repository whose distribution is in DISTRIBUTION_FOLDER.

    Args:
      ctx: context of a repository rule with the attribute `python_version`.
    """
    ctx.file("BUILD.bazel", _BUILD.format(
        folder = DISTRIBUTION_FOLDER,
        hub = HUB,
        python_version = ctx.attr.python_version,
    ))

def reproducible(ctx):
    """Returns what the implementation of a repository rule returns that gives the same each time.

    Args:
      ctx: repository context.

    Returns:
      What Bazel takes for that, or None where it knows nothing of it.
    """
    return ctx.repo_metadata(reproducible = True) if hasattr(ctx, "repo_metadata") else None

def refuse_runtime(tag, python_version, problem, fix):
    """Fails because of a tag of the extension.

    Args:
      tag: string, the tag class.
      python_version: string, which tells the tags of one class apart.
      problem: string, one sentence without a full stop.
      fix: string, what to do next.
    """
    bad_tag(tag, python_version, problem, fix, extension = HUB, key = "python_version")
