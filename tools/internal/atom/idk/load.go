package idk

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
	"github.com/rules-idk/rules_idk/tools/internal/atom/tree"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// IDK is an IDK with all its metadata.
type IDK struct {
	// Label is the target that made it, "" if that is not known.
	Label    string
	Files    tree.Store
	Manifest *element.Manifest
	// Elements are in the order of the manifest.
	Elements []*Element
}

// Element is an element with what the manifest says about it.
type Element struct {
	*element.Element
	Part *element.Part
}

// Open reads the metadata of an IDK, which the target of a label made, or nobody
// knows who. What is wrong with it is added to diags; the result is nil if the
// manifest cannot be read, and lacks the elements that cannot.
func Open(ctx context.Context, fsys tree.FS, name, label string, diags *diag.List) (*IDK, error) {
	files, err := tree.Open(ctx, fsys, name)
	if err != nil {
		return nil, err
	}
	return load(&IDK{Files: files, Label: label}, diags)
}

// load completes an IDK that has its files.
func load(i *IDK, diags *diag.List) (*IDK, error) {
	files := i.Files
	if !files.Has(element.ManifestPath) {
		diags.Add(diag.Errorf(i.at(""), "", "this is no IDK: there is no %s", element.ManifestPath).
			WithHint("give the directory or the archive that has %s right below it", element.ManifestPath))
		return nil, nil
	}
	f, err := i.read(element.ManifestPath)
	if err != nil {
		return nil, err
	}
	i.Manifest = element.ParseManifest(f, diags)
	if i.Manifest == nil {
		return nil, nil
	}
	seen := map[string]bool{}
	for n := range i.Manifest.Parts {
		part := &i.Manifest.Parts[n]
		switch {
		case seen[part.Meta]:
			diags.Add(diag.Errorf(part.Pos, "", "the element file %s is there twice", part.Meta))
			continue
		case !files.Has(part.Meta):
			diags.Add(diag.Errorf(part.Pos, "", "the element file %s is missing", part.Meta))
			continue
		}
		seen[part.Meta] = true
		f, err := i.read(part.Meta)
		if err != nil {
			return nil, err
		}
		e := element.Parse(part.Meta, f, diags)
		if e == nil {
			continue
		}
		if e.Kind.Known() && part.Type != e.Kind.PartType() {
			diags.Add(diag.Errorf(part.Pos, "", "the manifest says that %s has the type %q, and a %s has %q",
				part.Meta, part.Type, e.Kind, e.Kind.PartType()))
		}
		if e.Kind.Known() && part.Stable != e.Stable() {
			diags.Add(diag.Errorf(part.Pos, "", "the manifest and %s differ in whether the element is stable", part.Meta))
		}
		i.Elements = append(i.Elements, &Element{e, part})
	}
	return i, nil
}

// read returns a file for findings about it.
func (i *IDK) read(path string) (*diag.File, error) {
	text, err := i.Files.ReadFile(path)
	if err != nil {
		return nil, err
	}
	place := i.place(path)
	f := diag.NewFile(place.File, text)
	f.Label = place.Label
	return f, nil
}

// place returns how people find a file: in a directory or an archive, or in what
// a target made. "" stands for the whole IDK.
func (i *IDK) place(path string) diag.Position {
	switch {
	case i.Label != "" && path == "":
		return diag.Position{File: i.Label}
	case i.Label != "":
		return diag.Position{File: path, Label: i.Label}
	case path == "":
		return diag.Position{File: i.Files.Name()}
	}
	return diag.Position{File: i.Files.Name() + "/" + path}
}

func (i *IDK) at(path string) diag.Pos { return diag.Fixed(i.place(path)) }

// name returns how messages call the IDK.
func (i *IDK) name() string { return i.place("").File }

// Executable returns the paths of the programs that an IDK has for its hosts.
func (i *IDK) Executable() map[string]bool {
	programs := map[string]bool{}
	for _, e := range i.Elements {
		if e.Kind.IsTool() {
			for _, path := range e.Files() {
				programs[path] = true
			}
		}
	}
	return programs
}
