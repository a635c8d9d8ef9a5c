"""Builds trees and bundles for the tests of the bootstrap.

It is a second implementation of the archive format, so that the tests hold the
reader in _hermetic.py, and the one in Go, against something independent of
both. Run it with the interpreter that is to be bundled:

    python3.NN -I -S build.py tree SOURCES OUT
    python3.NN -I -S build.py bundle DESCRIPTION.json OUT
"""

import hashlib
import importlib.util
import json
import marshal
import os
import shutil
import sys

MAGIC = int.from_bytes(importlib.util.MAGIC_NUMBER[:2], "little")
VERSION = sys.version_info[0] << 8 | sys.version_info[1]
RUNTIME = bytes(32) if os.environ.get("HERMETIC_PYTHON_TEST_IMAGE") else hashlib.sha256(b"the runtime of the tests").digest()
PRUNED = {"test", "tests", "idlelib", "ensurepip", "lib2to3", "tkinter", "turtledemo", "pydoc_data",
          "venv", "distutils", "site-packages", "lib-dynload", "__pycache__", "__phello__"}


def xxh64(data):
    """xxHash64, as its specification has it."""
    mask = 2**64 - 1
    primes = (11400714785074694791, 14029467366897019727, 1609587929392839161, 9650029242287828579, 2870177450012600261)

    def left(x, n):
        return (x << n | x >> 64 - n) & mask

    def round_(accumulator, lane):
        return left((accumulator + lane * primes[1]) & mask, 31) * primes[0] & mask

    stripes = len(data) // 32
    accumulators = [(primes[0] + primes[1]) & mask, primes[1], 0, -primes[0] & mask]
    for i in range(stripes):
        for j in range(4):
            lane = int.from_bytes(data[32 * i + 8 * j : 32 * i + 8 * j + 8], "little")
            accumulators[j] = round_(accumulators[j], lane)
    if stripes:
        result = sum(left(a, n) for a, n in zip(accumulators, (1, 7, 12, 18))) & mask
        for a in accumulators:
            result = ((result ^ round_(0, a)) * primes[0] + primes[3]) & mask
    else:
        result = primes[4]
    result = (result + len(data)) & mask
    rest = data[32 * stripes :]
    while len(rest) >= 8:
        result ^= round_(0, int.from_bytes(rest[:8], "little"))
        result = (left(result, 27) * primes[0] + primes[3]) & mask
        rest = rest[8:]
    if len(rest) >= 4:
        result ^= int.from_bytes(rest[:4], "little") * primes[0] & mask
        result = (left(result, 23) * primes[1] + primes[2]) & mask
        rest = rest[4:]
    for byte in rest:
        result ^= byte * primes[4] & mask
        result = left(result, 11) * primes[0] & mask
    result = (result ^ result >> 33) * primes[1] & mask
    result = (result ^ result >> 29) * primes[2] & mask
    return result ^ result >> 32


def plain(value):
    """Marshals a value in the plain form of indexes: version 2 knows no references."""
    return marshal.dumps(value, 2)


class Archive:
    def __init__(self, carrier=b"", previous=False):
        self.start = (len(carrier) + 4095) & ~4095
        self.padding = self.start - len(carrier)
        self.head = carrier
        self.previous = previous
        self.body = bytearray()
        self.blobs, self.known = [], {}
        self.modules, self.files = {}, []
        self.sections = []

    def blob(self, content, align=8, codec=0):
        digest = hashlib.sha256(content).digest()
        if digest in self.known:
            return self.known[digest]
        self.body += bytes(-len(self.body) % align)
        stored = content
        if codec:
            from compression import zstd

            stored = zstd.compress(content)
        checksum = xxh64(content) if len(content) < 1 << 16 else 0
        self.blobs.append((len(self.body), len(stored), len(content), codec, checksum, digest))
        self.body += stored
        self.known[digest] = len(self.blobs) - 1
        return self.known[digest]

    def module(self, name, path, source, flags=0, keep=True, codec=0):
        code = compile(source, path, "exec", dont_inherit=True, optimize=0)
        number = self.blob(marshal.dumps(code), codec=codec)
        offset, stored, raw, codec = self.blobs[number][:4]
        text = self.blob(source) if keep else -1
        self.modules[name] = (offset, stored, flags | (2 if codec else 0), raw, text, path)

    def file(self, path, mode, kind, content, materialize, align=8):
        blob = -1 if content is None else self.blob(content, align)
        self.files.append((path, mode, kind, blob, materialize))

    def bytes(self, meta, runtime=bytes(32)):
        self.files.sort()
        values = [(b"META", meta), (b"MODS", dict(sorted(self.modules.items()))),
                  (b"FILE", tuple(self.files)), (b"BLOB", tuple(self.blobs)), *self.sections]
        index = b""
        for name, value in values:
            data = plain(value)
            index += name + bytes(4) + len(data).to_bytes(8, "little") + data
        self.body += bytes(-len(self.body) % 8)
        flags = self.padding << 16 | (8 if self.previous else 1 if self.head else 0)
        flags |= 4 if any(f[4] and f[3] >= 0 for f in self.files) else 0
        length = self.start + len(self.body) + len(index) + 128
        trailer = b"HPYARC1\n" + (1).to_bytes(4, "little") + flags.to_bytes(4, "little")
        for number in (self.start, len(self.body), len(index), len(index), length):
            trailer += number.to_bytes(8, "little")
        trailer += MAGIC.to_bytes(4, "little") + VERSION.to_bytes(4, "little")
        trailer += hashlib.sha256(index).digest() + runtime[:24]
        trailer += xxh64(trailer).to_bytes(8, "little")
        return self.head + bytes(self.padding) + self.body + index + trailer


