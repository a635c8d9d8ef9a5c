package main

import (
	"context"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cml/include"
	"github.com/rules-idk/rules_idk/tools/internal/cml/merge"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/pkg"
	"github.com/rules-idk/rules_idk/tools/internal/realm"
)

func realmMergeCommand() *cli.Command {
	return &cli.Command{
		Name:  "merge",
		Short: "Merges a base manifest and shards into one, without any include left.",
		Example: `idkit realm merge --label @@//product:core --output core.cml --provenance p.json --notes n.json \
  --base '{"label": "@@//product:core", "file": "core.cml", "path": "core.cml", "deps": []}' \
  --shard '{"label": "@@//sys:net", "file": "net.core_shard.cml", "path": "net.core_shard.cml", "deps": []}'`,
		Run:   realmMerge,
		Brief: true,
	}
}

// realmMerge is the action RealmMerge.
func realmMerge(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var s settings
	s.define(f)
	label := f.String("label", "", "the `label` of the realm, for messages")
	base := f.String("base", "", "the base manifest, `described` as JSON")
	shards := f.Strings("shard", "a shard, `described` as JSON; any number")
	includes := f.Strings("include", "a manifest shard that the others may include, `described` as JSON; any number")
	slots := f.Strings("slot", "`NAME=LABEL`: the slot that a shard fills; any number")
	child := f.String("child", "", "the `name` of the child to point at the realm below")
	var put realm.Child
	f.StringVar(&put.URL, "child-url", "", "the `URL` of that child")
	f.StringVar(&put.Environment, "child-environment", "", "its `environment`; #core-env if nobody says otherwise, none for no environment")
	f.StringVar(&put.Startup, "child-startup", "", "its `startup`; lazy if nobody says otherwise")
	f.StringVar(&put.OnTerminate, "child-on-terminate", "", "its `on_terminate`; reboot if nobody says otherwise")
	pin := f.String("pin", "", "the `package_manifest.json` whose hash the child's URL gets")
	output := f.String("output", "", "the `file` to write the merged manifest to")
	provenance := f.String("provenance", "", "the `file` to write that says where each fact came from")
	notes := f.String("notes", "", "the `file` to write that says what was merged, dropped and promoted")
	f.Require("base", "output", "provenance", "notes")
	rest, err := f.Parse(args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return cli.Usagef("unexpected argument %q", rest[0])
	}
	if err := s.check(); err != nil {
		return err
	}

	parts, known, err := realmParts(*base, *shards, *includes, *slots)
	if err != nil {
		return err
	}
	if *child != "" {
		put.Name = *child
		put.Pos = diag.Fixed(diag.Position{File: include.DisplayLabel(*label)})
		if *pin != "" {
			if put.URL, err = pinned(env, put.URL, *pin); err != nil {
				return err
			}
		}
		parts.Child = &put
	}
	loader, err := include.NewStrict(known, include.StrictOptions{Read: env.FS.ReadFile})
	if err != nil {
		return err
	}
	diags := &diag.List{}
	merged, err := realm.Assemble(parts, include.NewResolver(loader, s.decode), diags)
	if err != nil {
		return err
	}
	if err := s.report(env, diags); err != nil {
		return err
	}
	merge.CanonicalizeFor(merged.Document, s.generation.SortsGroupedNames())
	text, err := merged.Notes.Marshal()
	if err != nil {
		return err
	}
	if err := env.WriteFile(*notes, text); err != nil {
		return err
	}
	return writeMerged(env, merged.Document, *output, *provenance)
}

// realmParts reads the descriptions of all files.
func realmParts(base string, shards, includes, slots []string) (realm.Parts, []include.Shard, error) {
	known, err := parseShards(append(append([]string{base}, shards...), includes...))
	if err != nil {
		return realm.Parts{}, nil, err
	}
	parts := realm.Parts{Base: known[0].File, Slots: map[string]string{}}
	slotOf := map[string]string{}
	for _, s := range slots {
		name, label, ok := strings.Cut(s, "=")
		if !ok {
			return realm.Parts{}, nil, cli.Usagef("--slot cannot be %q: expected NAME=LABEL", s)
		}
		slotOf[label] = name
	}
	for _, s := range known[1 : 1+len(shards)] {
		parts.Shards = append(parts.Shards, s.File)
		if slot := slotOf[s.Label]; slot != "" {
			parts.Slots[s.File] = slot
		}
	}
	return parts, known, nil
}

// pinned returns a package URL with the hash of a built package.
func pinned(env *cli.Env, url, manifest string) (string, error) {
	u, err := pkg.ParseComponentURL(url)
	if err != nil {
		return "", err
	}
	m, err := readPackageManifest(env, manifest)
	if err != nil {
		return "", err
	}
	u.Pinned, u.Hash = true, m.Hash()
	return u.String(), nil
}

func readPackageManifest(env *cli.Env, name string) (*pkg.Manifest, error) {
	text, err := env.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return pkg.ParseManifest(diag.NewFile(name, text))
}
