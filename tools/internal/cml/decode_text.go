package cml

import (
	"slices"

	"github.com/rules-idk/rules_idk/tools/internal/json5"
)

// text decodes a field that takes one string.
func (d *decoder) text(f *Field, v *json5.Value) Str {
	if v.Kind != json5.String {
		d.wrongType(f, v)
	} else if text, ok := d.checked(f, v); ok {
		return text
	}
	return Str{}
}

// texts decodes a field that takes one string or several.
func (d *decoder) texts(f *Field, v *json5.Value) Strs {
	s := Strs{Pos: d.at(v.Start), Array: v.Kind == json5.Array}
	switch {
	case v.Kind == json5.String && f.List != Distinct:
		if text, ok := d.checked(f, v); ok {
			s.Items = d.strings(1)
			s.Items[0] = text
		}
	case v.Kind == json5.Array && f.List != One:
		if len(v.Elems) == 0 {
			d.errorf(v.Start, "%s is empty", subject(f)).WithHint("list %s, or leave the field out", noun(f))
			return s
		}
		s.Items = d.elements(f, v)
		d.distinct(f, s.Items)
	default:
		d.wrongType(f, v)
	}
	return s
}

// list decodes a field that takes any number of strings.
func (d *decoder) list(f *Field, v *json5.Value) []Str {
	if v.Kind != json5.Array {
		d.wrongType(f, v)
		return nil
	}
	return d.elements(f, v)
}

// elements decodes the strings of an array.
func (d *decoder) elements(f *Field, v *json5.Value) []Str {
	items := d.strings(len(v.Elems))[:0]
	for i := range v.Elems {
		e := &v.Elems[i]
		if e.Kind != json5.String {
			d.wrongElement(f, e)
		} else if text, ok := d.checked(f, e); ok {
			items = append(items, text)
		}
	}
	return items
}

// distinct reports strings that are listed twice.
func (d *decoder) distinct(f *Field, items []Str) {
	if len(items) < 2 {
		return
	}
	twice := func(item, first *Str) {
		d.errorf(item.Pos.Offset, "%s lists %s twice", subject(f), quote(item.Value)).
			WithNote(first.Pos, "first listed here").WithHint("delete one of the two")
	}
	if len(items) <= 8 {
		for i := range items[1:] {
			item := &items[i+1]
			if j := slices.IndexFunc(items[:i+1], func(s Str) bool { return s.Value == item.Value }); j >= 0 {
				twice(item, &items[j])
			}
		}
		return
	}
	first := make(map[string]*Str, len(items))
	for i := range items {
		if before, ok := first[items[i].Value]; ok {
			twice(&items[i], before)
		} else {
			first[items[i].Value] = &items[i]
		}
	}
}

// checked decodes a string value of the form that a field demands.
func (d *decoder) checked(f *Field, v *json5.Value) (Str, bool) {
	s := Str{Value: v.Text, Pos: d.at(v.Start)}
	var err error
	switch f.Form {
	case FormEnum:
		return d.word(f, s)
	case FormReference:
		return s, d.reference(f, s)
	case FormName:
		err = CheckName(v.Text)
	case FormPath:
		err = CheckPath(v.Text)
	case FormRelativePath:
		err = CheckRelativePath(v.Text)
	case FormURLScheme:
		err = CheckURLScheme(v.Text)
	case FormConfigKey:
		err = CheckConfigKey(v.Text)
	case FormURL:
		err = d.checkURL(v.Text)
	default:
		err = checkLength(v.Text, MaxPath)
	}
	if err != nil {
		d.errorf(v.Start, "%s: %s is not %s: %v", subject(f), quote(v.Text), noun(f), err).Hint = f.Form.Hint()
		return s, false
	}
	return s, true
}

// checkURL checks the URL of a component.
func (d *decoder) checkURL(s string) error {
	if err := CheckURL(s); err != nil {
		return err
	}
	if d.options.CheckURL != nil && fuchsiaURL(s) {
		return d.options.CheckURL(s)
	}
	return nil
}

// word decodes a string that must be one of several words.
func (d *decoder) word(f *Field, s Str) (Str, bool) {
	if slices.Contains(f.Values, s.Value) {
		return s, true
	}
	if today, ok := d.obsoleteWord(f, s); ok {
		s.Value = today
		return s, true
	}
	e := d.errorf(s.Pos.Offset, "%s: %s is not %s", subject(f), quote(s.Value), oneOf(f.Values))
	if hint, ok := obsoleteWordHint(f, s.Value); ok {
		e.Hint = hint
	} else if near := nearest(s.Value, f.Values); near != "" {
		e.Hint = "write " + quote(near)
	}
	return s, false
}

// reference checks a reference.
func (d *decoder) reference(f *Field, s Str) bool {
	err := f.Refs.check(s.Value)
	if err == nil {
		return true
	}
	allowed := join(f.Refs.Texts())
	if err == errForm {
		d.errorf(s.Pos.Offset, "%s: %s is not allowed here, only %s", subject(f), quote(s.Value), allowed).Hint = referenceHint(f, s.Value)
	} else {
		d.errorf(s.Pos.Offset, "%s: %s is not a reference: %v", subject(f), quote(s.Value), err).
			WithHint("write one of %s", allowed)
	}
	return false
}

// referenceHint guesses what a reference of a form that the place does not take
// was meant to be.
func referenceHint(f *Field, s string) string {
	if s == "realm" && f.Refs&RefToParent != 0 {
		return `"realm" is called "parent" today`
	}
	var words []string
	for _, r := range refForms {
		if f.Refs&r.form != 0 && r.form < RefToNamed {
			words = append(words, r.text[1:len(r.text)-1])
		}
	}
	if near := nearest(s, words); near != "" {
		return "write " + quote(near)
	}
	if f.Refs&RefToNamed != 0 && keywordForm(s) == 0 && ValidName(s) {
		return "write " + quote("#"+s) + " for what is declared in this document"
	}
	return ""
}
