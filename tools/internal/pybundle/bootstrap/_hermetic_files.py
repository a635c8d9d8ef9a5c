"""Makes files of the disk out of those of an archive, and links to interpreters.

Whatever is made has a name that says its content, appears by a rename, and is
used only if it belongs to us and nobody else can write it. So any number of
first runs may race, and a killed one leaves nothing that is ever used.
"""

import posix
import sys
import time

import _hermetic as h
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import ExtensionFileLoader

NOEXEC = 8  # ST_NOEXEC
NATIVE, PROGRAM = 1, 2  # kinds of files
STALE = 3600  # seconds until what a killed run left is removed

descriptors = []  # of libraries in memory; see _in_memory
links = []  # that end with the process


def _sha256():
    try:
        from _sha2 import sha256
    except ImportError:
        from _sha256 import sha256
    return sha256


def _mkdir(path):
    try:
        posix.mkdir(path, 0o700)
    except FileExistsError:
        pass


def make_alias(name, targets):
    """Makes a directory of links in the first place that takes it.

    Returns the path of its python3, "" if no place does.
    """
    for base in h.bases():
        place = base + "/" + name
        try:
            _mkdir(base)
            _mkdir(place)
            if not h.private(place):
                continue
            for link, target in targets.items():
                try:
                    posix.symlink(target, place + "/" + link)
                except FileExistsError:
                    if posix.readlink(place + "/" + link) != target:
                        raise
            return place + "/python3"
        except OSError:
            continue
    return ""


def short_link(path):
    """A short name for a directory, which goes away with this process."""
    name = "/tmp/hpy-%d-%s" % (posix.geteuid(), h.digest(path)[:12])
    try:
        posix.symlink(path, name)
    except FileExistsError:
        try:
            if posix.lstat(name).st_uid != posix.geteuid() or posix.readlink(name) != path:
                return path
        except OSError:
            return path
        return name
    except OSError:
        return path
    import atexit

    atexit.register(_remove_link, name, posix.getpid())
    return name


def _remove_link(name, pid):
    if posix.getpid() == pid:  # not in a fork
        try:
            posix.unlink(name)
        except OSError:
            pass


def _content_address(pack, numbers):
    """SHA-256 over the sorted list of path, mode and SHA-256."""
    blobs = pack.section(b"BLOB")
    sum = _sha256()()
    for i in sorted(numbers, key=lambda i: pack.files[i][0]):
        path, mode, kind, blob, when = pack.files[i]
        sum.update(b"%s\0%o\0%s\0" % (path.encode("utf-8", "surrogateescape"), mode, blobs[blob][5].hex().encode()))
    return sum.hexdigest()


def materialize(pack):
    """The directory that has the files of an archive, written if there is none."""
    if h.alias:
        try:
            place = posix.readlink(h.alias + "/files").rstrip("/")
            if h.private(place):
                return place
        except OSError:
            pass
    wanted = [i for i, f in enumerate(pack.files) if f[4] != h.NEVER and f[3] >= 0]
    name = "hpy-files-" + _content_address(pack, wanted)
    places = [base + "/" + name for base in h.bases()]
    # Native code needs a place that may have programs, if there is one.
    if any(pack.files[i][2] in (NATIVE, PROGRAM) for i in wanted):
        places.sort(key=lambda p: _noexec(h.directory(p)))
    for place in places:
        if h.private(place):
            return place
    problem = None
    for place in places:
        try:
            _write_tree(pack, [i for i in wanted if pack.files[i][4] == h.AT_START], place)
        except OSError as e:
            problem = problem or (place, e)
            continue
        if h.private(place):
            return place
    if all(pack.files[i][2] == NATIVE for i in wanted):
        return pack.file  # they are loaded from memory
    place, e = problem or (places[0], None)
    h.fault(h.directory(place), "files of %s cannot be written there, nor in another place (%s)" % (
        pack.file, e.strerror if e else "the directory belongs to another user"), "set HERMETIC_PYTHON_CACHE")


def _noexec(path):
    try:
        return bool(posix.statvfs(path).f_flag & NOEXEC)
    except OSError:
        return False


def _write_tree(pack, numbers, place):
    base = h.directory(place)
    _mkdir(base)
    _sweep(base)
    part = "%s.part-%d-%x" % (place, posix.getpid(), time.time_ns())
    posix.mkdir(part, 0o700)
    try:
        made = {part}
        for i in numbers:
            path, mode, kind, blob, when = pack.files[i]
            _make_parents(part, path, made)
            _write_file(pack, blob, part + "/" + path, mode)
        try:
            posix.rename(part, place)
            part = None
        except OSError:
            if not h.private(place):  # otherwise another process was first
                raise
    finally:
        if part:
            _remove(part)


