package main

import (
	"context"
	"strings"

	"github.com/rules-idk/rules_idk/tools/dev/docgen/starlarkdoc"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
)

func referenceCommand() *cli.Command {
	return &cli.Command{
		Name:    "reference",
		Short:   "Makes the page of a .bzl file from what starlark_doc_extract wrote.",
		Args:    "FILE.binaryproto",
		Example: "docgen reference --providers providers.binaryproto --output realm.md realm.binaryproto",
		Run:     reference,
	}
}

func reference(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	providers := f.String("providers", "", "the documentation of the `file` with all providers, to link to")
	output := f.String("output", "", "the `page`")
	f.Require("providers", "output")
	files, err := f.Parse(args)
	if err != nil {
		return err
	}
	if len(files) != 1 {
		return cli.Usagef("name one file")
	}
	module, err := readModule(env, files[0])
	if err != nil {
		return err
	}
	linked, err := readModule(env, *providers)
	if err != nil {
		return err
	}
	name := linked.File[strings.LastIndexAny(linked.File, ":/")+1:]
	links := starlarkdoc.Links{Page: strings.TrimSuffix(name, ".bzl") + ".md"}
	for _, p := range linked.Providers {
		links.Providers = append(links.Providers, p.Name)
	}
	return env.WriteFile(*output, []byte(module.Markdown(links, fix)))
}

func readModule(env *cli.Env, name string) (*starlarkdoc.Module, error) {
	message, err := env.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return starlarkdoc.Decode(message)
}
