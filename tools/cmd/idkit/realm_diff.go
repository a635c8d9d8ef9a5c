package main

import (
	"context"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/realm"
)

func realmDiffCommand() *cli.Command {
	return &cli.Command{
		Name:     "diff",
		Short:    "Compares two realms fact by fact: merged or compiled manifests, reports, or directories of outputs.",
		Args:     "LEFT RIGHT",
		Example:  "idkit realm diff bazel-bin/product/core bazel-bin/product/terminal/core",
		Findings: "the realms differ",
		Run:      realmDiff,
		Brief:    true,
	}
}

// realmDiff is the action RealmDiff, too. The action writes the differences down
// and succeeds: that realms differ is for a test to judge.
func realmDiff(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var v viewer
	f.Var(&v.settings.generation, "generation",
		"the generation of a compiled manifest, which the other realm is compiled for: `r24`, r25 or r26")
	var only subset
	only.define(f)
	asJSON := f.Bool("json", false, "print JSON")
	output := f.String("output", "", "write the facts that differ to a `file`, one on a line, and succeed")
	realms, err := f.Parse(args)
	if err != nil {
		return err
	}
	if len(realms) != 2 {
		return cli.Usagef("give exactly two realms, got %d", len(realms))
	}
	if err := only.check(); err != nil {
		return err
	}
	v.env, v.alone = env, *output != ""
	left, err := v.read(realms[0])
	if err != nil {
		return err
	}
	right, err := v.read(realms[1])
	if err != nil {
		return err
	}
	if err := v.alike(left, right); err != nil {
		return err
	}
	d := realm.Compare(left.View, right.View, only.Subset)
	switch {
	case *output != "":
		return env.WriteFile(*output, textOf(d.Lines()))
	case *asJSON:
		if err := printJSON(env, d); err != nil {
			return err
		}
	default:
		if err := d.Print(env.Stdout); err != nil {
			return err
		}
	}
	if !d.Equal() {
		return cli.Status(cli.ExitFindings)
	}
	return nil
}

// textOf returns lines as a text.
func textOf(lines []string) []byte {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(line + "\n")
	}
	return []byte(b.String())
}

// printJSON prints what a verb has found out for machines.
func printJSON(env *cli.Env, v interface{ Marshal() ([]byte, error) }) error {
	text, err := v.Marshal()
	if err != nil {
		return err
	}
	_, err = env.Stdout.Write(text)
	return err
}
