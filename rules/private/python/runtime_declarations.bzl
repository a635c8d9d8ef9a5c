"""Which Python runtimes there are, and who says so."""

load("//rules/private/python:platforms.bzl", "PLATFORMS")
load("//rules/private/python:versions.bzl", "is_version", "version_key")

def choose_runtimes(modules):
    """Decides which declaration of a runtime counts.

    Args:
      modules: list[struct(is_root, name, runtimes, defaults)], nearest to the root first;
        `runtimes` is list[struct(tag, python_version, platforms, attributes)], `defaults` is
        list[string], Python versions.

    Returns:
      struct(runtimes, default, tag, python_version, problem, fix): `runtimes` is
      dict[(python_version, platform), declaration], `default` is the Python version that targets
      get which name none; or `problem` says what is wrong with `tag`.
    """
    chosen = {}
    default = None
    for module in modules:
        own = {}
        for d in module.runtimes:
            if not is_version(d.python_version):
                return _problem(
                    d.tag,
                    d.python_version,
                    "`python_version` is not `major.minor`",
                    "write it like python_version = \"3.14\"",
                )
            for platform in d.platforms:
                if platform not in PLATFORMS:
                    return _problem(
                        d.tag,
                        d.python_version,
                        "there are no runtimes for the platform \"{}\"".format(platform),
                        "take one of: " + ", ".join(sorted(PLATFORMS)),
                    )
                key = (d.python_version, platform)
                if key in own:
                    return _problem(
                        d.tag,
                        d.python_version,
                        "the module {} declares this version twice for {}".format(module.name or "of the workspace", platform),
                        "delete one of the two tags",
                    )
                own[key] = d

        # A module nearer to the root has spoken already.
        chosen = own | chosen
        if module.is_root and module.defaults:
            default = module.defaults[-1]
    versions = sorted({version: True for version, _ in chosen}, key = version_key)
    if default and default not in versions:
        return _problem(
            "defaults",
            default,
            "no tag declares this version; there are {}".format(", ".join(versions)),
            "declare it, or take one of these",
        )
    return struct(
        default = default or (versions[-1] if versions else None),
        problem = None,
        runtimes = {key: chosen[key] for key in sorted(chosen, key = _order)},
    )

def _order(key):
    return (version_key(key[0]), key[1])

def _problem(tag, python_version, problem, fix):
    return struct(fix = fix, problem = problem, python_version = python_version, tag = tag)
