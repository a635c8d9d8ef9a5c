package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
)

// cmcCheckIncludes checks includes; the dependency file is about the stamp that
// stands in front of the verb.
func cmcCheckIncludes(stamp *string) *cli.Command {
	return &cli.Command{
		Name:    "check-includes",
		Short:   "Checks that a manifest includes, directly or not, all shards that are expected.",
		Args:    "FILE.cml [INCLUDE…]",
		Example: "cmc --stamp app.stamp check-includes meta/app.cml --fromfile expected --includepath sdk/lib",
		Brief:   true,
		Run: func(_ context.Context, env *cli.Env, args []string) error {
			f := cmcFlags(env)
			var c includeCheck
			c.settings.defineForCmc(f)
			c.search.defineForCmc(f)
			c.define(f, "fromfile")
			words, err := f.Parse(args)
			if err != nil {
				return err
			}
			c.search.atSpaces(env)
			return c.run(env, words, *stamp)
		},
	}
}
