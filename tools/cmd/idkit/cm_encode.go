package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cm"
)

func cmEncodeCommand() *cli.Command {
	return &cli.Command{
		Name:    "encode",
		Short:   "Makes a compiled manifest of what cm print has printed.",
		Args:    "FILE.json",
		Example: "idkit cm encode core.json --output core.cm",
		Run:     cmEncode,
		Brief:   true,
	}
}

func cmEncode(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	output := f.String("output", "", "the `FILE.cm` to write")
	f.Alias("o", "output")
	f.Require("output")
	files, err := f.Parse(args)
	if err != nil {
		return err
	}
	if len(files) != 1 {
		return cli.Usagef("give exactly one JSON file, got %d", len(files))
	}
	text, err := env.ReadFile(files[0])
	if err != nil {
		return err
	}
	component, err := cm.Parse(text)
	if err != nil {
		return wrongFile(files[0], err)
	}
	data, err := cm.Encode(component)
	if err != nil {
		return wrongFile(files[0], err)
	}
	return env.WriteFile(*output, data)
}
