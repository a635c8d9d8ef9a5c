package main

import (
	"context"
	"flag"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cli/clitest"
)

// update is the flag that a failing comparison tells about.
var update = flag.Bool("update", false, "rewrite what the scripts expect with what they get")

// TestScripts runs the scripts of testdata/script: each is a user story with its
// files, commands and expectations in one text.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"idkit":    runIdkit,
			"fulldisk": runOnFullDisk,
		},
		RequireUniqueNames: true,
	})
}

// runIdkit is the command "idkit CODE ARGUMENT...": it calls idkit and expects
// the exit code.
func runIdkit(ts *testscript.TestScript, neg bool, args []string) {
	run(ts, neg, cli.Dir(ts.MkAbs(".")), args)
}

// runOnFullDisk is the command "fulldisk BYTES CODE ARGUMENT...": as idkit, but
// the disk has room for so many bytes only.
func runOnFullDisk(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 1 {
		ts.Fatalf("usage: fulldisk BYTES CODE ARGUMENT...")
	}
	free, err := strconv.ParseInt(args[0], 10, 64)
	ts.Check(err)
	run(ts, neg, clitest.NewFullDisk(cli.Dir(ts.MkAbs(".")), free), args[1:])
}

func run(ts *testscript.TestScript, neg bool, fs cli.FS, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: idkit CODE ARGUMENT...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	r := clitest.RunIn(context.Background(), &cli.Env{FS: fs}, idkit(), args[1:]...)
	_, _ = ts.Stdout().Write([]byte(r.Stdout))
	_, _ = ts.Stderr().Write([]byte(r.Stderr))
	if r.Code != want {
		ts.Fatalf("exit code %d, want %d\n%s", r.Code, want, r.Stderr)
	}
}
