package cml

import (
	"strings"
	"testing"
)

func TestSchemaIsComplete(t *testing.T) {
	objects := map[string]bool{}
	for _, o := range Schema() {
		objects[o.Name] = true
	}
	for _, o := range Schema() {
		if !strings.HasSuffix(o.Doc, ".") {
			t.Errorf("%s: doc %q is no sentence", o.Name, o.Doc)
		}
		names := map[string]bool{}
		for i := range o.Fields {
			f := &o.Fields[i]
			if names[f.Name] {
				t.Errorf("%s has %q twice", o.Name, f.Name)
			}
			names[f.Name] = true
			if !strings.HasSuffix(f.Doc, ".") || strings.Contains(f.Doc, ". ") {
				t.Errorf("%s of %s: doc %q is not one sentence", f.Name, o.Name, f.Doc)
			}
			if f.Detail != strings.TrimSpace(f.Detail) || f.Detail != "" && !strings.HasSuffix(f.Detail, ".") {
				t.Errorf("%s of %s: detail %q has no full stop", f.Name, o.Name, f.Detail)
			}
			if isSection := o.Name == "the document"; isSection != (f.Example != "") {
				t.Errorf("%s of %s: example %q", f.Name, o.Name, f.Example)
			}
			if (f.Bound != "") != (f.Name == "max_size" || f.Name == "max_count" || f.Name == "element") {
				t.Errorf("%s of %s: bounds %q", f.Name, o.Name, f.Bound)
			}
			for _, typ := range f.RequiredFor {
				if !f.AppliesTo(typ) {
					t.Errorf("%s of %s is required for %s but not for that type", f.Name, o.Name, typ)
				}
			}
			if (f.Form == FormEnum) != (len(f.Values) > 0) {
				t.Errorf("%s of %s: form %v with the words %v", f.Name, o.Name, f.Form, f.Values)
			}
			if (f.Form == FormReference) != (f.Refs != 0) {
				t.Errorf("%s of %s: form %v with the references %v", f.Name, o.Name, f.Form, f.Refs.Texts())
			}
			if (f.Form == FormInteger) != (f.Max > 0) {
				t.Errorf("%s of %s: form %v with the bound %d", f.Name, o.Name, f.Form, f.Max)
			}
			if (f.Form == FormObject || f.Form == FormMap) != objects[f.Object] {
				t.Errorf("%s of %s: form %v with the object %q", f.Name, o.Name, f.Form, f.Object)
			}
			if f.Keyword != NoType && f.Name != f.Keyword.String() {
				t.Errorf("%s of %s: keyword %s", f.Name, o.Name, f.Keyword)
			}
		}
	}
}

func TestAppliesTo(t *testing.T) {
	rights, as := rightsField("", "").Field, asField("").Field
	tests := []struct {
		field *Field
		typ   CapabilityType
		want  bool
	}{
		{&rights, TypeDirectory, true},
		{&rights, TypeProtocol, false},
		{&as, TypeProtocol, true},
	}
	for _, tt := range tests {
		if got := tt.field.AppliesTo(tt.typ); got != tt.want {
			t.Errorf("%s for %s: got %v, want %v", tt.field.Name, tt.typ, got, tt.want)
		}
	}
}

func TestNearest(t *testing.T) {
	words := []string{"protocol", "path", "from", "to", "as"}
	tests := []struct{ word, want string }{
		{"protocl", "protocol"},
		{"porotcol", "protocol"},
		{"form", "from"},
		{"paths", "path"},
		{"t", "to"},
		{"rights", ""},
		{"", ""},
		{strings.Repeat("protocol", 100), ""},
	}
	for _, tt := range tests {
		if got := nearest(tt.word, words); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.word, got, tt.want)
		}
	}
}

func TestKeywordsAreNamedAfterTheirTypes(t *testing.T) {
	for _, o := range Schema() {
		for _, f := range o.Fields {
			if f.Keyword != NoType && f.Name != f.Keyword.String() {
				t.Errorf("%s: the keyword %q stands for the type %q", o.Name, f.Name, f.Keyword)
			}
		}
	}
}
