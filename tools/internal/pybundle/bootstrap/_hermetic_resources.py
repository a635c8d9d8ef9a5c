"""What importlib.resources and importlib.metadata see of an archive.

A file that also lies on the disk is given as a real path, so that as_file
copies nothing; all others are read from the archive.
"""

import io
import pathlib
import posix
import re

from importlib import metadata

try:
    from importlib.resources.abc import Traversable, TraversableResources
except ImportError:  # 3.10
    from importlib.abc import Traversable, TraversableResources


def _tree(pack):
    """Names in each directory of an archive: {directory: {name: is a directory}}."""
    tree = pack.__dict__.get("_tree")
    if tree is None:
        tree = pack._tree = {}
        for path in pack.paths():
            is_directory = False
            while path:
                parent, _, name = path.rpartition("/")
                names = tree.setdefault(parent, {})
                if name in names:
                    break
                names[name] = is_directory
                path, is_directory = parent, True
    return tree


class Entry(Traversable):
    """A file or directory of an archive. One of a namespace package has several paths."""

    def __init__(self, pack, paths):
        self._pack = pack
        self._paths = paths

    def __repr__(self):
        return "<%s of %r>" % (self._paths[0], self._pack.file)

    def __str__(self):
        return self._pack.root + self._paths[0]

    def __eq__(self, other):
        return isinstance(other, Entry) and str(self) == str(other)

    def __hash__(self):
        return hash(str(self))

    @property
    def name(self):
        return self._paths[0].rpartition("/")[2]

    def is_dir(self):
        return any(path in _tree(self._pack) for path in self._paths)

    def is_file(self):
        return any(path in self._pack.paths() for path in self._paths)

    def exists(self):
        return self.is_file() or self.is_dir()

    def iterdir(self):
        names = set()
        for path in self._paths:
            names.update(_tree(self._pack).get(path, ()))
            try:
                names.update(posix.listdir(self._pack.root + path))
            except OSError:
                pass
        return (self.joinpath(name) for name in sorted(names))

    def joinpath(self, *descendants):
        paths = []
        for path in self._paths:
            parts = path.split("/")
            for descendant in descendants:
                for part in str(descendant).split("/"):
                    if part == "..":
                        parts.pop()
                    elif part not in ("", "."):
                        parts.append(part)
            paths.append("/".join(parts))
        return _find(self._pack, paths)

    def __truediv__(self, child):
        return self.joinpath(child)

    def read_bytes(self):
        files = self._pack.paths()
        for path in self._paths:
            if files.get(path, -1) >= 0:
                return self._pack.blob(files[path])
        if self.is_dir():
            raise IsADirectoryError(21, "it is a directory of an archive", str(self))
        raise FileNotFoundError(2, "it is not in the archive", str(self))

    def read_text(self, encoding=None, errors=None):
        return self.read_bytes().decode(encoding or "utf-8", errors or "strict")

    def open(self, mode="r", *args, **kwargs):
        stream = io.BytesIO(self.read_bytes())
        return stream if "b" in mode else io.TextIOWrapper(stream, *args, **kwargs)


def _find(pack, paths):
    """A file of the disk if there is one, else whatever the archive has."""
    for path in paths:
        real = pathlib.Path(pack.root + path)
        if real.is_file():
            return real
    entry = Entry(pack, paths)
    if not entry.exists():
        # A directory that the bundle does not know of, say one that a test made.
        for path in paths:
            real = pathlib.Path(pack.root + path)
            if real.is_dir():
                return real
    return entry


class Reader(TraversableResources):
    """The resource reader of a package."""

    def __init__(self, pack, paths):
        self._pack = pack
        self._paths = paths

    def files(self):
        return Entry(self._pack, self._paths)

    def resource_path(self, resource):
        path = self.files().joinpath(resource)
        if isinstance(path, pathlib.Path):
            return str(path)
        raise FileNotFoundError(resource)


def _normalized(name):
    return re.sub(r"[-_.]+", "-", name).lower()


class Distribution(metadata.Distribution):
    """A *.dist-info directory of an archive."""

    def __init__(self, pack, path):
        self._pack = pack
        self._path = path

    def read_text(self, filename):
        try:
            return _find(self._pack, [self._path + "/" + filename]).read_text(encoding="utf-8")
        except (OSError, ValueError):
            return None

    def locate_file(self, path):
        return _find(self._pack, [self._path.rpartition("/")[0] + "/" + str(path)])


def distributions(pack, context):
    """The distributions of an archive, by name if one is wanted."""
    if context is None:
        context = metadata.DistributionFinder.Context()
    wanted = _normalized(context.name) if context.name is not None else None
    for path in sorted(_tree(pack)):
        parent, _, leaf = path.rpartition("/")
        if not leaf.endswith((".dist-info", ".egg-info")):
            continue
        if wanted is not None and _normalized(leaf.rpartition(".")[0].partition("-")[0]) != wanted:
            continue
        # The finder of the disk lists those that are there.
        root = pack.root + parent
        if root in context.path and pathlib.Path(pack.root + path).is_dir():
            continue
        yield Distribution(pack, path)
