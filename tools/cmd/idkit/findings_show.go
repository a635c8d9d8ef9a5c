package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/findings"
)

func findingsShowCommand() *cli.Command {
	return &cli.Command{
		Name:    "show",
		Short:   "Prints findings that checks have written down; fails if one of them is an error.",
		Args:    "FINDINGS.json…",
		Example: "idkit findings show bazel-bin/product/core/findings.json",
		Run:     findingsShow,
		Brief:   true,
	}
}

// findingsShow is the action FindingsShow. Notes are not printed by a build:
// they are in the report.
func findingsShow(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	output := f.String("output", "", "an empty `file` to write when nothing is wrong")
	all := f.Bool("notes", false, "print notes, too")
	files, err := f.Parse(args)
	if err != nil {
		return err
	}
	shown := &diag.List{}
	for _, name := range files {
		text, err := env.ReadFile(name)
		if err != nil {
			return err
		}
		list, err := findings.Read(text)
		if err != nil {
			return err
		}
		for _, d := range list.All() {
			if d.Severity != diag.Remark || *all {
				shown.Add(d)
			}
		}
	}
	if err := env.Report(shown); err != nil {
		return err
	}
	if *output == "" {
		return nil
	}
	return env.WriteFile(*output, nil)
}
