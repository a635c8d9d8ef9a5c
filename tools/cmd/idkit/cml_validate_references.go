package main

import (
	"context"
	"errors"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/cm/references"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func cmlValidateReferencesCommand() *cli.Command {
	return &cli.Command{
		Name:    "validate-references",
		Short:   "Checks that the files which a component runs are in its package.",
		Example: "idkit cml validate-references --component-manifest app.cm --package-manifest package.manifest",
		Run:     cmlValidateReferences,
		Brief:   true,
	}
}

func cmlValidateReferences(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var r referenceCheck
	r.settings.define(f)
	r.define(f)
	rest, err := f.Parse(args)
	if err != nil {
		return err
	}
	return r.run(env, rest)
}

// referenceCheck is what the command line says about a component and its
// package.
type referenceCheck struct {
	settings
	manifest, files, context string
}

// define defines the flags that are no one else's.
func (r *referenceCheck) define(f *cli.Flags) {
	f.StringVar(&r.manifest, "component-manifest", "", "the component's `manifest`, a .cm or a .cml file")
	f.Alias("c", "component-manifest")
	f.StringVar(&r.files, "package-manifest", "", "the `file` that lists the package's files, a line DESTINATION=SOURCE for each")
	f.Alias("p", "package-manifest")
	f.StringVar(&r.context, "context", "", "a `text` for messages, such as the label of the build target")
	f.Alias("e", "context")
	f.Require("component-manifest", "package-manifest")
}

func (r *referenceCheck) run(env *cli.Env, rest []string) error {
	if len(rest) > 0 {
		return cli.Usagef("unexpected argument %q", rest[0])
	}
	if err := r.check(); err != nil {
		return err
	}
	diags := &diag.List{}
	program, err := r.program(env, diags)
	if err != nil {
		return err
	}
	list, err := env.ReadFile(r.files)
	if err != nil {
		return err
	}
	if !diags.HasErrors() {
		references.Check(program, references.Destinations(list), diags)
	}
	return r.report(env, diags)
}

// program reads what the manifest says about the program.
func (r *referenceCheck) program(env *cli.Env, diags *diag.List) (references.Program, error) {
	source := strings.HasSuffix(r.manifest, ".cml")
	if !source && !strings.HasSuffix(r.manifest, ".cm") {
		return references.Program{}, wrongFile(r.manifest, errors.New("the name of a component manifest must end in .cm or .cml"))
	}
	text, err := env.ReadFile(r.manifest)
	if err != nil {
		return references.Program{}, err
	}
	if !source {
		component, err := cm.Decode(text)
		if err != nil {
			return references.Program{}, wrongFile(r.manifest, err)
		}
		return references.OfComponent(component, diag.Fixed(diag.Position{File: r.manifest, Label: r.context})), nil
	}
	file := diag.NewFile(r.manifest, text)
	file.Label = r.context
	document := cml.Decode(file, r.decodeOptions(), diags)
	if document == nil {
		return references.Program{}, nil
	}
	return references.OfDocument(document), nil
}
