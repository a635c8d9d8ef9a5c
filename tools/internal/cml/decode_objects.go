package cml

import "github.com/rules-idk/rules_idk/tools/internal/json5"

// objects decodes an array of objects. An element for which each returns false
// is dropped.
func objects[T any](d *decoder, f *Field, v *json5.Value, each func(*T, *json5.Value) bool) []*T {
	if v.Kind != json5.Array {
		d.wrongType(f, v)
		return nil
	}
	slab := make([]T, len(v.Elems))
	list := make([]*T, 0, len(v.Elems))
	for i := range v.Elems {
		e := &v.Elems[i]
		if e.Kind != json5.Object {
			d.wrongElement(f, e)
		} else if each(&slab[i], e) {
			list = append(list, &slab[i])
		}
	}
	return list
}

func (d *decoder) child(c *Child, v *json5.Value) bool {
	c.Pos = d.at(v.Start)
	object(d, childTable, v, c, nil)
	return true
}

func (d *decoder) collection(c *Collection, v *json5.Value) bool {
	c.Pos = d.at(v.Start)
	object(d, collectionTable, v, c, nil)
	return true
}

func (d *decoder) environment(e *Environment, v *json5.Value) bool {
	e.Pos = d.at(v.Start)
	object(d, environmentTable, v, e, nil)
	return true
}

// clauses decodes a section that consists of clauses.
func (d *decoder) clauses(f *Field, v *json5.Value) []*Clause {
	section := sectionOf(f.Name)
	t := clauseTable(section)
	return objects(d, f, v, func(c *Clause, v *json5.Value) bool {
		if d.obsoleteClause(t.Name, v) {
			return false
		}
		c.Section, c.Pos = section, d.at(v.Start)
		object(d, t, v, c, nil)
		if c.ConfigType != nil {
			c.ConfigType.Pos = c.Pos
		}
		d.obsoleteStorage(c)
		return true
	})
}

// sectionOf returns the section of clauses with a key.
func sectionOf(key string) Section {
	for _, s := range ClauseSections {
		if s.String() == key {
			return s
		}
	}
	return SectionCapabilities
}

// program decodes the program, which has keys of its runner.
func (d *decoder) program(f *Field, v *json5.Value) *Program {
	if v.Kind != json5.Object {
		d.wrongType(f, v)
		return nil
	}
	p := &Program{Pos: d.at(v.Start), Info: make([]Member, 0, len(v.Members))}
	keys := newKeySet(d, len(v.Members))
	object(d, programTable, v, p, func(m *json5.Member) {
		p.Info = setMember(p.Info, keys.index(m), d.member(m))
	})
	return p
}

// config decodes the map of config entries.
func (d *decoder) config(f *Field, v *json5.Value) *ConfigSection {
	if v.Kind != json5.Object {
		d.wrongType(f, v)
		return nil
	}
	c := &ConfigSection{Pos: d.at(v.Start), Entries: make([]*ConfigEntry, 0, len(v.Members))}
	keys := newKeySet(d, len(v.Members))
	for i := range v.Members {
		c.Entries = setMember(c.Entries, keys.index(&v.Members[i]), d.configEntry(f, &v.Members[i]))
	}
	return c
}

// configEntry decodes a key of the config section with its entry.
func (d *decoder) configEntry(f *Field, m *json5.Member) *ConfigEntry {
	v := &m.Value
	e := &ConfigEntry{Key: Str{Value: m.Key, Pos: d.at(m.KeyStart)}}
	if err := CheckConfigKey(m.Key); err != nil {
		d.errorf(m.KeyStart, "%s is not a configuration key: %v", quote(m.Key), err).Hint = FormConfigKey.Hint()
	}
	if v.Kind != json5.Object {
		d.wrongElement(f, v)
		return e
	}
	object(d, configTable, v, e, nil)
	e.Type.Pos = d.at(v.Start)
	d.checkBounds(configTable.Name, &e.Type, v)
	return e
}

// element decodes the type of the elements of a vector.
func (d *decoder) element(f *Field, v *json5.Value) *ConfigType {
	if v.Kind != json5.Object {
		d.wrongType(f, v)
		return nil
	}
	t := &ConfigType{Pos: d.at(v.Start)}
	object(d, elementTable, v, t, nil)
	d.checkBounds(elementTable.Name, t, v)
	return t
}

// checkBounds checks that a configuration type has the bounds that belong to
// its name, and no others.
func (d *decoder) checkBounds(of string, t *ConfigType, v *json5.Value) {
	name := t.Name.Value
	if name == "" {
		return // reported already
	}
	fields := configTable.all()
	for i := range fields {
		f := &fields[i].Field
		owner := f.Bound
		if owner == "" || of != configTable.Name && owner == "vector" {
			continue
		}
		written := v.Get(f.Name)
		switch {
		case name == owner && (written == nil || written.Kind == json5.Null):
			d.missingField(of+" of type "+quote(name), f, v)
		case name != owner && written != nil:
			d.errorf(written.Start, "%s of type %s has no field %q", of, quote(name), f.Name).
				WithHint("delete it, or write type: %q", owner)
		}
	}
}
