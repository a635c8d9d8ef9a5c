package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/reviewed"
)

func goldenUpdateCommand() *cli.Command {
	return &cli.Command{
		Name:    "update",
		Short:   "Writes what a build computed to the file of the source tree that people review.",
		Args:    "COMPUTED",
		Example: "idkit golden update --golden product/core.facts.txt bazel-bin/product/core_golden_test.txt",
		Run:     goldenUpdate,
		Brief:   true,
	}
}

// goldenUpdate is what "bazel run" of an update target runs: then the file is
// relative to the workspace that bazel was called in.
func goldenUpdate(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	golden := f.String("golden", "", "the `file` to write; its comments stay as they are")
	comments := f.Strings("comment", "a `line` for the top of a file without comments; any number")
	f.Require("golden")
	computed, err := f.Parse(args)
	if err != nil {
		return err
	}
	if len(computed) != 1 {
		return cli.Usagef("give exactly one computed file, got %d", len(computed))
	}
	text, err := env.ReadFile(computed[0])
	if err != nil {
		return err
	}
	file := *golden
	if env.Getenv != nil {
		if workspace := env.Getenv("BUILD_WORKSPACE_DIRECTORY"); workspace != "" && !filepath.IsAbs(file) {
			file = filepath.Join(workspace, filepath.FromSlash(file))
		}
	}
	before, err := env.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	isNew := err != nil
	old, lines := reviewed.Parse(before), reviewed.Parse(text).Lines
	d := reviewed.Compare(lines, old.Lines)
	if d.Empty() && !isNew {
		_, err = fmt.Fprintf(env.Stdout, "%s is up to date\n", *golden)
		return err
	}
	if err := env.WriteFile(file, old.Update(lines, *comments).Format()); err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.Stdout, "updated %s: %d lines gone, %d new\n", *golden, len(d.Gone), len(d.New))
	return err
}
