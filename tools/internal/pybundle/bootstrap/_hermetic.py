"""Starts a bundle: the first module of a hermetic interpreter.

It is imported while the interpreter still starts, before `encodings`, so it
imports builtin modules only: one `import os` here costs more than the pack
wins. What is not needed at each start is in the modules `_hermetic_*`.

install() makes the interpreter find its standard library and the modules of
the bundle in archives; main() runs the program of the bundle.
"""

import sys
import posix
import marshal
import time

import _imp
import _frozen_importlib as _bootstrap
import _frozen_importlib_external as _external

COMMAND = "import _hermetic; _hermetic.main()"

MAGIC = b"HPYARC1\n"
VERSION = 1
TRAILER = 128
HAS_PREVIOUS = 8
PADDING_SHIFT = 16

# Flags of modules, and when a file becomes one of the disk.
PACKAGE, COMPRESSED, NATIVE, NAMESPACE = 1, 2, 4, 8
NEVER, AT_START, FIRST_USE = 0, 1, 2

# What start-up found out.
image = ""  # the file with the standard library, a prefix of its __file__s
binary = ""  # what a child has to execute to be this interpreter
program = ""  # the bundle as it was called
alias = ""  # directory of this interpreter's link, in interpreter mode
test_name = ""  # the chosen program of a suite
running = False  # the bundle is to be run, instead of being an interpreter
shift = 1  # where the arguments of the bundle begin in sys.argv
stdlib = None  # archive of the standard library
bundle = None  # archive with the program
packs = []  # all archives, in the order in which modules are looked for
marks = []  # (phase, time), for HERMETIC_PYTHON_TRACE


def mark(phase):
    marks.append((phase, time.perf_counter_ns()))


def fault(file, cause, fix):
    """Ends the process as a launcher does: one line, status 125."""
    text = "hermetic_python: %s: %s; %s\n" % (file, cause, fix)
    posix.write(2, text.encode("utf-8", "surrogateescape"))
    posix._exit(125)


def getenv(name):
    """A variable as text; "" for an empty one and for none."""
    value = posix.environ.get(name)
    return value.decode("utf-8", "surrogateescape") if value else ""


def setenv(name, value):
    """Sets a variable, here and in children; None removes it.

    `os` copies the dictionary when it is imported, which is later.
    """
    key = name.encode("utf-8", "surrogateescape")
    environs = [posix.environ]
    if "os" in sys.modules:
        environs.append(sys.modules["os"].environ._data)
    if value is None:
        for environ in environs:
            environ.pop(key, None)
        posix.unsetenv(key)
        return
    data = value.encode("utf-8", "surrogateescape")
    for environ in environs:
        environ[key] = data
    posix.putenv(key, data)


def absolute(path):
    """An absolute path, without following links: they may leave the sandbox."""
    if path.startswith("/"):
        return path
    while path.startswith("./"):
        path = path[2:].lstrip("/")
    return posix.getcwd().rstrip("/") + "/" + path


def directory(path):
    return path.rpartition("/")[0]


def base_name(path):
    return path.rpartition("/")[2]


def is_file(path):
    try:
        return posix.stat(path).st_mode & 0o170000 == 0o100000
    except OSError:
        return False


def is_directory(path):
    try:
        return posix.stat(path).st_mode & 0o170000 == 0o040000
    except OSError:
        return False


