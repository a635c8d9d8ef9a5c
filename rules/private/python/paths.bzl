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
    return _below_root(file.short_path)

def rlocation_of_short_path(short_path):
    """Returns the path below the root of runfiles for the `short_path` of a file."""
    return _below_root(short_path)

def _below_root(short_path):
    if short_path.startswith("../"):
        return short_path[len("../"):]
    return MAIN + "/" + short_path

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
