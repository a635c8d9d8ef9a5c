package main

import (
	"context"
	"errors"
	"io/fs"
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
// pages: the files that they show are elsewhere, and other links are not followed.
func check(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	shown := f.String("shown", "", "a `file` beside what pages show, each with the extension .shown; the tree has only pages")
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
	if err := t.checkNotes(findings); err != nil {
		return err
	}
	if err := t.checkReference(findings); err != nil {
		return err
	}
	if err := t.checkPages(*shown, findings); err != nil {
		return err
	}
	return env.Report(findings)
}

func (t tree) checkPages(shown string, findings *diag.List) error {
	read, exists := t.read, t.exists
	if shown != "" {
		read = func(name string) ([]byte, error) {
			if strings.HasSuffix(name, ".md") {
				return t.read(name)
			}
			return t.read(path.Join(path.Dir(shown), name+".shown"))
		}
		exists = func(name string) bool { return !strings.HasSuffix(name, ".md") || t.exists(name) }
	}
	pages, err := t.pages()
	for _, page := range pages {
		prose.CheckSnippets(page, read, fix, findings)
		prose.CheckLinks(page, read, exists, findings)
	}
	return err
}

func (t tree) checkNotes(findings *diag.List) error {
	notes, err := t.notes()
	for _, f := range notes {
		parseNote(f, findings)
	}
	return err
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
