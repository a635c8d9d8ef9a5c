package atom

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// element returns the atom's element, which is declared or made; nil if it added
// an error.
func (b *builder) element() *element.Element {
	s := b.spec
	if !slices.Contains(element.PartTypes(), s.Type) {
		b.errorf("%s has the type %q, expected one of %s", s.ID, s.Type, words(element.PartTypes(), "or"))
		return nil
	}
	if s.Meta == nil {
		value := b.derive()
		if value == nil {
			return nil
		}
		return element.New(s.MetaDest, value, b.diags)
	}
	e := element.Parse(s.MetaDest, withStability(s.Meta, !s.Unstable), b.diags)
	if e == nil {
		return nil
	}
	if !b.agrees(e) {
		return nil
	}
	return e
}

// withStability returns an element file that says whether it is stable, if its
// kind has to and the declaration leaves it to the atom. What the file says
// itself stays where it is.
func withStability(f *diag.File, stable bool) *diag.File {
	var head map[string]json.RawMessage
	if json.Unmarshal(f.Text, &head) != nil {
		return f
	}
	var kind element.Kind
	if json.Unmarshal(head["type"], &kind) != nil || head["stable"] != nil || !kind.HasStability() {
		return f
	}
	end := bytes.LastIndexByte(f.Text, '}')
	text := slices.Concat(f.Text[:end], fmt.Appendf(nil, `, "stable": %v`, stable), f.Text[end:])
	return diag.NewFile(f.Name, text)
}

// agrees compares a declared element file with the rest of the declaration.
func (b *builder) agrees(e *element.Element) bool {
	s := b.spec
	found := &diag.List{}
	switch {
	case s.Type == element.Data && !slices.Contains(element.DataKinds(), e.Kind):
		found.Add(diag.Errorf(e.At("type"), "", "the atom has the type %q, so the element file must have one of %s, and has %q",
			s.Type, words(element.DataKinds(), "or"), e.Kind))
	case s.Type != element.Data && string(e.Kind) != s.Type:
		found.Add(diag.Errorf(e.At("type"), "", "the atom has the type %q, and the element file has %q", s.Type, e.Kind))
	case s.DataKind != "" && e.Kind != s.DataKind:
		found.Add(diag.Errorf(e.At("type"), "", "the atom is a %s, and the element file has the type %q", s.DataKind, e.Kind))
	}
	if s.Name != "" && s.Name != e.Name {
		found.Add(diag.Errorf(e.At("name"), "", "the atom has the name %q, and the element file has %q", s.Name, e.Name))
	}
	if e.Kind.HasStability() && e.Stable() == s.Unstable {
		found.Add(diag.Errorf(e.At("stable"), "", "the atom and the element file differ in whether it is stable").
			WithHint("leave \"stable\" out of the element file"))
	}
	b.diags.Merge(found)
	return !found.HasErrors()
}

// derive makes the value of the element file from the rest of the declaration;
// nil if it cannot.
func (b *builder) derive() map[string]any {
	s := b.spec
	kind := element.Kind(s.Type)
	if s.Type == element.Data {
		kind = s.DataKind
		if !slices.Contains(element.DataKinds(), kind) {
			b.errorf("the atom has the type %q, so it must be a %s, and is %q", s.Type, words(element.DataKinds(), "or"), kind)
			return nil
		}
	}
	if s.Name == "" {
		b.errorf("the atom has neither a name nor an element file").WithHint("set idk_name")
		return nil
	}
	value := map[string]any{"name": s.Name, "type": string(kind)}
	files := []string{}
	for _, f := range s.allFiles() {
		files = append(files, f.Dest)
	}
	switch kind {
	case element.ComponentManifest, element.Config, element.License:
		value["data"] = files
	case element.Documentation:
		value["docs"] = files
	case element.HostTool, element.CompanionHostTool:
		value["root"], value["files"] = "tools", files
	case element.FIDLLibrary:
		value["root"], value["sources"] = "fidl/"+s.Name, files
		value["deps"], value["stable"] = b.depNames(kind), !s.Unstable
	case element.BindLibrary:
		value["root"], value["sources"] = "bind/"+s.Name, files
		value["deps"] = b.depNames(kind)
	case element.PythonE2ETest:
		value["root"], value["files"] = "python/"+s.Name, files
	default:
		b.errorf("the element file of a %s cannot be made from its files", kind).WithHint("give it with meta or meta_src")
		return nil
	}
	return value
}

// depNames returns the names of the dependencies of a kind in the order of the
// declaration.
func (b *builder) depNames(kind element.Kind) []string {
	names := []string{}
	for _, dep := range b.spec.Deps {
		if dep.Kind == kind && !slices.Contains(names, dep.Name) {
			names = append(names, dep.Name)
		}
	}
	return names
}
