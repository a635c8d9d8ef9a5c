package atom

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Atom is a thing that can be in an IDK, as Build describes it.
type Atom struct {
	// Label is the target, as people write it.
	Label string `json:"label"`
	ID    string `json:"id"`
	// Kind is the type of the element file; the type of the atom is the kind's
	// part type.
	Kind     element.Kind `json:"kind"`
	Category Category     `json:"category"`
	Area     string       `json:"area,omitempty"`
	Stable   bool         `json:"stable"`
	// Name is the element's name: what others call it within the IDK.
	Name     string `json:"name"`
	MetaDest string `json:"meta_dest"`
	// Meta is the value of the element file.
	Meta map[string]any `json:"meta"`
	// Files are all files but the element file, sorted by destination.
	Files []File `json:"files"`
	// Deps are the labels of the atoms that this one depends on, sorted.
	Deps []string `json:"deps"`
}

// File is a file of an atom.
type File struct {
	// Dest is where it is in the IDK.
	Dest string `json:"dest"`
	// Source is where it is in the workspace, for messages.
	Source string `json:"source"`
}

// node returns what others need to know of the atom.
func (a *Atom) node() Node { return Node{a.Label, a.ID, a.Kind, a.Category} }

// place is where findings about an atom or a group of them are reported.
func place(label string) diag.Pos { return diag.Fixed(diag.Position{File: label}) }

// atomFile is the form of the file of an atom.
type atomFile struct {
	SchemaVersion int `json:"schema_version"`
	Atom
}

// Marshal returns the file of an atom.
func (a *Atom) Marshal() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(atomFile{1, *a}); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Parse reads what Marshal wrote.
func Parse(text []byte) (*Atom, error) {
	var f atomFile
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	d.UseNumber()
	if err := d.Decode(&f); err != nil {
		return nil, fmt.Errorf("decode atom: %w", err)
	}
	if f.SchemaVersion != 1 {
		return nil, fmt.Errorf("decode atom: schema version %d, expected 1", f.SchemaVersion)
	}
	return &f.Atom, nil
}
