package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cml/reference"
)

func cmlDocCommand() *cli.Command {
	return &cli.Command{
		Name:    "doc",
		Short:   "Prints the reference of the language: of all, of a section, or of a field.",
		Args:    "[SECTION[.FIELD…]]",
		Example: "idkit cml doc offer\nidkit cml doc environments.runners.from",
		Run:     cmlDoc,
		Brief:   true,
	}
}

func cmlDoc(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	markdown := f.Bool("markdown", false, "print the whole reference as a page in Markdown")
	output := f.String("output", "", "the `file` to write; standard output if left out")
	f.Alias("o", "output")
	topics, err := f.Parse(args)
	switch {
	case err != nil:
		return err
	case len(topics) > 1:
		return cli.Usagef("give one section or field, got %d", len(topics))
	case *markdown && len(topics) > 0:
		return cli.Usagef("--markdown prints the whole reference: leave %s out", topics[0])
	case *markdown:
		return emit(env, *output, []byte(reference.Markdown()))
	}
	topic := ""
	if len(topics) > 0 {
		topic = topics[0]
	}
	text, err := reference.Text(topic)
	if err != nil {
		return cli.Usagef("%v", err)
	}
	return emit(env, *output, []byte(text))
}
