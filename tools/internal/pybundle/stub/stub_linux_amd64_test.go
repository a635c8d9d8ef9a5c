package stub

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// started is what a runtime sees of its start.
type started struct {
	Args []string
	Env  []string
}

// TestMain lets this program be the runtime of its stubs: they set the variable.
func TestMain(m *testing.M) {
	if _, ok := os.LookupEnv("HERMETIC_PYTHON_BUNDLE"); ok {
		env := os.Environ()
		slices.Sort(env)
		if err := json.NewEncoder(os.Stdout).Encode(started{os.Args, env}); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// place makes a stub and links to this program below a directory.
func place(t *testing.T, c Config, stub string, runtimes ...string) string {
	t.Helper()
	dir := t.TempDir()
	b, err := Build(c)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, stub), b, 0o755)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range runtimes {
		link(t, self, filepath.Join(dir, r))
	}
	return dir
}

func write(t *testing.T, name string, b []byte, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, b, mode); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, to, name string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(to, name); err != nil {
		t.Fatal(err)
	}
}

// start runs a command and returns what its runtime saw.
func start(t *testing.T, cmd *exec.Cmd) started {
	t.Helper()
	var s started
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("%v: %s", err, exit.Stderr)
		}
		t.Fatal(err)
	}
	if err := json.Unmarshal(out, &s); err != nil {
		t.Fatalf("%v: %q", err, out)
	}
	return s
}

func TestStubFindsItsRuntime(t *testing.T) {
	image := Config{Runtime: "_main/rt/runtime.bin", Bundle: "_main/pkg/sub/test"}
	tree := Config{Runtime: "_main/rt.tree/bin/python3.14", Bundle: "_main/pkg/sub/test"}
	for _, tt := range []struct {
		name          string
		config        Config
		stub, runtime string
		// dir is the working directory and call the name to call the stub by, both
		// below the directory of the test.
		dir, call string
		env       []string
	}{
		{name: "in runfiles beside it", config: image, stub: "bin/test", runtime: "bin/test.runfiles/_main/rt/runtime.bin", call: "bin/test"},
		{name: "in the runfiles that it lies in", config: image, stub: "x/_main/pkg/sub/test", runtime: "x/_main/rt/runtime.bin", call: "x/_main/pkg/sub/test"},
		{name: "by a relative name", config: image, stub: "x/_main/pkg/sub/test", runtime: "x/_main/rt/runtime.bin", dir: "x/_main", call: "pkg/sub/test"},
		{name: "by a name in the working directory", config: image, stub: "test", runtime: "test.runfiles/_main/rt/runtime.bin", call: "./test"},
		{name: "by RUNFILES_DIR", config: image, stub: "test", runtime: "r/_main/rt/runtime.bin", call: "test", env: []string{"RUNFILES_DIR=r"}},
		{name: "by TEST_SRCDIR", config: image, stub: "test", runtime: "r/_main/rt/runtime.bin", call: "test", env: []string{"TEST_SRCDIR=r"}},
		{name: "beside it", config: image, stub: "d/test", runtime: "d/runtime.bin", call: "d/test"},
		{name: "beside it as a tree", config: tree, stub: "d/test", runtime: "d/rt.tree/bin/python3.14", call: "d/test"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := place(t, tt.config, tt.stub, tt.runtime)
			call := filepath.Join(dir, tt.call)
			if tt.dir != "" || strings.HasPrefix(tt.call, "./") {
				call = tt.call
			}
			env := tt.env
			for i, v := range env {
				env[i] = strings.Replace(v, "=", "="+dir+"/", 1)
			}
			cmd := &exec.Cmd{Path: call, Args: []string{"called", "a", "b c"}, Dir: filepath.Join(dir, tt.dir), Env: append([]string{"KEPT=1"}, env...)}
			want := started{
				Args: []string{"called", "a", "b c"},
				Env:  append([]string{"HERMETIC_PYTHON_BUNDLE=" + call, "KEPT=1"}, env...),
			}
			if diff := cmp.Diff(start(t, cmd), want); diff != "" {
				t.Errorf("-got +want:\n%s", diff)
			}
		})
	}
}

// TestStubIsFoundThroughLinks starts stubs as sandboxes do: by a link that leads
// out of the directory with the runtime, or by one that leads into it (trap 12).
func TestStubIsFoundThroughLinks(t *testing.T) {
	c := Config{Runtime: "_main/rt.bin", Bundle: "_main/test"}
	t.Run("runtime beside the link", func(t *testing.T) {
		dir := place(t, c, "store/test", "sandbox/_main/rt.bin")
		link(t, filepath.Join(dir, "store/test"), filepath.Join(dir, "sandbox/_main/test"))
		got := start(t, &exec.Cmd{Path: filepath.Join(dir, "sandbox/_main/test"), Env: []string{}})
		want := []string{"HERMETIC_PYTHON_BUNDLE=" + dir + "/sandbox/_main/test"}
		if diff := cmp.Diff(got.Env, want); diff != "" {
			t.Errorf("-got +want:\n%s", diff)
		}
	})
	t.Run("runtime beside the file", func(t *testing.T) {
		dir := place(t, c, "store/_main/test", "store/_main/rt.bin")
		link(t, filepath.Join(dir, "store/_main/test"), filepath.Join(dir, "bin/test"))
		got := start(t, &exec.Cmd{Path: filepath.Join(dir, "bin/test"), Env: []string{}})
		resolved, err := filepath.EvalSymlinks(dir)
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"HERMETIC_PYTHON_BUNDLE=" + resolved + "/store/_main/test"}
		if diff := cmp.Diff(got.Env, want); diff != "" {
			t.Errorf("-got +want:\n%s", diff)
		}
	})
}

