package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/dev/docgen/news"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func releaseCommand() *cli.Command {
	return &cli.Command{
		Name:    "release",
		Short:   "Moves the notes of changes into the changelog.",
		Args:    "VERSION",
		Example: "go run ./tools/dev/docgen release 0.1.0",
		Run:     release,
	}
}

// changelog is the file that a release adds to.
const changelog = "CHANGELOG.md"

func release(_ context.Context, env *cli.Env, args []string) error {
	versions, err := cli.NewFlags(env).Parse(args)
	if err != nil {
		return err
	}
	if len(versions) != 1 {
		return cli.Usagef("name one version")
	}
	t := newTree(env)
	text, err := t.read(changelog)
	if err != nil {
		return err
	}
	files, err := t.notes()
	if err != nil {
		return err
	}
	findings := &diag.List{}
	var notes []news.Note
	for _, f := range files {
		if note, ok := parseNote(f, findings); ok {
			notes = append(notes, note)
		}
	}
	released, err := news.Release(string(text), versions[0], notes)
	if err != nil {
		findings.Add(diag.Errorf(diag.NewFile(changelog, nil).At(0), "", "%v", err))
	}
	if err := env.Report(findings); err != nil {
		return err
	}
	if err := env.WriteFile(t.path(changelog), []byte(released)); err != nil {
		return err
	}
	for _, f := range files {
		if err := env.FS.Remove(t.path(f.Name)); err != nil {
			return err
		}
	}
	return nil
}

// parseNote returns the note in a file; what is wrong with it is a finding.
func parseNote(f *diag.File, findings *diag.List) (news.Note, bool) {
	note, err := news.Parse(f.Name[len(newsFolder+"/"):], string(f.Text))
	if err != nil {
		findings.Add(diag.Errorf(f.At(0), "", "%v", err).WithHint("news/README.md says how to write a note"))
	}
	return note, err == nil
}
