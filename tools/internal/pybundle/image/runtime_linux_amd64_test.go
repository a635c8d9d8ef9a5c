package image

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/compile"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/contract"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/cpythontest"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/distribution"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/marshal"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/stub"
)

// runtime is what bundles of these tests are made of.
type runtime struct {
	python      string // the interpreter it was made of, in its own place
	interpreter *compile.Interpreter
	// pruned are modules that the standard library has lost.
	pruned map[string]any
	image  string // the file
	tree   string // the directory
}

// made is where runtimes of this process are.
var made string

func TestMain(m *testing.M) {
	m.Run()
	if made != "" {
		_ = os.RemoveAll(made)
	}
}

// theRuntime is made once, of what the environment names.
var theRuntime = sync.OnceValues(func() (*runtime, error) {
	name, _, err := cpythontest.Find()
	if err != nil {
		return nil, err
	}
	if made, err = os.MkdirTemp("", "hermetic-python-test-"); err != nil {
		return nil, err
	}
	d, err := distribution.Open(cli.Dir(""), name)
	if err != nil {
		return nil, err
	}
	if d, err = d.Prune(distribution.Options{}); err != nil {
		return nil, err
	}
	r := &runtime{
		python: filepath.Join(name, d.Interpreter()),
		image:  filepath.Join(made, "runtime.bin"), tree: filepath.Join(made, "runtime.tree"),
	}
	r.interpreter = &compile.Interpreter{Path: r.python}
	var library bytes.Buffer
	found, err := r.interpreter.Stdlib(context.Background(), &library, d, false)
	if err != nil {
		return nil, err
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	s, err := OpenStdlib("stdlib.hpa", bytes.NewReader(library.Bytes()), int64(library.Len()))
	if err != nil {
		return nil, err
	}
	r.pruned, _ = s.archive.Meta["pruned"].(map[string]any)
	executable, err := os.ReadFile(r.python)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := Write(&b, executable, s); err != nil {
		return nil, err
	}
	if err := os.WriteFile(r.image, b.Bytes(), 0o755); err != nil {
		return nil, err
	}
	files, err := Tree(d, s)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if err := f.writeTo(r.tree); err != nil {
			return nil, err
		}
	}
	return r, nil
})

func (f File) writeTo(dir string) error {
	name := filepath.Join(dir, f.Path)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	mode := fs.FileMode(0o644)
	if f.Executable {
		mode = 0o755
	}
	out, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	if _, err := out.ReadFrom(r); err != nil {
		return err
	}
	return out.Close()
}

