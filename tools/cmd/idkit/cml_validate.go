package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func cmlValidateCommand() *cli.Command {
	return &cli.Command{
		Name:    "validate",
		Short:   "Finds all that compile would find in manifests, and writes nothing.",
		Args:    "FILE.cml…",
		Example: "idkit cml validate meta/app.cml --include-path sdk/lib",
		Run:     cmlValidate,
		Brief:   true,
	}
}

func cmlValidate(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var v validation
	v.settings.define(f)
	v.search.define(f)
	v.required.define(f)
	files, err := f.Parse(args)
	if err != nil {
		return err
	}
	return v.run(env, files)
}

// validation is what the command line says about manifests to check.
type validation struct {
	settings
	required requirements
	search   searchFlags
}

func (v *validation) run(env *cli.Env, files []string) error {
	if len(files) == 0 {
		return cli.Usagef("give the manifests to check")
	}
	if err := v.check(); err != nil {
		return err
	}
	if err := v.required.check(); err != nil {
		return err
	}
	all := &diag.List{}
	s := v.search.open(env, v.decode)
	for _, name := range files {
		diags := &diag.List{}
		m, err := s.merged(name, diags)
		if err == nil && m.document != nil && !diags.HasErrors() {
			err = rehearse(m.document, v.settings, v.required.options, diags)
		}
		if err != nil {
			return err
		}
		all.Merge(diags)
	}
	return v.report(env, all)
}
