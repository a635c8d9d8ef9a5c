package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/atom/idk"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cml/include"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func idkMergeCommand() *cli.Command {
	return &cli.Command{
		Name:     "merge",
		Short:    "Makes one IDK of several: for several hosts, target CPUs or API levels.",
		Args:     "[IDK…]",
		Example:  "idkit idk merge --output both linux-x64/idk linux-arm64/idk.tar.gz",
		Findings: "the IDKs cannot be merged",
		Run:      idkMerge,
	}
}

// idkMerge is the action IdkMerge.
func idkMerge(ctx context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var o idk.MergeOptions
	f.StringVar(&o.Version, "version", "", "the `id` of the result; that of the inputs if left out")
	f.StringVar(&o.Host, "host", "", "the `triple` of the machines that the tools run on; "+
		"if left out that of the inputs, of x86_64 if there are several CPUs")
	f.StringsVar(&o.Target, "target", "a target `CPU`; any number, in the order of the result; x64, arm64, riscv64 if left out")
	described := f.Strings("input", "an IDK, `described` as JSON with label and path, before those without a description; any number")
	var out treeOutputs
	out.define(f)
	names, err := f.Parse(args)
	if err != nil {
		return err
	}
	inputs, err := mergeInputs(*described, names)
	if err != nil {
		return err
	}
	diags := &diag.List{}
	idks := make([]*idk.IDK, len(inputs))
	for n, in := range inputs {
		if idks[n], err = idk.Open(ctx, env.FS, in.Path, include.DisplayLabel(in.Label), diags); err != nil {
			return err
		}
	}
	if err := diags.Err(); err != nil {
		return err
	}
	merged, err := idk.Merge(ctx, idks, o, diags)
	if err != nil {
		return err
	}
	if err := env.Report(diags); err != nil {
		return err
	}
	w, err := out.start(env)
	if err != nil {
		return err
	}
	if err := merged.Write(ctx, w); err != nil {
		return err
	}
	return out.finish(env, w, merged.Manifest.Contents())
}

// mergeInput is an IDK to merge.
type mergeInput struct{ Label, Path string }

// mergeInputs returns the IDKs that the rules describe and that people name.
func mergeInputs(described, names []string) ([]mergeInput, error) {
	var inputs []mergeInput
	for _, text := range described {
		var in mergeInput
		if err := parseDescription("IDK", text, &in); err != nil {
			return nil, err
		}
		inputs = append(inputs, in)
	}
	for _, name := range names {
		inputs = append(inputs, mergeInput{Path: name})
	}
	if len(inputs) < 2 {
		return nil, cli.Usagef("give two IDKs at least, got %d", len(inputs))
	}
	return inputs, nil
}
