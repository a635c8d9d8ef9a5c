package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
)

// cmcValidate is a command that cmc had until 2022, when it checked files
// against a schema.
func cmcValidate() *cli.Command {
	return &cli.Command{
		Name:    "validate",
		Short:   "Finds all that compile would find in manifests, and writes nothing.",
		Args:    "FILE.cml…",
		Example: "cmc validate meta/app.cml --includepath sdk/lib",
		Brief:   true,
		Run: func(_ context.Context, env *cli.Env, args []string) error {
			f := cmcFlags(env)
			var v validation
			v.settings.defineForCmc(f)
			v.search.defineForCmc(f)
			v.required.define(f)
			files, err := f.Parse(args)
			if err != nil {
				return err
			}
			v.search.atSpaces(env)
			if err := v.required.readForCmc(env); err != nil {
				return err
			}
			return v.run(env, files)
		},
	}
}

func cmcValidateReferences() *cli.Command {
	return &cli.Command{
		Name:    "validate-references",
		Short:   "Checks that the files which a component runs are in its package.",
		Example: "cmc validate-references --component-manifest app.cm --package-manifest package.manifest",
		Brief:   true,
		Run: func(_ context.Context, env *cli.Env, args []string) error {
			f := cmcFlags(env)
			var r referenceCheck
			r.settings.defineForCmc(f)
			r.define(f)
			rest, err := f.Parse(args)
			if err != nil {
				return err
			}
			return r.run(env, rest)
		},
	}
}
