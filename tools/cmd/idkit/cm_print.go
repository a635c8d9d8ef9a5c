package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cm"
)

func cmPrintCommand() *cli.Command {
	return &cli.Command{
		Name:    "print",
		Short:   "Prints a compiled manifest as JSON from which the same bytes can be made.",
		Args:    "FILE.cm",
		Example: "idkit cm print bazel-bin/product/core/core.cm",
		Run:     cmPrint,
	}
}

func cmPrint(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	files, err := f.Parse(args)
	if err != nil {
		return err
	}
	if len(files) != 1 {
		return cli.Usagef("give exactly one compiled manifest, got %d", len(files))
	}
	text, err := env.ReadFile(files[0])
	if err != nil {
		return err
	}
	component, err := cm.Decode(text)
	if err != nil {
		return wrongFile(files[0], err)
	}
	return cm.Print(env.Stdout, component)
}
