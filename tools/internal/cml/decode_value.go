package cml

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/json5"
)

// integer decodes a field that takes an integer.
func (d *decoder) integer(f *Field, v *json5.Value) *Int {
	if v.Kind != json5.Number || !v.IsInteger() {
		d.wrongType(f, v)
		return nil
	}
	n, err := v.Int64()
	if err != nil {
		d.errorf(v.Start, "%s: %v", subject(f), err)
		return nil
	}
	if n < f.Min || n > f.Max {
		d.errorf(v.Start, "%s must be %s, not %d", subject(f), noun(f), n)
		return nil
	}
	return &Int{Value: n, Pos: d.at(v.Start)}
}

// flag decodes a field that takes true or false.
func (d *decoder) flag(f *Field, v *json5.Value) *Flag {
	if v.Kind != json5.Bool {
		d.wrongType(f, v)
		return nil
	}
	return &Flag{Value: v.Text == "true", Pos: d.at(v.Start)}
}

// json decodes a field that takes free-form JSON.
func (d *decoder) json(f *Field, v *json5.Value) *Value {
	if f.Form == FormJSONObject && v.Kind != json5.Object {
		d.wrongType(f, v)
		return nil
	}
	value := d.value(v)
	return &value
}

// value decodes free-form JSON.
func (d *decoder) value(v *json5.Value) Value {
	value := Value{Pos: d.at(v.Start)}
	switch v.Kind {
	case json5.Null:
		value.Kind, value.Text = NullValue, "null"
	case json5.Bool:
		value.Kind, value.Text = BoolValue, v.Text
	case json5.Number:
		value.Kind, value.Text = NumberValue, d.number(v)
	case json5.String:
		value.Kind, value.Text = StringValue, v.Text
	case json5.Array:
		value.Kind, value.Items = ArrayValue, make([]Value, len(v.Elems))
		for i := range v.Elems {
			value.Items[i] = d.value(&v.Elems[i])
		}
	case json5.Object:
		value.Kind, value.Members = ObjectValue, make([]Member, 0, len(v.Members))
		keys := newKeySet(d, len(v.Members))
		for i := range v.Members {
			value.Members = setMember(value.Members, keys.index(&v.Members[i]), d.member(&v.Members[i]))
		}
	}
	return value
}

// member decodes a member of a free-form object.
func (d *decoder) member(m *json5.Member) Member {
	return Member{Key: Str{Value: m.Key, Pos: d.at(m.KeyStart)}, Value: d.value(&m.Value)}
}

// setMember appends a member, or replaces the earlier one at an index.
func setMember[M any](members []M, index int, m M) []M {
	if index < len(members) {
		members[index] = m
		return members
	}
	return append(members, m)
}

// number returns a number as JSON writes it: JSON5 has more ways to.
func (d *decoder) number(v *json5.Value) string {
	if v.IsInteger() {
		n, err := v.Int64()
		if err != nil {
			d.errorf(v.Start, "%v", err)
		}
		return strconv.FormatInt(n, 10)
	}
	x, err := v.Float64()
	switch {
	case err != nil:
		d.errorf(v.Start, "%v", err)
	case math.IsInf(x, 0) || math.IsNaN(x):
		d.errorf(v.Start, "a manifest cannot hold %s", v.Text)
	}
	text := strconv.FormatFloat(x, 'g', -1, 64)
	if strings.IndexFunc(text, func(r rune) bool { return r == '.' || r == 'e' }) < 0 {
		text += ".0"
	}
	return text
}

// keySet finds keys that a free-form object has twice: the last one wins, which
// is hardly what its author wanted.
type keySet struct {
	d     *decoder
	keys  []*json5.Member
	large map[string]int
}

// newKeySet returns a set for an object with a number of members.
func newKeySet(d *decoder, members int) *keySet {
	s := &keySet{d: d, keys: make([]*json5.Member, 0, members)}
	if members > 8 {
		s.large = make(map[string]int, members)
	}
	return s
}

// index returns which of the object's different keys a member has. A key that
// was there already is warned about.
func (s *keySet) index(m *json5.Member) int {
	n, twice := len(s.keys), false
	if s.large != nil {
		if n, twice = s.large[m.Key]; !twice {
			n = len(s.keys)
			s.large[m.Key] = n
		}
	} else if i := slices.IndexFunc(s.keys, func(k *json5.Member) bool { return k.Key == m.Key }); i >= 0 {
		n, twice = i, true
	}
	if !twice {
		s.keys = append(s.keys, m)
		return n
	}
	s.d.warnf(m.KeyStart, "key %s is written twice, the last one wins", quote(m.Key)).
		WithNote(s.d.at(s.keys[n].KeyStart), "first written here").
		WithHint("delete one of the two")
	s.keys[n] = m
	return n
}
