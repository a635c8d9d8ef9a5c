"""Which targets the elements of an IDK become, and what these are called."""

load(":element.bzl", "element_key", "tool_program")
load(":paths.bzl", "folder_of")

# The include path of all shards: RFC-0106's sysroot.
INCLUDE_PATH = "pkg"

def name_targets(elements):
    """Gives every shard and every element a target.

    Earlier elements choose first, so what follows in the list changes none of their names.

    Args:
      elements: list[struct], see `parse_element`.

    Returns:
      struct(shards, sets, files): `shards` is dict[file, (package, name)]; `sets` is dict[package,
      name], the target with all shards of a package; `files` is dict[element file, (package, name)],
      the target with all files of an element, but for sets of shards and nothing else.
    """
    taken = {}
    for e in elements:
        for path in [e.meta] + e.files:
            taken[path] = True
    shards, sets, files = {}, {}, {}
    for e in elements:
        for path in _shards(e):
            if path in shards:
                continue
            package, _, base = path.rpartition("/")
            stem = base.removesuffix(".cml")
            shards[path] = (package, _claim(taken, package, [_short(stem), stem]))
    for package, _ in shards.values():
        if package not in sets:
            sets[package] = _claim(taken, package, ["shards"])
    for e in elements:
        if e.type == "component_manifest" and len(_shards(e)) == len(e.files):
            continue
        package = folder_of(e.meta)
        last = _mend(e.name.rpartition("/")[2])
        wanted = [last + "_files", "{}_{}_files".format(last, e.type)]
        files[e.meta] = (package, _claim(taken, package, wanted))
    return struct(files = files, sets = sets, shards = shards)

def is_core_shard(path):
    """Says whether a shard is for realms only: these are never included (RFC-0089)."""
    return path.endswith(".core_shard.cml")

def tools(elements, host):
    """Collects the host tools.

    Args:
      elements: list[struct], see `parse_element`.
      host: string, the CPU of the tools whose path names none.

    Returns:
      dict[name, dict[cpu, struct(program, meta)]].
    """
    found = {}
    for e in elements:
        program = tool_program(e)
        if program:
            segments = program.split("/")
            cpu = segments[1] if segments[0] == "tools" and len(segments) > 2 else host
            found.setdefault(e.name.rpartition("/")[2], {}).setdefault(
                cpu,
                struct(program = program, meta = e.meta),
            )
    return found

def merge_layers(elements, layers):
    """Decides which repository an element is taken from.

    Args:
      elements: list[struct], the elements of the IDK itself.
      layers: list[struct(name, elements)], the IDKs below it, the lowest first.

    Returns:
      list[struct(element, owner, same)]: first the elements of the IDK, then what layers add.
      `owner` is struct(repo, element), the layer that the element is taken from, or None; `same`
      is a list of such structs, all that must equal the element.
    """
    found = {}
    for layer in layers:
        for e in layer.elements:
            found.setdefault(element_key(e), []).append(struct(element = e, repo = layer.name))
    own = {element_key(e): True for e in elements}
    merged = []
    for e in elements:
        same = found.get(element_key(e), [])
        merged.append(struct(element = e, owner = same[0] if same else None, same = same))
    for key, same in found.items():
        if key not in own:
            merged.append(struct(element = same[0].element, owner = same[0], same = same[1:]))
    return merged

def _shards(element):
    if element.type != "component_manifest":
        return []
    return [f for f in element.files if f.startswith(INCLUDE_PATH + "/") and f.endswith(".cml")]

def _mend(name):
    return "".join([c if c.isalnum() or c in "+-._" else "_" for c in name.elems()])

def _short(stem):
    return stem.removesuffix(".shard").removesuffix(".core_shard")

def _claim(taken, package, wanted):
    """Returns the first name that no file and no other target of the package has."""
    name = wanted[-1]
    for candidate in wanted + [name + "_" * i for i in range(1, 100)]:
        path = package + "/" + candidate if package else candidate
        if path not in taken:
            taken[path] = True
            return candidate
    fail("no name is left for {} in {}".format(name, package))
