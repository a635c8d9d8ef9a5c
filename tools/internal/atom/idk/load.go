package idk

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
	"github.com/rules-idk/rules_idk/tools/internal/atom/tree"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// IDK is an IDK with all its metadata.
type IDK struct {
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

// Open reads the metadata of an IDK. What is wrong with it is added to diags;
// the result is nil if the manifest cannot be read, and lacks the elements that
// cannot.
func Open(ctx context.Context, fsys tree.FS, name string, diags *diag.List) (*IDK, error) {
	files, err := tree.Open(ctx, fsys, name)
	if err != nil {
		return nil, err
	}
	return load(files, diags)
}

func load(files tree.Store, diags *diag.List) (*IDK, error) {
	if !files.Has(element.ManifestPath) {
		diags.Add(diag.Errorf(inFile(files, ""), "", "this is no IDK: there is no %s", element.ManifestPath).
			WithHint("give the directory or the archive that has %s right below it", element.ManifestPath))
		return nil, nil
	}
	f, err := read(files, element.ManifestPath)
	if err != nil {
		return nil, err
	}
	i := &IDK{Files: files, Manifest: element.ParseManifest(f, diags)}
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
		f, err := read(files, part.Meta)
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

// read returns a file of an IDK for findings about it.
func read(files tree.Store, path string) (*diag.File, error) {
	text, err := files.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return diag.NewFile(nameOf(files, path), text), nil
}

// nameOf returns how people find a file of an IDK.
func nameOf(files tree.Store, path string) string {
	if path == "" {
		return files.Name()
	}
	return files.Name() + "/" + path
}

// inFile returns a place in an IDK; "" stands for the whole.
func inFile(files tree.Store, path string) diag.Pos {
	return diag.Fixed(diag.Position{File: nameOf(files, path)})
}

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
