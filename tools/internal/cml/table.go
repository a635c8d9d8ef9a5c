package cml

import "sync"

// A table binds the description of an object to the Go type that holds it. It
// is the only place that knows both: decoding, printing and comparing walk it.
type table[T any] struct {
	Object
	fields   []field[T]
	required uint64

	// index and Object.Fields are made when first needed: all tables exist
	// whenever a program starts, and few programs need all of this.
	complete sync.Once
	index    map[string]int
}

// A field is a described key and where its value is kept.
type field[T any] struct {
	Field
	// at returns a pointer to the place, or a nil pointer of that type when the
	// object has no such place yet.
	at func(*T) any
	// open makes the place; nil when it is always there.
	open func(*T)
}

// newTable returns a table. An object has at most 64 fields.
func newTable[T any](name, doc string, fields ...field[T]) *table[T] {
	t := &table[T]{Object: Object{Name: name, Doc: doc}, fields: fields}
	for i := range fields {
		fields[i].of = name
		if fields[i].Required {
			t.required |= 1 << i
		}
	}
	return t
}

// find returns the number of the field with a name.
func (t *table[T]) find(name string) (int, bool) {
	t.object()
	i, ok := t.index[name]
	return i, ok
}

// object returns the complete description of the object.
func (t *table[T]) object() *Object {
	t.complete.Do(func() {
		t.index = make(map[string]int, len(t.fields))
		t.Fields = make([]Field, len(t.fields))
		for i := range t.fields {
			t.Fields[i] = t.fields[i].Field
			t.index[t.Fields[i].Name] = i
		}
	})
	return &t.Object
}

// clauseTable returns the table of a section that consists of clauses.
func clauseTable(s Section) *table[Clause] {
	switch s {
	case SectionUse:
		return useTable
	case SectionExpose:
		return exposeTable
	case SectionOffer:
		return offerTable
	}
	return capabilitiesTable
}

// registrationTable returns the table of the registrations in a list of an
// environment.
func registrationTable(list string) *table[Registration] {
	switch list {
	case "runners":
		return runnerTable
	case "resolvers":
		return resolverTable
	}
	return debugTable
}
