package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
)

func cmcCompile() *cli.Command {
	return &cli.Command{
		Name:    "compile",
		Short:   "Validates a manifest and compiles it to a component declaration.",
		Args:    "FILE.cml",
		Example: "cmc compile meta/app.cml --includepath sdk/lib --includeroot . --output app.cm",
		Brief:   true,
		Run: func(_ context.Context, env *cli.Env, args []string) error {
			f := cmcFlags(env)
			var c compilation
			c.settings.defineForCmc(f)
			c.search.defineForCmc(f)
			c.define(f)
			files, err := f.Parse(args)
			if err != nil {
				return err
			}
			c.search.atSpaces(env)
			if err := c.required.readForCmc(env); err != nil {
				return err
			}
			return c.run(env, files)
		},
	}
}
