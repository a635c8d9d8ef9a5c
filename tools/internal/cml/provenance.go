package cml

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/json5"
)

// The provenance of a printed document is a JSON file that says which file,
// line and column each part of it comes from, so that a process that reads the
// document can name the places that people have to edit:
//
//	{
//	"schema_version":1,
//	"files":[
//	{"path":"core/core.cml","label":"//core:base"}
//	],
//	"keys":{
//	"/use/0/protocol":[[0,12,9]]
//	},
//	"values":{
//	"":[[0,1,1]],
//	"/use/0":[[0,12,7]]
//	}
//	}
//
// "files" are sorted by path and label. "values" has a JSON pointer (RFC 6901)
// for each value that comes from another place than its container, and "keys"
// one for each key that does. They map to one [index in "files", line, column]
// for each place that wrote the same, the deciding one first; lines and columns
// count from 1 and are 0 when only the file is known. Pointers are in the order
// of the document.

// provenanceVersion is the schema_version of the file.
const provenanceVersion = 1

// Provenance returns the provenance file of a printed document.
func (r *Rendered) Provenance() []byte {
	positions := r.positions()
	numbers := map[sourceFile]int{}
	for i := range positions {
		for _, p := range positions[i] {
			numbers[sourceFile{p.File, p.Label}] = 0
		}
	}
	files := make([]sourceFile, 0, len(numbers))
	for f := range numbers {
		files = append(files, f)
	}
	slices.SortFunc(files, func(a, b sourceFile) int {
		return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.label, b.label))
	})

	b := make([]byte, 0, 64+48*len(r.Places))
	b = append(b, "{\n\"schema_version\":"...)
	b = strconv.AppendInt(b, provenanceVersion, 10)
	b = append(b, ",\n\"files\":["...)
	for i, f := range files {
		numbers[f] = i
		b = appendSeparator(b, i == 0)
		b = appendJSON(append(b, `{"path":`...), f.path)
		b = appendJSON(append(b, `,"label":`...), f.label)
		b = append(b, '}')
	}
	b = append(b, "\n],\n\"keys\":{"...)
	b = r.appendPlaces(b, true, positions, numbers)
	b = append(b, "\n},\n\"values\":{"...)
	b = r.appendPlaces(b, false, positions, numbers)
	return append(b, "\n}\n}\n"...)
}

// positions resolves the places; nil for those that resolve to the same as the
// place around them.
func (r *Rendered) positions() [][]diag.Position {
	positions := make([][]diag.Position, len(r.Places))
	var around []int
	for i := range r.Places {
		p := &r.Places[i]
		for len(around) > 0 && r.Places[around[len(around)-1]].End <= p.Start {
			around = around[:len(around)-1]
		}
		at := resolve(p.From)
		if len(around) > 0 && slices.Equal(at, positions[around[len(around)-1]]) {
			continue
		}
		positions[i] = at
		around = append(around, i)
	}
	return positions
}

// sourceFile identifies a file of a provenance.
type sourceFile struct{ path, label string }

// appendPlaces appends the places of keys or those of values.
func (r *Rendered) appendPlaces(b []byte, keys bool, positions [][]diag.Position, numbers map[sourceFile]int) []byte {
	first := true
	for i := range r.Places {
		if r.Places[i].Key != keys || positions[i] == nil {
			continue
		}
		b = appendSeparator(b, first)
		first = false
		b = appendJSON(b, r.Places[i].Pointer)
		b = append(b, ":["...)
		for j, p := range positions[i] {
			if j > 0 {
				b = append(b, ',')
			}
			b = strconv.AppendInt(append(b, '['), int64(numbers[sourceFile{p.File, p.Label}]), 10)
			b = strconv.AppendInt(append(b, ','), int64(p.Line), 10)
			b = strconv.AppendInt(append(b, ','), int64(p.Column), 10)
			b = append(b, ']')
		}
		b = append(b, ']')
	}
	return b
}

// appendSeparator begins the line of an element.
func appendSeparator(b []byte, first bool) []byte {
	if !first {
		b = append(b, ',')
	}
	return append(b, '\n')
}

// resolve returns the positions of places, each one once.
func resolve(from []diag.Pos) []diag.Position {
	if len(from) == 1 {
		return from[0].Positions()
	}
	var all []diag.Position
	for _, pos := range from {
		for _, p := range pos.Positions() {
			if !slices.Contains(all, p) {
				all = append(all, p)
			}
		}
	}
	return all
}

// AttachProvenance makes f, which tree was parsed from, report the places that
// a provenance file has for it.
func AttachProvenance(f *diag.File, tree *json5.Document, provenance []byte) error {
	read, err := readProvenance(provenance)
	if err != nil {
		return fmt.Errorf("provenance of %s: %w", f.Name, err)
	}
	a := &attacher{keys: read.keys, values: read.values}
	a.origins = make([]diag.Origin, 0, len(read.keys)+len(read.values))
	a.value(&tree.Root)
	for _, left := range [][]provenancePlace{a.values, a.keys} {
		if len(left) > 0 {
			return fmt.Errorf("provenance of %s: it does not belong to this text, which has nothing at %q", f.Name, left[0].pointer)
		}
	}
	f.SetOrigins(a.origins)
	return nil
}

// attacher walks a tree and a provenance, which have the same order.
type attacher struct {
	keys, values []provenancePlace // what was not met yet
	path         []byte
	origins      []diag.Origin
}

// value takes the place of a value, then those of what it contains.
func (a *attacher) value(v *json5.Value) {
	if len(a.values) > 0 && a.values[0].pointer == string(a.path) {
		a.origins = append(a.origins, diag.Origin{Start: int(v.Start), End: int(v.End), From: a.values[0].from})
		a.values = a.values[1:]
	}
	length := len(a.path)
	for i := range v.Elems {
		a.path = strconv.AppendInt(append(a.path, '/'), int64(i), 10)
		a.value(&v.Elems[i])
		a.path = a.path[:length]
	}
	for i := range v.Members {
		m := &v.Members[i]
		a.path = appendPointerToken(append(a.path, '/'), m.Key)
		if len(a.keys) > 0 && a.keys[0].pointer == string(a.path) {
			a.origins = append(a.origins, diag.Origin{Start: int(m.KeyStart), End: int(m.KeyEnd), From: a.keys[0].from})
			a.keys = a.keys[1:]
		}
		a.value(&m.Value)
		a.path = a.path[:length]
	}
}
