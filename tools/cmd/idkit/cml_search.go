package main

import (
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/include"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// searchFlags are the flags that say where people's includes are found.
type searchFlags struct {
	root  string
	paths []string
}

// define defines the flags; cmc's spelling is understood as well.
func (s *searchFlags) define(f *cli.Flags) {
	s.defineAs(f, "include-root", "include-path")
	f.Alias("includeroot", "include-root")
	f.Alias("includepath", "include-path")
}

func (s *searchFlags) defineAs(f *cli.Flags, root, path string) {
	f.StringVar(&s.root, root, "", "the `directory` that // stands for; the working directory if left out")
	f.Alias("r", root)
	f.StringsVar(&s.paths, path, "a `directory` below which other includes are; any number, the first that has a file wins")
	f.Alias("p", path)
}

// search finds includes in directories.
type search struct {
	*include.FileSystem
	*include.Resolver
}

func (s *searchFlags) open(env *cli.Env, decode include.Decode) search {
	fs := include.NewFileSystem(env.FS, s.root, s.paths)
	return search{fs, include.NewResolver(fs, decode)}
}

// tree returns a manifest, as the command line names it, and all that it
// includes.
func (s search) tree(manifest string, diags *diag.List) (*include.Tree, error) {
	return s.Resolve([]string{s.ID(manifest)}, diags)
}

// merged is a manifest merged with all that it includes.
type merged struct {
	// document is nil if something is wrong.
	document *cml.Document
	// includes are the included files, sorted.
	includes []string
	// sources are the files that the manifest is made of, for debug_info.
	sources []string
}

func (s search) merged(manifest string, diags *diag.List) (merged, error) {
	tree, err := s.tree(manifest, diags)
	if err != nil {
		return merged{}, err
	}
	files := tree.Files()
	return merged{mergeTree(tree, diags), files, foundSources(manifest, s.ID(manifest), files)}, nil
}
