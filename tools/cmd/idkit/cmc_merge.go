package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
)

func cmcMerge() *cli.Command {
	return &cli.Command{
		Name:    "merge",
		Short:   "Merges manifests into one; includes are kept, and nothing is validated.",
		Args:    "FILE.cml…",
		Example: "cmc merge core.cml sys/net.shard.cml --output merged.cml",
		Brief:   true,
		Run: func(_ context.Context, env *cli.Env, args []string) error {
			f := cmcFlags(env)
			var m merging
			m.settings.defineForCmc(f)
			m.define(f, "fromfile")
			files, err := f.Parse(args)
			if err != nil {
				return err
			}
			return m.run(env, files)
		},
	}
}
