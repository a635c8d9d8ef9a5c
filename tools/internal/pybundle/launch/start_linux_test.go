package launch_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/launch"
)

func TestImageKeepsTheArgumentsOfTheCaller(t *testing.T) {
	path, cache := fileBundle(t), t.TempDir()
	r := wantStarted(t, start(t, command(path, []string{"HERMETIC_PYTHON_CACHE=" + cache}, "--flag", "", "a b")))
	if diff := cmp.Diff([]string{path, "--flag", "", "a b"}, r.Args); diff != "" {
		t.Errorf("arguments (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(wantEntry(t, cache), r.Exe); diff != "" {
		t.Errorf("interpreter (-want +got):\n%s", diff)
	}
}

func TestTreeIsToldToStartTheProgram(t *testing.T) {
	path, cache := treeBundle(t), t.TempDir()
	r := wantStarted(t, start(t, command(path, []string{"HERMETIC_PYTHON_CACHE=" + cache}, "--flag")))
	interpreter := filepath.Join(wantEntry(t, cache), "bin/python3.14")
	if diff := cmp.Diff([]string{interpreter, "-I", "-X", "utf8", "-c", "import _hermetic; _hermetic.main()", "--flag"}, r.Args); diff != "" {
		t.Errorf("arguments (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(interpreter, r.Exe); diff != "" {
		t.Errorf("interpreter (-want +got):\n%s", diff)
	}
}

func TestTreeThatIsCalledPythonIsAnInterpreter(t *testing.T) {
	path, cache := treeBundle(t), t.TempDir()
	link := filepath.Join(t.TempDir(), "python3")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	r := wantStarted(t, start(t, command(link, []string{"HERMETIC_PYTHON_CACHE=" + cache}, "-c", "pass")))
	if diff := cmp.Diff([]string{filepath.Join(wantEntry(t, cache), "bin/python3.14"), "-c", "pass"}, r.Args); diff != "" {
		t.Errorf("arguments (-want +got):\n%s", diff)
	}
}

func TestTreeThatIsCalledLikePythonIsAProgram(t *testing.T) {
	path, cache := treeBundle(t), t.TempDir()
	link := filepath.Join(t.TempDir(), "python3_works")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	r := wantStarted(t, start(t, command(link, []string{"HERMETIC_PYTHON_CACHE=" + cache})))
	want := []string{filepath.Join(wantEntry(t, cache), "bin/python3.14"), "-I", "-X", "utf8", "-c", "import _hermetic; _hermetic.main()"}
	if diff := cmp.Diff(want, r.Args); diff != "" {
		t.Errorf("arguments (-want +got):\n%s", diff)
	}
}

func TestFilesOfAnEntry(t *testing.T) {
	cache := t.TempDir()
	wantStarted(t, start(t, command(treeBundle(t), []string{"HERMETIC_PYTHON_CACHE=" + cache})))
	entry := wantEntry(t, cache)
	got := map[string]string{}
	for _, name := range []string{
		".", "bin", "lib/encodings", "bin/python3.14", "bin/python3.14._pth", "lib/stdlib.hpa", "lib/python3.14/lib-dynload/x",
	} {
		info, err := os.Lstat(filepath.Join(entry, name))
		if err != nil {
			t.Fatal(err)
		}
		got[name] = info.Mode().String()
	}
	want := map[string]string{
		".": "drwx------", "bin": "drwx------", "lib/encodings": "drwx------", "bin/python3.14": "-r-x------",
		"bin/python3.14._pth": "-r--------", "lib/stdlib.hpa": "-r--------", "lib/python3.14/lib-dynload/x": "-r--------",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("modes (-want +got):\n%s", diff)
	}
}

func TestBundlesWithTheSameRuntimeShareItsEntry(t *testing.T) {
	cache := t.TempDir()
	first, second := fileBundle(t), fileBundle(t)
	a := wantStarted(t, start(t, command(first, []string{"HERMETIC_PYTHON_CACHE=" + cache})))
	before, err := os.Stat(a.Exe)
	if err != nil {
		t.Fatal(err)
	}
	b := wantStarted(t, start(t, command(second, []string{"HERMETIC_PYTHON_CACHE=" + cache})))
	after, err := os.Stat(b.Exe)
	if err != nil {
		t.Fatal(err)
	}
	if !os.SameFile(before, after) {
		t.Errorf("the second start unpacked the runtime again")
	}
	wantEntry(t, cache)
}

// Nothing stands between the caller and the interpreter: no parent that would have
// to forward signals.
func TestInterpreterIsTheProcessThatWasStarted(t *testing.T) {
	path := fileBundle(t)
	env := []string{"HERMETIC_PYTHON_CACHE=" + t.TempDir()}
	o := start(t, command(path, env, "exit 7"))
	if o.report == nil || o.report.PID != o.pid || o.code != 7 {
		t.Errorf("got process %+v and status %d, want process %d and status 7", o.report, o.code, o.pid)
	}
	cmd := command(path, env, "die")
	start(t, cmd)
	if status := cmd.ProcessState.Sys().(syscall.WaitStatus); status.Signal() != syscall.SIGKILL {
		t.Errorf("got status %v, want death by SIGKILL", cmd.ProcessState)
	}
}

// A test is reached through a link, and what is beside the link is not beside the
// file (trap 12).
func TestBundleIsNamedAsTheCallerNamedIt(t *testing.T) {
	path, cache := fileBundle(t), t.TempDir()
	dir := t.TempDir()
	link := filepath.Join(dir, "link")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	env := []string{"HERMETIC_PYTHON_CACHE=" + cache}
	for name, c := range map[string]struct {
		argv0, path, want string
	}{
		"file":                      {path, path, path},
		"link":                      {link, link, link},
		"relative link":             {"./link", link, link},
		"name that is no path":      {"link", link, link},
		"path of another file":      {"/bin/sh", link, link},
		"path of nothing":           {"/nowhere/at/all", link, link},
		"empty name":                {"", link, link},
		"an interpreter's name":     {"python3", link, link},
		"path of the file, by link": {path, link, path},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := &exec.Cmd{Path: c.path, Args: []string{c.argv0}, Env: env, Dir: dir}
			r := wantStarted(t, start(t, cmd))
			if got, _ := r.getenv("HERMETIC_PYTHON_BUNDLE"); got != c.want {
				t.Errorf("got bundle %q, want %q", got, c.want)
			}
			if diff := cmp.Diff([]string{c.argv0}, r.Args); diff != "" {
				t.Errorf("arguments (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBundleWithoutAName(t *testing.T) {
	path, cache := fileBundle(t), t.TempDir()
	content, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	cmd := &exec.Cmd{
		Path: "/proc/self/fd/3", Args: []string{"nothing"},
		Env: []string{"HERMETIC_PYTHON_CACHE=" + cache}, ExtraFiles: []*os.File{content},
	}
	wantStarted(t, start(t, cmd))
}

func TestEnvironmentOfTheInterpreter(t *testing.T) {
	path, cache := fileBundle(t), t.TempDir()
	env := []string{
		"HERMETIC_PYTHON_CACHE=" + cache, "PATH=.:/bin", "LANG=C", "TZ=UTC", "LDFLAGS=kept", "EMPTY=",
		"LD_LIBRARY_PATH=/evil", "LD_BIND_NOW=1", "LD_DEBUG_OUTPUT=/evil", "LD_=1",
		"GCONV_PATH=/evil", "LOCPATH=/evil", "NLSPATH=/evil", "GLIBC_TUNABLES=glibc.malloc.check=1", "MALLOC_TRACE=/evil", "MALLOC_ARENA_MAX=1",
		"PYTHONPATH=/evil", "PYTHONHOME=/evil", "PYTHONSTARTUP=/evil", "PYTHONOPTIMIZE=2", "PYTHON_GIL=1", "PYTHONFAULTHANDLER=1",
		"HERMETIC_PYTHON_BUNDLE=/evil", "no variable", "=void",
	}
	r := wantStarted(t, start(t, command(path, env)))
	want := []string{
		"EMPTY=", "HERMETIC_PYTHON_BUNDLE=" + path, "HERMETIC_PYTHON_CACHE=" + cache, "LANG=C", "LDFLAGS=kept", "PATH=.:/bin",
		"PYTHONFAULTHANDLER=1", // the program inherits it
		"TZ=UTC",
	}
	slices.Sort(r.Environ)
	if diff := cmp.Diff(want, r.Environ); diff != "" {
		t.Errorf("environment (-want +got):\n%s", diff)
	}
}

func TestEmptyEnvironment(t *testing.T) {
	// The directory of a system is used, where other tests and users may be, too.
	r := wantStarted(t, start(t, command(fileBundle(t), nil)))
	if len(r.Environ) != 1 {
		t.Errorf("got environment %q, want the bundle alone", r.Environ)
	}
	// Where that directory cannot be used, the interpreter is in memory.
	_ = os.Remove(r.Exe)
	_ = os.Remove(r.Exe + ".lock")
	_ = os.Remove(filepath.Dir(r.Exe))
}

func TestRuntimeAloneIsNotToldOfAProgram(t *testing.T) {
	path := write(t, filepath.Join(t.TempDir(), "python3"), bundle(t, fastFile(), nil, runtimeDigest))
	r := wantStarted(t, start(t, command(path, []string{"HERMETIC_PYTHON_CACHE=" + t.TempDir()})))
	if got, ok := r.getenv("HERMETIC_PYTHON_BUNDLE"); ok {
		t.Errorf("got bundle %q, want none", got)
	}
}

func TestInfoDoesNotStartAnything(t *testing.T) {
	path, cache := fileBundle(t), t.TempDir()
	env := []string{"HERMETIC_PYTHON_CACHE=" + cache}
	o := start(t, command(path, append(env, "HERMETIC_PYTHON=info")))
	if o.code != 0 || o.report != nil || !bytes.Contains([]byte(o.stdout), []byte("label:  //pkg:test\n")) {
		t.Errorf("got status %d and %q, want what the bundle is", o.code, o.stdout)
	}
	if names, err := os.ReadDir(cache); err != nil || len(names) != 0 {
		t.Errorf("got %v in the cache, want nothing", names)
	}
	entry := wantStarted(t, start(t, command(path, env))).Exe
	o = start(t, command(path, append(env, "HERMETIC_PYTHON=info")))
	if !bytes.Contains([]byte(o.stdout), []byte("runtime: "+entry+"\n")) {
		t.Errorf("got %q, want %s in it", o.stdout, entry)
	}
}

func TestTraceHasThePhasesOfEachStart(t *testing.T) {
	path, outputs := fileBundle(t), t.TempDir()
	env := []string{
		"HERMETIC_PYTHON_CACHE=" + t.TempDir(), "TEST_UNDECLARED_OUTPUTS_DIR=" + outputs, "HERMETIC_PYTHON_TRACE=trace.json",
	}
	pids := []int{wantStarted(t, start(t, command(path, env))).PID, wantStarted(t, start(t, command(path, env))).PID}
	text, err := os.ReadFile(filepath.Join(outputs, "trace.json"))
	if err != nil {
		t.Fatal(err)
	}
	type line struct {
		Label  string
		PID    int
		Phases map[string]int64
	}
	var got []line
	for decoder := json.NewDecoder(bytes.NewReader(text)); decoder.More(); {
		var l line
		if err := decoder.Decode(&l); err != nil {
			t.Fatal(err)
		}
		for phase := range l.Phases {
			l.Phases[phase] = 0
		}
		got = append(got, l)
	}
	want := []line{
		{"//pkg:test", pids[0], map[string]int64{"stem": 0, "opened": 0, "unpacked": 0}},
		{"//pkg:test", pids[1], map[string]int64{"stem": 0, "opened": 0}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	env[2] = "HERMETIC_PYTHON_TRACE=/nowhere/trace.json"
	wantStarted(t, start(t, command(path, env)))
}

func TestVerifyFindsWhatAStartDoesNotLookAt(t *testing.T) {
	for name, make := range map[string]func(testing.TB) string{"file": fileBundle, "tree": treeBundle} {
		t.Run(name, func(t *testing.T) {
			s := startOnce(t, make)

			o := start(t, command(s.path, append(s.env, "HERMETIC_PYTHON=verify")))
			if o.code != 0 {
				t.Fatalf("got status %d for a good bundle\n%s", o.code, o.stderr)
			}
			flip(t, s.interpreter, -1)
			wantFault(t, start(t, command(s.path, append(s.env, "HERMETIC_PYTHON=verify"))), s.entry, "damaged")
			wantNothing(t, s.cache)
			wantStarted(t, start(t, command(s.path, s.env)))
			if got := treeHash(t, wantEntry(t, s.cache)); got != s.good {
				t.Errorf("the entry was not made anew")
			}
		})
	}
}

// flip changes a byte of a file, whatever its mode; a negative place is one from
// the end. Length, mode, owner and links stay.
func flip(t testing.TB, path string, at int64) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if at < 0 {
		at += info.Size()
	}
	if err := os.Chmod(path, 0o700); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 1)
	if _, err := f.ReadAt(b, at); err != nil {
		t.Fatal(err)
	}
	b[0] ^= 0x10
	if _, err := f.WriteAt(b, at); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, info.Mode().Perm()); err != nil {
		t.Fatal(err)
	}
}

func TestFaultIsOneLine(t *testing.T) {
	f := &launch.Fault{File: "x", Err: os.ErrNotExist, Fix: "make\nit"}
	if got, want := f.Error(), "hermetic_python: x: file does not exist; make it"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
