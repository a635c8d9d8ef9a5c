package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/dev/docgen/prose"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func updateCommand() *cli.Command {
	return &cli.Command{
		Name:    "update",
		Short:   "Writes generated pages and the files that pages show into the tree.",
		Args:    "[PAGE.md…]",
		Example: fix,
		Run:     update,
	}
}

func update(_ context.Context, env *cli.Env, args []string) error {
	made, err := cli.NewFlags(env).Parse(args)
	if err != nil {
		return err
	}
	t := newTree(env)
	for _, file := range made {
		text, err := env.ReadFile(file)
		if err != nil {
			return err
		}
		if err := env.WriteFile(t.path(generated(file)), text); err != nil {
			return err
		}
	}
	pages, err := t.pages()
	if err != nil {
		return err
	}
	findings := &diag.List{}
	for _, page := range pages {
		text := prose.Refresh(page, t.read, findings)
		if string(text) == string(page.Text) {
			continue
		}
		if err := env.WriteFile(t.path(page.Name), text); err != nil {
			return err
		}
	}
	return env.Report(findings)
}
