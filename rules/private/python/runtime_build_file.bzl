"""The BUILD file of a repository that holds a CPython distribution."""

_TEXT = """load("@rules_idk//rules:hermetic_python.bzl", "hermetic_python_distribution", "hermetic_python_runtime")

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

def runtime_build_file(*, folder, hub, python_version):
    """Writes the BUILD file.

    Args:
      folder: string, where the distribution is in the repository.
      hub: string, the repository that knows the distributions of other platforms.
      python_version: string.

    Returns:
      string.
    """
    return _TEXT.format(folder = folder, hub = hub, python_version = python_version)
