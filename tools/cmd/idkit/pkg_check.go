package main

import (
	"context"
	"encoding/json"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cm/references"
	"github.com/rules-idk/rules_idk/tools/internal/cml/include"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/findings"
)

func pkgCheckCommand() *cli.Command {
	return &cli.Command{
		Name:  "check",
		Short: "Looks for programs of components that are not in their package and writes the findings to a file.",
		Example: `idkit pkg check --label @@//app:package --component '{"manifest":"app.cml","provenance":"app.provenance.json"}' ` +
			"--file meta/app.cm --file bin/app --output findings.json",
		Run:   pkgCheck,
		Brief: true,
	}
}

// pkgCheck is the action PkgCheck: cml validate-references for a whole package.
// Whatever it finds, it succeeds: FindingsShow fails the build.
func pkgCheck(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	label := f.String("label", "", "the `label` of the package")
	components := f.Strings("component", "a merged manifest, `described` as JSON with manifest and provenance; any number")
	files := f.Strings("file", "the `path` of a file in the package; any number")
	output := f.String("output", "", "the `file` to write the findings to")
	f.Require("label", "output")
	if _, err := f.Parse(args); err != nil {
		return err
	}

	found := &diag.List{}
	for _, text := range *components {
		program, err := packagedProgram(env, text)
		if err != nil {
			return err
		}
		references.Check(program, *files, found)
	}
	for _, d := range found.All() {
		d.WithHint("correct the path, or add the file to the resources of %s", include.DisplayLabel(*label))
	}
	out, err := findings.Write(found)
	if err != nil {
		return err
	}
	return env.WriteFile(*output, out)
}

// packagedProgram reads what a component of the package runs. Its manifest was
// checked when it was compiled, so all that is accepted then is accepted here.
func packagedProgram(env *cli.Env, text string) (references.Program, error) {
	var component struct{ Manifest, Provenance string }
	if err := json.Unmarshal([]byte(text), &component); err != nil {
		return references.Program{}, cli.Usagef("read description of component %s: %v", text, err)
	}
	diags := &diag.List{}
	s := settings{legacy: "2021"}
	document, err := readMerged(env, &s, component.Manifest, component.Provenance, diags)
	if err != nil {
		return references.Program{}, err
	}
	if err := diags.Err(); err != nil {
		return references.Program{}, err
	}
	return references.OfDocument(document), nil
}
