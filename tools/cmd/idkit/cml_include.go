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
	}
}

// cmlInclude is the action CmlInclude. The rules describe the manifest and the
// shards with --manifest and --include; people name a file.
func cmlInclude(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var s settings
	s.define(f)
	var search searchFlags
	search.define(f)
	manifest := f.String("manifest", "", "the manifest, `described` as JSON, instead of FILE.cml")
	includes := f.Strings("include", "a shard that can be included, `described` as JSON; any number")
	output := f.String("output", "", "the `file` to write; standard output if left out")
	provenance := f.String("provenance", "", "the `file` to write that says where each fact came from")
	files, err := f.Parse(args)
	if err != nil {
		return err
	}
	if err := s.check(); err != nil {
		return err
	}

	diags := &diag.List{}
	var document *cml.Document
	switch {
	case *manifest != "" && len(files) == 0:
		document, err = resolveStrictly(env, &s, *manifest, *includes, search.root, diags)
	case *manifest == "" && len(files) == 1:
		document, _, err = search.resolve(env, &s, files[0], diags)
	default:
		return cli.Usagef("give exactly one manifest")
	}
	if err != nil {
		return err
	}
	if document != nil && !diags.HasErrors() {
		merge.CanonicalizeFor(document, s.generation.SortsGroupedNames())
	}
	if err := s.report(env, diags); err != nil {
		return err
	}
	return writeMerged(env, document, *output, *provenance)
}

// resolveStrictly resolves the includes of a manifest among the shards that
// the rules pass.
func resolveStrictly(env *cli.Env, s *settings, manifest string, includes []string, root string, diags *diag.List) (*cml.Document, error) {
	tree, _, err := strictTree(env, s, manifest, includes, root, diags)
	if err != nil {
		return nil, err
	}
	return mergeTree(tree, diags), nil
}
