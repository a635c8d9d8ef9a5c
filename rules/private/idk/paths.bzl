"""Paths of an IDK: which of them a repository can hold on every system."""

# Files that mean something to Bazel; a repository cannot hold others of these names.
_ANYWHERE = ["BUILD.bazel"]
_AT_ROOT = ["MODULE.bazel", "REPO.bazel", "WORKSPACE", "WORKSPACE.bazel", "WORKSPACE.bzlmod"]

def path_problem(path):
    """Says what is wrong with a path that the metadata of an IDK names.

    Args:
      path: a value of any type.

    Returns:
      string, the rest of a sentence that begins with the path; None when nothing is wrong.
    """
    if type(path) != "string":
        return "is not a string"
    if not path:
        return "is empty"
    if path.startswith("/"):
        return "is absolute"
    segments = path.split("/")
    if ".." in segments:
        return "leads out of its folder with `..`"
    if "" in segments or "." in segments:
        return "has an empty segment or `.` in it"
    for c in path.elems():
        if c in ":\\" or c < " " or c == "\177":
            return "has the character {}, which no label can have".format(repr(c))
    if segments[-1] in _ANYWHERE or path in _AT_ROOT:
        return "has a name that means something to Bazel"
    return None

def path_collisions(paths):
    """Finds paths that cannot be together on every system.

    Args:
      paths: list[string], files.

    Returns:
      list[string], one sentence without a full stop for each collision.
    """
    found = []
    spelled = {}
    folders = {}
    for path in sorted(paths):
        folder = path
        for _ in range(path.count("/") + 1):
            other = spelled.setdefault(folder.lower(), folder)
            if other != folder:
                found.append("`{}` and `{}` differ only in case".format(other, folder))
                break
            folder = folder.rpartition("/")[0]
            if folder in folders:
                break
            folders[folder] = True
    return found + ["`{}` is a file and a folder".format(p) for p in sorted(paths) if p in folders]

def folder_of(path):
    """Returns the folder that a file is in, "" for the root."""
    return path.rpartition("/")[0]
