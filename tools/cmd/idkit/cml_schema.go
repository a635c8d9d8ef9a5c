package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cml/reference"
)

func cmlSchemaCommand() *cli.Command {
	return &cli.Command{
		Name:    "schema",
		Short:   "Prints the JSON Schema of manifests, for editors.",
		Example: "idkit cml schema --output .vscode/cml.schema.json",
		Run:     cmlSchema,
		Brief:   true,
	}
}

func cmlSchema(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	output := f.String("output", "", "the `file` to write; standard output if left out")
	f.Alias("o", "output")
	words, err := f.Parse(args)
	if err != nil {
		return err
	}
	if len(words) > 0 {
		return cli.Usagef("it takes no arguments, got %q", words[0])
	}
	schema, err := reference.JSONSchema()
	if err != nil {
		return err
	}
	return emit(env, *output, schema)
}
