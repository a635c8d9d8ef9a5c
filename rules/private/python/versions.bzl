"""Versions of Python, as `major.minor`."""

def version_key(version):
    """Returns what sorts versions as numbers, so that 3.9 is before 3.14."""
    return [int(part) for part in version.split(".")]

def is_version(version):
    """Says whether a text is `major.minor`."""
    parts = version.split(".")
    return len(parts) == 2 and parts[0].isdigit() and parts[1].isdigit()

def version_name(version):
    """Returns the version as a part of a name of a repository."""
    return version.replace(".", "_")
