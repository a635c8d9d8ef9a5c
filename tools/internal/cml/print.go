package cml

import (
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Rendered is a printed document.
type Rendered struct {
	// Text is JSON, which ends with a newline.
	Text []byte
	// Places say where the parts of the text come from, in the order of the
	// text. What has no place of its own comes from where its container does.
	Places []Place
}

// Place is a part of a printed document and where it was written.
type Place struct {
	// Pointer is the JSON pointer (RFC 6901) of the part.
	Pointer string
	// Key says that the part is the key of the value at Pointer.
	Key bool
	// Start and End are byte offsets in the text; End is exclusive.
	Start, End int
	// From are the places in the sources, the deciding one first.
	From []diag.Pos
}

// Print renders a document as JSON that decodes to an equal one. Keys are in
// the order of the schema, those of program and facets in the order of the
// document and those below sorted. Absent fields are left out, empty lists are
// not.
func Print(d *Document) *Rendered {
	p := &printer{}
	place := p.open([]diag.Pos{d.Pos})
	printObject(p, documentTable, d, nil)
	p.close(place)
	p.out = append(p.out, '\n')
	return &Rendered{Text: p.out, Places: p.finish()}
}

// printObject prints the fields of an object, then the rest.
func printObject[T any](p *printer, t *table[T], o *T, rest []Member) {
	p.begin('{')
	fields := t.all()
	for i := range fields {
		f := &fields[i]
		p.field(&f.Field, f.at(o))
	}
	for i := range rest {
		p.member(&rest[i])
	}
	p.end('}')
}

// field prints a field that is set.
func (p *printer) field(f *Field, place any) {
	switch v := place.(type) {
	case *Str:
		if v != nil && v.IsSet() && !(f.OmitDefault && v.Value == f.Default) {
			p.key(f.Name, nil)
			p.str(v)
			p.endMember()
		}
	case *Strs:
		if v.IsSet() {
			p.key(f.Name, nil)
			p.strs(v)
			p.endMember()
		}
	case *[]Str:
		if *v != nil {
			p.key(f.Name, nil)
			p.list(*v)
			p.endMember()
		}
	case **Int:
		if v != nil && *v != nil {
			p.key(f.Name, nil)
			p.integer(*v)
			p.endMember()
		}
	case **Flag:
		if *v != nil {
			p.key(f.Name, nil)
			p.flag(*v)
			p.endMember()
		}
	case **Value:
		if *v != nil {
			p.key(f.Name, nil)
			p.value(*v, f.of == documentTable.Name)
			p.endMember()
		}
	case *[]Keyword:
		for i := range *v {
			if k := &(*v)[i]; k.Type == f.Keyword {
				p.key(f.Name, p.sourcesOf(k.Pos, nil))
				p.strs(&k.Names)
				p.endMember()
			}
		}
	case **ConfigType:
		if v != nil && *v != nil {
			p.key(f.Name, nil)
			printPlaced(p, elementTable, *v, nil, (*v).Pos, nil)
			p.endMember()
		}
	case **Program:
		if *v != nil {
			p.key(f.Name, nil)
			printPlaced(p, programTable, *v, (*v).Info, (*v).Pos, nil)
			p.endMember()
		}
	case **ConfigSection:
		if *v != nil {
			p.key(f.Name, nil)
			p.config(*v)
			p.endMember()
		}
	case *[]*Child:
		printObjects(p, f, childTable, *v, func(c *Child) (diag.Pos, []diag.Pos) { return c.Pos, c.Also })
	case *[]*Collection:
		printObjects(p, f, collectionTable, *v, func(c *Collection) (diag.Pos, []diag.Pos) { return c.Pos, c.Also })
	case *[]*Environment:
		printObjects(p, f, environmentTable, *v, func(e *Environment) (diag.Pos, []diag.Pos) { return e.Pos, e.Also })
	case *[]*Registration:
		printObjects(p, f, registrationTable(f.Name), *v, func(r *Registration) (diag.Pos, []diag.Pos) { return r.Pos, nil })
	case *[]*Clause:
		printObjects(p, f, clauseTable(sectionOf(f.Name)), *v, func(c *Clause) (diag.Pos, []diag.Pos) { return c.Pos, nil })
	}
}

// printObjects prints a list of objects that is not absent.
func printObjects[T any](p *printer, f *Field, t *table[T], list []*T, from func(*T) (diag.Pos, []diag.Pos)) {
	if list == nil {
		return
	}
	p.key(f.Name, nil)
	p.begin('[')
	for i, o := range list {
		pos, also := from(o)
		p.element(i)
		printPlaced(p, t, o, nil, pos, also)
		p.endMember()
	}
	p.end(']')
	p.endMember()
}

// printPlaced prints an object that has a place.
func printPlaced[T any](p *printer, t *table[T], o *T, rest []Member, pos diag.Pos, also []diag.Pos) {
	place := p.openAt(pos, also)
	printObject(p, t, o, rest)
	p.close(place)
}

// config prints the config section, sorted by key.
func (p *printer) config(c *ConfigSection) {
	place := p.openAt(c.Pos, nil)
	p.begin('{')
	entries := slices.Clone(c.Entries)
	slices.SortStableFunc(entries, func(a, b *ConfigEntry) int { return strings.Compare(a.Key.Value, b.Key.Value) })
	for _, e := range entries {
		p.keyOf(&e.Key)
		printPlaced(p, configTable, e, nil, e.Type.Pos, nil)
		p.endMember()
	}
	p.end('}')
	p.close(place)
}
