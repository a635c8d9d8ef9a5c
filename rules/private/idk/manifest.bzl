"""The list of parts of an IDK, `meta/manifest.json`."""

MANIFEST = "meta/manifest.json"

_SCHEMA_VERSION = "1"
_ROOT = ".."

def parse_manifest(text):
    """Reads `meta/manifest.json`.

    Args:
      text: string, the file's content.

    Returns:
      struct(problem, hint, id, host, targets, parts): `problem` is None, or the rest of a sentence
      that begins with the file's name, and only `hint`, what to do about it, is set beside it;
      `parts` is list[struct(meta, type, stable)].
    """
    manifest = json.decode(text, default = None)
    if type(manifest) != "dict":
        return _problem("is not a JSON object")
    version = manifest.get("schema_version")
    if version != _SCHEMA_VERSION:
        return _problem(
            "has `schema_version` {}, expected \"{}\"".format(json.encode(version), _SCHEMA_VERSION),
            "use a rules_idk that knows this version, or an IDK of version \"{}\"".format(_SCHEMA_VERSION),
        )

    # Manifests of 2018 to 2022 have no root.
    if manifest.get("root", _ROOT) != _ROOT:
        return _problem("has `root` {}, expected \"{}\"".format(json.encode(manifest["root"]), _ROOT))
    if type(manifest.get("id")) != "string":
        return _problem("has no `id`")
    arch = manifest.get("arch")
    if type(arch) != "dict" or type(arch.get("host")) != "string" or not _strings(arch.get("target")):
        return _problem("has no `arch` with a text `host` and a list `target`")

    parts = []
    seen = {}
    for part in _list(manifest.get("parts")):
        if type(part) != "dict" or type(part.get("meta")) != "string" or type(part.get("type")) != "string":
            return _problem("has a part without `meta` and `type`: {}".format(json.encode(part)))
        if part["meta"] in seen:
            return _problem("has two parts with the element file `{}`".format(part["meta"]))
        seen[part["meta"]] = True
        parts.append(struct(
            meta = part["meta"],
            # Manifests of 2018 to 2022 have no such key.
            stable = part.get("stable", True),
            type = part["type"],
        ))
    if not parts:
        return _problem("has no `parts`")
    return struct(
        hint = None,
        host = arch["host"],
        id = manifest["id"],
        parts = parts,
        problem = None,
        targets = arch["target"],
    )

def part_name(part):
    """Names a part the way that lists of contents do, such as `data://pkg/syslog/syslog.json`."""
    path = part.meta.removesuffix("/meta.json").removesuffix("-meta.json")
    return "{}://{}{}".format(part.type, path, "" if part.stable else " (unstable)")

def missing_parts(parts, required):
    """Finds the parts that should be there and are not.

    Args:
      parts: list[struct], see `parse_manifest`.
      required: list[string], names as of `part_name`; whether a part is stable may be left out.

    Returns:
      list[string].
    """
    have = {}
    for part in parts:
        name = part_name(part)
        have[name] = True
        have[name.removesuffix(" (unstable)")] = True
    return [r for r in required if r not in have]

def host_cpu(host):
    """Returns the CPU of a host triple by the name that folders of tools have."""
    cpu = host.partition("-")[0]
    return {"aarch64": "arm64", "x86_64": "x64"}.get(cpu, cpu)

def _problem(text, hint = None):
    return struct(problem = text, hint = hint)

def _list(value):
    return value if type(value) == "list" else []

def _strings(value):
    return type(value) == "list" and all([type(v) == "string" for v in value])
