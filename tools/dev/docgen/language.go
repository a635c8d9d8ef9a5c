package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	cmlreference "github.com/rules-idk/rules_idk/tools/internal/cml/reference"
)

func languageCommand() *cli.Command {
	return &cli.Command{
		Name:    "language",
		Short:   "Makes the reference of the language of manifests: a page, and a JSON Schema.",
		Example: "docgen language --page cml.md --schema cml.schema.json",
		Run:     language,
	}
}

func language(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	page := f.String("page", "", "the `page`")
	schema := f.String("schema", "", "the `file` with the schema")
	f.Require("page", "schema")
	if _, err := f.Parse(args); err != nil {
		return err
	}
	text, err := cmlreference.JSONSchema()
	if err != nil {
		return err
	}
	if err := env.WriteFile(*schema, text); err != nil {
		return err
	}
	const note = "<!-- Generated from the tables of the decoder. To make it anew: " + fix + " -->\n\n"
	return env.WriteFile(*page, []byte(note+cmlreference.Markdown()))
}