// open314 returns the runtime of a CPython 3.14, or skips the test.
func open314(t testing.TB) *runtime {
	t.Helper()
	cpython(t)
	r, err := theRuntime()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// archive compiles modules, by their paths, and returns the archive of a bundle
// that runs the module main, as it is behind a file of a length.
func (r *runtime) archive(t testing.TB, length int64, previous bool, meta map[string]any, sources map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := hpa.NewWriter(&b, length)
	index := hpa.Index{Meta: map[string]any{
		"kind": "bundle", "label": "//:test", "main": "main", "main_path": "_main/main.py", "runner": "none",
		"roots": []any{"_main"}, "workspace": "_main", "python": "3.14",
	}}
	maps.Copy(index.Meta, meta)
	names := slices.Sorted(maps.Keys(sources))
	var o hpa.TrailerOptions
	_, err := r.interpreter.Compile(context.Background(), len(names), func(n int) (compile.Source, error) {
		return compile.Source{Name: "_main/" + names[n], Content: []byte(sources[names[n]])}, nil
	}, func(n int, p *compile.Python, result compile.Result) error {
		if result.Problem != nil {
			return fmt.Errorf("%s: %+v", names[n], *result.Problem)
		}
		o.Magic, o.Python = p.Magic, p.Hex>>16
		code, err := marshal.Append(nil, result.Code)
		if err != nil {
			return err
		}
		m := hpa.Module{Name: strings.ReplaceAll(strings.TrimSuffix(names[n], ".py"), "/", "."), Path: "_main/" + names[n]}
		if path.Base(names[n]) == "__init__.py" {
			m.Name, m.Flags = strings.TrimSuffix(m.Name, ".__init__"), hpa.Package
		}
		if m.Blob, err = w.Add(code, hpa.BlobOptions{}); err != nil {
			return err
		}
		m.Source, err = w.Add([]byte(sources[names[n]]), hpa.BlobOptions{})
		index.Modules = append(index.Modules, m)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	o.Previous = previous
	if err := w.Close(index, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bundle is a bundle on the disk.
type bundle struct {
	path string
	// env has what it needs to be apart from other tests.
	env []string
}

// direct makes one file with the image and a program in it.
func (r *runtime) direct(t testing.TB, sources map[string]string) bundle {
	t.Helper()
	dir := t.TempDir()
	image, err := os.ReadFile(r.image)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "bin", "program")
	write(t, name, append(image, r.archive(t, int64(len(image)), true, nil, sources)...), 0o755)
	return bundle{name, environ(dir)}
}

// thin makes a program that finds the image in its runfiles, where a rule has
// put links for its children, too.
func (r *runtime) thin(t testing.TB, sources map[string]string) bundle {
	t.Helper()
	dir := t.TempDir()
	c := stub.Config{Runtime: "_main/rt/runtime.bin", Bundle: "_main/pkg/program"}
	return r.inRunfiles(t, dir, c, r.image, "_main/rt/runtime.bin", sources)
}

// inTree is thin for a runtime that is a directory.
func (r *runtime) inTree(t testing.TB, sources map[string]string) bundle {
	t.Helper()
	dir := t.TempDir()
	c := stub.Config{
		Runtime: "_main/rt.tree/bin/python3.14", Bundle: "_main/pkg/program",
		Argv0: stub.RuntimePath, Args: contract.StartArgs(),
	}
	return r.inRunfiles(t, dir, c, r.tree, "_main/rt.tree", sources)
}

func (r *runtime) inRunfiles(t testing.TB, dir string, c stub.Config, runtime, place string, sources map[string]string) bundle {
	t.Helper()
	root := filepath.Join(dir, "program.runfiles")
	for _, d := range []string{"_main/rt", "_main/pkg/program.alias"} {
		if err := os.MkdirAll(filepath.Join(root, d), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	code, err := stub.Build(c)
	if err != nil {
		t.Fatal(err)
	}
	meta := map[string]any{"external": true, "alias": "_main/pkg/program.alias"}
	code = append(code, r.archive(t, int64(len(code)), false, meta, sources)...)
	for name, text := range sources {
		write(t, filepath.Join(root, "_main", name), []byte(text), 0o644)
	}
	write(t, filepath.Join(root, "_main/pkg/program"), code, 0o755)
	for _, l := range [][2]string{
		{runtime, place},
		{filepath.Join(root, c.Runtime), "_main/pkg/program.alias/python3"},
		{filepath.Join(root, "_main/pkg/program"), "_main/pkg/program.alias/bundle"},
	} {
		if err := os.Symlink(l[0], filepath.Join(root, l[1])); err != nil {
			t.Fatal(err)
		}
	}
	return bundle{filepath.Join(root, "_main/pkg/program"), environ(dir)}
}

// environ is the environment of tests: as little as Bazel gives, and nothing that
// is the same as that of another test.
func environ(dir string) []string {
	tmp := filepath.Join(dir, "tmp")
	_ = os.Mkdir(tmp, 0o700)
	return []string{"TEST_TMPDIR=" + tmp, "TMPDIR=" + tmp, "PATH=/none"}
}

func write(t testing.TB, name string, b []byte, mode fs.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, b, mode); err != nil {
		t.Fatal(err)
	}
}

// command is a call of a bundle.
func (b bundle) command(args ...string) *exec.Cmd {
	return &exec.Cmd{Path: b.path, Args: append([]string{b.path}, args...), Env: slices.Clone(b.env)}
}

// output runs a command, which must succeed and be silent on standard error.
func output(t testing.TB, cmd *exec.Cmd) string {
	t.Helper()
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s%s", err, out, stderr.String())
	}
	if stderr.Len() > 0 {
		t.Fatalf("standard error: %s", stderr.String())
	}
	return string(out)
}

// status runs a command and returns its exit status and what it wrote.
func status(t testing.TB, cmd *exec.Cmd) (code int, stdout, stderr string) {
	t.Helper()
	var o, e strings.Builder
	cmd.Stdout, cmd.Stderr = &o, &e
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), o.String(), e.String()
}

type form struct {
	name string
	make func(*runtime, testing.TB, map[string]string) bundle
}

// forms are the ways to ship a program that images make possible, and the tree
// that does without one.
var forms = []form{
	{"direct", (*runtime).direct},
	{"thin", (*runtime).thin},
	{"tree", (*runtime).inTree},
}

// eachForm runs a test with a program in each form.
func eachForm(t *testing.T, sources map[string]string, test func(*testing.T, bundle)) {
	r := open314(t)
	for _, f := range forms {
		t.Run(f.name, func(t *testing.T) { test(t, f.make(r, t, sources)) })
	}
}
