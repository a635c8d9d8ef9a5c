package e2e

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// checkout is a copy of this repository, as a clone of it would be.
type checkout struct {
	dir string
}

// newCheckout copies all files that version control knows or would take. The
// name becomes part of the path, so that two copies differ in it.
func newCheckout(t *testing.T, name string) checkout {
	t.Helper()
	if os.Getenv("RULES_IDK_E2E") == "" {
		t.Skip("RULES_IDK_E2E is not set: these tests build whole workspaces and take minutes; .ci/run runs them")
	}
	root := output(t, ".", "git", "rev-parse", "--show-toplevel")
	files := output(t, root, "git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
	c := checkout{filepath.Join(t.TempDir(), name)}
	for _, file := range strings.Split(strings.TrimRight(files, "\x00"), "\x00") {
		if err := copyFile(filepath.Join(root, file), filepath.Join(c.dir, file)); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		for _, example := range []string{
			"", "examples/hermetic_python", "examples/idk/consumer", "examples/idk/publisher", "examples/includes", "examples/smoke", "examples/workstation", "python_runtimes",
		} {
			if _, err := os.Lstat(filepath.Join(c.dir, example, "bazel-out")); err == nil {
				// Its outputs lie outside of the copy, and are several hundred megabytes.
				_, _, _ = c.workspace(example).run("clean", "--expunge")
			}
		}
	})
	return c
}

func copyFile(from, to string) error {
	info, err := os.Lstat(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // deleted, not yet committed
	}
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		target, err := os.Readlink(from)
		if err != nil {
			return err
		}
		return os.Symlink(target, to)
	}
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, info.Mode().Perm())
}

func output(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", strings.Join(args, " "), err)
	}
	return strings.TrimRight(string(out), "\n")
}

// workspace is a Bazel workspace in a checkout.
type workspace struct {
	checkout checkout
	dir      string
}

func (c checkout) workspace(path string) workspace {
	return workspace{c, filepath.Join(c.dir, path)}
}

// run calls bazelw and returns what it prints and its exit code.
func (w workspace) run(args ...string) (stdout, stderr string, code int) {
	var out, errs bytes.Buffer
	cmd := exec.Command(filepath.Join(w.checkout.dir, "bazelw"), args...)
	cmd.Dir = w.dir
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return "", err.Error(), -1
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// neverCached makes our own actions run though a cache knows their outputs. Bazel
// takes the actions of commands with and without it for different ones.
const neverCached = "--modify_execution_info=^(Atom|Cml|Findings|Idk|Pkg|Py|Realm).*=+no-cache"

// build builds targets, which must work, and returns the spawned actions as
// "mnemonic label", sorted, each once. Compiling Go is shared between the
// workspaces of a run; our own actions never are.
func (w workspace) build(t *testing.T, args ...string) []string {
	t.Helper()
	stderr, code, spawned := w.tryBuild(t, args...)
	if code != 0 {
		t.Fatalf("bazelw build %v: exit code %d\n%s", args, code, stderr)
	}
	return spawned
}

func (w workspace) tryBuild(t *testing.T, args ...string) (stderr string, code int, spawned []string) {
	t.Helper()
	log := filepath.Join(t.TempDir(), "execution.json")
	_, stderr, code = w.run(append([]string{
		"build",
		"--execution_log_json_file=" + log,
		"--disk_cache=" + diskCache(t),
		neverCached,
		"--curses=no", "--noshow_progress",
	}, args...)...)
	return stderr, code, readLog(t, log)
}

// diskCache is one folder for all tests of a run.
func diskCache(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("RULES_IDK_E2E_CACHE")
	if dir == "" {
		dir = filepath.Join(os.TempDir(), "rules_idk-e2e-cache")
	}
	return dir
}

// readLog returns the actions of an execution log that ran, not those that a
// cache answered.
func readLog(t *testing.T, name string) []string {
	t.Helper()
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var spawned []string
	for d := json.NewDecoder(f); ; {
		var spawn struct {
			Mnemonic    string
			TargetLabel string
			CacheHit    bool
		}
		err := d.Decode(&spawn)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("execution log: %v", err)
		}
		if !spawn.CacheHit {
			spawned = append(spawned, spawn.Mnemonic+" "+strings.TrimLeft(spawn.TargetLabel, "@"))
		}
	}
	slices.Sort(spawned)
	return slices.Compact(spawned)
}

// hashes returns the digests of all files below a folder of bazel-bin.
func (w workspace) hashes(t *testing.T, folders ...string) map[string]string {
	t.Helper()
	sums := map[string]string{}
	for _, folder := range folders {
		root := filepath.Join(w.dir, "bazel-bin", folder)
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || strings.HasSuffix(path, ".params") {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			sum := sha256.Sum256(text)
			name, err := filepath.Rel(filepath.Join(w.dir, "bazel-bin"), path)
			sums[filepath.ToSlash(name)] = hex.EncodeToString(sum[:])
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return sums
}

// edit replaces a text that must be in a file of the workspace.
func (w workspace) edit(t *testing.T, file, old, replacement string) {
	t.Helper()
	path := filepath.Join(w.dir, file)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(text, []byte(old)) {
		t.Fatalf("%s has no %q", file, old)
	}
	if err := os.WriteFile(path, bytes.Replace(text, []byte(old), []byte(replacement), 1), 0o644); err != nil {
		t.Fatal(err)
	}
}

// read returns what is in a file of the workspace.
func (w workspace) read(t *testing.T, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(w.dir, file))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// write makes a file of the workspace.
func (w workspace) write(t *testing.T, file, text string) {
	t.Helper()
	path := filepath.Join(w.dir, file)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
