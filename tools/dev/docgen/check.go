package main

import (
	"context"
	"path"
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
// the tree; without Bazel there are none. With Bazel in turn, the tree has only
// pages, and the examples are elsewhere.
func check(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	shown := f.String("shown", "", "a `file` beside the folder examples, in which each file has the extension .shown; the tree has only pages")
	made, err := f.Parse(args)
	if err != nil {
		return err
	}
	t := newTree(env)
	if *shown != "" {
		t.shown = path.Dir(*shown)
	}
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
	notes, err := t.notes()
	if err != nil {
		return err
	}
	for _, f := range notes {
		parseNote(f, findings)
		prose.CheckLinks(f, changelog, t.read, t.linked, findings)
	}
	pages, err := t.pages()
	if err != nil {
		return err
	}
	for _, page := range pages {
		prose.CheckSnippets(page, t.read, fix, findings)
		prose.CheckLinks(page, page.Name, t.read, t.linked, findings)
	}
	if err := t.checkReference(findings); err != nil {
		return err
	}
	return env.Report(findings)
}

// checkReference reports the public files that have no page. Of these, defs.bzl
// exports what other files have.
func (t tree) checkReference(findings *diag.List) error {
	const rules = "rules"
	entries, err := t.entries(rules)
	if err != nil {
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
