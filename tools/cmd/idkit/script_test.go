package main

import (
	"context"
	"flag"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

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
			"idkit":    runProgram("idkit"),
			"cmc":      runProgram("cmc"),
			"fulldisk": runOnFullDisk,
			"age":      age,
			"fresh":    fresh,
			"elf":      makeELF,
			"pylib":    makeLibrary,
			"damage":   damage,
		},
		Setup:              setupPython,
		Condition:          scriptCondition,
		RequireUniqueNames: true,
	})
}

// runProgram is the command "idkit CODE [ARGUMENT...] [< FILE]": it calls idkit under
// that name and expects the exit code.
func runProgram(name string) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		run(ts, neg, name, cli.Dir(ts.MkAbs(".")), args)
	}
}

// runOnFullDisk is the command "fulldisk BYTES CODE [ARGUMENT...]": as idkit, but
// the disk has room for so many bytes only.
func runOnFullDisk(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 1 {
		ts.Fatalf("usage: fulldisk BYTES CODE [ARGUMENT...]")
	}
	free, err := strconv.ParseInt(args[0], 10, 64)
	ts.Check(err)
	run(ts, neg, "idkit", clitest.NewFullDisk(cli.Dir(ts.MkAbs(".")), free), args[1:])
}

func run(ts *testscript.TestScript, neg bool, name string, fs cli.FS, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: %s CODE [ARGUMENT...] [< FILE]", name)
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	env := &cli.Env{FS: fs}
	if n := len(args); n > 2 && args[n-2] == "<" {
		env.Stdin = strings.NewReader(ts.ReadFile(args[n-1]))
		args = args[:n-2]
	}
	r := clitest.RunIn(context.Background(), env, program("/sdk/bin/"+name), args[1:]...)
	_, _ = ts.Stdout().Write([]byte(r.Stdout))
	_, _ = ts.Stderr().Write([]byte(r.Stderr))
	if r.Code != want {
		ts.Fatalf("exit code %d, want %d\n%s", r.Code, want, r.Stderr)
	}
}

// age is the command "age FILE...": it makes files old.
func age(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		ts.Check(os.Chtimes(ts.MkAbs(name), old, old))
	}
}

// fresh is the command "[!] fresh FILE...": it fails if files have not been
// written since they were made old.
func fresh(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args {
		info, err := os.Stat(ts.MkAbs(name))
		ts.Check(err)
		if info.ModTime().Equal(old) != neg {
			ts.Fatalf("%s: written at %v", name, info.ModTime())
		}
	}
}

// old is when files were written that age has made old.
var old = time.Unix(1_000_000_000, 0)
