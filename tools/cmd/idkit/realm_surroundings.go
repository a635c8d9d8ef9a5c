package main

import (
	"bytes"
	"encoding/json"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/include"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/realm"
)

// surroundings are the flags that tell realm check what is around a realm: the
// packages of the product and the components that run as children.
type surroundings struct {
	packages, packageLists, children []string
}

func (s *surroundings) define(f *cli.Flags) {
	f.StringsVar(&s.packages, "package", "the `URL` of a package of the product, or its name; any number")
	f.StringsVar(&s.packageLists, "package-list", "a `file` with one of them on each line; any number")
	f.StringsVar(&s.children, "child-manifest", "a compiled manifest that a child may run, `described` as JSON; any number")
}

// check checks the realm against what was given; what was not given is not
// checked. The routes of the child that core is named after are checked with
// core itself.
func (s *surroundings) check(env *cli.Env, d *cml.Document, core string, decoding, found *diag.List) error {
	if len(s.packages)+len(s.packageLists) > 0 {
		set, err := s.packageSet(env, decoding)
		if err != nil {
			return err
		}
		realm.CheckPackages(d, set, found)
	}
	if len(s.children) > 0 {
		manifests, err := s.manifests(env, decoding)
		if err != nil {
			return err
		}
		realm.CheckChildren(d, manifests, core, found)
	}
	return nil
}

func (s *surroundings) packageSet(env *cli.Env, decoding *diag.List) (*realm.PackageSet, error) {
	set := &realm.PackageSet{}
	for _, p := range s.packages {
		if err := set.Add(p); err != nil {
			return nil, cli.Usagef("--package: %v", err)
		}
	}
	for _, name := range s.packageLists {
		text, err := env.ReadFile(name)
		if err != nil {
			return nil, err
		}
		set.Read(diag.NewFile(name, text), decoding)
	}
	return set, nil
}

// childDescription is what the rules say of a manifest in "children".
type childDescription struct {
	Label string `json:"label"`
	// File is where to read it, Path is how people know it.
	File string `json:"file"`
	Path string `json:"path"`
	// Resource is where it is in its package.
	Resource string `json:"resource"`
	// Package is the URL of the package, "" if it is not known.
	Package string `json:"package"`
}

func (s *surroundings) manifests(env *cli.Env, decoding *diag.List) ([]realm.ChildManifest, error) {
	manifests := make([]realm.ChildManifest, 0, len(s.children))
	for _, text := range s.children {
		var c childDescription
		decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&c); err != nil {
			return nil, cli.Usagef("--child-manifest cannot be %q: %v", text, err)
		}
		data, err := env.ReadFile(c.File)
		if err != nil {
			return nil, err
		}
		at := diag.Fixed(diag.Position{File: c.Path, Label: include.DisplayLabel(c.Label)})
		component, err := cm.Decode(data)
		if err != nil {
			decoding.Add(diag.Errorf(at, "", "%v", err))
			continue
		}
		facts, err := realm.ComponentFacts(component)
		if err != nil {
			decoding.Add(diag.Errorf(at, "", "%v", err))
			continue
		}
		manifests = append(manifests, realm.ChildManifest{Resource: c.Resource, Package: c.Package, Facts: facts, Pos: at})
	}
	return manifests, nil
}
