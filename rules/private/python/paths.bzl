"""Where files are at run time."""

# The directory of the main repository in runfiles; the only one that is not named like its repository.
MAIN = "_main"

def rlocation_path(file):
    """Returns the path of a file below the root of runfiles.

    It may run in `map_each`, which passes it the files in a directory one by one.

    Args:
      file: File.

    Returns:
      string, such as "_main/pkg/x.py".
    """
    path = file.short_path
    return path[len("../"):] if path.startswith("../") else MAIN + "/" + path

# What the folder of a target's outputs ends in, and the links in it by which a program finds itself.
FOLDER = ".hpy"
INTERPRETER_LINK = "python3"
BUNDLE_LINK = "bundle"

def is_interpreter_link(file):
    """Says whether a file is one of the links that `interpreter_links` declares.

    Not every Bazel can tell links from files, so it goes by the name.

    Args:
      file: File.

    Returns:
      bool.
    """
    return file.dirname.endswith(FOLDER) and file.basename in [INTERPRETER_LINK, BUNDLE_LINK]

def way(start, to):
    """Returns the relative path from a directory to a file, both below the root of runfiles.

    Args:
      start: string, the directory.
      to: string, the file.

    Returns:
      string.
    """
    here, there = start.split("/"), to.split("/")
    common = 0
    for i in range(min(len(here), len(there) - 1)):
        if here[i] != there[i]:
            break
        common = i + 1
    return "/".join([".."] * (len(here) - common) + there[common:])
