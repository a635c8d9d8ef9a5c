package main

import (
	"context"
	"slices"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
)

func cmcInclude() *cli.Command {
	return &cli.Command{
		Name:    "include",
		Short:   "Merges a manifest with all that it includes and prints the result.",
		Args:    "FILE.cml",
		Example: "cmc include meta/app.cml --includepath sdk/lib --includeroot . --output app.json",
		Brief:   true,
		Run: func(_ context.Context, env *cli.Env, args []string) error {
			f := cmcFlags(env)
			var i inclusion
			i.settings.defineForCmc(f)
			i.search.defineForCmc(f)
			i.define(f)
			files, err := f.Parse(joinBool(args, "--validate"))
			if err != nil {
				return err
			}
			i.search.atSpaces(env)
			if err := i.required.readForCmc(env); err != nil {
				return err
			}
			return i.run(env, files)
		},
	}
}

// joinBool joins a flag that is true or false with that word, which cmc takes as
// its value.
func joinBool(args []string, flag string) []string {
	args = slices.Clone(args)
	for i := 0; i+1 < len(args); i++ {
		if args[i] == flag && (args[i+1] == "true" || args[i+1] == "false") {
			args = slices.Replace(args, i, i+2, flag+"="+args[i+1])
		}
	}
	return args
}
