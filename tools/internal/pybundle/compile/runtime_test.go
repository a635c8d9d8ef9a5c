package compile

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/cpythontest"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/distribution"
)

// osFS is the file system of the machine.
type osFS struct{}

func (osFS) Open(name string) (fs.File, error)          { return os.Open(name) }
func (osFS) ReadFile(name string) ([]byte, error)       { return os.ReadFile(name) }
func (osFS) ReadDir(name string) ([]fs.DirEntry, error) { return os.ReadDir(name) }
func (osFS) Stat(name string) (fs.FileInfo, error)      { return os.Stat(name) }

// testRuntime returns the CPython to test with, pruned.
func testRuntime(t testing.TB) (*distribution.Distribution, *Interpreter) {
	t.Helper()
	name, interpreter := cpythontest.Distribution(t)
	d, err := distribution.Open(osFS{}, name)
	if err != nil {
		t.Fatal(err)
	}
	if d, err = d.Prune(distribution.Options{}); err != nil {
		t.Fatal(err)
	}
	return d, &Interpreter{Path: interpreter}
}

// unpack makes a directory of a distribution.
func unpack(t testing.TB, d *distribution.Distribution) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for _, f := range d.Files() {
		name := filepath.Join(dir, f.Path)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		w, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY, 0o755)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(w, r); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	return dir
}
