// Package bootstrap tests bazelw, the shell script that gives a Bazel.
//
// The scripts of testdata/script run the real bazelw in a copy of what it needs, on a PATH that holds nothing but
// plain tools and fakes of all that would download, install or enter something.
package bootstrap

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// hostTools are the programs of the machine that bazelw may call, besides those that testdata/debian fakes.
var hostTools = []string{
	"awk", "bash", "cat", "chmod", "cksum", "cp", "cut", "env", "find", "flock", "grep", "head", "mkdir", "mktemp", "mv", "paste",
	"readlink", "rm", "sed", "setsid", "sh", "sleep", "sort", "tail", "tar", "timeout", "touch", "tr", "true",
}

// carried is what of the repository bazelw reads, from this folder on.
var carried = []string{
	"../../.bazelversion", "../../MODULE.bazel", "../../bazelw", "../../go.mod",
	"*.sh", "bazelisk/go.mod", "registry/bazel_registry.json",
}

func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			vars, err := newMachine(env.WorkDir)
			env.Vars = append(env.Vars, vars...)
			return err
		},
		Cmds:               map[string]func(*testscript.TestScript, bool, []string){"bazelw": runBazelw},
		RequireUniqueNames: true,
	})
}

// runBazelw is the command "bazelw CODE ARGUMENT...": it calls bazelw and expects the exit code.
func runBazelw(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: bazelw CODE ARGUMENT...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(ts.Getenv("BAZELW"), args[1:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("got exit code %d, want %d", got, want)
	}
}

// newMachine copies bazelw and the fakes to a folder and returns the environment of a machine without any Bazel: its PATH
// has plain tools only, and DEBIAN is for those who want one that looks like a Debian machine.
func newMachine(work string) ([]string, error) {
	for _, pattern := range carried {
		if err := copyFiles(pattern, filepath.Join(work, "check out", "tools", "bootstrap")); err != nil {
			return nil, err
		}
	}
	for _, pattern := range []string{"testdata/debian/*", "testdata/made/*"} {
		if err := copyFiles(pattern, work); err != nil {
			return nil, err
		}
	}
	for _, dir := range []string{"home", "goroot/src", "bin", "work", "host"} {
		if err := os.MkdirAll(filepath.Join(work, dir), 0o755); err != nil {
			return nil, err
		}
	}
	for _, tool := range hostTools {
		path, err := exec.LookPath(tool)
		if errors.Is(err, exec.ErrNotFound) {
			continue // Such as flock on macOS, where nothing needs it.
		}
		if err == nil {
			err = os.Symlink(path, filepath.Join(work, "host", tool))
		}
		if err != nil {
			return nil, err
		}
	}
	return []string{
		"WORK=" + work,
		"HOME=" + filepath.Join(work, "home"),
		"TMPDIR=" + filepath.Join(work, "work"),
		"CACHE=" + filepath.Join(work, "home", ".cache", "rules_idk"),
		"CALLS=" + filepath.Join(work, "calls"),
		"DEBIAN=" + filepath.Join(work, "testdata", "debian"),
		"MADE=" + filepath.Join(work, "testdata", "made"),
		"BAZELW=" + filepath.Join(work, "check out", "bazelw"),
		"PATH=" + filepath.Join(work, "bin") + ":" + filepath.Join(work, "host"),
	}, nil
}

// copyFiles copies what matches the pattern, with the same path from the target as from here. All of it may be run:
// a file's mode is not kept by every way that brings it here.
func copyFiles(pattern, to string) error {
	matches, err := filepath.Glob(pattern)
	if err == nil && len(matches) == 0 {
		err = &fs.PathError{Op: "glob", Path: pattern, Err: fs.ErrNotExist}
	}
	if err != nil {
		return err
	}
	for _, from := range matches {
		text, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		path := filepath.Join(to, from)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, text, 0o755); err != nil {
			return err
		}
	}
	return nil
}
