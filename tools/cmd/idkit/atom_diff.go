package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/atom/idk"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func atomDiffCommand() *cli.Command {
	return &cli.Command{
		Name:     "diff",
		Short:    "Compares two versions of an IDK: what was added, removed and changed for those who use it.",
		Args:     "OLD NEW",
		Example:  "idkit atom diff idk-1.tar.gz out/my_idk",
		Findings: "they differ",
		Run:      atomDiff,
	}
}

func atomDiff(ctx context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var s settings
	s.define(f)
	asJSON := f.Bool("json", false, "print JSON")
	all := f.Bool("all-files", false, "compare the contents of all files, also of those that are no API: programs, documents")
	names, err := f.Parse(args)
	if err != nil {
		return err
	}
	if len(names) != 2 {
		return cli.Usagef("give exactly two IDKs, got %d", len(names))
	}
	if err := s.check(); err != nil {
		return err
	}
	older, err := openIDK(ctx, env, names[0])
	if err != nil {
		return err
	}
	newer, err := openIDK(ctx, env, names[1])
	if err != nil {
		return err
	}
	diags := &diag.List{}
	d, err := idk.Compare(ctx, older, newer, s.decode, *all, diags)
	if err != nil {
		return err
	}
	if err := s.report(env, diags); err != nil {
		return err
	}
	if *asJSON {
		err = printJSON(env, d)
	} else {
		err = d.Print(env.Stdout)
	}
	if err == nil && !d.Empty() {
		err = cli.Status(cli.ExitFindings)
	}
	return err
}
