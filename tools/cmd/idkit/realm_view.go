package main

import (
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/cm/translate"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/realm"
)

// viewer reads realms for the verbs that look at them.
type viewer struct {
	env      *cli.Env
	settings settings
	// alone keeps it from looking for the provenance and the report beside a
	// manifest: a build action reads its inputs and nothing else.
	alone bool
}

// seen is a realm that was read.
type seen struct {
	*realm.View
	// manifest is the file with the merged manifest, "" if there is none.
	manifest string
}

// read reads a realm: a directory of outputs, a merged manifest, a compiled one,
// or a report.
func (v *viewer) read(name string) (*seen, error) {
	info, err := v.env.FS.Stat(name)
	switch {
	case err == nil && info.IsDir():
		return v.directory(name)
	case strings.HasSuffix(name, ".cml"):
		return v.manifest(name, name)
	case strings.HasSuffix(name, ".cm"):
		return v.compiled(name, name)
	case strings.HasSuffix(name, ".json"):
		return v.report(name, name)
	case err != nil:
		_, err := v.env.ReadFile(name)
		return nil, err
	}
	return nil, cli.Usagef("%s is no realm: expected a directory of outputs, a .cml, a .cm or a realm_report.json", name)
}

// directory reads the outputs of a realm. Their report has everything.
func (v *viewer) directory(name string) (*seen, error) {
	entries, err := v.env.FS.ReadDir(name)
	if err != nil {
		return nil, err
	}
	var manifests, compiled, reports []string
	for _, e := range entries {
		file := path.Join(filepath.ToSlash(name), e.Name())
		switch {
		case strings.HasSuffix(file, ".cml"):
			manifests = append(manifests, file)
		case strings.HasSuffix(file, ".cm"):
			compiled = append(compiled, file)
		case strings.HasSuffix(file, "_realm_report.json"):
			reports = append(reports, file)
		}
	}
	switch {
	case len(manifests) > 1 || len(manifests) == 0 && len(compiled) > 1:
		return nil, cli.Usagef("%s has several manifests, name one: %s",
			name, strings.Join(append(manifests, compiled...), ", "))
	case len(reports) == 1:
		s, err := v.report(name, reports[0])
		if err == nil && len(manifests) == 1 {
			s.manifest = manifests[0]
		}
		return s, err
	case len(manifests) == 1:
		return v.manifest(name, manifests[0])
	case len(compiled) == 1:
		return v.compiled(name, compiled[0])
	}
	return nil, cli.Usagef("%s has no .cml, .cm or realm_report.json", name)
}

func (v *viewer) report(name, file string) (*seen, error) {
	text, err := v.env.ReadFile(file)
	if err != nil {
		return nil, err
	}
	r, err := realm.ReadReport(text)
	if err != nil {
		return nil, wrongFile(file, err)
	}
	return &seen{View: r.View(name)}, nil
}

func (v *viewer) manifest(name, file string) (*seen, error) {
	document, err := v.document(file)
	if err != nil {
		return nil, err
	}
	return &seen{&realm.View{Name: name, Component: stem(file), Facts: realm.Facts(document)}, file}, nil
}

// document reads a merged manifest.
func (v *viewer) document(file string) (*cml.Document, error) {
	provenance := ""
	if !v.alone {
		var err error
		if provenance, err = v.provenance(file); err != nil {
			return nil, err
		}
	}
	diags := &diag.List{}
	document, err := readMerged(v.env, &v.settings, file, provenance, diags)
	if err != nil {
		return nil, err
	}
	if document != nil && len(document.Include) > 0 {
		diags.Add(diag.Errorf(document.Include[0].Pos, "", "this manifest has includes, so it does not say everything").
			WithHint("look at a merged one: what core_realm makes, or idkit cml include"))
	}
	return document, diags.Err()
}

// provenance returns the file with the places of a manifest, "" if there is
// none: realms have one in their directory, other components one with their
// name.
func (v *viewer) provenance(manifest string) (string, error) {
	for _, name := range []string{
		strings.TrimSuffix(manifest, ".cml") + ".provenance.json",
		path.Join(path.Dir(filepath.ToSlash(manifest)), "provenance.json"),
	} {
		_, err := v.env.FS.Stat(name)
		if err == nil {
			return name, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return "", nil
}

func (v *viewer) compiled(name, file string) (*seen, error) {
	text, err := v.env.ReadFile(file)
	if err != nil {
		return nil, err
	}
	component, err := cm.Decode(text)
	if err != nil {
		return nil, wrongFile(file, err)
	}
	facts, err := realm.ComponentFacts(component)
	if err != nil {
		return nil, wrongFile(file, err)
	}
	return &seen{View: &realm.View{Name: name, Component: stem(file), Facts: facts, Compiled: true}}, nil
}

// alike makes two realms comparable: if one is compiled, the other is compiled
// now.
func (v *viewer) alike(a, b *seen) error {
	if a.Compiled == b.Compiled {
		return nil
	}
	if a.Compiled {
		a = b
	}
	if a.manifest == "" {
		return cli.Usagef("%s is a report and cannot be compared with a compiled manifest; give the manifest instead", a.Name)
	}
	document, err := v.document(a.manifest)
	if err != nil {
		return err
	}
	diags := &diag.List{}
	component := translate.Component(document, translate.Options{
		Generation:        v.settings.generation,
		ConfigPackagePath: "meta/" + a.Component + ".cvf",
	}, diags)
	if component == nil {
		return diags.Err()
	}
	a.Facts, err = realm.ComponentFacts(component)
	a.Compiled = true
	return err
}

// stem returns the name of the component that a file of it has.
func stem(file string) string {
	base := path.Base(filepath.ToSlash(file))
	return strings.TrimSuffix(base, path.Ext(base))
}

// subset are the flags that select facts.
type subset struct{ realm.Subset }

func (s *subset) define(f *cli.Flags) {
	f.StringsVar(&s.Sections, "section", "a `section`: only its facts; any number")
	f.StringsVar(&s.Children, "child", "a child or collection: only the facts that declare `name`, lead to it or come from it; any number")
	f.StringsVar(&s.Names, "name", "a `capability`: only facts about it; any number")
}

func (s *subset) check() error {
	if err := s.Check(); err != nil {
		return cli.Usagef("%v", err)
	}
	return nil
}
