"""Reading an IDK from a folder, and refusing what is none."""

load(":element.bzl", "parse_element")
load(":manifest.bzl", "MANIFEST", "missing_parts", "parse_manifest", "part_name")
load(":paths.bzl", "path_collisions", "path_problem")

# How many of many like findings are printed.
_MOST = 5

def read_idk(ctx, *, name, root, error, follow_symlinks):
    """Reads the metadata of an IDK.

    Files that are read are watched, so an edit of one makes the repository anew.

    Args:
      ctx: repository context.
      name: string, the name that the user gave it.
      root: path, its folder.
      error: function(problem, hint) that fails.
      follow_symlinks: bool, whether links may lead out of the folder.

    Returns:
      struct(name, root, manifest, elements, files): `manifest` as of `parse_manifest`, `elements`
      as of `parse_element`, `files` are all files, sorted.
    """
    manifest = parse_manifest(_read(ctx, root, MANIFEST, error))
    if manifest.problem:
        error("{} {}".format(_path(root, MANIFEST), manifest.problem), manifest.hint or _VERIFY.format(root))
    is_file = lambda path: _is_file(root, path)
    elements = []
    files = {MANIFEST: True}
    for part in manifest.parts:
        problem = path_problem(part.meta)
        if problem:
            error(
                "{} has the part {}, which {}".format(_path(root, MANIFEST), json.encode(part.meta), problem),
                _VERIFY.format(root),
            )
        element = parse_element(part.meta, _read(ctx, root, part.meta, error), is_file)
        if element.problem:
            error("{} {}".format(_path(root, part.meta), element.problem), _VERIFY.format(root))
        elements.append(element)
        for path in [element.meta] + element.files:
            files[path] = True
    _check_files(root, sorted(files), error, follow_symlinks)
    return struct(
        elements = elements,
        files = sorted(files),
        manifest = manifest,
        name = name,
        root = root,
    )

def check_expectations(idk, *, expected_id, required_parts, error):
    """Compares an IDK with what its users say about it.

    Args:
      idk: struct, see `read_idk`.
      expected_id: string, its version; empty when nothing is expected.
      required_parts: list[string], as of `part_name`.
      error: function(problem, hint) that fails.
    """
    if expected_id and idk.manifest.id != expected_id:
        error(
            "`expected_id` is \"{}\", and the IDK in {} is \"{}\"".format(expected_id, idk.root, idk.manifest.id),
            "take the other IDK, or set expected_id = \"{}\"".format(idk.manifest.id),
        )
    missing = missing_parts(idk.manifest.parts, required_parts)
    if missing:
        have = sorted([part_name(p) for p in idk.manifest.parts])
        error(
            "the IDK in {} has none of these `required_parts`: {}; it has {}".format(
                idk.root,
                _some(missing),
                _some(have),
            ),
            "correct `required_parts`, or take an IDK that has them",
        )

def check_equal(ctx, idk, element, layer, other, error):
    """Fails unless an element is the same in two IDKs, byte for byte.

    Args:
      ctx: repository context.
      idk: struct, see `read_idk`.
      element: struct, see `parse_element`, of `idk`.
      layer: struct, see `read_idk`.
      other: struct, see `parse_element`, of `layer`.
      error: function(problem, hint) that fails.
    """
    if element.content != other.content or element.files != other.files:
        _differ(idk, layer, element, element.meta, error)
    for path in element.files:
        if ctx.read(_path(idk.root, path)) != ctx.read(_path(layer.root, path)):
            _differ(idk, layer, element, path, error)

def _differ(idk, layer, element, path, error):
    error(
        "the element \"{}\" of type {} is in {} as well, and {} is not the same".format(
            element.name,
            element.type,
            layer.name,
            path,
        ),
        "build {} and {} from the same sources, or leave the element out of one of them".format(
            idk.name,
            layer.name,
        ),
    )

_VERIFY = "make the IDK anew; `idkit atom verify {}` checks all of it"

def _read(ctx, root, path, error):
    if not _is_file(root, path):
        # Something may be there at the next build.
        ctx.watch(_path(root, path))
        if path == MANIFEST:
            error(
                "{} has no {}, so it is no IDK".format(root, MANIFEST),
                "give the root of an IDK; a target of the rule `idk` makes one: bazel build //:my_idk",
            )
        error(
            "{} names the part `{}`, which does not exist".format(_path(root, MANIFEST), path),
            _VERIFY.format(root),
        )
    return ctx.read(_path(root, path))

def _check_files(root, files, error, follow_symlinks):
    collisions = path_collisions(files)
    if collisions:
        error("of the files of {}, {}".format(root, _some(collisions)), "rename one of them where it is published")
    if follow_symlinks:
        return
    real_root = str(root.realpath) + "/"
    for path in files:
        real = str(_path(root, path).realpath)
        if not real.startswith(real_root):
            error(
                "{} is a symbolic link to {}, which is not in the IDK".format(_path(root, path), real),
                "take an IDK of plain files; for one of your own, `follow_symlinks = True` of idk.local",
            )

def _is_file(root, path):
    file = _path(root, path)
    return file.exists and not file.is_dir

def _path(root, path):
    return root.get_child(*path.split("/"))

def _some(texts):
    shown = ", ".join(texts[:_MOST])
    return shown if len(texts) <= _MOST else "{} and {} more".format(shown, len(texts) - _MOST)
