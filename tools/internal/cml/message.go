package cml

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rules-idk/rules_idk/tools/internal/json5"
)

// subject names a field in a message.
func subject(f *Field) string { return fmt.Sprintf("%q of %s", f.Name, f.of) }

// noun says what a single value of a field is, with its article.
func noun(f *Field) string {
	switch f.Form {
	case FormName:
		return "a name"
	case FormPath:
		return "an absolute path"
	case FormRelativePath:
		return "a relative path"
	case FormURL:
		return "a URL"
	case FormURLScheme:
		return "a URL scheme"
	case FormConfigKey:
		return "a configuration key"
	case FormEnum:
		return oneOf(f.Values)
	case FormReference:
		return "a reference"
	case FormInteger:
		return fmt.Sprintf("an integer from %d to %d", f.Min, f.Max)
	case FormFlag:
		return "true or false"
	case FormJSON:
		return "a value"
	case FormObject, FormJSONObject, FormMap:
		return "an object"
	}
	return "a string"
}

// expected says what a field takes.
func expected(f *Field) string {
	switch {
	case f.List == OneOrMany:
		return noun(f) + ", or an array of such"
	case f.List != One && f.Form == FormObject:
		return "an array of objects"
	case f.List != One:
		return "an array of strings"
	}
	return noun(f)
}

// wrongType reports a value of another kind than the field takes.
func (d *decoder) wrongType(f *Field, v *json5.Value) {
	e := d.errorf(v.Start, "%s must be %s, not %s", subject(f), expected(f), found(v))
	switch {
	case v.Kind == json5.Array && f.List == One && len(v.Elems) == 1:
		e.Hint = "leave out the brackets"
	case v.Kind == json5.Array && f.List == One && f.Keyword != NoType:
		e.Hint = "write a clause for each name"
	case v.Kind == json5.Array && f.List == One && len(v.Elems) > 1:
		e.Hint = "write just one"
	case (v.Kind == json5.String || v.Kind == json5.Object) && f.List != One && f.List != OneOrMany:
		e.Hint = "put it in brackets: [ … ]"
	case v.Kind == json5.Object && f.Form == FormReference:
		e.Hint = obsoleteTargetHint(f)
	}
}

// wrongElement reports an element of another kind than the list takes.
func (d *decoder) wrongElement(f *Field, v *json5.Value) {
	e := d.errorf(v.Start, "an element of %s must be %s, not %s", subject(f), noun(f), found(v))
	if v.Kind == json5.Object && f.Form == FormReference {
		e.Hint = obsoleteTargetHint(f)
	}
}

// unknownField reports a key that an object does not have. It returns the
// field that was likely meant, "" if it cannot tell.
func (d *decoder) unknownField(o *Object, m *json5.Member) string {
	e := d.errorf(m.KeyStart, "%s has no field %s", o.Name, quote(m.Key))
	if hint, ok := obsoleteFieldHint(o.Name, m.Key); ok {
		e.Hint = hint
		return ""
	}
	names := make([]string, len(o.Fields))
	for i := range o.Fields {
		names[i] = o.Fields[i].Name
	}
	e.Hint = "the fields are " + join(names)
	near := nearest(m.Key, names)
	if near != "" {
		e.Hint = "write " + quote(near) + "; " + e.Hint
	}
	return near
}

// duplicateField reports a member whose key an earlier member has.
func (d *decoder) duplicateField(o *Object, v *json5.Value, i int) {
	m := &v.Members[i]
	e := d.errorf(m.KeyStart, "%s has the field %q twice", o.Name, m.Key).WithHint("delete one of the two")
	for j := range v.Members[:i] {
		if v.Members[j].Key == m.Key {
			e.WithNote(d.at(v.Members[j].KeyStart), "first written here")
			return
		}
	}
}

// missingField reports a field that an object must have.
func (d *decoder) missingField(of string, f *Field, v *json5.Value) {
	d.errorf(v.Start, "%s needs the field %q", of, f.Name).WithHint("add %s: %s", f.Name, example(f))
}

// example is a value that a required field could have.
func example(f *Field) string {
	switch f.Form {
	case FormEnum:
		return strconv.Quote(f.Values[0])
	case FormReference:
		if f.Refs&RefToParent == 0 {
			return `"#name"`
		}
		return `"parent"`
	case FormURL:
		return `"#meta/name.cm"`
	case FormURLScheme:
		return `"fuchsia-pkg"`
	case FormInteger:
		return strconv.FormatInt(max(f.Min, 1), 10)
	case FormObject:
		return `{ type: "bool" }`
	}
	return `"name"`
}

// found says what kind of value there is.
func found(v *json5.Value) string {
	switch v.Kind {
	case json5.String:
		return "string " + quote(v.Text)
	case json5.Bool:
		return "boolean " + v.Text
	case json5.Number:
		if v.IsInteger() {
			return "integer " + v.Text
		}
		return "floating-point number " + v.Text
	case json5.Array:
		return "an array"
	case json5.Object:
		return "an object"
	}
	return "null"
}

// longestQuote is how many bytes of a user's string a message repeats.
const longestQuote = 80

// quote puts quotes around a string and shortens a very long one.
func quote(s string) string {
	if len(s) <= longestQuote {
		return strconv.Quote(s)
	}
	cut := longestQuote - 20
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return strconv.Quote(s[:cut]) + "…"
}

// oneOf says which words there are.
func oneOf(words []string) string {
	if len(words) == 1 {
		return strconv.Quote(words[0])
	}
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = strconv.Quote(w)
	}
	return "one of " + join(quoted)
}

// join lists words.
func join(words []string) string { return strings.Join(words, ", ") }
