package bootstrap

import (
	"bytes"
	"embed"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/contract"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/cpythontest"
)

// directory has all Python of this directory.
//
//go:embed *.py
var directory embed.FS

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	found, err := fs.Glob(directory, pattern)
	if err != nil || len(found) == 0 {
		t.Fatal("nothing is called", pattern, err)
	}
	return found
}

// A runtime is the interpreter that tests were given, and a tree that was made of
// it with the bootstrap of this package.
type runtime struct {
	python string // the interpreter as it came
	tree   string // the directory of the hermetic one
	image  string // a patched interpreter to test instead of the tree, if there is one
	Minor  int    // of its version
}

// arguments are those in front of the arguments of a bundle.
func (r *runtime) arguments(args ...string) []string {
	if r.image != "" {
		return args
	}
	return append([]string{"-c", contract.Command}, args...)
}

func (r *runtime) interpreter() string {
	if r.image != "" {
		return r.image
	}
	return filepath.Join(r.tree, "bin", filepath.Base(r.python))
}

var buildRuntime = sync.OnceValues(func() (*runtime, error) {
	_, interpreter, err := cpythontest.Find()
	if err != nil {
		return nil, err
	}
	scratch, err := os.MkdirTemp("", "hermetic_python")
	if err != nil {
		return nil, err
	}
	r := &runtime{python: interpreter, image: os.Getenv("HERMETIC_PYTHON_TEST_IMAGE"), tree: filepath.Join(scratch, "tree")}
	if r.Minor, err = strconv.Atoi(strings.TrimPrefix(filepath.Base(r.python), "python3.")); err != nil {
		return nil, err
	}
	sources := filepath.Join(scratch, "sources")
	if err := os.Mkdir(sources, 0o755); err != nil {
		return nil, err
	}
	for _, m := range Modules() {
		if err := os.WriteFile(filepath.Join(sources, m.File), m.Source, 0o644); err != nil {
			return nil, err
		}
	}
	return r, r.build("tree", sources, r.tree)
})

// library is the file with the standard library.
func (r *runtime) library() string {
	if r.image != "" {
		return r.image
	}
	return filepath.Join(r.tree, "lib", "stdlib.hpa")
}

// extension is an extension module that is a file, "" if there is none.
func (r *runtime) extension() string {
	found, _ := filepath.Glob(filepath.Join(filepath.Dir(r.python), "../lib/python3.*/lib-dynload/_testmultiphase.*.so"))
	if len(found) == 0 {
		return ""
	}
	return found[0]
}

// build runs testdata/build.py.
func (r *runtime) build(args ...string) error {
	out, err := exec.Command(r.python, append([]string{"-I", "-S", "testdata/build.py"}, args...)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("build.py %v: %w\n%s", args, err, out)
	}
	return nil
}