func TestStubGivesArguments(t *testing.T) {
	c := Config{Runtime: "_main/rt.bin", Bundle: "_main/test", Argv0: "python3", Args: []string{"-c", "import x; x.main()"}}
	dir := place(t, c, "_main/test", "_main/rt.bin")
	for _, tt := range []struct {
		name         string
		caller, want []string
	}{
		{"with arguments", []string{"test", "-v", ""}, []string{"python3", "-c", "import x; x.main()", "-v", ""}},
		{"without", []string{"test"}, []string{"python3", "-c", "import x; x.main()"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := start(t, &exec.Cmd{Path: filepath.Join(dir, "_main/test"), Args: tt.caller, Env: []string{}})
			if diff := cmp.Diff(got.Args, tt.want); diff != "" {
				t.Errorf("-got +want:\n%s", diff)
			}
		})
	}
}

func TestStubGivesTheRuntimesPath(t *testing.T) {
	c := Config{Runtime: "_main/rt.tree/bin/python3.14", Bundle: "_main/test", Argv0: RuntimePath}
	dir := place(t, c, "_main/test", c.Runtime)
	got := start(t, &exec.Cmd{Path: filepath.Join(dir, "_main/test"), Args: []string{"test", "-v"}, Env: []string{"PATH=/usr/bin"}})
	want := []string{filepath.Join(dir, "_main/../", c.Runtime), "-v"}
	for i, arg := range got.Args {
		got.Args[i] = filepath.Clean(arg)
	}
	if diff := cmp.Diff(got.Args, want); diff != "" {
		t.Errorf("-got +want:\n%s", diff)
	}
}

func TestStubCleansTheEnvironment(t *testing.T) {
	dir := place(t, Config{Runtime: "_main/rt.bin", Bundle: "_main/test"}, "_main/test", "_main/rt.bin")
	got := start(t, &exec.Cmd{Path: filepath.Join(dir, "_main/test"), Env: []string{
		"LD_PRELOAD=/none.so", "A=1", "LD_LIBRARY_PATH=/none", "LD_AUDIT=", "GLIBC_TUNABLES=glibc.malloc.perturb=3",
		"MALLOC_PERTURB_=7", "GCONV_PATH=/x", "LOCPATH=/x", "NLSPATH=/x", "HERMETIC_PYTHON_BUNDLE=/other",
		"LDFLAGS=kept", "LOCPATHS=kept", "L=kept", "PYTHONPATH=of the bootstrap",
	}})
	want := []string{
		"A=1", "HERMETIC_PYTHON_BUNDLE=" + dir + "/_main/test", "L=kept", "LDFLAGS=kept", "LOCPATHS=kept",
		"PYTHONPATH=of the bootstrap",
	}
	if diff := cmp.Diff(got.Env, want); diff != "" {
		t.Errorf("-got +want:\n%s", diff)
	}
}

func TestStubSaysWhereItLooked(t *testing.T) {
	dir := place(t, Config{Runtime: "_main/rt/runtime.bin", Bundle: "_main/pkg/test"}, "pkg/test")
	write(t, filepath.Join(dir, "pkg/runtime.bin"), []byte("not a program"), 0o644)
	cmd := &exec.Cmd{Path: filepath.Join(dir, "pkg/test"), Env: []string{"RUNFILES_DIR=/none"}}
	_, err := cmd.Output()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 125 {
		t.Fatalf("got %v, want exit status 125", err)
	}
	got := strings.ReplaceAll(string(exit.Stderr), dir, "DIR")
	// The second round finds the same by /proc/self/exe.
	places := " DIR/pkg/test.runfiles/_main/rt/runtime.bin DIR/pkg/../../_main/rt/runtime.bin /none/_main/rt/runtime.bin DIR/pkg/runtime.bin (there, but refused)"
	want := "hermetic_python: DIR/pkg/test: the Python runtime cannot be started from any of" + places + places +
		"; set RUNFILES_DIR to the directory that has _main/rt/runtime.bin\n"
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("-got +want:\n%s", diff)
	}
}

func TestBuildRefusesWhatIsNoPath(t *testing.T) {
	for _, c := range []Config{
		{Runtime: "", Bundle: "a"},
		{Runtime: "/a", Bundle: "a"},
		{Runtime: "a", Bundle: "../a"},
		{Runtime: "a", Bundle: "a//b"},
		{Runtime: "a\x00", Bundle: "b"},
		{Runtime: strings.Repeat("a", 5000), Bundle: "b"},
		{Runtime: "a", Bundle: "b", Args: []string{"\x00"}},
	} {
		if _, err := Build(c); err == nil {
			t.Errorf("%+v: no error", c)
		}
	}
}
