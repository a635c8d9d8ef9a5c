package main

import (
	"path"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/include"
	"github.com/rules-idk/rules_idk/tools/internal/cml/merge"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/json5"
)

// readMerged reads a manifest that another verb has written, and the places of
// its facts in the files that people edit. It returns nil if it added an error
// to diags.
func readMerged(env *cli.Env, s *settings, manifest, provenance string, diags *diag.List) (*cml.Document, error) {
	text, err := env.ReadFile(manifest)
	if err != nil {
		return nil, err
	}
	file := diag.NewFile(manifest, text)
	tree := json5.Parse(file, diags)
	if tree == nil {
		return nil, nil
	}
	if provenance != "" {
		places, err := env.ReadFile(provenance)
		if err != nil {
			return nil, err
		}
		if err := cml.AttachProvenance(file, tree, places); err != nil {
			return nil, err
		}
	}
	return cml.DecodeTree(tree, s.decodeOptions(), diags), nil
}

// parseShards reads the descriptions of files that the rules pass.
func parseShards(descriptions []string) ([]include.Shard, error) {
	shards := make([]include.Shard, len(descriptions))
	for i, d := range descriptions {
		s, err := include.ParseShard(d)
		if err != nil {
			return nil, cli.Usagef("%v", err)
		}
		shards[i] = s
	}
	return shards, nil
}

// strictTree reads a manifest and what it includes among the shards that the
// rules pass; root is the directory of the manifest's repository that // stands
// for, "" for its root.
func strictTree(env *cli.Env, s *settings, manifest string, includes []string, root string, diags *diag.List) (*include.Tree, *include.Strict, error) {
	shards, err := parseShards(append([]string{manifest}, includes...))
	if err != nil {
		return nil, nil, err
	}
	options := include.StrictOptions{Read: env.FS.ReadFile}
	if root != "" {
		options.Roots = map[string]string{shards[0].Repo: path.Clean(root)}
	}
	loader, err := include.NewStrict(shards, options)
	if err != nil {
		return nil, nil, err
	}
	tree, err := include.NewResolver(loader, s.decode).Resolve([]string{shards[0].File}, diags)
	if err != nil {
		return nil, nil, err
	}
	return tree, loader, nil
}

// mergeTree merges a manifest and its includes, unless something is wrong.
func mergeTree(tree *include.Tree, diags *diag.List) *cml.Document {
	if diags.HasErrors() {
		return nil
	}
	document := merge.Documents(tree.Documents(), diags)
	document.Include = nil
	return document
}

// writeMerged writes a merged manifest and where its facts came from.
func writeMerged(env *cli.Env, d *cml.Document, output, provenance string) error {
	rendered := cml.Print(d)
	if provenance != "" {
		if err := env.WriteFile(provenance, rendered.Provenance()); err != nil {
			return err
		}
	}
	return emit(env, output, rendered.Text)
}

// emit writes what a verb makes to a file, or to standard output if no file is
// named.
func emit(env *cli.Env, output string, text []byte) error {
	if output == "" {
		_, err := env.Stdout.Write(text)
		return err
	}
	return env.WriteFile(output, text)
}

// wrongFile is the finding about a file that is not what it should be.
func wrongFile(name string, err error) error {
	list := &diag.List{}
	list.Add(diag.Errorf(diag.Fixed(diag.Position{File: name}), "", "%v", err))
	return list.Err()
}