def stdlib(sources):
    """The archive of the standard library of this interpreter, and of the bootstrap."""
    archive = Archive()
    library = os.path.dirname(os.__file__)
    found = []
    for directory, names, files in os.walk(library):
        names[:] = sorted(n for n in names if n not in PRUNED and not n.startswith("config-"))
        for file in sorted(files):
            if file.endswith(".py"):
                path = os.path.join(directory, file)
                found.append((os.path.relpath(path, library), path))
    for file in sorted(os.listdir(sources)):
        if file.startswith("_hermetic_") and file.endswith(".py"):
            found.append((file, os.path.join(sources, file)))
    for relative, path in found:
        name = relative[:-3].replace("/", ".")
        package = name.endswith(".__init__")
        with open(path, "rb") as f:
            source = f.read()
        try:
            archive.module(name.removesuffix(".__init__"), "stdlib/" + relative, source, int(package), keep=False)
        except (SyntaxError, UnicodeDecodeError):
            pass
    return archive.bytes({"kind": "stdlib", "runtime": RUNTIME.hex(), "python": "%d.%d" % sys.version_info[:2]})


def pyc(source, path):
    """Bytecode that is never compared with a source, whatever times say."""
    code = compile(source, path, "exec", dont_inherit=True)
    return importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8) + marshal.dumps(code)


def tree(sources, out):
    name = "python%d.%d" % sys.version_info[:2]
    os.makedirs(out + "/bin")
    os.makedirs(out + "/lib/encodings")
    shutil.copy2(sys.executable, out + "/bin/" + name)
    # Without libpython an interpreter of older versions does not start.
    shared = os.path.join(os.path.dirname(os.path.dirname(sys.executable)), "lib", "lib%s.so.1.0" % name)
    if sys.version_info < (3, 12) and os.path.exists(shared):
        shutil.copy2(shared, out + "/lib/")
    with open("%s/bin/%s._pth" % (out, name), "w") as f:
        f.write("../lib\n")
    with open(out + "/lib/encodings/__init__.pyc", "wb") as f:
        f.write(pyc(b"import _hermetic; _hermetic.install(globals())\n", "stdlib/encodings/__init__.py"))
    with open(sources + "/_hermetic.py", "rb") as source, open(out + "/lib/_hermetic.pyc", "wb") as f:
        f.write(pyc(source.read(), "stdlib/_hermetic.py"))
    with open(out + "/lib/stdlib.hpa", "wb") as f:
        f.write(stdlib(sources))


def one(d, carrier, previous):
    archive = Archive(carrier, previous)
    for m in d.get("modules", ()):
        if "namespace" in m:
            archive.modules[m["name"]] = (0, 0, 8, 0, -1, m["path"])
        elif "file" in m:
            continue
        else:
            archive.module(m["name"], m["path"], m["source"].encode(), int(m["path"].endswith("/__init__.py")),
                           m.get("keep", True), m.get("codec", 0))
    for f in d.get("files", ()):
        content = f.get("content")
        if content is not None:
            content = content.encode()
        elif "from" in f:
            with open(f["from"], "rb") as source:
                content = source.read()
        archive.file(f["path"], f.get("mode", 0o444), f.get("kind", 0), content, f.get("materialize", 0),
                     4096 if f.get("kind") == 1 else 8)
    archive.files.sort()
    for m in d.get("modules", ()):
        if "file" in m:
            number = [f[0] for f in archive.files].index(m["file"])
            archive.modules[m["name"]] = (number, 0, 4, 0, -1, m["file"])
    if "tests" in d:
        archive.sections.append((b"TEST", {n: tuple(map(lambda v: tuple(v) if isinstance(v, list) else v, t))
                                           for n, t in d["tests"].items()}))
    if "layers" in d:
        archive.sections.append((b"LAYR", tuple((bytes.fromhex(l[0]), l[1], l[2]) for l in d["layers"])))
    runtime = bytes.fromhex(d["runtime"]) if "runtime" in d else RUNTIME
    return archive.bytes({"kind": "bundle", **d.get("meta", {})}, runtime)


def bundle(description, out):
    with open(description) as f:
        archives = json.load(f)
    content = b""
    for number, d in enumerate(archives):
        content = one(d, content, previous=number > 0)
    with open(out, "wb") as f:
        f.write(content)
    os.chmod(out, 0o755)


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
