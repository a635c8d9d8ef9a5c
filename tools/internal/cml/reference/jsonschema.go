package reference

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
)

// JSONSchema returns the JSON Schema (draft 2020-12) of a document. It accepts
// exactly what decoding accepts, as far as a schema can tell: which capability
// types a clause has, and all else that depends on more than one place, is left
// to validation.
func JSONSchema() ([]byte, error) {
	l := newLanguage()
	root := objectSchema(l.document)
	root.Schema = "https://json-schema.org/draft/2020-12/schema"
	root.ID = "https://github.com/rules-idk/rules_idk/docs/reference/cml.schema.json"
	root.Title = "Fuchsia component manifest"
	for _, o := range cml.Schema()[1:] {
		root.Defs = append(root.Defs, property{definition(o.Name), objectSchema(l.objects[o.Name])})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(root); err != nil {
		return nil, fmt.Errorf("encode JSON Schema: %w", err)
	}
	return b.Bytes(), nil
}

// schema is a JSON Schema with the keywords that we need, in the order in which
// they are written.
type schema struct {
	Schema      string `json:"$schema,omitempty"`
	ID          string `json:"$id,omitempty"`
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
	Ref         string `json:"$ref,omitempty"`
	// Type is a string or a list of strings.
	Type       any   `json:"type,omitempty"`
	Default    any   `json:"default,omitempty"`
	Examples   []any `json:"examples,omitempty"`
	Deprecated bool  `json:"deprecated,omitempty"`

	Enum  []any   `json:"enum,omitempty"`
	Const string  `json:"const,omitempty"`
	AnyOf schemas `json:"anyOf,omitempty"`
	AllOf schemas `json:"allOf,omitempty"`
	If    *schema `json:"if,omitempty"`
	Then  *schema `json:"then,omitempty"`
	Else  *schema `json:"else,omitempty"`

	MinLength int    `json:"minLength,omitempty"`
	MaxLength int    `json:"maxLength,omitempty"`
	Pattern   string `json:"pattern,omitempty"`
	// PatternErrorMessage is what some editors say instead of the pattern.
	PatternErrorMessage string `json:"patternErrorMessage,omitempty"`

	Minimum *int64 `json:"minimum,omitempty"`
	Maximum *int64 `json:"maximum,omitempty"`

	MinItems    int     `json:"minItems,omitempty"`
	UniqueItems bool    `json:"uniqueItems,omitempty"`
	Items       *schema `json:"items,omitempty"`

	Required      []string   `json:"required,omitempty"`
	PropertyNames *schema    `json:"propertyNames,omitempty"`
	Properties    properties `json:"properties,omitempty"`
	// AdditionalProperties is a schema or false.
	AdditionalProperties any `json:"additionalProperties,omitempty"`

	Defs properties `json:"$defs,omitempty"`
}

type schemas []*schema

// properties are schemas by name, in an order. A nil schema allows nothing.
type properties []property

type property struct {
	name   string
	schema *schema
}

// MarshalJSON returns an object that keeps the order.
func (p properties) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	b.WriteByte('{')
	for i := range p {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := e.Encode(p[i].name); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		var value any = p[i].schema
		if p[i].schema == nil {
			value = false
		}
		if err := e.Encode(value); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// definition returns the name of an object in $defs: "offer-clause".
func definition(object string) string {
	object = strings.TrimPrefix(strings.TrimPrefix(object, "an "), "a ")
	return strings.ReplaceAll(object, " ", "-")
}

// objectSchema returns the schema of an object.
func objectSchema(o *cml.Object) *schema {
	s := &schema{
		Title:       o.Name,
		Description: strings.TrimSpace(o.Doc + after(o.Detail)),
		Type:        "object",
	}
	for i := range o.Fields {
		f := &o.Fields[i]
		s.Properties = append(s.Properties, property{f.Name, fieldSchema(f)})
		if f.Required {
			s.Required = append(s.Required, f.Name)
		}
	}
	if !o.Open {
		s.AdditionalProperties = false
	}
	s.AllOf = bounds(o)
	return s
}

// bounds returns the conditions that tie bounds to the type that they bound.
// Only an object that must have a type has them: that of a clause is left to
// validation.
func bounds(o *cml.Object) schemas {
	typ := field(o, "type")
	if typ == nil || !typ.Required {
		return nil
	}
	var all schemas
	for _, word := range typ.Values {
		with, without := &schema{}, &schema{}
		for i := range o.Fields {
			f := &o.Fields[i]
			if f.Bound != word {
				continue
			}
			present := fieldSchema(f)
			with.Required = append(with.Required, f.Name)
			with.Properties = append(with.Properties, property{f.Name, &schema{Type: withoutNull(present.Type)}})
			without.Properties = append(without.Properties, property{f.Name, nil})
		}
		if with.Required != nil {
			all = append(all, &schema{
				If:   &schema{Required: []string{typ.Name}, Properties: properties{{typ.Name, &schema{Const: word}}}},
				Then: with,
				Else: without,
			})
		}
	}
	return all
}
