package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cml/reference"
)

func cmcPrintCMLReference() *cli.Command {
	return &cli.Command{
		Name:    "print-cml-reference",
		Short:   "Prints the reference of the language as a page in Markdown.",
		Example: "cmc print-cml-reference --output cml.md",
		Brief:   true,
		Run: func(_ context.Context, env *cli.Env, args []string) error {
			f := cmcFlags(env)
			output := f.String("output", "", "the `file` to write; standard output if left out")
			f.Alias("o", "output")
			words, err := f.Parse(args)
			if err != nil {
				return err
			}
			if len(words) > 0 {
				return cli.Usagef("it takes no arguments, got %q", words[0])
			}
			return emit(env, *output, []byte(reference.Markdown()))
		},
	}
}
