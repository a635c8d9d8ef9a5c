package element

import "strings"

// shape is what a value in a metadata file looks like.
type shape struct {
	is form
	// words are all texts that a text may be; nil for any.
	words []string
	// like is the form of a text, if it has one.
	like *pattern
	// of is the shape of the elements of a list or of the values of a record.
	of *shape
	// least and most bound the length of a list or record; a most of 0 is none.
	least, most int
	// keys are all keys that a record may have; nil for any.
	keys []string
	// fields are the members of an object. It has no others, unless it is open.
	fields []field
	open   bool
	// anyOf are fields of which an object has at least one.
	anyOf []string
}

// pattern is the form of a text. It is given twice: Go's regular expressions
// would cost every call of idkit the initialization of their package.
type pattern struct {
	// expression is the form as a regular expression, for the schema.
	expression string
	// matches reports whether a text has the form.
	matches func(string) bool
	// meaning is what messages say.
	meaning string
}

// abiRevision is the form of the number that stands for an API level.
var abiRevision = &pattern{
	expression: "^0x[0-9A-Fa-f]{16}$",
	matches: func(s string) bool {
		digits, ok := strings.CutPrefix(s, "0x")
		return ok && len(digits) == 16 && strings.Trim(digits, "0123456789ABCDEFabcdef") == ""
	},
	meaning: `"0x" and 16 hexadecimal digits`,
}

// form is the basic type of a shape.
type form uint8

const (
	text form = iota
	// file is the path of a file from the root of the IDK.
	file
	// sibling is a file as well: a name without slash is one in the directory of
	// the metadata file.
	sibling
	// directory is a path from the root of the IDK.
	directory
	boolean
	integer
	// level is an API level: a number, or the text of one or of a special one.
	level
	list
	record
	object
)

// field is a member of an object.
type field struct {
	name     string
	doc      string
	required bool
	shape    *shape
}

func oneOf(words ...string) *shape { return &shape{is: text, words: words} }

func listOf(of *shape) *shape { return &shape{is: list, of: of} }

// some is listOf with one element at least.
func some(of *shape) *shape { return &shape{is: list, of: of, least: 1} }

func recordOf(of *shape, keys ...string) *shape { return &shape{is: record, of: of, keys: keys} }

func objectOf(fields ...field) *shape { return &shape{is: object, fields: fields} }

func must(name string, s *shape, doc string) field {
	return field{name: name, doc: doc, required: true, shape: s}
}

func may(name string, s *shape, doc string) field { return field{name: name, doc: doc, shape: s} }

// field returns the member with a name.
func (s *shape) field(name string) *field {
	for i := range s.fields {
		if s.fields[i].name == name {
			return &s.fields[i]
		}
	}
	return nil
}
