package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
)

func realmFactsCommand() *cli.Command {
	return &cli.Command{
		Name:    "facts",
		Short:   "Prints what a realm states, one fact on a line.",
		Args:    "REALM",
		Example: "idkit realm facts --section children bazel-bin/product/core",
		Run:     realmFacts,
		Brief:   true,
	}
}

// realmFacts is the action RealmFacts.
func realmFacts(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var only subset
	only.define(f)
	output := f.String("output", "", "a `file` to write them to")
	realms, err := f.Parse(args)
	if err != nil {
		return err
	}
	if len(realms) != 1 {
		return cli.Usagef("give exactly one realm, got %d", len(realms))
	}
	if err := only.check(); err != nil {
		return err
	}
	v := &viewer{env: env, alone: true}
	r, err := v.read(realms[0])
	if err != nil {
		return err
	}
	var lines []string
	for _, fact := range only.Of(r.Facts) {
		lines = append(lines, fact.String())
	}
	if *output != "" {
		return env.WriteFile(*output, textOf(lines))
	}
	_, err = env.Stdout.Write(textOf(lines))
	return err
}
