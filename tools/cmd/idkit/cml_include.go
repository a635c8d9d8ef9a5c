package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/merge"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func cmlIncludeCommand() *cli.Command {
	return &cli.Command{
		Name:    "include",
		Short:   "Merges a manifest with all that it includes and prints the result.",
		Args:    "[FILE.cml]",
		Example: "idkit cml include meta/app.cml --include-path sdk/lib",
		Run:     cmlInclude,
		Brief:   true,
	}
}

// cmlInclude is the action CmlInclude. The rules describe the manifest and the
// shards with --manifest and --include, and compile the result in an action of
// its own; people name a file.
func cmlInclude(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var i inclusion
	i.settings.define(f)
	i.search.define(f)
	i.define(f)
	manifest := f.String("manifest", "", "the manifest, `described` as JSON, instead of FILE.cml; it is not validated")
	includes := f.Strings("include", "a shard that can be included, `described` as JSON; any number")
	f.StringVar(&i.provenance, "provenance", "", "the `file` to write that says where each fact came from")
	files, err := f.Parse(args)
	if err != nil {
		return err
	}
	if *manifest == "" {
		return i.run(env, files)
	}
	if len(files) > 0 {
		return cli.Usagef("give exactly one manifest")
	}
	i.validate = false
	return i.runOn(env, func(diags *diag.List) (merged, error) {
		tree, _, err := strictTree(env, &i.settings, *manifest, *includes, i.search.root, diags)
		if err != nil {
			return merged{}, err
		}
		return merged{document: mergeTree(tree, diags), includes: tree.Files()}, nil
	})
}

// inclusion is what the command line says about a manifest to merge with its
// includes.
type inclusion struct {
	settings
	required           requirements
	search             searchFlags
	validate           bool
	output, provenance string
	depfile            *string
}

// define defines the flags that are no one else's.
func (i *inclusion) define(f *cli.Flags) {
	i.required.defineFeatures(f)
	f.BoolVar(&i.validate, "validate", true, "check the result as compile does; =false for a shard, which is no complete manifest")
	f.StringVar(&i.output, "output", "", "the `file` to write; standard output if left out")
	f.Alias("o", "output")
	i.depfile = defineDepfile(f)
}

// run merges a file with what it includes.
func (i *inclusion) run(env *cli.Env, files []string) error {
	if len(files) != 1 {
		return cli.Usagef("give exactly one manifest")
	}
	return i.runOn(env, func(diags *diag.List) (merged, error) {
		return i.search.open(env, i.decode).merged(files[0], diags)
	})
}

// runOn writes what read returns.
func (i *inclusion) runOn(env *cli.Env, read func(*diag.List) (merged, error)) error {
	if err := i.check(); err != nil {
		return err
	}
	if err := i.required.check(); err != nil {
		return err
	}
	diags := &diag.List{}
	m, err := read(diags)
	if err != nil {
		return err
	}
	if m.document != nil && !diags.HasErrors() {
		merge.CanonicalizeFor(m.document, i.generation.SortsGroupedNames())
		if err := i.validated(m.document, diags); err != nil {
			return err
		}
	}
	if err := i.report(env, diags); err != nil {
		return err
	}
	if err := writeDepfile(env, *i.depfile, i.output, m.includes); err != nil {
		return err
	}
	return writeMerged(env, m.document, i.output, i.provenance)
}

// validated adds the errors that compiling would find. Warnings are left to
// compile, so that a build does not show them twice.
func (i *inclusion) validated(d *cml.Document, diags *diag.List) error {
	if !i.validate {
		return nil
	}
	found := &diag.List{}
	err := rehearse(d, i.settings, i.required.options, found)
	if i.strict {
		found.Promote()
	}
	if found.HasErrors() {
		diags.Merge(found)
	}
	return err
}
