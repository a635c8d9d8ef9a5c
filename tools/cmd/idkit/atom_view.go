package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/atom/idk"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/spell"
)

// openIDK opens an IDK for people: what is wrong with it ends the verb.
func openIDK(ctx context.Context, env *cli.Env, name string) (*idk.IDK, error) {
	diags := &diag.List{}
	i, err := idk.Open(ctx, env.FS, name, "", diags)
	if err != nil {
		return nil, err
	}
	return i, diags.Err()
}

func atomListCommand() *cli.Command {
	return &cli.Command{
		Name:    "list",
		Short:   "Lists the elements of an IDK.",
		Args:    "IDK",
		Example: "idkit atom list out/my_idk.tar.gz",
		Run:     atomList,
	}
}

func atomList(ctx context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	asJSON := f.Bool("json", false, "print JSON")
	asContents := f.Bool("contents", false, "print the lines of a contents golden")
	names, err := f.Parse(args)
	if err != nil {
		return err
	}
	if len(names) != 1 {
		return cli.Usagef("give exactly one IDK, got %d", len(names))
	}
	i, err := openIDK(ctx, env, names[0])
	if err != nil {
		return err
	}
	switch {
	case *asContents:
		_, err = env.Stdout.Write(i.Manifest.Contents())
		return err
	case *asJSON:
		return printJSON(env, i.Summarize())
	}
	return i.Summarize().Print(env.Stdout)
}

func atomShowCommand() *cli.Command {
	return &cli.Command{
		Name:    "show",
		Short:   "Shows elements of an IDK: their files, what they use, what shards add to manifests.",
		Args:    "IDK ELEMENT…",
		Example: "idkit atom show out/my_idk syslog fidl_library://fuchsia.logger",
		Run:     atomShow,
	}
}

func atomShow(ctx context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var s settings
	s.define(f)
	asJSON := f.Bool("json", false, "print JSON")
	words, err := f.Parse(args)
	if err != nil {
		return err
	}
	if len(words) < 2 {
		return cli.Usagef("give an IDK and the elements to show")
	}
	if err := s.check(); err != nil {
		return err
	}
	i, err := openIDK(ctx, env, words[0])
	if err != nil {
		return err
	}
	diags := &diag.List{}
	var found []*idk.Element
	for _, word := range words[1:] {
		elements := i.Find(word)
		if len(elements) == 0 {
			diags.Add(noElement(i, word))
		}
		found = append(found, elements...)
	}
	details, err := i.Describe(ctx, found, s.decode, diags)
	if err != nil {
		return err
	}
	if err := s.report(env, diags); err != nil {
		return err
	}
	if *asJSON {
		return printJSON(env, details)
	}
	for n := range details {
		if err := details[n].Print(env.Stdout); err != nil {
			return err
		}
	}
	return nil
}

// noElement is the finding about a word that stands for no element.
func noElement(i *idk.IDK, word string) *diag.Diagnostic {
	names := make([]string, len(i.Elements))
	for n, e := range i.Elements {
		names[n] = e.Name
	}
	d := diag.Errorf(diag.Fixed(diag.Position{File: i.Files.Name()}), "", "there is no element %q", word)
	if near := spell.Nearest(word, names, len(word)/3+1); near != "" {
		return d.WithHint("did you mean %q?", near)
	}
	return d.WithHint("idkit atom list %s lists all", i.Files.Name())
}
