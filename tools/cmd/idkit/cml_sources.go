package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
)

// foundSources returns the files that a manifest is made of as cmc lists them in
// debug_info: the manifest as the command line names it, then all files but that
// one, sorted. All of them lose what leads up and out. A manifest whose name is
// not clean is there twice, for cmc takes out the name that was given.
func foundSources(manifest, id string, includes []string) []string {
	var others []string
	for _, name := range append([]string{id}, includes...) {
		if name != manifest {
			others = append(others, name)
		}
	}
	slices.SortFunc(others, comparePaths)
	sources := append([]string{manifest}, others...)
	for i, name := range sources {
		sources[i] = withoutLeadingDots(name)
	}
	return sources
}

// mergedSources returns the same for a manifest that another verb has merged: by
// the places of its facts.
func mergedSources(d *cml.Document) []string {
	root := d.Pos.Position().File
	others := slices.DeleteFunc(d.File.Sources(), func(name string) bool { return name == root })
	slices.SortFunc(others, comparePaths)
	return append([]string{root}, others...)
}

// comparePaths compares paths component by component. What leads up comes before
// what has a name, and the root of the machine before both.
func comparePaths(a, b string) int {
	rank := func(component string) int {
		switch component {
		case "":
			return 0
		case "..":
			return 1
		}
		return 2
	}
	return slices.CompareFunc(strings.Split(a, "/"), strings.Split(b, "/"), func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a, b))
	})
}

// withoutLeadingDots cuts "./" and "../" off the start of a path, as often as they
// are there.
func withoutLeadingDots(path string) string {
	for {
		rest, ok := strings.CutPrefix(path, "./")
		if !ok {
			rest, ok = strings.CutPrefix(path, "../")
		}
		if !ok {
			return path
		}
		path = rest
	}
}
