package cml

import (
	"encoding/binary"
	"slices"
	"strings"
)

// A shape is a key: two objects have the same shape if they are equal in all
// that the shape covers. A string is equal to an array of just that string, an
// absent field differs from one that spells out the default (except a child's
// startup), and places do not matter. Shapes are for comparing within a run;
// they are not stable across versions.

// Shape returns the shape of a clause without its names but with its section
// and capability type. Without availability, that field does not count either.
func (c *Clause) Shape(availability bool) string {
	b := []byte{byte(c.Section)}
	for i := range c.Keywords {
		b = append(b, byte(c.Keywords[i].Type))
	}
	if c.ImpliedStorageID {
		b = append(b, '?')
	}
	b = append(b, 0)
	return string(appendShape(b, clauseTable(c.Section), c, func(f *Field) bool {
		return f.Keyword != NoType || !availability && f.Name == "availability"
	}))
}

// Shape returns the shape of a child, its name included.
func (c *Child) Shape() string { return string(appendShape(nil, childTable, c, nil)) }

// Shape returns the shape of a collection, its name included.
func (c *Collection) Shape() string { return string(appendShape(nil, collectionTable, c, nil)) }

// Shape returns the shape of a config entry without its key.
func (e *ConfigEntry) Shape() string { return string(appendShape(nil, configTable, e, nil)) }

// Shape returns the shape of a free-form value; the order of keys does not
// matter.
func (v *Value) Shape() string { return string(appendValueShape(nil, v)) }

// EqualChild reports whether two children are equal in all fields.
func EqualChild(a, b *Child) bool { return a.Shape() == b.Shape() }

// EqualCollection reports whether two collections are equal in all fields.
func EqualCollection(a, b *Collection) bool { return a.Shape() == b.Shape() }

// EqualConfigEntry reports whether two config entries are equal, whatever their
// keys.
func EqualConfigEntry(a, b *ConfigEntry) bool { return a.Shape() == b.Shape() }

// EqualValue reports whether two free-form values are equal.
func EqualValue(a, b *Value) bool { return a.Shape() == b.Shape() }

// appendShape appends the fields that are set, each behind its number, but not
// those to skip.
func appendShape[T any](b []byte, t *table[T], o *T, skip func(*Field) bool) []byte {
	fields := t.all()
	for i := range fields {
		f := &fields[i]
		if skip != nil && skip(&f.Field) {
			continue
		}
		number := byte(i + 1)
		switch p := f.at(o).(type) {
		case *Str:
			if p != nil && p.IsSet() && !(f.OmitDefault && p.Value == f.Default) {
				b = appendText(append(b, number), p.Value)
			}
		case *Strs:
			if p.IsSet() {
				b = appendTexts(append(b, number), p.Items)
			}
		case *[]Str:
			if *p != nil {
				b = appendTexts(append(b, number), *p)
			}
		case **Int:
			if p != nil && *p != nil {
				b = binary.AppendVarint(append(b, number), (*p).Value)
			}
		case **Flag:
			if *p != nil {
				b = append(b, number, boolByte((*p).Value))
			}
		case **Value:
			if *p != nil {
				b = appendValueShape(append(b, number), *p)
			}
		case **ConfigType:
			if p != nil && *p != nil {
				b = appendShape(append(b, number), elementTable, *p, nil)
				b = append(b, 0)
			}
		}
	}
	return b
}

// appendTexts appends a list of strings.
func appendTexts(b []byte, items []Str) []byte {
	b = binary.AppendUvarint(b, uint64(len(items)))
	for i := range items {
		b = appendText(b, items[i].Value)
	}
	return b
}

// appendText appends a string so that nothing behind it can be taken for a part
// of it.
func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// appendValueShape appends a free-form value, objects in the order of keys.
func appendValueShape(b []byte, v *Value) []byte {
	b = append(b, byte(v.Kind))
	switch v.Kind {
	case BoolValue, NumberValue, StringValue:
		b = appendText(b, v.Text)
	case ArrayValue:
		b = binary.AppendUvarint(b, uint64(len(v.Items)))
		for i := range v.Items {
			b = appendValueShape(b, &v.Items[i])
		}
	case ObjectValue:
		b = binary.AppendUvarint(b, uint64(len(v.Members)))
		for _, m := range sortedMembers(v.Members) {
			b = appendText(b, m.Key.Value)
			b = appendValueShape(b, &m.Value)
		}
	}
	return b
}

// sortedMembers returns the members in the order of their keys.
func sortedMembers(members []Member) []*Member {
	sorted := make([]*Member, len(members))
	for i := range members {
		sorted[i] = &members[i]
	}
	slices.SortStableFunc(sorted, func(a, b *Member) int { return strings.Compare(a.Key.Value, b.Key.Value) })
	return sorted
}

func boolByte(b bool) byte {
	if b {
		return 1
	}
	return 0
}
