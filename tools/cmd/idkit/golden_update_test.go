package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cli/clitest"
)

func TestGoldenUpdateWritesToTheWorkspace(t *testing.T) {
	workspace, elsewhere := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(elsewhere, "computed"), []byte("a\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	env := &cli.Env{FS: cli.Dir(elsewhere), Getenv: func(key string) string {
		return map[string]string{"BUILD_WORKSPACE_DIRECTORY": workspace}[key]
	}}
	got := clitest.RunIn(context.Background(), env, idkit(), "golden", "update", "--golden", "product/core.txt", "--comment", "# hello", "computed")
	want := clitest.Result{Stdout: "updated product/core.txt: 0 lines gone, 1 new\n"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("result (-want +got):\n%s", diff)
	}
	text, err := os.ReadFile(filepath.Join(workspace, "product/core.txt"))
	if diff := cmp.Diff("# hello\na\n", string(text)); diff != "" || err != nil {
		t.Errorf("golden (-want +got):\n%s error: %v", diff, err)
	}
}
