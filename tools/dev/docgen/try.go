package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/rules-idk/rules_idk/tools/dev/docgen/prose"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func tryCommand() *cli.Command {
	return &cli.Command{
		Name:    "try",
		Short:   "Runs the commands that pages show, in the tree, and compares what they print.",
		Args:    "PAGE.md…",
		Example: "go run ./tools/dev/docgen try docs/guide/quickstart.md",
		Run:     try,
	}
}

func try(ctx context.Context, env *cli.Env, args []string) error {
	names, err := cli.NewFlags(env).Parse(args)
	if err != nil {
		return err
	}
	t := newTree(env)
	path, remove, err := t.pathWithBazel()
	if err != nil {
		return err
	}
	defer remove()

	findings := &diag.List{}
	for _, name := range names {
		text, err := t.read(name)
		if err != nil {
			return err
		}
		for _, c := range prose.Commands(diag.NewFile(name, text), findings) {
			fmt.Fprintf(env.Stderr, "%s$ %s\n", c.Dir, c.Line)
			shell := exec.CommandContext(ctx, "bash", "-euo", "pipefail", "-c", c.Line)
			shell.Dir = t.path(c.Dir)
			shell.Env = append(os.Environ(), "PATH="+path)
			output, err := shell.CombinedOutput()
			if ctx.Err() != nil {
				return ctx.Err()
			}
			c.Judge(string(output), err != nil, findings)
		}
	}
	return env.Report(findings)
}

// pathWithBazel returns a PATH on which bazel is bazelw, and what takes the
// folder away that was made for it.
func (t tree) pathWithBazel() (path string, remove func(), err error) {
	bazelw, err := filepath.Abs(t.path("bazelw"))
	if err != nil {
		return "", nil, err
	}
	folder, err := os.MkdirTemp("", "docgen")
	if err != nil {
		return "", nil, err
	}
	remove = func() { _ = os.RemoveAll(folder) }
	if err := os.Symlink(bazelw, filepath.Join(folder, "bazel")); err != nil {
		remove()
		return "", nil, err
	}
	return folder + string(os.PathListSeparator) + t.env.Getenv("PATH"), remove, nil
}
