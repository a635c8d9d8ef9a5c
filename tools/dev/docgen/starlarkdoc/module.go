package starlarkdoc

import "fmt"

// Module is the documentation of one .bzl file. Its parts are in the order in
// which the file exports them.
type Module struct {
	// File is the label of the .bzl file.
	File       string
	Doc        string
	Rules      []Rule
	Macros     []Rule
	Providers  []Provider
	Functions  []Function
	Aspects    []Rule
	Extensions []Extension
}

// Rule is a rule, a symbolic macro, an aspect, or a tag class of a module
// extension: something with attributes.
type Rule struct {
	Name, Doc  string
	Attributes []Attribute
}

// Attribute is an attribute of a Rule.
type Attribute struct {
	Name, Doc string
	// Type is a sentence's end, such as "list of labels".
	Type      string
	Mandatory bool
	// Default is a Starlark expression.
	Default string
	// Providers are alternatives: a target in the attribute has all providers
	// of one of them.
	Providers [][]string
}

// Provider is a provider with its fields.
type Provider struct {
	Name, Doc string
	Fields    []Field
}

// Field is a field of a provider.
type Field struct{ Name, Doc string }

// Function is a function or a macro written as one.
type Function struct {
	Name, Doc, Returns string
	Parameters         []Parameter
}

// Parameter is a parameter of a function.
type Parameter struct {
	// Name begins with its stars, if it has any.
	Name, Doc, Default string
	Mandatory          bool
}

// Extension is a module extension with its tags.
type Extension struct {
	Name, Doc string
	Tags      []Rule
}

// attributeTypes are the values of the enumeration AttributeType in words.
var attributeTypes = map[uint64]string{
	1:  "name",
	2:  "int",
	3:  "label",
	4:  "string",
	5:  "list of strings",
	6:  "list of ints",
	7:  "list of labels",
	8:  "bool",
	9:  "dict from labels to strings",
	10: "dict of strings",
	11: "dict from strings to lists of strings",
	12: "output",
	13: "list of outputs",
}

// Decode reads a ModuleInfo message (src/main/protobuf/stardoc_output.proto of
// Bazel). Fields of newer Bazels are skipped.
func Decode(message []byte) (*Module, error) {
	m := &Module{}
	err := fields(message, func(f field) (err error) {
		switch f.number {
		case 1:
			err = add(&m.Rules, f, decodeRule)
		case 2:
			err = add(&m.Providers, f, decodeProvider)
		case 3:
			err = add(&m.Functions, f, decodeFunction)
		case 4:
			err = add(&m.Aspects, f, decodeAspect)
		case 5:
			m.Doc = text(f)
		case 6:
			m.File = text(f)
		case 7:
			err = add(&m.Extensions, f, decodeExtension)
		case 8:
			err = fmt.Errorf("a public file exports a repository rule: only module extensions are public")
		case 9:
			err = add(&m.Macros, f, decodeRule)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("decode documentation of %q: %w", m.File, err)
	}
	return m, nil
}

// add appends what a field holds to a list.
func add[T any](list *[]T, f field, decode func([]byte) (T, error)) error {
	v, err := decode(f.bytes)
	if err != nil {
		return err
	}
	*list = append(*list, v)
	return nil
}

func decodeRule(message []byte) (Rule, error) {
	return decodeAttributed(message, 3)
}

func decodeAspect(message []byte) (Rule, error) {
	return decodeAttributed(message, 4)
}

// decodeAttributed reads what rules, macros, aspects and tag classes have in
// common; the number of the field for attributes differs.
func decodeAttributed(message []byte, attributes uint64) (r Rule, err error) {
	err = fields(message, func(f field) error {
		switch f.number {
		case 1:
			r.Name = text(f)
		case 2:
			r.Doc = text(f)
		case attributes:
			return add(&r.Attributes, f, decodeAttribute)
		}
		return nil
	})
	return r, err
}

func decodeAttribute(message []byte) (a Attribute, err error) {
	err = fields(message, func(f field) error {
		switch f.number {
		case 1:
			a.Name = text(f)
		case 2:
			a.Doc = text(f)
		case 3:
			word, ok := attributeTypes[f.varint]
			if !ok {
				return fmt.Errorf("attribute %s has a type this program does not know: %d", a.Name, f.varint)
			}
			a.Type = word
		case 4:
			a.Mandatory = f.varint != 0
		case 5:
			return add(&a.Providers, f, decodeProviderGroup)
		case 6:
			a.Default = text(f)
		}
		return nil
	})
	return a, err
}

func decodeProviderGroup(message []byte) (names []string, err error) {
	err = fields(message, func(f field) error {
		if f.number == 1 {
			names = append(names, text(f))
		}
		return nil
	})
	return names, err
}

func decodeProvider(message []byte) (p Provider, err error) {
	err = fields(message, func(f field) error {
		switch f.number {
		case 1:
			p.Name = text(f)
		case 2:
			p.Doc = text(f)
		case 3:
			return add(&p.Fields, f, decodeField)
		}
		return nil
	})
	return p, err
}

func decodeField(message []byte) (d Field, err error) {
	err = fields(message, func(f field) error {
		switch f.number {
		case 1:
			d.Name = text(f)
		case 2:
			d.Doc = text(f)
		}
		return nil
	})
	return d, err
}

func decodeFunction(message []byte) (d Function, err error) {
	err = fields(message, func(f field) error {
		switch f.number {
		case 1:
			d.Name = text(f)
		case 2:
			return add(&d.Parameters, f, decodeParameter)
		case 3:
			d.Doc = text(f)
		case 4:
			returns, err := decodeField(f.bytes)
			// The text is the first field of this message.
			d.Returns = returns.Name
			return err
		}
		return nil
	})
	return d, err
}

func decodeParameter(message []byte) (p Parameter, err error) {
	stars := ""
	err = fields(message, func(f field) error {
		switch f.number {
		case 1:
			p.Name = text(f)
		case 2:
			p.Doc = text(f)
		case 3:
			p.Default = text(f)
		case 4:
			p.Mandatory = f.varint != 0
		case 5:
			stars = map[uint64]string{4: "*", 5: "**"}[f.varint]
		}
		return nil
	})
	if residual := !p.Mandatory && p.Default == ""; residual && stars == "" {
		// Bazel 7 does not say which: the names are what everybody writes.
		stars = map[bool]string{true: "*", false: "**"}[p.Name == "args"]
	}
	p.Name = stars + p.Name
	return p, err
}

func decodeExtension(message []byte) (e Extension, err error) {
	err = fields(message, func(f field) error {
		switch f.number {
		case 1:
			e.Name = text(f)
		case 2:
			e.Doc = text(f)
		case 3:
			return add(&e.Tags, f, decodeRule)
		}
		return nil
	})
	return e, err
}
