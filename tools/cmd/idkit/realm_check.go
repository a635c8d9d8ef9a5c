package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/findings"
	"github.com/rules-idk/rules_idk/tools/internal/realm"
)

func realmCheckCommand() *cli.Command {
	return &cli.Command{
		Name:  "check",
		Short: "Looks for what is unwise in a realm and writes the findings to a file.",
		Example: "idkit realm check --manifest core.cml --provenance provenance.json --notes notes.json " +
			"--output findings.json",
		Run:   realmCheck,
		Brief: true,
	}
}

// realmCheck is the action RealmCheck. Whatever it finds, it succeeds: FindingsShow
// fails the build, so that a build that keeps going shows the findings of all.
func realmCheck(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var s settings
	s.define(f)
	manifest := f.String("manifest", "", "the merged `manifest` of the realm")
	provenance := f.String("provenance", "", "the `file` that says where each fact came from")
	notes := f.String("notes", "", "the `file` that says what was merged")
	core := f.String("core", "", "the merged `manifest` of the realm below")
	coreProvenance := f.String("core-provenance", "", "the `file` that says where its facts came from")
	coreChild := f.String("core-child", "core", "the `name` of the child that runs it")
	var around surroundings
	around.define(f)
	output := f.String("output", "", "the `file` to write the findings to")
	f.Require("manifest", "provenance", "notes", "output")
	if _, err := f.Parse(args); err != nil {
		return err
	}
	if err := s.check(); err != nil {
		return err
	}

	decoding, found := &diag.List{}, &diag.List{}
	document, err := readMerged(env, &s, *manifest, *provenance, decoding)
	if err != nil {
		return err
	}
	text, err := env.ReadFile(*notes)
	if err != nil {
		return err
	}
	merged, err := realm.ReadNotes(text)
	if err != nil {
		return err
	}
	if document != nil {
		realm.CheckIdleShards(document, merged, found)
		realm.NoteUnknown(document, found)
	}
	checked := ""
	if *core != "" {
		checked = *coreChild
		below, err := readMerged(env, &s, *core, *coreProvenance, decoding)
		if err != nil {
			return err
		}
		if document != nil && below != nil {
			realm.CheckRoutes(document, below, *coreChild, found)
		}
	}
	if document != nil {
		if err := around.check(env, document, checked, decoding, found); err != nil {
			return err
		}
	}
	if err := decoding.Err(); err != nil {
		return err
	}
	if s.strict {
		found.Promote()
	}
	out, err := findings.Write(found)
	if err != nil {
		return err
	}
	return env.WriteFile(*output, out)
}
