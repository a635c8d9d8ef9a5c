package main

import (
	"context"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/view"
)

func pyProvenanceCommand() *cli.Command {
	return &cli.Command{
		Name:  "provenance",
		Short: "Says of everything in a Python bundle which target brought it, from which path, with its digest.",
		Args:  "BUNDLE",
		Example: `idkit py provenance bazel-bin/app/main
idkit py provenance --path _main/app/ bazel-bin/app/main`,
		Findings: "the file is no bundle, or damaged; with --complete: something has no known origin",
		Run:      pyProvenance,
	}
}

func pyProvenance(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	asJSON := f.Bool("json", false, "print JSON")
	path := f.String("path", "", "only what is at a `path` or, with a slash at its end, below it")
	complete := f.Bool("complete", false, "fail if something has no known origin")
	b, err := oneBundle(env, f, args)
	if err != nil {
		return err
	}
	defer b.Close()
	origins := view.OriginsOf(b.Bundle)
	if *path != "" {
		origins.Keep(func(o view.Origin) bool {
			return o.Path == *path || strings.HasSuffix(*path, "/") && strings.HasPrefix(o.Path, *path)
		})
	}
	if *asJSON {
		err = printJSON(env, origins)
	} else {
		err = origins.Print(env.Stdout)
	}
	if err == nil && *complete && len(origins.Unknown) > 0 {
		return cli.Status(cli.ExitFindings)
	}
	return err
}