class Pack(_external._LoaderBasics):
    """One archive: finder and loader of its modules, reader of its files.

    exec_module comes from the base class, whose frames tracebacks leave out.
    """

    def __init__(self, file, data, start, sections, trailer):
        self.file = file
        self.data = data
        self.start = start
        self.sections = sections
        self.trailer = trailer
        self.meta = marshal.loads(sections[b"META"])
        self.kind = self.meta.get("kind", "bundle")
        self.root = file + "/"  # in front of the paths of modules and files
        self.fixes_names = self.kind != "stdlib"
        self.codes = {}  # that _hermetic_prologue read already
        self._decoder = None

    def __repr__(self):
        return "<archive %r of %r>" % (self.kind, self.file)

    # Parts of the index that few starts need.

    def __getattr__(self, name):
        # A suite has many archives, of which a start looks into few.
        if name != "modules":
            raise AttributeError(name)
        try:
            self.modules = marshal.loads(self.sections[b"MODS"])
        except (ValueError, TypeError, EOFError, KeyError) as e:
            fault(self.file, "its index is damaged (%s)" % e, "build or copy it again")
        return self.modules

    def section(self, name):
        """The value of a section, None if the archive has none of it."""
        value = self.sections.get(name)
        if isinstance(value, memoryview):
            value = self.sections[name] = marshal.loads(value)
        return value

    @property
    def files(self):
        return self.section(b"FILE") or ()

    def blob(self, number):
        """The content of a blob."""
        offset, stored, raw, codec = self.section(b"BLOB")[number][:4]
        return bytes(self.content(offset, stored, codec))

    def content(self, offset, stored, codec):
        at = self.start + offset
        data = self.data[at : at + stored]
        if codec:
            data = self.decompress(data)
        return data

    def decompress(self, data):
        if self._decoder is None:
            self._decoder = decoder(self.file, self.section(b"DICT"))
        return self._decoder(data)

    # Finder and loader.

    def find_spec(self, name, path=None, target=None):
        entry = self.modules.get(name)
        if entry is None:
            return None
        flags = entry[2]
        location = self.root + entry[5]
        if flags & (NATIVE | NAMESPACE):
            return self._rare_spec(name, entry, location)
        spec = _bootstrap.ModuleSpec(name, self, origin=location)
        spec._set_fileattr = True
        spec._cached = location + "c"  # computing the usual one costs more than the look-up
        if flags & PACKAGE:
            spec.submodule_search_locations = [location.rpartition("/")[0]]
        return spec

    def _rare_spec(self, name, entry, location):
        if entry[2] & NAMESPACE:
            import _hermetic_directories

            return _hermetic_directories.namespace_spec(name)
        import _hermetic_files

        return _hermetic_files.native_spec(self, name, entry, location)

    def _entry(self, name):
        entry = self.modules.get(name)
        if entry is None:
            raise ImportError("%s has no module %r" % (self.file, name), name=name)
        return entry

    def get_code(self, name):
        entry = self._entry(name)
        flags = entry[2]
        if flags & (NATIVE | NAMESPACE):
            return None
        if name in self.codes:
            return self.codes.pop(name)
        if sys.flags.optimize and self.fixes_names:
            # The code was compiled with assertions, which -O is to leave out.
            source = self.get_source(name)
            if source is not None:
                return compile(source, self.root + entry[5], "exec", dont_inherit=True)
        code = marshal.loads(self.content(entry[0], entry[1], flags & COMPRESSED))
        if self.fixes_names:
            _imp._fix_co_filename(code, self.root + entry[5])
        return code

    def get_source(self, name):
        entry = self._entry(name)
        if entry[4] >= 0:
            data = self.blob(entry[4])
        else:
            # Sources that are beside the bundle are as good as those in it.
            if entry[2] & (NATIVE | NAMESPACE) or not self.fixes_names:
                return None
            try:
                data = read_file(self.root + entry[5])
            except OSError:
                return None
        return _external.decode_source(data)

    def get_filename(self, name):
        return self.root + self._entry(name)[5]

    def is_package(self, name):
        return bool(self._entry(name)[2] & (PACKAGE | NAMESPACE))

    def get_data(self, path):
        if path.startswith(self.root):
            number = self.paths().get(path[len(self.root) :], -1)
            if number >= 0:
                return self.blob(number)
        return read_file(path)

    def paths(self):
        """Blobs of files and of sources by their path; -1 is on the disk."""
        paths = self.__dict__.get("_paths")
        if paths is None:
            paths = self._paths = {e[5]: e[4] for e in self.modules.values() if e[4] >= 0}
            for path, mode, kind, blob, when in self.files:
                paths[path] = blob
        return paths

    def get_resource_reader(self, name):
        if not self._entry(name)[2] & PACKAGE:
            return None
        import _hermetic_resources

        return _hermetic_resources.Reader(self, [directory(self.modules[name][5])])

    def find_distributions(self, context=None):
        import _hermetic_resources

        return _hermetic_resources.distributions(self, context)

    def invalidate_caches(self):
        pass


def path_hook(path):
    """What sys.path has for a path, which may also be that of a script.

    A file of the disk is left to others: it is a script, or an archive that
    zipimport knows. The file of the bundle itself stands for its main module,
    so that sys.argv can be run again.
    """
    inside = any(path.startswith(p.root) or path + "/" == p.root for p in packs)
    if inside and not is_file(path) or bundle and _same_file(path, program):
        import _hermetic_directories

        return _hermetic_directories.path_entry(path.rstrip("/"))
    raise ImportError("not a directory of a bundle", path=path)


