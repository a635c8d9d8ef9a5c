package main

import (
	"context"
	"fmt"

	"github.com/rules-idk/rules_idk/tools/internal/atom"
	"github.com/rules-idk/rules_idk/tools/internal/atom/idk"
	"github.com/rules-idk/rules_idk/tools/internal/atom/tree"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func atomVerifyCommand() *cli.Command {
	return &cli.Command{
		Name:    "verify",
		Short:   "Checks an IDK: the schema of every element, its files, names, includes and digests.",
		Args:    "IDK…",
		Example: "idkit atom verify out/my_idk.tar.gz --api sdk/lib/syslog/syslog.api",
		Run:     atomVerify,
	}
}

func atomVerify(ctx context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var s settings
	s.define(f)
	apis := f.Strings("api", "an API golden `file` that the IDK must agree with; any number")
	digests := f.String("digests", "", "the `file` with the SHA-256 sums of all files, as the export writes it")
	names, err := f.Parse(args)
	if err != nil {
		return err
	}
	switch {
	case len(names) == 0:
		return cli.Usagef("give an IDK")
	case len(names) > 1 && *digests != "":
		return cli.Usagef("--digests is for one IDK, got %d", len(names))
	}
	if err := s.check(); err != nil {
		return err
	}
	v, err := verification(env, &s, *apis, *digests)
	if err != nil {
		return err
	}
	diags := &diag.List{}
	for _, name := range names {
		i, err := idk.Open(ctx, env.FS, name, "", diags)
		if err != nil {
			return err
		}
		if i == nil {
			continue
		}
		if err := i.Verify(ctx, v, diags); err != nil {
			return err
		}
	}
	if err := s.report(env, diags); err != nil {
		return err
	}
	for _, name := range names {
		if _, err := fmt.Fprintf(env.Stdout, "%s is sound\n", name); err != nil {
			return err
		}
	}
	return nil
}

// verification reads what to compare the IDK with.
func verification(env *cli.Env, s *settings, apis []string, digests string) (idk.Verification, error) {
	v := idk.Verification{Decode: s.decode}
	for _, name := range apis {
		text, err := env.ReadFile(name)
		if err != nil {
			return v, err
		}
		api, err := atom.ParseAPI(diag.NewFile(name, text))
		if err != nil {
			return v, wrongFile(name, err)
		}
		v.APIs = append(v.APIs, api)
	}
	if digests == "" {
		return v, nil
	}
	text, err := env.ReadFile(digests)
	if err != nil {
		return v, err
	}
	if v.Digests, err = tree.ParseDigests(text); err != nil {
		return v, wrongFile(digests, err)
	}
	return v, nil
}
