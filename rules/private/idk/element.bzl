"""The elements of an IDK: what each of their files says."""

load(":paths.bzl", "path_problem")

# By type, the keys below which there are files and nothing else. All other texts of an element are
# files only when the IDK has such a file: types come and go, and none of them is to be dropped.
_LISTS = {
    "bind_library": ["sources"],
    "cc_prebuilt_library": ["headers"],
    "cc_source_library": ["headers", "sources"],
    "companion_host_tool": ["files"],
    "component_manifest": ["data"],
    "config": ["data"],
    "dart_library": ["sources"],
    "documentation": ["docs"],
    "experimental_python_e2e_test": ["files"],
    "ffx_tool": ["files", "target_files"],
    "fidl_library": ["sources"],
    "host_tool": ["files", "target_files"],
    "license": ["data"],
    "loadable_module": ["binaries", "resources"],
}

# Texts that are names, whatever files there are.
_NAMES = ["deps", "name", "type"]

def parse_element(meta, text, is_file):
    """Reads the file of an element.

    Args:
      meta: string, the file's path.
      text: string, its content.
      is_file: function from a path to whether the IDK has such a file.

    Returns:
      struct(problem, meta, type, name, content, files): `problem` is None, or the rest of a
      sentence that begins with the file's name, and the others are not set; `content` is what the
      file says; `files` are the files that it names, sorted, without itself.
    """
    content = json.decode(text, default = None)
    if type(content) != "dict":
        return struct(problem = "is not a JSON object")

    # Files with a `schema_id` are envelopes: the element is inside.
    named = content if "type" in content or type(content.get("data")) != "dict" else content["data"]
    if type(named.get("type")) != "string" or type(named.get("name")) != "string":
        return struct(problem = "has no `type` and `name`")

    files = {}
    lists = _LISTS.get(named["type"], [])
    for key in lists:
        for path in _leaves(content.get(key)):
            problem = path_problem(path)
            if problem:
                return struct(problem = "names the file {}, which {}".format(json.encode(path), problem))
            if not is_file(path):
                return struct(problem = "names the file `{}`, which does not exist".format(path))
            files[path] = True
    others = [v for k, v in content.items() if k not in lists and k not in _NAMES]
    for path in _leaves(others):
        if not path_problem(path) and path != meta and is_file(path):
            files[path] = True
    return struct(
        content = content,
        files = sorted(files),
        meta = meta,
        name = named["name"],
        problem = None,
        type = named["type"],
    )

def element_key(element):
    """Returns what two IDKs cannot have both, unless it is the same.

    Host tools have one element for each host CPU, in a folder of its own.

    Args:
      element: struct, see `parse_element`.
    """
    return (element.type, element.name, element.meta.rpartition("/")[0])

def tool_program(element):
    """Finds the program of a host tool.

    Args:
      element: struct, see `parse_element`.

    Returns:
      string, its path; None if the element has none.
    """
    files = element.content.get("files")
    if element.type == "ffx_tool":
        return files.get("executable") if type(files) == "dict" else None
    if element.type in ["companion_host_tool", "host_tool"]:
        return files[0] if type(files) == "list" and files else None
    return None

def _leaves(value):
    """Returns all values in lists and dicts, however deep."""
    leaves = []
    rest = [value]
    for _ in range(1 << 30):
        if not rest:
            break
        v = rest.pop()
        if type(v) == "list":
            rest += v
        elif type(v) == "dict":
            rest += v.values()
        elif v != None:
            leaves.append(v)
    return leaves
