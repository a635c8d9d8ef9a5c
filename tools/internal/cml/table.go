package cml

// A table binds the description of an object to the Go type that holds it. It
// is the only place that knows both: decoding, printing and comparing walk it.
type table[T any] struct {
	Object
	fields   []field[T]
	index    map[string]int
	required uint64
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

// newTable completes the fields and indexes them. An object has at most 64.
func newTable[T any](name, doc string, fields ...field[T]) *table[T] {
	t := &table[T]{
		Object: Object{Name: name, Doc: doc},
		fields: fields,
		index:  make(map[string]int, len(fields)),
	}
	for i := range fields {
		f := &fields[i]
		f.of = name
		t.index[f.Name] = i
		t.Fields = append(t.Fields, f.Field)
		if f.Required {
			t.required |= 1 << i
		}
	}
	return t
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