def _make_parents(root, path, made):
    parent = h.directory(root + "/" + path)
    if parent not in made:
        if h.directory(parent) not in made and parent != root:
            _make_parents(root, h.directory(path), made)
        _mkdir(parent)
        made.add(parent)


def _write_file(pack, blob, path, mode):
    offset, stored, raw, codec = pack.section(b"BLOB")[blob][:4]
    data = pack.content(offset, stored, codec)
    if len(data) != raw:
        raise OSError(5, "blob %d is damaged" % blob)
    fd = posix.open(path, posix.O_WRONLY | posix.O_CREAT | posix.O_EXCL | posix.O_CLOEXEC, 0o600)
    try:
        at = 0
        while at < raw:
            at += posix.write(fd, data[at : at + (1 << 24)])
        posix.fchmod(fd, mode)
    finally:
        posix.close(fd)


def _remove(path):
    try:
        for entry in posix.scandir(path):
            if entry.is_dir(follow_symlinks=False):
                _remove(entry.path)
            else:
                posix.unlink(entry.path)
        posix.rmdir(path)
    except OSError:
        pass


def _sweep(base):
    """Removes what runs that were killed left behind."""
    try:
        names = posix.listdir(base)
    except OSError:
        return
    for name in names:
        if name.startswith("hpy-files-") and ".part-" in name:
            path = base + "/" + name
            try:
                s = posix.lstat(path)
            except OSError:
                continue
            if s.st_uid == posix.geteuid() and time.time() - s.st_mtime > STALE:
                _remove(path)


def at_first_use(pack, number):
    """The path of a file that only now has to be one of the disk."""
    path, mode, kind, blob, when = pack.files[number]
    target = pack.root + path
    if when == h.FIRST_USE and blob >= 0:
        try:
            posix.lstat(target)
            return target
        except OSError:
            pass
        root = pack.root.rstrip("/")
        _make_parents(root, path, {root})
        part = "%s.part-%d-%x" % (target, posix.getpid(), time.time_ns())
        _write_file(pack, blob, part, mode)
        posix.rename(part, target)
    return target


def native_spec(pack, name, entry, location):
    """The spec of an extension module."""
    number = entry[0]
    blob = pack.files[number][3]
    in_memory = blob >= 0 and (pack.files[number][4] == h.NEVER or pack.root == pack.file + "/" or _noexec(pack.root))
    if not in_memory:
        location = at_first_use(pack, number)
    loader = (MemoryLoader if in_memory else ExtensionFileLoader)(name, location)
    spec = ModuleSpec(name, loader, origin=location, is_package=bool(entry[2] & h.PACKAGE))
    spec._set_fileattr = True
    if entry[2] & h.PACKAGE:
        spec.submodule_search_locations.append(h.directory(location))
    if in_memory:
        loader.content = lambda: pack.blob(blob)
    return spec


class MemoryLoader(ExtensionFileLoader):
    """Loads an extension module where no directory may have programs."""

    content = None

    def create_module(self, spec):
        origin = spec.origin
        spec.origin = _in_memory(spec.name, self.content())
        try:
            return super().create_module(spec)
        except ImportError as e:
            e.msg += " (loaded from memory, where it finds no library beside it: " \
                "set HERMETIC_PYTHON_CACHE to a directory that may have programs)"
            raise
        finally:
            spec.origin = origin

    def exec_module(self, module):
        super().exec_module(module)
        module.__file__ = self.path


def _in_memory(name, content):
    fd = _memfd(name)
    at = 0
    while at < len(content):
        at += posix.write(fd, content[at:])
    # Never closed: the dynamic loader knows libraries by their path and would
    # take the next one of the same number for this one.
    descriptors.append(fd)
    return "/proc/self/fd/%d" % fd


def _memfd(name):
    if hasattr(posix, "memfd_create"):
        return posix.memfd_create(name, 1)
    # The interpreter may have been built for an older C library than there is.
    import ctypes

    number = {"x86_64": 319, "aarch64": 279}[posix.uname().machine]
    fd = ctypes.CDLL(None, use_errno=True).syscall(number, name.encode(), 1)
    if fd < 0:
        raise OSError(ctypes.get_errno(), "no file in memory can be made")
    return fd
