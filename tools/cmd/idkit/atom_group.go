package main

import (
	"cmp"

	"github.com/rules-idk/rules_idk/tools/internal/atom"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cml/include"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// groupFlags are the flags that declare a group of atoms: a molecule or an IDK.
type groupFlags struct {
	label, category, areas  string
	roots, molecules, atoms []string
}

func (g *groupFlags) define(f *cli.Flags) {
	f.StringVar(&g.label, "label", "", "the `label` of the group")
	f.StringVar(&g.category, "category", "", "the most private `category` that its atoms may have; any if left out")
	f.StringVar(&g.areas, "areas", "", "the `file` that lists all areas; any area will do if left out")
	f.StringsVar(&g.roots, "root", "the `label` of an atom or a molecule that is in the group itself; any number")
	f.StringsVar(&g.molecules, "molecule", "a molecule that is somewhere in the group, `described` as JSON with label, category and deps; any number")
	f.StringsVar(&g.atoms, "atom", "the `file` that describes an atom that is somewhere in the group; any number")
	f.Require("label")
}

// read reads all that belongs to the group.
func (g *groupFlags) read(env *cli.Env) (*atom.Group, error) {
	group := &atom.Group{}
	var err error
	if group.Molecule, err = molecule(g.label, g.category, g.roots); err != nil {
		return nil, err
	}
	if group.Areas, err = readAreas(env, g.areas); err != nil {
		return nil, err
	}
	for _, text := range g.molecules {
		var d struct {
			Label, Category string
			Deps            []string
		}
		if err := parseDescription("molecule", text, &d); err != nil {
			return nil, err
		}
		m, err := molecule(d.Label, d.Category, d.Deps)
		if err != nil {
			return nil, err
		}
		group.Molecules = append(group.Molecules, m)
	}
	for _, name := range g.atoms {
		a, err := readAtom(env, name)
		if err != nil {
			return nil, err
		}
		group.Atoms = append(group.Atoms, a)
	}
	return group, nil
}

// molecule returns a molecule; a category that does not exist is a finding.
func molecule(label, category string, deps []string) (atom.Molecule, error) {
	m := atom.Molecule{Label: include.DisplayLabel(label)}
	for _, dep := range deps {
		m.Deps = append(m.Deps, include.DisplayLabel(dep))
	}
	if category == "" {
		return m, nil
	}
	var err error
	if m.Category, err = atom.ParseCategory(category); err != nil {
		list := &diag.List{}
		list.Add(diag.Errorf(diag.Fixed(diag.Position{File: m.Label}), "", "%v", err))
		return m, list.Err()
	}
	return m, nil
}

// readAtom reads what AtomBuild wrote.
func readAtom(env *cli.Env, name string) (*atom.Atom, error) {
	text, err := env.ReadFile(name)
	if err != nil {
		return nil, err
	}
	a, err := atom.Parse(text)
	if err != nil {
		return nil, wrongFile(name, err)
	}
	return a, nil
}

// goldenFlags are the flags of a comparison with a golden.
type goldenFlags struct {
	candidate, golden, goldenPath, candidatePath string
	update, updateAll, output                    string
	warn                                         bool
}

func (g *goldenFlags) define(f *cli.Flags) {
	f.StringVar(&g.candidate, "candidate", "", "the `file` that was made")
	f.StringVar(&g.golden, "golden", "", "the golden `file`; left out if it does not exist yet")
	f.StringVar(&g.goldenPath, "golden-path", "", "the `path` of the golden in the workspace, for messages")
	f.StringVar(&g.candidatePath, "candidate-path", "", "the `path` at which people find the candidate, for messages")
	f.StringVar(&g.update, "update", "", "the `label` of the target that writes the golden, for messages")
	f.StringVar(&g.updateAll, "update-all", "", "the `label` of a target that writes all goldens, for messages")
	f.BoolVar(&g.warn, "warn", false, "a difference is a warning")
	f.StringVar(&g.output, "output", "", "the `file` to write the finding to; a difference fails the verb if left out")
	f.Require("candidate")
}

// read reads the files to compare.
func (g *goldenFlags) read(env *cli.Env) (atom.Golden, error) {
	golden := atom.Golden{
		Path:          cmp.Or(g.goldenPath, g.golden),
		CandidatePath: cmp.Or(g.candidatePath, g.candidate),
		Update:        include.DisplayLabel(g.update),
		UpdateAll:     include.DisplayLabel(g.updateAll),
	}
	if golden.Path == "" {
		return golden, cli.Usagef("give --golden, or --golden-path if it does not exist yet")
	}
	var err error
	if golden.Candidate, err = env.ReadFile(g.candidate); err != nil || g.golden == "" {
		return golden, err
	}
	golden.Text, err = env.ReadFile(g.golden)
	if golden.Text == nil {
		golden.Text = []byte{} // empty, and not missing
	}
	return golden, err
}

// report writes the finding down, or fails.
func (g *goldenFlags) report(env *cli.Env, d *diag.Diagnostic) error {
	list := &diag.List{}
	if d != nil {
		if g.warn {
			d.Severity = diag.Warning
		}
		list.Add(d)
	}
	if g.output != "" {
		return writeFindings(env, g.output, list)
	}
	return env.Report(list)
}