def roots():
    """Directories that stand on sys.path for the modules of the bundle."""
    found = []
    for pack in packs:
        if pack is not stdlib:
            for root in pack.meta.get("roots", ()):
                path = (pack.root + root).rstrip("/")
                if path not in found:
                    found.append(path)
    return found


def decoder(file, words):
    """A function that decompresses what a file has, words is its dictionary."""
    try:
        import _zstd
    except ImportError:
        fault(file, "it is compressed with zstd, which Python %d.%d lacks" % sys.version_info[:2],
              "build it without compression")
    if words:
        words = _zstd.ZstdDict(words, is_raw=words[:4] != b"\x37\xa4\x30\xec")

    def decode(data):
        parts = []
        while data:
            one = _zstd.ZstdDecompressor(words or None)
            parts.append(one.decompress(data))
            if not one.eof:
                raise EOFError("a compressed part of %s ends early" % file)
            data = one.unused_data
        return b"".join(parts)

    return decode


def read_file(path):
    fd = posix.open(path, posix.O_RDONLY | posix.O_CLOEXEC)
    try:
        parts = []
        while part := posix.read(fd, 1 << 20):
            parts.append(part)
        return b"".join(parts)
    finally:
        posix.close(fd)


def _map(path):
    """The bytes of a file, mapped: no descriptor stays that a test could close."""
    fd = posix.open(path, posix.O_RDONLY | posix.O_CLOEXEC)
    try:
        size = posix.fstat(fd).st_size
        if size < TRAILER:
            return memoryview(b"")
        import mmap

        if sys.version_info >= (3, 13):
            return memoryview(mmap.mmap(fd, size, prot=1, flags=1, trackfd=False))
        return memoryview(mmap.mmap(fd, size, prot=1, flags=1))
    finally:
        posix.close(fd)


def archives(path, name, damaged=None):
    """The archives of a file in its order; [] for a file without archives.

    damaged is called with a cause instead of ending the process.
    """

    def stop(cause):
        if damaged:
            damaged(cause)
        fault(name, cause, "build or copy it again")

    data = _map(path)
    found = []
    end = len(data)
    while True:
        trailer = data[end - TRAILER : end] if end >= TRAILER else b""
        if trailer[:8] != MAGIC:
            if found:
                stop("the archive in front of byte %d is damaged" % end)
            return found
        words = trailer.cast("Q")
        version, flags = words[1] & 0xFFFFFFFF, words[1] >> 32
        start, index, stored, raw, length = words[2:7]
        if version != VERSION:
            stop("its archive has version %d, this runtime reads %d" % (version, VERSION))
        if length != end:
            stop("it should have %d bytes and has %d: it was truncated or appended to" % (length, end))
        if start + index + stored + TRAILER != end:
            stop("its trailer is damaged")
        text = data[start + index : start + index + stored]
        try:
            if stored != raw:
                text = memoryview(decoder(name, b"")(text))
            sections = {}
            at = 0
            while at < raw:
                size = int.from_bytes(text[at + 8 : at + 16], "little")
                sections[bytes(text[at : at + 4])] = text[at + 16 : at + 16 + size]
                at += 16 + size
            found.append(Pack(name, data, start, sections, trailer))
        except (ValueError, TypeError, EOFError, KeyError, AttributeError) as e:
            stop("its index is damaged (%s)" % e)
        if not flags & HAS_PREVIOUS:
            break
        end = start - (flags >> PADDING_SHIFT)
    found.reverse()
    return found


def _own_name():
    """The path that this process was started with, as the kernel had it.

    argv[0] need not be a path: a shell that searches PATH passes a bare name.
    """
    try:
        aux = memoryview(read_file("/proc/self/auxv")).cast("Q")
        address = next(aux[i + 1] for i in range(0, len(aux), 2) if aux[i] == 31)
        fd = posix.open("/proc/self/mem", posix.O_RDONLY | posix.O_CLOEXEC)
        try:
            name = posix.pread(fd, 4096, address)
        finally:
            posix.close(fd)
        return absolute(name[: name.index(0)].decode("utf-8", "surrogateescape"))
    except (OSError, StopIteration, ValueError):
        return sys.executable or ""


