package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cml/include"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/findings"
)

func cmlExpectCommand() *cli.Command {
	return &cli.Command{
		Name:  "expect",
		Short: "Looks for shards that libraries demand of a manifest and writes the findings to a file.",
		Example: `idkit cml expect --manifest '{"label":"@@//app:app","file":"app/app.cml","path":"app/app.cml"}' ` +
			`--include '{"label":"@@//log:client","file":"log/client.shard.cml","path":"log/client.shard.cml"}' ` +
			`--demand '{"by":"@@//log:log","shard":"@@//log:client","enforced":true}' --output findings.json`,
		Run:   cmlExpect,
		Brief: true,
	}
}

// cmlExpect is the action CmlExpect. Whatever it finds, it succeeds: FindingsShow
// fails the build. What is wrong with the manifest itself is the business of
// CmlInclude.
func cmlExpect(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var s settings
	s.define(f)
	manifest := f.String("manifest", "", "the manifest, `described` as JSON")
	includes := f.Strings("include", "a shard that can be included or is demanded, `described` as JSON; any number")
	root := f.String("include-root", "", "the `directory` that // stands for, relative to the manifest's repository; its root if left out")
	demands := f.Strings("demand", "a shard that a library demands, `described` as JSON; any number")
	output := f.String("output", "", "the `file` to write the findings to")
	f.Require("manifest", "output")
	if _, err := f.Parse(args); err != nil {
		return err
	}
	if err := s.check(); err != nil {
		return err
	}

	wanted := make([]include.Demand, len(*demands))
	for i, d := range *demands {
		var err error
		if wanted[i], err = include.ParseDemand(d); err != nil {
			return cli.Usagef("%v", err)
		}
	}
	tree, loader, err := strictTree(env, &s, *manifest, *includes, *root, &diag.List{})
	if err != nil {
		return err
	}
	found := &diag.List{}
	loader.Unmet(tree, wanted, found)
	if s.strict {
		found.Promote()
	}
	out, err := findings.Write(found)
	if err != nil {
		return err
	}
	return env.WriteFile(*output, out)
}
