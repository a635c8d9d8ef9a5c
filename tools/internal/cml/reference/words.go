package reference

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
)

// valueForm is a form of values in words.
type valueForm struct {
	form cml.Form
	// one is a value with its article, many are several.
	one, many string
	// rule says exactly which texts are values of the form; "" for forms that
	// are no texts of a form of their own.
	rule string
}

// valueForms returns all forms, in the order in which the reference explains
// them.
func valueForms() []valueForm {
	return []valueForm{
		{cml.FormName, "a name", "names", fmt.Sprintf("1 to %d letters, digits, `_`, `.` and `-`; neither `.` nor `-` comes first", cml.MaxName)},
		{cml.FormReference, "a reference", "references", "a word, `#name`, or the path of a dictionary; see [References](#references)"},
		{cml.FormPath, "an absolute path", "absolute paths", fmt.Sprintf("names with a `/` before each, such as `/svc/name`; at most %d bytes", cml.MaxPath)},
		{cml.FormRelativePath, "a relative path", "relative paths", fmt.Sprintf("names with a `/` between them, such as `dir/name`, or `.` for the directory itself; at most %d bytes", cml.MaxPath)},
		{cml.FormURL, "a URL", "URLs", fmt.Sprintf("an absolute URL with a host, a path or a fragment, or a relative one with a fragment; at most %d bytes", cml.MaxURL)},
		{cml.FormURLScheme, "a URL scheme", "URL schemes", fmt.Sprintf("a lower-case letter, then lower-case letters, digits, `+`, `.` and `-`; at most %d bytes", cml.MaxURLScheme)},
		{cml.FormConfigKey, "a configuration key", "configuration keys", fmt.Sprintf("a lower-case letter, then lower-case letters, digits and `_`, which does not come last; at most %d bytes", cml.MaxConfigKey)},
		{cml.FormString, "a string", "strings", fmt.Sprintf("any text of 1 to %d bytes", cml.MaxPath)},
		{cml.FormEnum, "a word", "words", ""},
		{cml.FormInteger, "an integer", "integers", ""},
		{cml.FormFlag, "true or false", "flags", ""},
		{cml.FormJSON, "any value", "values", ""},
		{cml.FormJSONObject, "an object with any content", "objects", ""},
		{cml.FormObject, "an object", "objects", ""},
		{cml.FormMap, "an object from configuration keys to objects", "objects", ""},
	}
}

// formOf returns a form in words.
func formOf(f cml.Form) valueForm {
	for _, v := range valueForms() {
		if v.form == f {
			return v
		}
	}
	return valueForm{form: f, one: "a value", many: "values"}
}

// style is how a word of the language looks among other words.
type style func(word string) string

// quoted is the style of terminals, code that of pages.
func quoted(word string) string { return strconv.Quote(word) }
func code(word string) string   { return "`\"" + word + "\"`" }

// takes says what a field takes.
func takes(f *cml.Field, as style) string {
	form := formOf(f.Form)
	switch f.Form {
	case cml.FormEnum:
		if f.List == cml.One {
			return alternatives(f.Values, as)
		}
		if len(f.Values) == 1 {
			return "an array of " + as(f.Values[0])
		}
	case cml.FormInteger:
		return fmt.Sprintf("an integer from %d to %d", f.Min, f.Max)
	}
	switch f.List {
	case cml.OneOrMany:
		return form.one + ", or an array of different " + form.many
	case cml.Distinct:
		return "an array of different " + form.many
	case cml.Many:
		return "an array of " + form.many
	}
	return form.one
}

// alternatives lists words: "a", "b" or "c".
func alternatives(words []string, as style) string {
	styled := make([]string, len(words))
	for i, w := range words {
		styled[i] = as(w)
	}
	if len(styled) < 2 {
		return strings.Join(styled, "")
	}
	last := len(styled) - 1
	return strings.Join(styled[:last], ", ") + " or " + styled[last]
}

// typeNames returns the keywords of capability types.
func typeNames(types []cml.CapabilityType) []string {
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = t.String()
	}
	return names
}

// isClause reports whether an object is a clause: it has keywords.
func isClause(o *cml.Object) bool { return len(keywords(o)) > 0 }

// keywords returns the fields of a clause that declare its capability type.
func keywords(o *cml.Object) []*cml.Field {
	var list []*cml.Field
	for i := range o.Fields {
		if o.Fields[i].Keyword != cml.NoType {
			list = append(list, &o.Fields[i])
		}
	}
	return list
}

// others returns the fields of an object that are no keywords.
func others(o *cml.Object) []*cml.Field {
	var list []*cml.Field
	for i := range o.Fields {
		if o.Fields[i].Keyword == cml.NoType {
			list = append(list, &o.Fields[i])
		}
	}
	return list
}
