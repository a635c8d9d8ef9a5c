package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/realm"
)

func realmBlameCommand() *cli.Command {
	return &cli.Command{
		Name:    "blame",
		Short:   "Tells of each fact of a realm which labels, files and lines brought it.",
		Args:    "REALM",
		Example: "idkit realm blame --child audio-core bazel-bin/product/core",
		Run:     realmBlame,
		Brief:   true,
	}
}

func realmBlame(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var only subset
	only.define(f)
	labels := f.Strings("label", "a `label`: only facts that it brought or that it states, too; any number")
	files := f.Strings("file", "a `file`: only facts that are stated in it; any number")
	asJSON := f.Bool("json", false, "print JSON")
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
	v := &viewer{env: env}
	r, err := v.read(realms[0])
	if err != nil {
		return err
	}
	blame := realm.NewBlame(r.View, only.Subset, *labels, *files)
	if *asJSON {
		return printJSON(env, blame)
	}
	return blame.Print(env.Stdout)
}
