package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/atom"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func atomCheckCommand() *cli.Command {
	return &cli.Command{
		Name:    "check",
		Short:   "Checks a group of atoms as a whole and writes the findings to a file.",
		Example: "idkit atom check --label @@//sdk:core --root @@//sdk/lib/syslog:syslog --atom syslog.atom.json --output findings.json",
		Run:     atomCheck,
		Brief:   true,
	}
}

// atomCheck is the action AtomCheck. Whatever it finds, it succeeds if it can
// write it down: FindingsShow fails the build.
func atomCheck(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var g groupFlags
	g.define(f)
	output := f.String("output", "", "the `file` to write the findings to; they fail the verb if left out")
	if _, err := f.Parse(args); err != nil {
		return err
	}
	group, err := g.read(env)
	if err != nil {
		return err
	}
	found := &diag.List{}
	atom.Check(group, found)
	if *output == "" {
		return env.Report(found)
	}
	return writeFindings(env, *output, found)
}
