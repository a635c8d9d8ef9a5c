package main

import (
	"context"
	"flag"
	"os"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cli/clitest"
)

// TestScripts runs the scripts of testdata/script, each in a small tree of its
// own.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                "testdata/script",
		UpdateScripts:      flag.Lookup("update").Value.String() == "true", // a flag of package golden
		Cmds:               map[string]func(*testscript.TestScript, bool, []string){"docgen": runDocgen},
		RequireUniqueNames: true,
	})
}

// runDocgen is the command "docgen CODE ARGUMENT...": it calls docgen in the
// tree and expects the exit code.
func runDocgen(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: docgen CODE ARGUMENT...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	root := ts.MkAbs(".")
	env := &cli.Env{FS: cli.Dir(root), Getenv: func(name string) string {
		if name == "BUILD_WORKSPACE_DIRECTORY" {
			return root
		}
		return os.Getenv(name)
	}}
	r := clitest.RunIn(context.Background(), env, docgen(), args[1:]...)
	_, _ = ts.Stdout().Write([]byte(r.Stdout))
	_, _ = ts.Stderr().Write([]byte(r.Stderr))
	if r.Code != want {
		ts.Fatalf("exit code %d, want %d\n%s", r.Code, want, r.Stderr)
	}
}
