package translate

import (
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// The bounds of fuchsia.data, in bytes and elements, and of the format, in
// out-of-line objects that lead to one another. The encoder refuses what is
// beyond them as well, but without a place.
const (
	maxEntries = 1024
	maxKey     = 1024
	maxText    = 32768
	maxItems   = 1024
	maxDepth   = 32
)

// How deep the dictionaries of a declaration are: the members of a table are
// one level, what a member holds is the next, and so with vectors.
const (
	depthOfFacets  = 2
	depthOfProgram = 4
	depthOfFilter  = 6
)

// program translates the program section.
func (t *translator) program() *cm.Program {
	p := t.doc.Program
	if p == nil {
		return nil
	}
	d := data{t: t, section: "program", flat: true, depth: depthOfProgram}
	return &cm.Program{Runner: optional(p.Runner), Info: d.dictionary(p.Info, p.Pos)}
}

// facets translates the facets section.
func (t *translator) facets() *cm.Data {
	f := t.doc.Facets
	if f == nil {
		return nil
	}
	d := data{t: t, section: "facets", flat: true, depth: depthOfFacets}
	return d.dictionary(f.Members, f.Pos)
}

// filter translates the filter of an event stream, which unlike the others is
// not flattened.
func (t *translator) filter(f *cml.Value) *cm.Data {
	if f == nil {
		return nil
	}
	d := data{t: t, section: "filter", depth: depthOfFilter}
	return d.dictionary(f.Members, f.Pos)
}

// data makes dictionaries of free-form values.
type data struct {
	t *translator
	// section is where the values are, for messages.
	section string
	// flat makes entries "k.sub" of the members of an object under a key k.
	flat bool
	// depth is that of the dictionary.
	depth int
}

// dictionary translates an object; its entries are sorted by key.
func (d data) dictionary(members []cml.Member, at diag.Pos) *cm.Data {
	entries := d.entries(make([]cm.DataEntry, 0, len(members)), "", members)
	if len(entries) > maxEntries {
		d.t.errorf(at, "", "%s has %d values in one object, and a compiled manifest has room for %d", d.section, len(entries), maxEntries)
	}
	slices.SortStableFunc(entries, func(a, b cm.DataEntry) int { return strings.Compare(a.Key, b.Key) })
	return &cm.Data{Entries: entries}
}

// entries appends the members of an object, with a prefix before their keys.
func (d data) entries(entries []cm.DataEntry, prefix string, members []cml.Member) []cm.DataEntry {
	for i := range members {
		m := &members[i]
		key := prefix + m.Key.Value
		switch {
		case len(key) > maxKey:
			d.t.errorf(m.Key.Pos, "", "a key of %s has %d bytes, and a compiled manifest has room for %d", d.section, len(key), maxKey)
		case m.Value.Kind == cml.ObjectValue && d.flat:
			entries = d.entries(entries, key+".", m.Value.Members)
		default:
			entries = append(entries, cm.DataEntry{Key: key, Value: d.value(key, &m.Value)})
		}
	}
	return entries
}

// value translates all but an object that is to be flattened.
func (d data) value(key string, v *cml.Value) cm.DataValue {
	switch v.Kind {
	case cml.NullValue:
		d.deep(key, v, 4)
		return nil
	case cml.StringValue:
		d.text(key, v, 5)
		return cm.DataStr(v.Text)
	case cml.ArrayValue:
		return d.list(key, v)
	}
	refusal := d.t.errorf(v.Pos, "T1", "%q in %s is %s, and can only be a string, a list of strings or a list of objects", key, d.section, kind(v))
	if v.Kind == cml.NumberValue || v.Kind == cml.BoolValue {
		refusal.WithHint("write it as the string %q", v.Text)
	}
	return nil
}

// list translates an array, by the kind of its first element.
func (d data) list(key string, v *cml.Value) cm.DataValue {
	if len(v.Items) > maxItems {
		d.t.errorf(v.Pos, "", "%q in %s has %d elements, and a compiled manifest has room for %d", key, d.section, len(v.Items), maxItems)
	}
	if len(v.Items) == 0 {
		d.deep(key, v, 4)
		return cm.DataStrVec{}
	}
	want := v.Items[0].Kind
	for i := range v.Items {
		item := &v.Items[i]
		if item.Kind == want && (want == cml.StringValue || want == cml.ObjectValue) {
			continue
		}
		d.t.errorf(item.Pos, "T1", "element %d of %q in %s is %s, and a list can only have strings, or only objects", i+1, key, d.section, kind(item))
		return nil
	}
	if want == cml.StringValue {
		list := make(cm.DataStrVec, len(v.Items))
		for i := range v.Items {
			d.text(key, &v.Items[i], 6)
			list[i] = v.Items[i].Text
		}
		return list
	}
	if d.deep(key, v, 7) {
		return nil
	}
	inner := d
	inner.flat, inner.depth = true, d.depth+5
	list := make(cm.DataObjVec, len(v.Items))
	for i := range v.Items {
		list[i] = *inner.dictionary(v.Items[i].Members, v.Items[i].Pos)
	}
	return list
}

// text checks the length of a string whose bytes are some levels below the
// dictionary.
func (d data) text(key string, v *cml.Value, levels int) {
	if len(v.Text) > maxText {
		d.t.errorf(v.Pos, "", "%q in %s has %d bytes, and a compiled manifest has room for %d", key, d.section, len(v.Text), maxText)
	}
	if v.Text == "" {
		levels--
	}
	d.deep(key, v, levels)
}

// deep reports a value that ends more levels below the dictionary than the
// format has.
func (d data) deep(key string, v *cml.Value, levels int) bool {
	if d.depth+levels <= maxDepth {
		return false
	}
	d.t.errorf(v.Pos, "", "%q in %s is nested in more lists of objects than a compiled manifest has room for", key, d.section)
	return true
}

// kind names the JSON type of a value for messages.
func kind(v *cml.Value) string {
	return [...]string{
		cml.NullValue:   "null",
		cml.BoolValue:   "a boolean",
		cml.NumberValue: "a number",
		cml.StringValue: "a string",
		cml.ArrayValue:  "a list",
		cml.ObjectValue: "an object",
	}[v.Kind]
}
