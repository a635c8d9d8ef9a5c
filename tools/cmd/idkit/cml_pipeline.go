package main

import (
	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/cm/translate"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/merge"
	"github.com/rules-idk/rules_idk/tools/internal/cml/validate"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

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

// rehearse adds what compiling a merged manifest would find. A package path for
// configuration values is no matter of the manifest.
func rehearse(d *cml.Document, s settings, rules validate.Options, diags *diag.List) error {
	_, err := compile(d, compileOptions{settings: s, rules: rules, configPackagePath: "meta/config.cvf"}, diags)
	return err
}

// forceRunner makes a runner the one of the program.
func forceRunner(d *cml.Document, runner string) {
	said := diag.Fixed(diag.Position{File: "--experimental-force-runner"})
	program := &cml.Program{Pos: said}
	if d.Program != nil {
		*program = *d.Program
	}
	program.Runner = cml.Str{Value: runner, Pos: said}
	d.Program = program
}
