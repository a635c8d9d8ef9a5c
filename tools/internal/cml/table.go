package cml

import "sync"

// A table binds the description of an object to the Go type that holds it. It
// is the only place that knows both: decoding, printing and comparing walk it.
//
// Tables are laid out by the Go compiler, down to the fields that functions
// describe, as long as it can inline these: nothing is made before main. Every
// call of idkit would wait for it, and few need all tables.
type table[T any] struct {
	Object // without Fields, see object
	// fields are at most 64. They are complete once all has been called.
	fields []field[T]

	indexed  sync.Once
	required uint64
	index    map[string]int

	described sync.Once
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

// all returns the fields.
func (t *table[T]) all() []field[T] {
	t.indexed.Do(func() {
		t.index = make(map[string]int, len(t.fields))
		for i := range t.fields {
			f := &t.fields[i]
			f.of = t.Name
			t.index[f.Name] = i
			if f.Required {
				t.required |= 1 << i
			}
		}
	})
	return t.fields
}

// find returns the number of the field with a name.
func (t *table[T]) find(name string) (int, bool) {
	t.all()
	i, ok := t.index[name]
	return i, ok
}

// object returns the complete description of the object.
func (t *table[T]) object() *Object {
	t.described.Do(func() {
		fields := t.all()
		t.Fields = make([]Field, len(fields))
		for i := range fields {
			t.Fields[i] = fields[i].Field
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
