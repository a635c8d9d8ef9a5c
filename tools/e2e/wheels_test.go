package e2e

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// wheelsVariable names a folder with the wheels of TestWheels. They are not in
// the tree and tests have no network, so who wants the test downloads them:
//
//	pip download --only-binary :all: --python-version 3.14 --dest FOLDER \
//	  lxml markupsafe numpy pytest pyyaml
const wheelsVariable = "RULES_IDK_E2E_WHEELS"

// wheels are those with native code, and what the test with pytest needs.
var wheels = []string{"iniconfig", "lxml", "markupsafe", "numpy", "packaging", "pluggy", "pygments", "pytest", "pyyaml"}

const wheelsBuild = `
load("@rules_idk//rules:hermetic_python.bzl", "hermetic_python_test")
load("@rules_python//python:py_library.bzl", "py_library")

[
    py_library(
        name = wheel,
        srcs = glob([wheel + "/**/*.py"]),
        data = glob([wheel + "/**"], exclude = ["**/*.py", "**/* *"]),
        imports = [wheel],
    )
    for wheel in WHEELS
]

[
    hermetic_python_test(
        name = name + "_" + form,
        size = "small",
        srcs = [name + "_test.py"],
        form = form,
        libc_max = "2.28",
        library_allowlist = ["libstdc++.so.6"],
        main = name + "_test.py",
        runner = runner,
        shard_count = 2,
        deps = WHEELS,
    )
    for name, runner in {"native": "unittest", "tested": "pytest"}.items()
    for form in ["direct", "packed", "thin", "tree"]
]
`

const nativeTest = `
import importlib.metadata
import subprocess
import sys
import unittest

import markupsafe
import numpy
import yaml
from lxml import etree


class NativeTest(unittest.TestCase):
    def test_numpy(self):
        a = numpy.arange(12).reshape(3, 4)
        self.assertEqual((a @ a.T).trace(), 506)

    def test_markupsafe(self):
        from markupsafe import _speedups
        self.assertEqual(_speedups._escape_inner("<a>"), "&lt;a&gt;")

    def test_yaml(self):
        self.assertEqual(yaml.load("[1, {a: b}]", Loader=yaml.CSafeLoader), [1, {"a": "b"}])

    def test_lxml(self):
        self.assertEqual(etree.fromstring("<a><b/></a>").find("b").tag, "b")

    def test_metadata(self):
        self.assertEqual(importlib.metadata.version("numpy"), numpy.__version__)

    def test_child(self):
        child = [sys.executable, "-c", "import numpy; print(numpy.arange(3).sum())"]
        self.assertEqual(subprocess.check_output(child, env={}), b"3\n")
`

const testedTest = `
import pytest


@pytest.mark.parametrize("n", [1, 2, 3])
def test_parameters(n, tmp_path):
    (tmp_path / "file").write_text("text")
    assert n * 2 == n + n


def test_assertions_are_rewritten():
    with pytest.raises(AssertionError, match="assert 1 == 2"):
        one = 1
        assert one == 2
`

// TestWheels runs real wheels with native code, and a current pytest, in all
// forms.
func TestWheels(t *testing.T) {
	folder := os.Getenv(wheelsVariable)
	if folder == "" {
		t.Skip(wheelsVariable + " names no folder with wheels")
	}
	w := newCheckout(t, "clone").workspace("examples/hermetic_python")
	var quoted []string
	for _, wheel := range wheels {
		found, err := filepath.Glob(filepath.Join(folder, wheel+"-*.whl"))
		if err != nil || len(found) != 1 {
			t.Fatalf("%s has %d wheels of %s, want one", folder, len(found), wheel)
		}
		if err := unzip(found[0], filepath.Join(w.dir, "wheels", wheel)); err != nil {
			t.Fatal(err)
		}
		quoted = append(quoted, fmt.Sprintf("%q", wheel))
	}
	w.write(t, "wheels/BUILD.bazel", strings.Replace(wheelsBuild, "\n\n[", "\n\nWHEELS = ["+strings.Join(quoted, ", ")+"]\n\n[", 1))
	w.write(t, "wheels/native_test.py", nativeTest)
	w.write(t, "wheels/tested_test.py", testedTest)
	if stdout, stderr, code := w.run("test", "--disk_cache="+diskCache(t), "--test_output=errors", "//wheels/..."); code != 0 {
		t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
	}
}

func unzip(name, dir string) error {
	z, err := zip.OpenReader(name)
	if err != nil {
		return err
	}
	defer z.Close()
	for _, f := range z.File {
		if f.FileInfo().IsDir() {
			continue
		}
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := unzipFile(f, path); err != nil {
			return err
		}
	}
	return nil
}

func unzipFile(f *zip.File, path string) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, r)
	return errors.Join(err, out.Close())
}
