package launch_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/fstest"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/pack"
)

// runtimeDigest is the digest that the runtime of these tests says it has.
var runtimeDigest = sha256.Sum256([]byte("runtime"))

var testBinary = sync.OnceValues(func() ([]byte, error) { return os.ReadFile("/proc/self/exe") })

// carrier returns the test binary: the start of bundles and of interpreters.
func carrier(t testing.TB) []byte {
	t.Helper()
	content, err := testBinary()
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// stdlib returns an archive that looks like a standard library, behind a file of a
// length.
func stdlib(t testing.TB, length int64) []byte {
	t.Helper()
	var out bytes.Buffer
	w := hpa.NewWriter(&out, length)
	// Bytes that do not compress, so that flips hit them.
	noise := make([]byte, 1<<20)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(noise)
	blob, err := w.Add(noise, hpa.BlobOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(hpa.Index{
		Meta:  map[string]any{"kind": "stdlib", "python": "3.14", "runtime": hex.EncodeToString(runtimeDigest[:])},
		Files: []hpa.File{{Path: "noise", Blob: blob}},
	}, hpa.TrailerOptions{Python: 0x030e}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// fileRuntime is the archive of an interpreter that is one file.
func fileRuntime(t testing.TB, level pack.Level) []byte {
	t.Helper()
	image := carrier(t)
	image = slices.Concat(image, stdlib(t, int64(len(image))))
	var out bytes.Buffer
	if err := pack.Image(context.Background(), &out, "runtime", image, pack.Options{Level: level}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// treeRuntime is the archive of an interpreter that is a directory.
func treeRuntime(t testing.TB, level pack.Level) []byte {
	t.Helper()
	image := carrier(t)
	image = slices.Concat(image, stdlib(t, int64(len(image))))
	tree := fstest.MapFS{
		"bin/python3.14":               {Data: image, Mode: 0o555},
		"bin/python3.14._pth":          {Data: []byte("../lib\n"), Mode: 0o444},
		"lib/_hermetic.pyc":            {Data: []byte("code"), Mode: 0o444},
		"lib/encodings/__init__.pyc":   {Data: []byte("code"), Mode: 0o444},
		"lib/stdlib.hpa":               {Data: stdlib(t, 0), Mode: 0o444},
		"lib/python3.14/lib-dynload/x": {Data: nil, Mode: 0o444},
	}
	var out bytes.Buffer
	if err := pack.Tree(context.Background(), &out, tree, pack.Options{Level: level}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var (
	fastFile = sync.OnceValue(func() []byte { return fileRuntime(failing{}, pack.Fast) })
	fastTree = sync.OnceValue(func() []byte { return treeRuntime(failing{}, pack.Fast) })
)

// failing is a testing.TB for what is made once for all tests.
type failing struct{ testing.TB }

func (failing) Helper()           {}
func (failing) Fatal(args ...any) { panic(args) }

// bundle joins the stem, the archive of a runtime and that of a program.
func bundle(t testing.TB, runtime []byte, meta map[string]any, needs [32]byte) []byte {
	t.Helper()
	out := bytes.NewBuffer(slices.Clone(carrier(t)))
	opened, err := hpa.Open(bytes.NewReader(runtime), int64(len(runtime)))
	if err != nil {
		t.Fatal(err)
	}
	length, err := hpa.Concat(out, int64(out.Len()), false, opened.Archives...)
	if err != nil {
		t.Fatal(err)
	}
	if meta == nil {
		return out.Bytes()
	}
	w := hpa.NewWriter(out, length)
	if err := w.Close(hpa.Index{Meta: meta}, hpa.TrailerOptions{Previous: true, Runtime: [24]byte(needs[:24])}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// program is the META of the program in most bundles.
func program() map[string]any {
	return map[string]any{"kind": "bundle", "label": "//pkg:test", "main": "pkg.test", "env_inherit": []any{"PYTHONFAULTHANDLER"}}
}

// write makes a file that can be executed, and returns its path.
func write(t testing.TB, path string, content []byte) string {
	t.Helper()
	if err := os.WriteFile(path, content, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// fileBundle and treeBundle write a bundle to a directory of its own.
func fileBundle(t testing.TB) string {
	t.Helper()
	return write(t, filepath.Join(t.TempDir(), "test"), bundle(t, fastFile(), program(), runtimeDigest))
}

func treeBundle(t testing.TB) string {
	t.Helper()
	return write(t, filepath.Join(t.TempDir(), "test"), bundle(t, fastTree(), program(), runtimeDigest))
}

// started is a bundle that was started once, so that its runtime is in a cache.
type started struct {
	path, cache string
	env         []string
	// interpreter is what the process became, entry what is in the cache.
	interpreter, entry string
	good               string // the treeHash of the entry
}

func startOnce(t testing.TB, make func(testing.TB) string) started {
	t.Helper()
	s := started{path: make(t), cache: t.TempDir()}
	s.env = []string{"HERMETIC_PYTHON_CACHE=" + s.cache}
	s.interpreter = wantStarted(t, start(t, command(s.path, s.env))).Exe
	s.entry = wantEntry(t, s.cache)
	s.good = treeHash(t, s.entry)
	return s
}

// outcome is how a start ended.
type outcome struct {
	code           int
	stdout, stderr string
	pid            int
	report         *report // nil if the interpreter was not reached
}

// start runs a command to its end.
func start(t testing.TB, cmd *exec.Cmd) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	o := outcome{code: cmd.ProcessState.ExitCode(), stdout: stdout.String(), stderr: stderr.String(), pid: cmd.Process.Pid}
	if r := (&report{}); json.Unmarshal(stdout.Bytes(), r) == nil {
		o.report = r
	}
	return o
}

// command returns a start of a bundle with an environment and nothing else.
func command(path string, environ []string, args ...string) *exec.Cmd {
	cmd := exec.Command(path, args...)
	cmd.Env = append([]string{}, environ...)
	return cmd
}

// wantStarted fails unless the interpreter was reached.
func wantStarted(t testing.TB, o outcome) *report {
	t.Helper()
	if o.report == nil || o.code != 0 {
		t.Fatalf("got exit status %d without a report of the interpreter\n%s%s", o.code, o.stdout, o.stderr)
	}
	return o.report
}

// wantFault fails unless the start ended in one line with some words.
func wantFault(t testing.TB, o outcome, words ...string) {
	t.Helper()
	if o.code != 125 || o.report != nil {
		t.Fatalf("got exit status %d, want 125\n%s%s", o.code, o.stdout, o.stderr)
	}
	line, rest, _ := strings.Cut(o.stderr, "\n")
	if rest != "" || !strings.HasPrefix(line, "hermetic_python: ") {
		t.Errorf("got stderr %q, want one line that starts with hermetic_python:", o.stderr)
	}
	for _, word := range words {
		if !strings.Contains(line, word) {
			t.Errorf("got %q, want %q in it", line, word)
		}
	}
}

// contents returns the names in the cache of a place, without locks and without
// what only a kill leaves.
func contents(t testing.TB, place string) (entries, parts []string) {
	t.Helper()
	dirs, err := filepath.Glob(filepath.Join(place, "hermetic_python-*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range dirs {
		names, err := os.ReadDir(dir)
		if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) {
			t.Fatal(err)
		}
		for _, name := range names {
			switch n := name.Name(); {
			case strings.HasPrefix(n, ".part-"):
				parts = append(parts, filepath.Join(dir, n))
			case !strings.HasSuffix(n, ".lock"):
				entries = append(entries, filepath.Join(dir, n))
			}
		}
	}
	return entries, parts
}

// wantEntry fails unless the cache of a place has one entry and nothing else.
func wantEntry(t testing.TB, place string) string {
	t.Helper()
	entries, parts := contents(t, place)
	if len(entries) != 1 || len(parts) != 0 {
		t.Fatalf("got entries %q and parts %q in the cache, want one entry", entries, parts)
	}
	return entries[0]
}

// wantNothing fails unless the cache of a place is empty.
func wantNothing(t testing.TB, place string) {
	t.Helper()
	if entries, parts := contents(t, place); len(entries)+len(parts) != 0 {
		t.Fatalf("got entries %q and parts %q in the cache, want none", entries, parts)
	}
}

// treeHash returns a hash of the files of an entry.
func treeHash(t testing.TB, entry string) string {
	t.Helper()
	h := sha256.New()
	err := filepath.WalkDir(entry, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		_, _ = io.WriteString(h, path[len(entry):])
		_, err = io.Copy(h, f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(h.Sum(nil))
}
