package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/atom"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cml/include"
)

func idkCheckContentsCommand() *cli.Command {
	return &cli.Command{
		Name:     "check-contents",
		Short:    "Compares the list of what is in an IDK with its golden file.",
		Example:  "idkit idk check-contents --label @@//:my_idk --candidate bazel-bin/my_idk.contents --golden my_idk.contents",
		Findings: "they differ",
		Run:      idkCheckContents,
		Brief:    true,
	}
}

// idkCheckContents is the action IdkContentsCheck, and what contents tests run.
func idkCheckContents(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var g goldenFlags
	g.define(f)
	label := f.String("label", "", "the `label` of the IDK")
	f.Require("label")
	if _, err := f.Parse(args); err != nil {
		return err
	}
	golden, err := g.read(env)
	if err != nil {
		return err
	}
	return g.report(env, atom.CheckContents(include.DisplayLabel(*label), golden))
}
