package cml

// Object describes one kind of object of the language: a document, a child, a
// clause of offer. The descriptions drive decoding and printing, so what they
// say is what happens.
type Object struct {
	// Name is what messages and the reference call it, with its article: "an
	// offer clause".
	Name string
	// Doc is one sentence, Detail what else is to know.
	Doc, Detail string
	// Open says that other keys are allowed and kept: program.
	Open bool
	// Fields are in the order in which they are printed.
	Fields []Field
}

// Field describes one key of an object.
type Field struct {
	Name string
	// Form is what a single value looks like, List how many there may be.
	Form Form
	List List
	// Keyword is the capability type that the field declares, NoType for all
	// fields that are not keywords of a clause.
	Keyword CapabilityType
	// Values are the words that an enumeration knows. Those in Obsolete are
	// accepted too, with a warning.
	Values, Obsolete []string
	// Refs are the forms of references that the field takes.
	Refs RefForms
	// Min and Max bound an integer.
	Min, Max int64
	// Object is the Name of the object that the field holds.
	Object string
	// Required fields cannot be left out.
	Required bool
	// Default says what an absent field means; "" when that is just "nothing".
	Default string
	// OmitDefault says that the default is not printed even if it was written.
	OmitDefault bool
	// Types are the capability types that the field of a clause is for; nil
	// means all of them. Those in RequiredFor cannot do without it: decoding
	// does not look at this, validation does.
	Types, RequiredFor []CapabilityType
	// Bound is the configuration type that the field bounds: "string", "vector".
	// Types with bounds need theirs and have no others.
	Bound string
	// Doc is one sentence, Detail what else is to know. Rules that say so are
	// cited in brackets: "[O9]".
	Doc, Detail string
	// Example is a valid document that shows a section; "" for what is no
	// section.
	Example string

	of string // the Name of the object that has the field
}

// AppliesTo reports whether the field means something for a capability type.
func (f *Field) AppliesTo(t CapabilityType) bool {
	if f.Types == nil {
		return true
	}
	for _, x := range f.Types {
		if x == t {
			return true
		}
	}
	return false
}

// Form is the shape of a single value.
type Form uint8

// The forms of values.
const (
	FormString       Form = iota // any string that is not empty
	FormName                     // see CheckName
	FormPath                     // see CheckPath
	FormRelativePath             // see CheckRelativePath
	FormURL                      // see CheckURL
	FormURLScheme                // see CheckURLScheme
	FormConfigKey                // see CheckConfigKey
	FormEnum                     // one of Field.Values
	FormReference                // one of Field.Refs
	FormInteger                  // Field.Min to Field.Max
	FormFlag                     // true, false
	FormJSON                     // any JSON value but null
	FormJSONObject               // an object with any content
	FormObject                   // an object of the kind Field.Object
	FormMap                      // an object from configuration keys to objects of the kind Field.Object
)

// Hint says how a value of the form is written; "" when its name says enough.
func (f Form) Hint() string {
	switch f {
	case FormName:
		return "use 1 to 255 letters, digits and _ . - (neither . nor - first)"
	case FormPath:
		return "write names with a / before each, such as \"/svc/name\""
	case FormRelativePath:
		return "write names separated by /, such as \"dir/name\", or \".\""
	case FormURLScheme:
		return "use lower-case letters, digits and + . - (a letter first)"
	case FormConfigKey:
		return "use 1 to 64 lower-case letters, digits and _ (a letter first, no _ last)"
	}
	return ""
}

// List says how many values a field takes.
type List uint8

// The numbers of values.
const (
	One       List = iota
	OneOrMany      // a value, or an array of different values that is not empty
	Distinct       // an array of different values that is not empty
	Many           // an array, also an empty one
)

// Schema returns the descriptions of all objects of the language, the document
// first and each one before those that it contains.
// The descriptions are shared: nobody may change them.
func Schema() []Object {
	return []Object{
		*documentTable.object(),
		*programTable.object(),
		*childTable.object(),
		*collectionTable.object(),
		*environmentTable.object(),
		*runnerTable.object(),
		*resolverTable.object(),
		*debugTable.object(),
		*capabilitiesTable.object(),
		*useTable.object(),
		*exposeTable.object(),
		*offerTable.object(),
		*configTable.object(),
		*elementTable.object(),
	}
}

// ClauseFields returns the description of the fields that a clause of a section
// has. It is shared: nobody may change it.
func ClauseFields(s Section) []Field { return clauseTable(s).object().Fields }