def _same_file(path, other):
    try:
        a, b = posix.stat(path), posix.stat(other)
    except OSError:
        return False
    return (a.st_ino, a.st_dev) == (b.st_ino, b.st_dev)


def _open_stdlib(zero):
    """Finds and opens the standard library; returns the archives beside it."""
    global image, binary, stdlib
    here = globals().get("__file__")
    if here:  # a tree
        image = directory(here).replace("/bin/../", "/") + "/stdlib.hpa"
        binary = sys.executable
        path = image
    else:
        path = "/proc/self/exe"
        # A resolved path may lie outside of the sandbox, so argv[0] wins. Links
        # that _hermetic_files made have the path by which the parent was called.
        try:
            if base_name(directory(zero)).startswith("hpy-"):
                image = posix.readlink(zero)
            elif zero and _same_file(zero, path):
                image = zero
            else:
                image = posix.readlink(path)
        except OSError:
            fault("/proc/self/exe", "it cannot be read, so the interpreter does not find itself", "mount /proc")
        binary = image
    try:
        found = archives(path, image)
    except OSError as e:
        fault(image, "the standard library cannot be read (%s)" % e.strerror, "build the runtime again")
    for pack in found:
        if pack.kind == "stdlib":
            stdlib = pack
            return programs(found)
    fault(image, "it has no standard library: it is no runtime, or was truncated or appended to",
          "build or copy it again")


def _names_interpreter(path):
    """Whether argv[0] asks for an interpreter, as the start code of an image has it."""
    name = base_name(path)
    return name.startswith("python3") and not name[7:].strip(".0123456789")


def _be_called(path):
    """Becomes the interpreter, if somebody called that by a name of their own.

    A link `python` to sys.executable leads to a file that would run the bundle,
    so a test that makes one would run itself, without end.
    """
    for _ in range(16):
        if _names_interpreter(path):
            try:
                posix.execv(path, [path, *sys.orig_argv[1:]])
            except OSError:
                return
        try:
            target = posix.readlink(path)
        except OSError:
            return
        path = target if target.startswith("/") else directory(path) + "/" + target


def _own_link(path):
    """The link to the interpreter that has the bundle beside it.

    What somebody has made a link to it is as good: that one is followed.
    """
    link = path
    for _ in range(16):
        place = directory(link)
        if base_name(place).startswith("hpy-"):
            return link
        try:
            posix.lstat(place + "/bundle")
            return link
        except OSError:
            pass
        try:
            target = posix.readlink(link)
        except OSError:
            break
        link = target if target.startswith("/") else place + "/" + target
    return path


def _unescape(text):
    """Undoes what the start code does to an argument that is not UTF-8.

    Each byte of 0x80 or more is a character, U+10FF00 + byte: the configuration
    of CPython takes no others.
    """
    if text.isascii() or max(text) < "\U0010ff80":
        return text
    data = b"".join(
        bytes((ord(c) - 0x10FF00,)) if c >= "\U0010ff80" else c.encode("utf-8", "surrogateescape") for c in text
    )
    return data.decode("utf-8", "surrogateescape")


def _open_bundle(zero, own):
    """Finds and opens the bundle; own are the archives of the interpreter itself."""
    global program, alias, running, shift
    frozen = "__file__" not in globals()
    argv, orig = sys.argv, sys.orig_argv
    option = sys._xoptions.get("hermetic_python")
    # Never by a variable: a child without environment would run the test again,
    # which starts such a child, without end.
    command = argv[:1] == ["-c"] and orig[len(orig) - len(argv)] == COMMAND
    running = command or (frozen and not _names_interpreter(orig[0] if orig else ""))
    path = ""
    if running and frozen and not command:
        _be_called(zero)
    if running:
        # A bundle that is its own interpreter needs no variable, and obeys none.
        path = "" if own else getenv(b"HERMETIC_PYTHON_BUNDLE")
        if isinstance(option, str):
            path = option
    if not path and running and not own and frozen and not command:
        if len(argv) < 2:
            fault(zero, "it is a runtime without a program", "give it a bundle: %s FILE.hpa ARGUMENT..." % zero)
        path, shift = argv[1], 2
    if not running:
        alias = directory(_own_link(zero))
        if not own:
            path = alias + "/bundle"
            try:
                target = posix.readlink(path)
                # Links that _hermetic_files made say how the bundle was called.
                # Those of a rule lead out of the sandbox.
                if base_name(alias).startswith("hpy-"):
                    path = target
            except OSError:
                if not is_file(path):
                    return []
    if not path:
        program = image if own else ""
        return own
    program = absolute(path)
    try:
        found = archives(program, program)
    except OSError as e:
        fault(program, "the bundle cannot be opened (%s)" % e.strerror, "build it, or give its path")
    # What carries the program has archives of other kinds; those have no number.
    found = programs(found)
    if not found:
        fault(program, "there is no archive at its end: it is no bundle, or was truncated", "build or copy it again")
    return found


