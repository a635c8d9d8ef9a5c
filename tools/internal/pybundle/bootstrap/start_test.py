"""Tests of what starts a bundle, run as the program of one."""

import dis
import os
import sys
import unittest

import _hermetic
import _hermetic_coverage
import _hermetic_files
import _hermetic_inspect
import _hermetic_prologue


class BootstrapTest(unittest.TestCase):
    def test_imports_builtin_modules_only(self):  # trap 15
        imported = set()
        for member in vars(_hermetic).values():
            if getattr(member, "__module__", "") != "_hermetic":
                continue
            for function in vars(member).values() if isinstance(member, type) else [member]:
                if hasattr(function, "__code__"):
                    imported |= _imports(function.__code__)
        allowed = set(sys.builtin_module_names) | {"_hermetic_files", "_hermetic_directories", "_hermetic_inspect", "_hermetic_prologue",
                                                   "_hermetic_protocol", "_hermetic_resources"}
        # An uncaught exception, pkgutil itself, and what older versions lack.
        self.assertLessEqual(imported, allowed | {"traceback", "pkgutil", "_zstd"})

    def test_digests_differ(self):
        self.assertNotEqual(_hermetic.digest("a"), _hermetic.digest("b"))
        self.assertRegex(_hermetic.digest("a\udcff"), "^[0-9a-f]{32}$")

    def test_absolute_keeps_links(self):
        for path, want in [("/a/../b", "/a/../b"), ("x", os.getcwd() + "/x"), ("./x", os.getcwd() + "/x"),
                           (".//./x/../y", os.getcwd() + "/x/../y")]:
            self.assertEqual(_hermetic.absolute(path), want)


def _imports(code):
    found = {i.argval for i in dis.get_instructions(code) if i.opname == "IMPORT_NAME"}
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            found |= _imports(constant)
    return found


class PrologueTest(unittest.TestCase):
    def test_ends_with_the_first_that_is_no_import(self):
        for source, want in [
            ("import a", ["a"]),
            ("'doc'\nfrom __future__ import annotations\nimport a.b.c as d, e", ["__future__", "a.b.c", "e"]),
            ("from a import b, c as d", ["a"]),
            ("x = 1\nimport a", ["a"]),
            ("import a\nf()\nimport b", ["a", None]),
            ("import a\nif a.b: import c", ["a", None]),
            ("import a\nclass C: import b", ["a", None]),
            ("import a\n@a.b\ndef f(): pass", ["a", None]),
            ("from . import a", [None]),
            ("from a import *\nimport b", ["a", None]),
            ("import a\nraise ValueError\nimport b", ["a", None]),
            ("import a\ndel a", ["a", None]),
            ("".join("import a%d\n" % i for i in range(300)), ["a%d" % i for i in range(128)] + [None]),
        ]:
            with self.subTest(source[:60]):
                found = [i and i[0] for i in _hermetic_prologue._imports(compile(source, "", "exec", dont_inherit=True))]
                if len(want) > 100:  # where numbers get two bytes is the compiler's matter
                    found, want = found[:128], want[:128]
                self.assertEqual(found, want)


class CoverageTest(unittest.TestCase):
    def test_paths_of_the_manifest(self):
        for path, want in [
            ("pkg/x.py", "ws/pkg/x.py"),
            ("external/repo/x.py", "repo/x.py"),
            ("../repo/x.py", "repo/x.py"),
            ("bazel-out/k8-fastbuild/bin/pkg/x.py", "ws/pkg/x.py"),
            ("bazel-out/k8-fastbuild/bin/external/repo/x.py", "repo/x.py"),
        ]:
            self.assertEqual(_hermetic_coverage._runfiles_path(path, "ws"), want)


class FilesTest(unittest.TestCase):
    def test_no_place_for_links(self):
        kept = _hermetic.bases
        _hermetic.bases = lambda: ["/proc", "/proc/self/absent"]
        self.addCleanup(setattr, _hermetic, "bases", kept)
        self.assertEqual(_hermetic_files.make_alias("hpy-test", {"python3": "/x"}), "")

    def test_libraries_in_memory_never_share_a_path(self):  # trap 5
        first, second = (_hermetic_files._in_memory("x", b"content") for _ in range(2))
        self.assertNotEqual(first, second)
        for path in first, second:
            with open(path, "rb") as f:
                self.assertEqual(f.read(), b"content")

    def test_places_of_a_test_are_not_persistent(self):
        kept = dict(os.environ)
        self.addCleanup(os.environ.update, kept)
        self.addCleanup(os.environ.clear)
        import posix

        saved = dict(posix.environ)
        self.addCleanup(posix.environ.update, saved)
        self.addCleanup(posix.environ.clear)
        posix.environ.clear()
        posix.environ.update({b"HOME": b"/home", b"TMPDIR": b"/t", b"XDG_CACHE_HOME": b"relative"})
        self.assertEqual(_hermetic.bases(), ["/home/.cache", "/t", "/tmp", "/var/tmp"])
        posix.environ[b"TEST_TMPDIR"] = b"/test"
        self.assertEqual(_hermetic.bases(), ["/test", "/t", "/tmp", "/var/tmp"])


class ChecksumTest(unittest.TestCase):
    def test_vectors(self):
        for data, want in [
            (b"", 0xEF46DB3751D8E999),
            (b"a", 0xD24EC4F1A98C6E5B),
            (b"abc", 0x44BC2CF5AD770999),
            (b"Nobody inspects the spammish repetition", 0xFBCEA83C8A378BF1),
        ]:
            self.assertEqual(_hermetic_inspect.xxh64(data), want)