func testRuntime(t testing.TB) *runtime {
	t.Helper()
	cpythontest.Distribution(t)
	r, err := buildRuntime()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestMain(m *testing.M) {
	m.Run()
	if os.Getenv(cpythontest.Variable) != "" {
		if r, err := buildRuntime(); err == nil {
			_ = os.RemoveAll(filepath.Dir(r.tree))
		}
	}
}

// An archive of a bundle, as build.py reads it.
type archive struct {
	Meta    map[string]any   `json:"meta"`
	Modules []module         `json:"modules,omitempty"`
	Files   []file           `json:"files,omitempty"`
	Tests   map[string][]any `json:"tests,omitempty"`
	Layers  [][]any          `json:"layers,omitempty"`
	Runtime string           `json:"runtime,omitempty"`
}

type module struct {
	Name      string `json:"name"`
	Path      string `json:"path"`
	Source    string `json:"source"`
	Keep      bool   `json:"keep"`
	Namespace *bool  `json:"namespace,omitempty"`
	File      string `json:"file,omitempty"`
	Codec     int    `json:"codec,omitempty"`
}

type file struct {
	Path        string `json:"path"`
	Mode        int    `json:"mode"`
	Kind        int    `json:"kind"`
	From        string `json:"from,omitempty"`
	Materialize int    `json:"materialize"`
}

// description is what a script says of an archive beside its files.
type description struct {
	Meta    map[string]any   `json:"meta"`
	Files   map[string]file  `json:"files"`   // other than materialised at start
	Tests   map[string][]any `json:"tests"`   // of a suite
	Layers  []string         `json:"layers"`  // names of files beside it
	Runtime string           `json:"runtime"` // other than that of the tree
	Codec   int              `json:"codec"`   // of code
	Sources bool             `json:"sources"` // sources are files, too
	Absent  bool             `json:"absent"`  // sources are not in the archive
}

// read makes an archive of a directory with the shape of runfiles: what ends in
// .py is a module of the first root that has it, directories with modules and
// without __init__.py are namespace packages, all else is a file.
func read(dir string, d description) (*archive, error) {
	a := &archive{Meta: map[string]any{"main": "main_test", "roots": []any{"_main/pkg", "_main"}, "label": "//pkg:test"}}
	for k, v := range d.Meta {
		a.Meta[k] = v
	}
	a.Tests, a.Runtime = d.Tests, d.Runtime
	for _, name := range d.Layers {
		info, err := os.Stat(filepath.Join(filepath.Dir(dir), name))
		if err != nil {
			return nil, err
		}
		a.Layers = append(a.Layers, []any{"00", info.Size(), name})
	}
	var roots []string
	for _, r := range a.Meta["roots"].([]any) {
		roots = append(roots, r.(string))
	}
	var modules, others []string
	known := map[string]bool{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		known[rel] = true
		if strings.HasSuffix(rel, ".py") {
			modules = append(modules, rel)
		} else {
			others = append(others, rel)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	external := a.Meta["external"] == true
	names := map[string]bool{}
	for _, root := range roots {
		for _, path := range modules {
			below, ok := strings.CutPrefix(path, root+"/")
			if !ok {
				continue
			}
			name := strings.ReplaceAll(strings.TrimSuffix(strings.TrimSuffix(below, ".py"), "/__init__"), "/", ".")
			if names[name] {
				continue
			}
			names[name] = true
			source, err := os.ReadFile(filepath.Join(dir, path))
			if err != nil {
				return nil, err
			}
			a.Modules = append(a.Modules, module{Name: name, Path: path, Source: string(source), Keep: !d.Absent, Codec: d.Codec})
			for parent := filepath.Dir(below); parent != "."; parent = filepath.Dir(parent) {
				name, yes := strings.ReplaceAll(parent, "/", "."), true
				if !known[filepath.Join(root, parent, "__init__.py")] && !names[name] {
					names[name] = true
					a.Modules = append(a.Modules, module{Name: name, Path: filepath.Join(root, parent), Namespace: &yes})
				}
			}
		}
	}
	if d.Sources || external {
		others = append(others, modules...)
	}
	for _, path := range others {
		f, ok := d.Files[path]
		if !ok {
			f = file{Materialize: 1}
		}
		f.Path = path
		if f.Mode == 0 {
			f.Mode = 0o444
		}
		if external {
			f.Materialize = 0
		} else {
			f.From = filepath.Join(dir, path)
		}
		if strings.HasSuffix(path, ".so") {
			f.Kind = 1
			name := strings.SplitN(filepath.Base(path), ".", 2)[0]
			a.Modules = append(a.Modules, module{Name: name, Path: path, File: path})
		}
		a.Files = append(a.Files, f)
	}
	return a, nil
}

// link writes a bundle of archives, the last of which has the program.
func (r *runtime) link(t testing.TB, out string, archives ...*archive) {
	t.Helper()
	text, err := json.Marshal(archives)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "bundle.json")
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := r.build("bundle", path, out); err != nil {
		t.Fatal(err)
	}
}

// script returns an archive with one module, the program.
func script(source string, meta map[string]any) *archive {
	m := map[string]any{"main": "main", "roots": []any{"_main/pkg"}, "label": "//pkg:main"}
	for k, v := range meta {
		m[k] = v
	}
	return &archive{Meta: m, Modules: []module{{Name: "main", Path: "_main/pkg/main.py", Source: source, Keep: true}}}
}

// command returns what runs a bundle, with few variables but those that are given.
func (r *runtime) command(t testing.TB, bundle string, env []string, args ...string) *exec.Cmd {
	cmd := exec.Command(r.interpreter(), r.arguments(args...)...)
	cmd.Env = append([]string{"HERMETIC_PYTHON_BUNDLE=" + bundle, "TMPDIR=" + t.TempDir()}, env...)
	return cmd
}

// TestScripts runs testdata/script: each is one thing that the bootstrap does, with
// the files of a bundle, how it is called, and what comes out. Its commands are
//
//	link OUT DIR...           makes a bundle; DIR.json describes an archive
//	run CODE BUNDLE [ARG...]  runs it and expects the exit code
//	python CODE ARG...        the tree as an interpreter
//	xml FILE                  writes the tests of a report, a line each
//	truncate OUT IN BYTES     makes a file shorter, or longer
//	damage OUT IN OLD NEW     changes the last place that has a text
//	glob PATTERN              expects such a file
func TestScripts(t *testing.T) {
	r := testRuntime(t)
	testscript.Run(t, testscript.Params{
		Dir:                "testdata/script",
		RequireUniqueNames: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("TMPDIR", e.WorkDir+"/tmp")
			e.Setenv("PYTHON", r.python)
			e.Setenv("LIBRARY", r.library())
			e.Setenv("INTERPRETER", r.interpreter())
			e.Setenv("EXTENSION", r.extension())
			e.Setenv("SITE", os.Getenv("HERMETIC_PYTHON_TEST_PYTEST"))
			return os.MkdirAll(e.WorkDir+"/tmp", 0o700)
		},
		Condition: func(c string) (bool, error) {
			switch c {
			case "pytest":
				return os.Getenv("HERMETIC_PYTHON_TEST_PYTEST") != "", nil
			case "extension":
				return r.extension() != "", nil
			}
			if minor, ok := strings.CutPrefix(c, "since:3."); ok {
				n, err := strconv.Atoi(minor)
				return r.Minor >= n, err
			}
			return false, fmt.Errorf("unknown condition %q", c)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"link": r.scriptLink,
			"run": func(ts *testscript.TestScript, neg bool, args []string) {
				if neg || len(args) < 2 {
					ts.Fatalf("usage: run CODE BUNDLE [ARG...]")
				}
				ts.Setenv("HERMETIC_PYTHON_BUNDLE", args[1])
				expect(ts, args[0], r.interpreter(), r.arguments(args[2:]...)...)
				ts.Setenv("HERMETIC_PYTHON_BUNDLE", "")
			},
			"python": func(ts *testscript.TestScript, neg bool, args []string) {
				expect(ts, args[0], r.interpreter(), args[1:]...)
			},
			"xml":      scriptXML,
			"truncate": scriptTruncate,
			"damage":   scriptDamage,
			"glob": func(ts *testscript.TestScript, neg bool, args []string) {
				if found, err := filepath.Glob(ts.MkAbs(args[0])); err != nil || len(found) == 0 {
					ts.Fatalf("nothing is called %s", args[0])
				}
			},
		},
	})
}

func expect(ts *testscript.TestScript, code, program string, args ...string) {
	want, err := strconv.Atoi(code)
	ts.Check(err)
	got := 0
	err = ts.Exec(program, args...)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

func (r *runtime) scriptLink(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: link OUT DIR...")
	}
	var archives []*archive
	for _, dir := range args[1:] {
		var d description
		if text, err := os.ReadFile(ts.MkAbs(dir + ".json")); err == nil && len(text) > 0 {
			ts.Check(json.Unmarshal(text, &d))
		}
		a, err := read(ts.MkAbs(dir), d)
		ts.Check(err)
		archives = append(archives, a)
	}
	text, err := json.Marshal(archives)
	ts.Check(err)
	path := ts.MkAbs(args[0] + ".description")
	ts.Check(os.WriteFile(path, text, 0o644))
	ts.Check(r.build("bundle", path, ts.MkAbs(args[0])))
}

// report is JUnit XML.
type report struct {
	Suites []struct {
		Name     string `xml:"name,attr"`
		Tests    int    `xml:"tests,attr"`
		Failures int    `xml:"failures,attr"`
		Errors   int    `xml:"errors,attr"`
		Skipped  int    `xml:"skipped,attr"`
		Cases    []struct {
			Name     string `xml:"name,attr"`
			Class    string `xml:"classname,attr"`
			Outcomes []struct {
				XMLName xml.Name
				Message string `xml:"message,attr"`
				Text    string `xml:",chardata"`
			} `xml:",any"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

// summary returns a line for the suite and one for each test.
func (r *report) summary() string {
	var b strings.Builder
	for _, s := range r.Suites {
		fmt.Fprintf(&b, "%s: %d tests, %d failures, %d errors, %d skipped\n", s.Name, s.Tests, s.Failures, s.Errors, s.Skipped)
		for _, c := range s.Cases {
			fmt.Fprintf(&b, "%s.%s", c.Class, c.Name)
			for _, o := range c.Outcomes {
				fmt.Fprintf(&b, " | %s: %s", o.XMLName.Local, o.Message)
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func readReport(path string) (*report, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var r report
	return &r, xml.Unmarshal(text, &r)
}

func scriptXML(ts *testscript.TestScript, neg bool, args []string) {
	r, err := readReport(ts.MkAbs(args[0]))
	ts.Check(err)
	_, _ = ts.Stdout().Write([]byte(r.summary()))
}

func scriptTruncate(ts *testscript.TestScript, neg bool, args []string) {
	data, err := os.ReadFile(ts.MkAbs(args[1]))
	ts.Check(err)
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), append(data, make([]byte, max(n, 0))...)[:len(data)+n], 0o755))
}

func scriptDamage(ts *testscript.TestScript, neg bool, args []string) {
	data, err := os.ReadFile(ts.MkAbs(args[1]))
	ts.Check(err)
	at := bytes.LastIndex(data, []byte(args[2]))
	if at < 0 || len(args[2]) != len(args[3]) {
		ts.Fatalf("%s is not in %s, or has another length", args[2], args[1])
	}
	copy(data[at:], args[3])
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o755))
}

// TestPython runs the unit tests *_test.py, each as the program of a bundle.
func TestPython(t *testing.T) {
	r := testRuntime(t)
	for _, path := range glob(t, "*_test.py") {
		name := strings.TrimSuffix(path, ".py")
		t.Run(name, func(t *testing.T) {
			source, err := directory.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			a := &archive{
				Meta:    map[string]any{"main": name, "roots": []any{"_main/pkg"}, "runner": "unittest", "label": "//pkg:" + name},
				Modules: []module{{Name: name, Path: "_main/pkg/" + path, Source: string(source), Keep: true}},
			}
			bundle := filepath.Join(t.TempDir(), "bundle")
			r.link(t, bundle, a)
			if out, err := r.command(t, bundle, nil, "-v").CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

func TestModulesAreThoseOfTheDirectory(t *testing.T) {
	var got []string
	for _, m := range Modules() {
		got = append(got, m.Name)
		if len(m.Source) == 0 {
			t.Errorf("%s is empty", m.Name)
		}
	}
	var want []string
	for _, f := range glob(t, "_hermetic*.py") {
		want = append(want, strings.TrimSuffix(f, ".py"))
	}
	sort.Strings(want)
	slices.Sort(got)
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("modules (-got +want):\n%s", diff)
	}
	if !slices.Contains(got, contract.BootstrapModule) {
		t.Errorf("there is no %s", contract.BootstrapModule)
	}
	if !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(Version()) {
		t.Errorf("version %q", Version())
	}
}

// TestProgramsSayWhatTheContractSays holds the words that stand in Python, too,
// against those of the launchers.
func TestProgramsSayWhatTheContractSays(t *testing.T) {
	var all strings.Builder
	for _, m := range Modules() {
		all.Write(m.Source)
	}
	for _, want := range []string{
		fmt.Sprintf("COMMAND = %q\n", contract.Command), fmt.Sprintf("posix._exit(%d)", contract.FaultStatus),
		fmt.Sprintf("text = \"%s%%s: %%s; %%s", contract.FaultPrefix), path.Base(contract.StdlibFile),
		fmt.Sprintf("getenv(b%q)", contract.CommandVar), fmt.Sprintf("getenv(b%q)", contract.BundleVar),
		fmt.Sprintf("getenv(b%q)", contract.TraceVar), fmt.Sprintf("names = [b%q, ", contract.CacheVar),
	} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("no program has %q", want)
		}
	}
	if want := "import " + contract.BootstrapModule + "; "; !strings.HasPrefix(Encodings, want) {
		t.Errorf("encodings begins with %q, want %q", Encodings, want)
	}
}
