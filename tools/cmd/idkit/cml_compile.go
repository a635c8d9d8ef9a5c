package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/cm/translate"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/merge"
	"github.com/rules-idk/rules_idk/tools/internal/cml/validate"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func cmlCompileCommand() *cli.Command {
	return &cli.Command{
		Name:    "compile",
		Short:   "Validates a manifest and compiles it to a component declaration.",
		Args:    "FILE.cml",
		Example: "idkit cml compile meta/app.cml --include-path sdk/lib --output app.cm",
		Run:     cmlCompile,
	}
}

// cmlCompile is the action CmlCompile.
func cmlCompile(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var s settings
	s.define(f)
	var required requirements
	required.define(f)
	var search searchFlags
	search.define(f)
	output := f.String("output", "", "the `FILE.cm` to write")
	provenance := f.String("provenance", "",
		"the `file` that says where each fact of a merged manifest came from; its includes are resolved")
	configPackagePath := f.String("config-package-path", "",
		"where the configuration values are in the `package`, such as meta/app.cvf; needed by manifests with `config`")
	f.Require("output")
	files, err := f.Parse(args)
	if err != nil {
		return err
	}
	if len(files) != 1 {
		return cli.Usagef("give exactly one manifest, got %d", len(files))
	}
	if err := s.check(); err != nil {
		return err
	}
	if err := required.check(); err != nil {
		return err
	}

	diags := &diag.List{}
	var document *cml.Document
	var sources []string
	if *provenance != "" {
		document, err = readMerged(env, &s, files[0], *provenance, diags)
		if document != nil {
			sources = mergedSources(document)
		}
	} else {
		document, sources, err = search.resolve(env, &s, files[0], diags)
	}
	if err != nil {
		return err
	}
	if document == nil || diags.HasErrors() {
		return diags.Err()
	}
	compiled, err := compile(document, compileOptions{
		settings:          s,
		rules:             required.options,
		configPackagePath: *configPackagePath,
		sources:           sources,
	}, diags)
	if err != nil {
		return err
	}
	if err := s.report(env, diags); err != nil {
		return err
	}
	return env.WriteFile(*output, compiled)
}

type compileOptions struct {
	settings
	rules             validate.Options
	configPackagePath string
	// sources are the files that the manifest is made of, for debug_info.
	sources []string
}

// compile takes a merged manifest to the bytes of a .cm file. The bytes are
// meaningless if diags has errors afterwards.
func compile(d *cml.Document, o compileOptions, diags *diag.List) ([]byte, error) {
	merge.CanonicalizeFor(d, o.generation.SortsGroupedNames())
	o.rules.ForCompile = true
	o.rules.Legacy2021 = o.legacy == "2021"
	validate.Document(d, o.rules, diags)
	if diags.HasErrors() {
		return nil, nil
	}
	component := translate.Component(d, translate.Options{
		Generation:        o.generation,
		ConfigPackagePath: o.configPackagePath,
		ManifestSources:   o.sources,
	}, diags)
	if component == nil || diags.HasErrors() {
		return nil, nil
	}
	return cm.Encode(component)
}
