package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/view"
)

func pyInspectCommand() *cli.Command {
	return &cli.Command{
		Name:  "inspect",
		Short: "Says what is in a Python bundle: its archives, modules and files.",
		Args:  "BUNDLE",
		Example: `idkit py inspect bazel-bin/app/main
idkit py inspect --all --json bazel-bin/app/main`,
		Findings: "the file is no bundle, or damaged",
		Run:      pyInspect,
	}
}

func pyInspect(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	asJSON := f.Bool("json", false, "print JSON, which lists everything")
	all := f.Bool("all", false, "list every module and file")
	b, err := oneBundle(env, f, args)
	if err != nil {
		return err
	}
	defer b.Close()
	v := view.Of(b.Bundle)
	if *asJSON {
		return printJSON(env, v)
	}
	return v.Print(env.Stdout, *all)
}

// oneBundle opens the bundle that the first argument names.
func oneBundle(env *cli.Env, f *cli.Flags, args []string) (*openedBundle, error) {
	words, err := f.Parse(args)
	if err != nil {
		return nil, err
	}
	if len(words) != 1 {
		return nil, cli.Usagef("give exactly one bundle, got %d", len(words))
	}
	return openBundle(env, words[0])
}
