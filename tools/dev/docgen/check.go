package main

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	"github.com/rules-idk/rules_idk/tools/dev/docgen/prose"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func checkCommand() *cli.Command {
	return &cli.Command{
		Name:    "check",
		Short:   "Checks that pages show files as they are and that their links lead somewhere.",
		Args:    "[PAGE.md…]",
		Example: "go run ./tools/dev/docgen check",
		Run:     check,
	}
}

// check gets the generated pages as arguments, to compare them with those of
// the tree; without Bazel there are none.
func check(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	partial := f.Bool("only-pages", false, "the tree here is not whole: check links to pages only")
	made, err := f.Parse(args)
	if err != nil {
		return err
	}
	t := newTree(env)
	findings := &diag.List{}
	for _, file := range made {
		want, err := env.ReadFile(file)
		if err != nil {
			return err
		}
		name := generated(file)
		if got, err := t.read(name); err != nil || string(got) != string(want) {
			findings.Add(diag.Errorf(diag.NewFile(name, nil).At(0), "", "this page is not up to date").WithHint(fix))
		}
	}
	exists := t.exists
	if *partial {
		exists = func(name string) bool { return !strings.HasSuffix(name, ".md") || t.exists(name) }
	} else if err := t.checkReference(findings); err != nil {
		return err
	}
	notes, err := t.notes()
	if err != nil {
		return err
	}
	for _, f := range notes {
		parseNote(f, findings)
	}
	pages, err := t.pages()
	if err != nil {
		return err
	}
	for _, page := range pages {
		prose.CheckSnippets(page, t.read, fix, findings)
		prose.CheckLinks(page, t.read, exists, findings)
	}
	return env.Report(findings)
}

// checkReference reports the public files that have no page. Of these, defs.bzl
// exports what other files have.
func (t tree) checkReference(findings *diag.List) error {
	const rules = "rules"
	entries, err := t.env.FS.ReadDir(t.path(rules))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		name, isStarlark := strings.CutSuffix(e.Name(), ".bzl")
		if !isStarlark || name == "defs" || t.exists(referenceFolder+"/"+name+".md") {
			continue
		}
		findings.Add(diag.Errorf(diag.NewFile(rules+"/"+e.Name(), nil).At(0), "", "this public file has no page in %s", referenceFolder).
			WithHint("name it in REFERENCE in docs/BUILD.bazel, then: %s", fix))
	}
	return nil
}
