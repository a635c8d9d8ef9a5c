package main

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cli/clitest"
)

// goldenRun is a call of the verb the way "bazel run" makes it: somewhere else
// than in the workspace.
type goldenRun struct {
	*testing.T
	workspace, elsewhere string
}

func newGoldenRun(t *testing.T) *goldenRun {
	r := &goldenRun{t, t.TempDir(), t.TempDir()}
	r.write(r.elsewhere, "new.api", "{}")
	return r
}

func (r *goldenRun) write(dir, name, text string) {
	r.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		r.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		r.Fatal(err)
	}
}

func (r *goldenRun) read(name string) string {
	text, err := os.ReadFile(filepath.Join(r.workspace, name))
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func (r *goldenRun) run(args ...string) clitest.Result {
	env := &cli.Env{FS: cli.Dir(r.elsewhere), Getenv: func(key string) string {
		return map[string]string{"BUILD_WORKSPACE_DIRECTORY": r.workspace}[key]
	}}
	return clitest.RunIn(context.Background(), env, idkit(), append([]string{"atom", "update-goldens"}, args...)...)
}

func TestUpdateGoldensCreatesUpdatesAndLeavesAlone(t *testing.T) {
	r := newGoldenRun(t)
	r.write(r.workspace, "old.api", "other")
	r.write(r.workspace, "same.api", "{}")
	got := r.run("--golden", "a/b/new.api", "--golden", "old.api", "--golden", "same.api", "new.api", "new.api", "new.api")
	want := clitest.Result{Stdout: "a/b/new.api: created\nold.api: updated\nsame.api: up to date\n"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("result (-want +got):\n%s", diff)
	}
	for name, want := range map[string]string{"a/b/new.api": "{}\n", "old.api": "{}\n", "same.api": "{}"} {
		if got := r.read(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	got = r.run("--golden", "a/b/new.api", "--golden", "old.api", "new.api", "new.api")
	if want := (clitest.Result{Stdout: "a/b/new.api: up to date\nold.api: up to date\n"}); got != want {
		t.Errorf("the second time: got %+v", got)
	}
}

func TestUpdateGoldensRefuses(t *testing.T) {
	r := newGoldenRun(t)
	for _, tt := range []struct {
		args []string
		code int
		want string
	}{
		{nil, 2, "give at least one golden"},
		{[]string{"--golden", "a"}, 2, "there are 1 goldens and 0 candidates"},
		{[]string{"--golden", "../a", "new.api"}, 2, `--golden cannot be "../a"`},
		{[]string{"--golden", "/a", "new.api"}, 2, `--golden cannot be "/a"`},
		{[]string{"--golden", "a", "gone.api"}, 3, "read gone.api: "},
	} {
		if got := r.run(tt.args...); got.Code != tt.code || !strings.Contains(got.Stderr, tt.want) {
			t.Errorf("%q: got %+v, want code %d and %q", tt.args, got, tt.code, tt.want)
		}
	}
	r.workspace = ""
	if got := r.run("--golden", "a", "new.api"); got.Code != 2 || !strings.Contains(got.Stderr, `BUILD_WORKSPACE_DIRECTORY is not set: run the update target with "bazel run"`) {
		t.Errorf("without a workspace: got %+v", got)
	}
}

func TestUpdateGoldensStaysInTheWorkspace(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links cannot be made by everybody on Windows")
	}
	r := newGoldenRun(t)
	outside := t.TempDir()
	if err := os.Symlink(outside, filepath.Join(r.workspace, "link")); err != nil {
		t.Fatal(err)
	}
	got := r.run("--golden", "link/deep/new.api", "new.api")
	if got.Code != 2 || !strings.Contains(got.Stderr, "is outside of the workspace") {
		t.Errorf("got %+v", got)
	}
	if entries, err := os.ReadDir(outside); err != nil || len(entries) > 0 {
		t.Errorf("outside: %v, %v", entries, err)
	}
}
