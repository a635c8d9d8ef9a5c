package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cli/clitest"
	"github.com/rules-idk/rules_idk/tools/internal/golden"
)

// asTool makes the test binary be the program that the page is about.
const asTool = "DOCGEN_TEST_AS_TOOL"

func TestMain(m *testing.M) {
	if os.Getenv(asTool) == "" {
		os.Exit(m.Run())
	}
	verb := func(name string) *cli.Command {
		return &cli.Command{Name: name, Short: "Does " + name + ".", Run: func(_ context.Context, env *cli.Env, args []string) error {
			f := cli.NewFlags(env)
			f.String("output", "", "the `file` to write")
			_, err := f.Parse(args)
			return err
		}}
	}
	p := &cli.Program{Name: filepath.Base(os.Args[0]), Short: "Does things.", Commands: []*cli.Command{
		verb("one"),
		{Name: "group", Short: "Has verbs.", Commands: []*cli.Command{verb("two"), verb("three")}},
	}}
	os.Exit(cli.Main(context.Background(), &cli.Env{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, FS: cli.Dir("")}, p, os.Args[1:]))
}

func TestCommandsPage(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(asTool, "yes")
	dir := t.TempDir()
	r := clitest.Run(docgen(), dir, "commands", "--program", self, "--name", "tool", "--output", "tool.md")
	if r.Code != 0 {
		t.Fatalf("exit code %d: %s", r.Code, r.Stderr)
	}
	page, err := os.ReadFile(filepath.Join(dir, "tool.md"))
	if err != nil {
		t.Fatal(err)
	}
	golden.Compare(t, "testdata/tool.md", page)
}
