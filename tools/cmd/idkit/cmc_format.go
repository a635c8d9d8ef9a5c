package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
)

func cmcFormat() *cli.Command {
	return &cli.Command{
		Name:    "format",
		Short:   "Lays out a manifest in the common style; comments are kept.",
		Args:    "[FILE.cml]",
		Example: "cmc format --in-place meta/app.cml",
		Brief:   true,
		Run: func(_ context.Context, env *cli.Env, args []string) error {
			f := cmcFlags(env)
			var l layout
			l.define(f)
			f.Bool("pretty", false, "means nothing")
			f.Alias("p", "pretty")
			f.Bool("cml", false, "means nothing")
			files, err := f.Parse(args)
			if err != nil {
				return err
			}
			if len(files) > 1 && !l.inPlace {
				return cli.Usagef("give one file, got %d", len(files))
			}
			return l.run(env, files)
		},
	}
}
