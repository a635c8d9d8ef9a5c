"""Directories of modules as the import system knows them: entries of sys.path
and namespace packages.

Modules are found without any of it; it is for who asks by directory, such as
pkgutil, and for files that lie beside those of the archive.
"""

import sys

import _frozen_importlib_external as external
from _frozen_importlib import ModuleSpec

import _hermetic as h


class Namespace(external.NamespaceLoader):
    """A package without __init__, whose resources may be in the archive."""

    def get_resource_reader(self, name):
        import _hermetic_resources

        return _hermetic_resources.Reader(h.bundle, [p[len(h.bundle.root) :] for p in self._path])


def namespace_spec(name, path=None):
    """The spec of a package without __init__, whatever the path it is looked for on."""
    loader = Namespace(name, namespace_locations(name), namespace_spec)
    spec = ModuleSpec(name, loader, is_package=True)
    spec.submodule_search_locations = loader._path
    return spec


def _leaf(name, entry):
    """The last part of the name of a module; one that no root leads to has its path for a name."""
    if "/" not in name:
        return name.rpartition(".")[2]
    path = entry[5].removesuffix("/__init__.py").removesuffix(".py")
    return path.rpartition("/")[2]


def find_by_place(name, directory):
    """The spec of a module of a zip application that lies in a directory which the
    application itself put on sys.path."""
    pack = h.bundle
    leaf = name.rpartition(".")[2]
    place = directory[len(pack.root) :] + "/" + leaf
    namespace = False
    for other, entry in list(pack.modules.items()):
        path = entry[5]
        if entry[2] & h.NAMESPACE or not path.startswith(place):
            continue
        if _leaf(other, entry) == leaf and h.directory(path) == (place if entry[2] & h.PACKAGE else h.directory(place)):
            pack.modules[name] = entry
            return pack.find_spec(name)
        namespace = namespace or path.startswith(place + "/")
    if not namespace:
        return None
    spec = ModuleSpec(name, None, is_package=True)
    spec.submodule_search_locations = [pack.root + place]
    return spec


def path_entry(path):
    """What finds modules in a place of the bundle, or the one that is to be run as a script."""
    found = h.bundle and _module_of(path)
    return Script(path, *found) if found else Directory(path)


def _module_of(path):
    """The archive and the name of the module with a source; None for other paths."""
    if not path.endswith(".py"):
        if h.is_file(path):  # the bundle, by any of its names
            name = h.bundle.meta.get("main", "")
            return next(((p, name) for p in h.packs if name in p.modules), None)
        path += "/__main__.py"
    for pack in h.packs:
        if path.startswith(pack.root):
            for name, entry in pack.modules.items():
                if entry[5] == path[len(pack.root) :] and not entry[2] & (h.NATIVE | h.NAMESPACE):
                    return pack, name
    return None


class Directory:
    """What sys.path entries below a root of modules have, as a path finder."""

    def __init__(self, path):
        self.path = path
        self.beside = None
        # Files that a test writes there, or that no rule declared as sources.
        if not path.startswith(h.stdlib.root) and h.is_directory(path):
            self.beside = external.FileFinder(path, *external._get_supported_file_loaders())

    def __repr__(self):
        return "<directory %r of a bundle>" % self.path

    def find_spec(self, name, target=None):
        for pack in h.packs:
            spec = pack.find_spec(name)
            if spec is not None:
                places = spec.submodule_search_locations
                if places is None:
                    places = [spec.origin or ""]
                if self.path in map(h.directory, places):
                    return spec
        if h.bundle and h.bundle.meta.get("pyz"):
            spec = find_by_place(name, self.path)
            if spec is not None:
                return spec
        return self.beside.find_spec(name, target) if self.beside else None

    def iter_modules(self, prefix=""):
        seen = set()
        for pack in h.packs:
            for name, entry in pack.modules.items():
                leaf = _leaf(name, entry)
                location = pack.root + entry[5]
                if entry[2] & h.NAMESPACE or leaf in seen:
                    continue
                if entry[2] & h.PACKAGE:
                    location = h.directory(location)
                if h.directory(location) == self.path:
                    seen.add(leaf)
                    yield prefix + leaf, bool(entry[2] & h.PACKAGE)
        if self.beside:
            import pkgutil

            for name, package in pkgutil.iter_importer_modules(self.beside, prefix):
                if name[len(prefix) :] not in seen:
                    yield name, package

    def invalidate_caches(self):
        if self.beside:
            self.beside.invalidate_caches()


class Script(Directory):
    """A source in the bundle that an interpreter, or runpy, is told to run by its path."""

    def __init__(self, path, pack, name):
        super().__init__(path)
        self.pack = pack
        self.name = name

    def find_spec(self, name, target=None):
        if name != "__main__":
            return super().find_spec(name, target)
        # Its own name, which multiprocessing looks for.
        spec = ModuleSpec(self.name, self, origin=self.get_filename(name))
        spec._set_fileattr = True
        return spec

    # The loader of the module, which is asked by the name that it is run as.

    def get_code(self, name):
        return self.pack.get_code(self.name)

    def get_source(self, name):
        return self.pack.get_source(self.name)

    def get_filename(self, name):
        return self.pack.get_filename(self.name)

    def get_data(self, path):
        return self.pack.get_data(path)

    def is_package(self, name):
        return False


def namespace_locations(name):
    """The directories of a package that has no __init__."""
    tail = "/" + name.replace(".", "/")
    places = h.roots()
    application = h.bundle and h.bundle.meta.get("pyz")
    if application:  # which may have put more of its directories there
        places += [p for p in sys.path if p.startswith(h.bundle.root) and p not in places]
    wanted = [place + tail for place in places]
    found = set()
    for pack in h.packs:
        for other, entry in pack.modules.items():
            if (application or other.startswith(name)) and pack is not h.stdlib:
                location = pack.root + entry[5]
                found.update(w for w in wanted if location.startswith(w + "/") or location == w)
    return [w for w in wanted if w in found]