def programs(found):
    """The archives of a file that are of programs: as such they are numbered."""
    return [p for p in found if p.kind in ("bundle", "library")]


def _choose(found):
    """Sets the archives in which modules are looked for."""
    global bundle, test_name, shift
    last = found[-1]
    number = len(found) - 1
    tests = last.section(b"TEST")
    if tests:
        if running:
            test_name = base_name(sys.orig_argv[0] if sys.orig_argv else "")
            if test_name not in tests:
                test_name = sys.argv[shift] if len(sys.argv) > shift else ""
                shift += 1
        else:
            try:
                test_name = posix.readlink(alias + "/test")
            except OSError:
                pass
        if test_name in tests:
            module, arguments, number = tests[test_name]
            meta = found[number].meta
            meta["main"] = module or meta.get("main", "")
            meta["args"] = list(arguments) or meta.get("args", [])
        elif running:
            fault(program, "it has no test %r, only %s" % (test_name, ", ".join(sorted(tests))),
                  "call it by such a name or give the name as first argument")
    bundle = found[number]
    layers = bundle.meta.get("layers")
    if layers is None:
        layers = [i for i, p in enumerate(found) if p.kind == "library"]
    rest = [p for i, p in enumerate(found) if p is not bundle and (i in layers or p is last)]
    for digest, size, name in bundle.section(b"LAYR") or ():
        path = directory(program) + "/" + name
        try:
            layer = archives(path, path)
            if not layer or len(layer[0].data) != size:
                fault(path, "it is another layer than %s was linked with" % program, "copy both of one build")
            rest += layer
        except OSError as e:
            fault(path, "a layer of %s cannot be opened (%s)" % (program, e.strerror), "copy it beside the bundle")
    packs[:] = [bundle, *rest, stdlib]


def _check(pack):
    """Looks whether the interpreter is the one that an archive was made for."""
    magic = int.from_bytes(pack.trailer[56:58], "little")
    own = int.from_bytes(_external.MAGIC_NUMBER[:2], "little")
    if magic and magic != own:
        fault(pack.file, "its bytecode has magic number %d, this interpreter needs %d" % (magic, own),
              "link it with this runtime")
    wanted = bytes(pack.trailer[96:120])
    has = stdlib.meta.get("runtime", "")
    if any(wanted) and has and wanted.hex() != has[:48]:
        fault(pack.file, "it was linked with runtime %s..., this one is %s" % (wanted.hex()[:12], has[:12]),
              "use both of one build")


def _file_root():
    """The directory in front of the runfiles paths of the bundle, with a slash."""
    meta = bundle.meta
    if not meta.get("external"):
        if any(f[4] and f[3] >= 0 for f in bundle.files):
            import _hermetic_files

            return _hermetic_files.materialize(bundle) + "/"
        return program + "/"
    links = meta.get("alias", "")
    probe = links + "/python3" if links else meta.get("main_path", "") or meta.get("workspace", "_main")
    places = []
    if alias and links and alias.endswith("/" + links):
        places.append(alias[: -len(links) - 1])
    for variable in (b"RUNFILES_DIR", b"TEST_SRCDIR"):
        if value := getenv(variable):
            places.append(absolute(value))
    places.append(program + ".runfiles")
    at = program.rfind(".runfiles/")
    if at >= 0:
        places.append(program[:at] + ".runfiles")
    for place in places:
        try:
            posix.stat(place + "/" + probe)
            return place.rstrip("/") + "/"
        except OSError:
            pass
    fault(program, "its runfiles were not found in " + ", ".join(places), "set RUNFILES_DIR")


