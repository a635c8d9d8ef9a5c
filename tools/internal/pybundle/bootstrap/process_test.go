package bootstrap

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/contract"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

const endless = `
import os, time, unittest

class Test(unittest.TestCase):
    def test_1(self): pass
    def test_2(self):
        open(os.environ["READY"], "w").close()
        while True:
            time.sleep(60)
    def test_3(self): pass
`

// waitFor waits until a file exists.
func waitFor(t *testing.T, path string) {
	t.Helper()
	for range 3000 {
		if _, err := os.Stat(path); err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%s does not appear", path)
}

// TestInterruptedRunIsReported holds that signals act as on any interpreter, and
// that the report says which test was running.
func TestInterruptedRunIsReported(t *testing.T) {
	r := testRuntime(t)
	bundle := filepath.Join(t.TempDir(), "bundle")
	r.link(t, bundle, script(endless, map[string]any{"runner": "unittest"}))
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		t.Run(signal.String(), func(t *testing.T) {
			dir := t.TempDir()
			ready, report := filepath.Join(dir, "ready"), filepath.Join(dir, "test.xml")
			cmd := r.command(t, bundle, []string{"READY=" + ready, "XML_OUTPUT_FILE=" + report})
			var out bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &out
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			waitFor(t, ready)
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait()
			if status := cmd.ProcessState.Sys().(syscall.WaitStatus); !status.Signaled() || status.Signal() != signal {
				t.Errorf("ended with %v, want %v\n%s", cmd.ProcessState, signal, &out)
			}
			got, err := readReport(report)
			if err != nil {
				t.Fatal(err)
			}
			want := "//pkg:main: 2 tests, 0 failures, 1 errors, 0 skipped\nmain.Test.test_1\n" +
				"main.Test.test_2 | error: the test was running when the run was interrupted\n"
			if diff := cmp.Diff(got.summary(), want); diff != "" {
				t.Errorf("report (-got +want):\n%s", diff)
			}
		})
	}
}

