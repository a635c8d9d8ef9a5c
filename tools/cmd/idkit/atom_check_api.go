package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/atom"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
)

func atomCheckAPICommand() *cli.Command {
	return &cli.Command{
		Name:     "check-api",
		Short:    "Compares the API of an atom with its golden file.",
		Example:  "idkit atom check-api --atom syslog.atom.json --candidate bazel-bin/sdk/lib/syslog/syslog_api.api --golden sdk/lib/syslog/syslog.api",
		Findings: "they differ",
		Run:      atomCheckAPI,
		Brief:    true,
	}
}

// atomCheckAPI is the action AtomApiCheck, and what API tests run.
func atomCheckAPI(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var g goldenFlags
	g.define(f)
	name := f.String("atom", "", "the `file` that describes the atom")
	f.Require("atom")
	if _, err := f.Parse(args); err != nil {
		return err
	}
	golden, err := g.read(env)
	if err != nil {
		return err
	}
	a, err := readAtom(env, *name)
	if err != nil {
		return err
	}
	return g.report(env, atom.CheckAPI(a, golden))
}
