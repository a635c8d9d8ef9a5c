package main

import (
	"bytes"
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func cmPrintCommand() *cli.Command {
	return &cli.Command{
		Name:    "print",
		Short:   "Prints a compiled manifest as JSON from which the same bytes can be made.",
		Args:    "FILE.cm",
		Example: "idkit cm print bazel-bin/product/core/core.cm",
		Run:     cmPrint,
		Brief:   true,
	}
}

func cmPrint(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	output := f.String("output", "", "the `file` to write; standard output if left out")
	f.Alias("o", "output")
	strict := f.Bool("strict", false, "treat warnings as errors")
	files, err := f.Parse(args)
	if err != nil {
		return err
	}
	if len(files) != 1 {
		return cli.Usagef("give exactly one compiled manifest, got %d", len(files))
	}
	data, err := env.ReadFile(files[0])
	if err != nil {
		return err
	}
	component, unknown, err := cm.Inspect(data)
	if err != nil {
		return wrongFile(files[0], err)
	}
	diags := &diag.List{}
	for _, u := range unknown {
		diags.Add(diag.Warningf(diag.Fixed(diag.Position{File: files[0]}), "", "%v: what is printed is not all", u).
			WithHint("take an idkit that knows what the compiler of this file knew"))
	}
	if *strict {
		diags.Promote()
	}
	if err := env.Report(diags); err != nil {
		return err
	}
	var text bytes.Buffer
	if err := cm.Print(&text, component); err != nil {
		return err
	}
	return emit(env, *output, text.Bytes())
}