class Quitter:
    """exit and quit, which `site` would have made."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return "Use %s() or Ctrl-D (i.e. EOF) to exit" % self.name

    def __call__(self, code=None):
        raise SystemExit(code)


def _clean_environment():
    """Removes the variables that would change this interpreter or a child."""
    inherit = bundle.meta.get("env_inherit", ()) if bundle else ()
    names = [n.decode("utf-8", "surrogateescape") for n in posix.environ if n.startswith(b"PYTHON")]
    names = [n for n in names if n not in inherit]
    for name in names + ["OPENSSL_CONF", "OPENSSL_ENGINES", "OPENSSL_MODULES"]:
        # The last ones name code of the machine that `ssl` and `hashlib` would load.
        if name not in inherit:
            setenv(name, None)
    # Beside a ._pth file some of them were obeyed before it was read.
    if names and "__file__" in globals() and not any(a.startswith("-I") for a in sys.orig_argv[1:2]):
        try:
            posix.execv(sys.executable, sys.orig_argv)
        except OSError as e:
            fault(sys.executable, "it cannot be executed again without %s (%s)" % (", ".join(names), e.strerror),
                  "unset them")
    if b"HERMETIC_PYTHON_BUNDLE" in posix.environ:
        setenv("HERMETIC_PYTHON_BUNDLE", None)


def install(namespace):
    """Makes the archives importable, then becomes the real `encodings`.

    namespace is that of the module `encodings`, whose import got us here.
    """
    import builtins

    mark("install")
    if "__file__" not in globals():
        sys.argv[:] = map(_unescape, sys.argv)
        sys.orig_argv[:] = map(_unescape, sys.orig_argv)
        # The start code gave the name that the kernel had: argv[0] may lie. It
        # could not give one that is not UTF-8.
        zero = sys._base_executable
        zero = absolute(zero) if zero != "/proc/self/exe" else _own_name()
        # For the kernel a script that names its interpreter is what was executed.
        called = absolute(sys.orig_argv[0]) if sys.orig_argv else ""
        if _names_interpreter(called) and not _names_interpreter(zero) and _same_file(called, "/proc/self/exe"):
            zero = called
    else:
        zero = sys.orig_argv[0] if sys.orig_argv else ""
        zero = absolute(zero) if "/" in zero else _own_name()
    # A pyvenv.cfg above the executable would have changed them.
    sys.prefix, sys.exec_prefix = sys.base_prefix, sys.base_exec_prefix
    own = _open_stdlib(zero)
    mark("stdlib")
    found = _open_bundle(zero, own)
    if found:
        _choose(found)
    else:
        packs[:] = [stdlib]
    _clean_environment()

    sys.dont_write_bytecode = True
    # Frozen modules get their __file__ from here.
    sys._stdlib_dir = stdlib.root + "stdlib"
    place = sys.meta_path.index(_external.PathFinder)
    sys.meta_path[place:place] = packs
    sys.path_hooks.insert(0, path_hook)
    root = None
    for pack in packs[:-1]:
        _check(pack)
        # Layers of a suite share the tree of files with the test.
        root = pack.root = root or _file_root()
    sys.path[:] = [*roots(), sys._stdlib_dir]
    sys.path_importer_cache.clear()
    if not running:
        _be_interpreter(zero)
    builtins.exit, builtins.quit = Quitter("exit"), Quitter("quit")

    spec = stdlib.find_spec("encodings")
    namespace.update(
        __spec__=spec,
        __loader__=stdlib,
        __file__=spec.origin,
        __cached__=spec.cached,
        __path__=spec.submodule_search_locations,
        __package__="encodings",
    )
    namespace.pop("_hermetic", None)  # the name that got us here
    exec(stdlib.get_code("encodings"), namespace)
    mark("encodings")


def _be_interpreter(zero):
    """What an interpreter that is called as such finds in sys."""
    if "__file__" not in globals():
        sys.executable = sys._base_executable = zero
    # An isolated interpreter leaves out the directory of the script.
    script = sys.argv[0] if sys.argv else ""
    if sys.flags.safe_path and script not in ("", "-", "-c", "-m") and is_file(script):
        target = absolute(script)
        try:
            link = posix.readlink(script)
            target = link if link.startswith("/") else directory(target) + "/" + link
        except OSError:
            pass
        sys.path.insert(0, directory(target) or "/")


def bases():
    """Directories in which the bundle may make its own, best first."""
    found = []
    tmp = getenv(b"TEST_TMPDIR")
    names = [b"HERMETIC_PYTHON_CACHE", b"XDG_CACHE_HOME", b"HOME", b"TEST_TMPDIR", b"TMPDIR"]
    if tmp:
        del names[1:3]  # what a test leaves behind goes with its directory
    for name in names:
        value = getenv(name)
        if value.startswith("/"):
            found.append(value.rstrip("/") + ("/.cache" if name == b"HOME" else ""))
    return [*found, "/tmp", "/var/tmp"]


def private(path):
    """Whether a directory belongs to us and nobody else can write there."""
    try:
        s = posix.lstat(path)
    except OSError:
        return False
    return s.st_mode & 0o170000 == 0o040000 and s.st_uid == posix.geteuid() and not s.st_mode & 0o077


def digest(text):
    """A name for a text. It keeps apart, it does not protect."""
    data = text.encode("utf-8", "surrogateescape")
    return (_imp.source_hash(1, data) + _imp.source_hash(2, data)).hex()


def _set_executable():
    """Sets sys.executable to a link whose name says that it is an interpreter."""
    meta = bundle.meta
    path = ""
    if meta.get("alias") and is_file(bundle.root + meta["alias"] + "/python3"):
        path = bundle.root + meta["alias"] + "/python3"
    else:
        links = {"python3": binary}
        if program != binary:
            links["bundle"] = program
        if bundle.root != program + "/" and not meta.get("external"):
            links["files"] = bundle.root
        if test_name:
            links["test"] = test_name
        name = "hpy-%d-%s" % (posix.geteuid(), digest("\n".join([*links, *links.values()])))
        for base in bases():
            place = base + "/" + name
            if private(place):
                try:
                    if all(posix.readlink(place + "/" + n) == links[n] for n in links):
                        path = place + "/python3"
                        break
                except OSError:
                    pass  # another process is making it, or it is not ours
        else:
            import _hermetic_files

            path = _hermetic_files.make_alias(name, links)
    # Without a link children must fail: the bundle itself would run the test again.
    sys.executable = sys._base_executable = path


def _restart():
    """Starts again with the arguments of the interpreter that the rule wants."""
    arguments = bundle.meta.get("interpreter_args")
    if not arguments or "hermetic_python" in sys._xoptions:
        return
    if not sys.executable:
        fault(program, "there is no directory for the link to the interpreter that interpreter_args needs",
              "set HERMETIC_PYTHON_CACHE")
    chosen = [test_name] if test_name else []
    command = [sys.executable, *arguments, "-X", "hermetic_python=" + program, "-c", COMMAND, *chosen, *sys.argv[1:]]
    try:
        posix.execv(sys.executable, command)
    except OSError as e:
        fault(sys.executable, "it cannot be executed (%s)" % e.strerror, "set HERMETIC_PYTHON_CACHE")


def _prepare_environment():
    """The variables that the program of the bundle sees."""
    meta = bundle.meta
    env = meta.get("env", {})
    for name, value in env.items():
        setenv(name, value)
    if meta.get("external") or bundle.root != program + "/":
        root = bundle.root.rstrip("/")
        # The runfiles of the program that has called this one are of no use.
        own = "" if meta.get("external") else next((f[0] for f in bundle.files if f[4]), "")
        given = getenv(b"RUNFILES_DIR")
        if not given or own and not is_file(given + "/" + own):
            setenv("RUNFILES_DIR", root)
        if b"TEST_SRCDIR" not in posix.environ:
            setenv("TEST_SRCDIR", root)
        if b"TEST_WORKSPACE" not in posix.environ:
            setenv("TEST_WORKSPACE", meta.get("workspace", "_main"))
    tmp = getenv(b"TEST_TMPDIR")
    if tmp and "TMPDIR" not in env:
        if len(tmp) > 60:  # a socket below it must fit into 107 bytes
            import _hermetic_files

            tmp = _hermetic_files.short_link(tmp)
        setenv("TMPDIR", tmp)


# Variables that ask for something of the test protocol, whatever the runner.
PROTOCOL = (
    b"TEST_PREMATURE_EXIT_FILE",
    b"TEST_TIMEOUT",
    b"TEST_WARNINGS_OUTPUT_FILE",
    b"COVERAGE_DIR",
    b"COVERAGE_OUTPUT_FILE",
)


def main():
    """Runs the program of the bundle."""
    import gc

    mark("main")
    if bundle is None:
        fault(image, "no bundle was found", "call it through the bundle")
    command = getenv(b"HERMETIC_PYTHON")
    if command:
        setenv("HERMETIC_PYTHON", None)
        import _hermetic_inspect

        raise SystemExit(_hermetic_inspect.run(command))
    meta = bundle.meta
    freeze = meta.get("gc", "freeze") == "freeze"
    if freeze:
        gc.disable()
    _set_executable()
    del sys.argv[1:shift]
    _restart()
    sys.argv[:] = [program, *meta.get("args", ()), *sys.argv[1:]]
    _prepare_environment()
    mark("prepared")

    runner = meta.get("runner", "none")
    run = session = None
    if runner != "none":
        run = __import__("_hermetic_" + runner).run
    if runner != "none" or any(name in posix.environ for name in PROTOCOL):
        import _hermetic_protocol

        session = _hermetic_protocol.Session(bundle, runner)
    mark("runner")
    if session:
        session.begin()
    if freeze:
        # pytest sets up much before the program begins.
        if runner != "pytest" and _imports_something(meta["main"]):
            import _hermetic_prologue

            _hermetic_prologue.run(meta["main"])
        # Only what the runtime made: the objects of the test stay collected.
        gc.freeze()
        gc.enable()
    mark("frozen")
    try:
        if run:
            raise SystemExit(run(session, bundle.meta, sys.argv[1:]))
        run_main(meta["main"])
    finally:
        mark("ran")
        if session:
            session.end()
        if trace := getenv(b"HERMETIC_PYTHON_TRACE"):
            _write_trace(trace)


def main_spec(name):
    for pack in packs:
        spec = pack.find_spec(name)
        if spec is not None and spec.loader is not None:
            return spec
    fault(program, "it has no module %r, which is its main module" % name, "link it with another main module")


def _imports_something(name):
    """Whether a module may import something that is in an archive."""
    loader = main_spec(name).loader
    if not isinstance(loader, Pack):
        return False
    code = loader.codes[name] = loader.get_code(name)
    return any(n in p.modules for n in code.co_names for p in packs)


def run_main(name):
    """Runs a module as __main__, with the spec that spawned workers look for."""
    spec = main_spec(name)
    namespace = sys.modules["__main__"].__dict__
    namespace.pop("_hermetic", None)
    namespace.update(
        __name__="__main__",
        __file__=spec.origin,
        __cached__=spec.cached,
        __doc__=None,
        __loader__=spec.loader,
        __package__=spec.parent,
        __spec__=spec,
    )
    code = spec.loader.get_code(name)
    pid = posix.getpid()
    try:
        exec(code, namespace)
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException as e:
        # A traceback begins in the program, not in what started it.
        trace = e.__traceback__.tb_next or e.__traceback__
        sys.last_type, sys.last_value, sys.last_traceback = type(e), e, trace
        sys.last_exc = e
        hook = sys.excepthook
        if hook is sys.__excepthook__ and sys.version_info < (3, 13):
            # The older hook reads sources from files only, not from loaders.
            import traceback

            hook = traceback.print_exception
        hook(type(e), e.with_traceback(trace), trace)
        raise SystemExit(1) from None


def _write_trace(path):
    """Appends a line of JSON with the nanoseconds at which each phase ended."""
    mark("end")
    outputs = getenv(b"TEST_UNDECLARED_OUTPUTS_DIR")
    if outputs and not path.startswith("/"):
        path = outputs + "/" + path
    label = bundle.meta.get("label", "").replace("\\", "\\\\").replace('"', '\\"')
    phases = ", ".join('"%s": %d' % m for m in marks)
    line = '{"label": "%s", "pid": %d, "phases": {%s}}\n' % (label, posix.getpid(), phases)
    try:
        fd = posix.open(path, posix.O_WRONLY | posix.O_CREAT | posix.O_APPEND | posix.O_CLOEXEC, 0o644)
        posix.write(fd, line.encode())
        posix.close(fd)
    except OSError as e:
        posix.write(2, b"hermetic_python: %s: the trace cannot be written (%s)\n" % (
            path.encode("utf-8", "surrogateescape"), (e.strerror or "").encode()))
