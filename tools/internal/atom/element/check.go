package element

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/archive"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/json5"
)

// SchemaFile returns the file name of the schema of a part type.
func SchemaFile(partType string) string { return partType + ".schema.json" }

// checker finds all that is wrong with a file.
type checker struct {
	file  *diag.File
	rule  string
	diags *diag.List
}

func (c *checker) errorf(offset int32, format string, args ...any) {
	c.diags.Add(diag.Errorf(c.file.At(int(offset)), c.rule, format, args...))
}

// check compares a value with its shape; where says which value it is.
func (c *checker) check(v *json5.Value, s *shape, where string) {
	if want, ok := s.takes(v); !ok {
		c.errorf(v.Start, "%sgot %s, expected %s", where, describe(v), want)
		return
	}
	switch s.is {
	case text:
		c.text(v, s, where)
	case file, sibling, directory:
		if err := archive.CheckName(v.Text); err != nil {
			c.errorf(v.Start, "%s%q is no path in an IDK: %v", where, v.Text, err)
		}
	case list:
		c.length(v, len(v.Elems), s, where, "elements")
		for i := range v.Elems {
			c.check(&v.Elems[i], s.of, fmt.Sprintf("%s[%d]: ", strings.TrimSuffix(where, ": "), i))
		}
	case record:
		c.length(v, len(v.Members), s, where, "keys")
		for i := range v.Members {
			m := &v.Members[i]
			if s.keys != nil && !slices.Contains(s.keys, m.Key) {
				c.errorf(m.KeyStart, "%sgot the key %q, expected %s", where, m.Key, orList(s.keys))
				continue
			}
			c.check(&m.Value, s.of, inside(where, m.Key))
		}
	case object:
		c.object(v, s, where)
	}
}

func (c *checker) text(v *json5.Value, s *shape, where string) {
	if s.words != nil && !slices.Contains(s.words, v.Text) {
		c.errorf(v.Start, "%sgot %q, expected %s", where, v.Text, orList(s.words))
	}
	if s.like != nil && !s.like.matches(v.Text) {
		c.errorf(v.Start, "%sgot %q, expected %s", where, v.Text, s.like.meaning)
	}
}

func (c *checker) length(v *json5.Value, n int, s *shape, where, what string) {
	switch {
	case n < s.least:
		c.errorf(v.Start, "%sgot %d %s, expected %d at least", where, n, what, s.least)
	case s.most > 0 && n > s.most:
		c.errorf(v.Start, "%sgot %d %s, expected %d at most", where, n, what, s.most)
	}
}

func (c *checker) object(v *json5.Value, s *shape, where string) {
	for i := range v.Members {
		m := &v.Members[i]
		switch f := s.field(m.Key); {
		case f != nil:
			c.check(&m.Value, f.shape, inside(where, m.Key))
		case s.open && s.of != nil:
			c.check(&m.Value, s.of, inside(where, m.Key))
		case !s.open:
			c.errorf(m.KeyStart, "%sthe key %q is not known", where, m.Key)
		}
	}
	for _, f := range s.fields {
		if f.required && v.Get(f.name) == nil {
			c.errorf(v.Start, "%sthe key %q is missing", where, f.name)
		}
	}
	if s.anyOf != nil && !slices.ContainsFunc(s.anyOf, func(name string) bool { return v.Get(name) != nil }) {
		c.errorf(v.Start, "%sone of the keys %s must be there", where, orList(s.anyOf))
	}
}

// takes reports whether a value has the basic type of a shape, and else what
// was expected.
func (s *shape) takes(v *json5.Value) (want string, ok bool) {
	switch s.is {
	case boolean:
		return "true or false", v.Kind == json5.Bool
	case integer:
		return "a whole number", isInteger(v)
	case level:
		return "an API level", isInteger(v) || v.Kind == json5.String && v.Text != ""
	case list:
		return "a list", v.Kind == json5.Array
	case record, object:
		return "an object", v.Kind == json5.Object
	case text:
		return "a text", v.Kind == json5.String
	}
	return "a path", v.Kind == json5.String
}

// isInteger reports whether a value is a number without fraction and exponent,
// as all numbers in an IDK are.
func isInteger(v *json5.Value) bool {
	return v.Kind == json5.Number && strings.Trim(v.Text, "0123456789") == ""
}

func describe(v *json5.Value) string {
	switch v.Kind {
	case json5.Null:
		return "null"
	case json5.String:
		return fmt.Sprintf("the text %q", v.Text)
	case json5.Array:
		return "a list"
	case json5.Object:
		return "an object"
	}
	return v.Text
}

func inside(where, key string) string {
	if where == "" {
		return fmt.Sprintf("%q: ", key)
	}
	return fmt.Sprintf("%s.%q: ", strings.TrimSuffix(where, ": "), key)
}

// orList joins words for people: "a, b or c", in quotes.
func orList(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = fmt.Sprintf("%q", w)
	}
	last := len(quoted) - 1
	if last < 1 {
		return strings.Join(quoted, "")
	}
	return strings.Join(quoted[:last], ", ") + " or " + quoted[last]
}