// TestTimeoutTellsWhereItIs holds that stacks are printed before the time is over.
func TestTimeoutTellsWhereItIs(t *testing.T) {
	r := testRuntime(t)
	bundle := filepath.Join(t.TempDir(), "bundle")
	r.link(t, bundle, script(endless, map[string]any{"runner": "unittest"}))
	cmd := r.command(t, bundle, []string{"READY=" + filepath.Join(t.TempDir(), "ready"), "TEST_TIMEOUT=1"})
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var out []byte
	for buf := make([]byte, 4096); !bytes.Contains(out, []byte("in test_2")); {
		n, err := stderr.Read(buf)
		out = append(out, buf[:n]...)
		if err != nil {
			break
		}
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	if text := string(out); !strings.Contains(text, "Timeout (") || !strings.Contains(text, "in test_2") {
		t.Errorf("stderr has no stacks:\n%s", text)
	}
}

// writer is an archive whose program needs files and a link to its interpreter.
func writer() *archive {
	a := script(`
import os, sys
root = os.path.dirname(__file__)
print(open(root + "/data").read(), sys.executable, root, sep="\n")
`, nil)
	return a
}

func (r *runtime) linkWithData(t *testing.T, bundle string) {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(data, bytes.Repeat([]byte("data "), 100000), 0o644); err != nil {
		t.Fatal(err)
	}
	a := writer()
	a.Files = []file{{Path: "_main/pkg/data", Mode: 0o444, From: data, Materialize: 1}}
	r.link(t, bundle, a)
}

// TestFirstRunsRace has trap 13: many cold starts at once.
func TestFirstRunsRace(t *testing.T) {
	r := testRuntime(t)
	bundle, cache := filepath.Join(t.TempDir(), "bundle"), t.TempDir()
	r.linkWithData(t, bundle)
	outputs := make([]string, 24)
	var wg sync.WaitGroup
	for i := range outputs {
		cmd := r.command(t, bundle, []string{"HERMETIC_PYTHON_CACHE=" + cache})
		wg.Go(func() {
			out, err := cmd.CombinedOutput()
			outputs[i] = string(out)
			if err != nil {
				t.Errorf("run %d: %v\n%s", i, err, out)
			}
		})
	}
	wg.Wait()
	for _, out := range outputs[1:] {
		if out != outputs[0] {
			t.Fatalf("runs differ:\n%s\n%s", out, outputs[0])
		}
	}
	left, err := filepath.Glob(filepath.Join(cache, "*"))
	if err != nil || len(left) != 2 {
		t.Errorf("the cache has %q, want a directory of links and one of files", left)
	}
}

// TestKilledRunIsSweptUp holds that what a killed run left is never used, and goes
// away when it is old.
func TestKilledRunIsSweptUp(t *testing.T) {
	r := testRuntime(t)
	bundle, cache := filepath.Join(t.TempDir(), "bundle"), t.TempDir()
	r.linkWithData(t, bundle)
	old, fresh := filepath.Join(cache, "hpy-files-x.part-1-2"), filepath.Join(cache, "hpy-files-x.part-3-4")
	for _, dir := range []string{old, fresh} {
		if err := os.MkdirAll(filepath.Join(dir, "_main"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	past := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(old, past, past); err != nil {
		t.Fatal(err)
	}
	if out, err := r.command(t, bundle, []string{"HERMETIC_PYTHON_CACHE=" + cache}).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if _, err := os.Stat(old); err == nil {
		t.Error("what is old is still there")
	}
	if _, err := os.Stat(fresh); err != nil {
		t.Error("what another run may be writing is gone")
	}
}

// TestPlacesOfOthersAreIgnored holds that neither links nor files are taken from
// a directory that somebody else can write, nor links that were changed.
func TestPlacesOfOthersAreIgnored(t *testing.T) {
	r := testRuntime(t)
	bundle := filepath.Join(t.TempDir(), "bundle")
	r.linkWithData(t, bundle)
	for name, spoil := range map[string]func(links, files string) error{
		"writable links": func(links, files string) error { return os.Chmod(links, 0o777) },
		"writable files": func(links, files string) error { return os.Chmod(files, 0o777) },
		"another target": func(links, files string) error {
			if err := os.Remove(filepath.Join(links, "python3")); err != nil {
				return err
			}
			return os.Symlink("/bin/false", filepath.Join(links, "python3"))
		},
		"a link to elsewhere": func(links, files string) error {
			if err := os.Rename(files, files+".away"); err != nil {
				return err
			}
			return os.Symlink(files+".away", files)
		},
	} {
		t.Run(name, func(t *testing.T) {
			cache := t.TempDir()
			run := func() (links, files string) {
				out, err := r.command(t, bundle, []string{"HERMETIC_PYTHON_CACHE=" + cache}).CombinedOutput()
				lines := strings.Split(strings.TrimSpace(string(out)), "\n")
				if err != nil || len(lines) != 3 {
					t.Fatalf("%v\n%s", err, out)
				}
				return filepath.Dir(lines[1]), strings.TrimSuffix(lines[2], "/_main/pkg")
			}
			links, files := run()
			if err := spoil(links, files); err != nil {
				t.Fatal(err)
			}
			againLinks, againFiles := run()
			if againLinks == links && againFiles == files {
				t.Errorf("%s and %s were used again", links, files)
			}
		})
	}
}

// TestFileSystemsThatRefuse runs bundles where nothing can be written, or nothing
// that was written can be executed.
func TestFileSystemsThatRefuse(t *testing.T) {
	r := testRuntime(t)
	if out, err := exec.Command("unshare", "-rm", "mount", "-t", "tmpfs", "none", "/tmp").CombinedOutput(); err != nil {
		t.Skipf("no file system can be mounted here: %v: %s", err, out)
	}
	if r.image != "" || r.extension() == "" {
		t.Skip("this runtime has no extension modules as files")
	}
	dir := t.TempDir()
	r.link(t, filepath.Join(dir, "pure"), script("import sys; print('executable:', sys.executable)", nil))
	r.linkWithData(t, filepath.Join(dir, "data"))
	native := script("import _testmultiphase; print(_testmultiphase.foo(1, 2))", nil)
	native.Modules = append(native.Modules, module{Name: "_testmultiphase", File: "_main/pkg/_testmultiphase.so"})
	native.Files = []file{{Path: "_main/pkg/_testmultiphase.so", Mode: 0o444, Kind: 1, From: r.extension(), Materialize: 1}}
	r.link(t, filepath.Join(dir, "native"), native)

	for _, test := range []struct {
		name, options, bundle string
		code                  int
		want                  string
	}{
		{"a program needs no directory", "ro", "pure", 0, "executable: \n"},
		{"data needs one", "ro", "data", 125, "hermetic_python: /mnt/3: files of /mnt/2/data cannot be written there, nor in another place (Read-only file system); set HERMETIC_PYTHON_CACHE\n"},
		{"libraries are loaded from memory where none can be written", "ro", "native", 0, "3\n"},
		{"libraries are loaded from memory where none can be executed", "noexec", "native", 0, "3\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			// What is needed moves out of the way of the file systems.
			cmd := exec.Command("unshare", "-rm", "sh", "-ec", `
mount -t tmpfs none /mnt
mkdir /mnt/1 /mnt/2 /mnt/3
mount --bind "$1" /mnt/1
mount --bind "$2" /mnt/2
cd /mnt
for d in /tmp /var/tmp /mnt/3; do mount -t tmpfs -o $3 none $d; done
export HERMETIC_PYTHON_BUNDLE=/mnt/2/$4 HERMETIC_PYTHON_CACHE=/mnt/3
exec /mnt/1/bin/`+filepath.Base(r.python)+` -c "$5"`,
				"sh", r.tree, dir, test.options, test.bundle, contract.Command)
			cmd.Env = []string{"PATH=" + os.Getenv("PATH")}
			got, err := cmd.CombinedOutput()
			if code := cmd.ProcessState.ExitCode(); code != test.code || string(got) != test.want {
				t.Errorf("exit code %d, want %d (%v)\n%s", code, test.code, err, cmp.Diff(string(got), test.want))
			}
		})
	}
}

// TestFormatAgreesWithGo holds the two implementations against each other: what
// build.py writes is read in Go, and what Go writes runs.
func TestFormatAgreesWithGo(t *testing.T) {
	r := testRuntime(t)
	dir := t.TempDir()
	bundle := filepath.Join(dir, "bundle")
	library := script("x = 1", map[string]any{"kind": "library"})
	library.Modules[0].Name = "library"
	library.Modules[0].Path = "_main/pkg/library.py"
	program := script("import library; print('x is', library.x)", nil)
	r.link(t, bundle, library, program)

	open := func(path string) (*hpa.Bundle, []byte) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		b, err := hpa.Open(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Verify(); err != nil {
			t.Fatal(err)
		}
		return b, data
	}
	b, _ := open(bundle)
	if len(b.Archives) != 2 {
		t.Fatalf("%d archives, want 2", len(b.Archives))
	}

	var out bytes.Buffer
	out.WriteString("a carrier")
	for i, a := range b.Archives {
		w := hpa.NewWriter(&out, int64(out.Len()))
		index := a.Index
		for n := range a.Blobs {
			content, err := a.ReadBlob(n)
			if err != nil {
				t.Fatal(err)
			}
			codec := hpa.Stored
			if r.Minor >= 14 {
				codec = hpa.Zstd
			}
			if _, err := w.Add(content, hpa.BlobOptions{Codec: codec}); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(index, hpa.TrailerOptions{
			Previous: i > 0, Magic: a.Magic, Python: a.Python, Runtime: a.Runtime, Compress: r.Minor >= 14,
		}); err != nil {
			t.Fatal(err)
		}
	}
	again := filepath.Join(dir, "again")
	if err := os.WriteFile(again, out.Bytes(), 0o755); err != nil {
		t.Fatal(err)
	}
	open(again)
	for _, path := range []string{bundle, again} {
		got, err := r.command(t, path, nil).CombinedOutput()
		if err != nil || string(got) != "x is 1\n" {
			t.Errorf("%s: %v\n%s", filepath.Base(path), err, got)
		}
		if got, err := r.command(t, path, []string{"HERMETIC_PYTHON=verify"}).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", filepath.Base(path), err, got)
		}
	}
}

const smallTest = `import unittest
import json, logging, subprocess, tempfile, pathlib, dataclasses, typing, threading, socket

class Test(unittest.TestCase):
    def test_1(self): pass
    def test_2(self): pass
`

// BenchmarkStart compares starts in a tree with those of the interpreter as it
// came, whose bytecode is cached.
func BenchmarkStart(b *testing.B) {
	r := testRuntime(b)
	for _, workload := range []struct{ name, runner, source, tail string }{
		{"hello", "none", "", ""},
		{"small test", "unittest", smallTest, "\nunittest.main()\n"},
	} {
		dir := b.TempDir()
		bundle, plain := filepath.Join(dir, "bundle"), filepath.Join(dir, "plain.py")
		r.link(b, bundle, script(workload.source, map[string]any{"runner": workload.runner}))
		if err := os.WriteFile(plain, []byte(workload.source+workload.tail), 0o644); err != nil {
			b.Fatal(err)
		}
		for _, how := range []struct {
			name    string
			command func() *exec.Cmd
		}{
			{"bare", func() *exec.Cmd { return exec.Command(r.python, "-I", "-S", plain) }},
			{"hermetic", func() *exec.Cmd { return r.command(b, bundle, []string{"HERMETIC_PYTHON_CACHE=" + dir}) }},
		} {
			b.Run(workload.name+"/"+how.name, func(b *testing.B) {
				for b.Loop() {
					if out, err := how.command().CombinedOutput(); err != nil {
						b.Fatalf("%v\n%s", err, out)
					}
				}
			})
		}
	}
}
