package element

import (
	"bytes"
	"encoding/json"
)

// Schemas returns the JSON Schemas of all metadata files by file name.
func Schemas() map[string][]byte {
	texts := map[string][]byte{}
	for name, s := range schemas() {
		texts[SchemaFile(name)] = s.jsonSchema()
	}
	return texts
}

// jsonSchema returns the JSON Schema that accepts what checker accepts.
func (s *schema) jsonSchema() []byte {
	top := s.shape.jsonSchema()
	top["$schema"] = "http://json-schema.org/draft-07/schema#"
	top["description"] = s.doc
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	// Maps of texts and numbers can always be encoded.
	_ = e.Encode(top)
	return b.Bytes()
}

// pathPattern is archive.CheckName as a regular expression, but for lengths.
const pathPattern = `^` + pathSegment + `(/` + pathSegment + `)*$`

const pathSegment = `[^/\\:\x00-\x1f\x7f-\x9f]*[^/\\:\x00-\x1f\x7f-\x9f. ]`

func (s *shape) jsonSchema() map[string]any {
	switch s.is {
	case text:
		schema := map[string]any{"type": "string"}
		if s.words != nil {
			schema["enum"] = s.words
		}
		if s.like != nil {
			schema["pattern"] = s.like.expression
		}
		return schema
	case file, sibling, directory:
		return map[string]any{"type": "string", "maxLength": 4095, "pattern": pathPattern}
	case boolean:
		return map[string]any{"type": "boolean"}
	case integer:
		return map[string]any{"type": "integer", "minimum": 0}
	case level:
		return map[string]any{"anyOf": []any{
			map[string]any{"type": "integer", "minimum": 0},
			map[string]any{"type": "string", "minLength": 1},
		}}
	case list:
		schema := map[string]any{"type": "array", "items": s.of.jsonSchema()}
		s.bounds(schema, "minItems", "maxItems")
		return schema
	case record:
		return s.recordSchema()
	}
	return s.objectSchema()
}

func (s *shape) bounds(schema map[string]any, least, most string) {
	if s.least > 0 {
		schema[least] = s.least
	}
	if s.most > 0 {
		schema[most] = s.most
	}
}

func (s *shape) recordSchema() map[string]any {
	schema := map[string]any{"type": "object", "additionalProperties": s.of.jsonSchema()}
	if s.keys != nil {
		schema["propertyNames"] = map[string]any{"enum": s.keys}
	}
	s.bounds(schema, "minProperties", "maxProperties")
	return schema
}

func (s *shape) objectSchema() map[string]any {
	properties := map[string]any{}
	required := []string{}
	for _, f := range s.fields {
		property := f.shape.jsonSchema()
		property["description"] = f.doc
		properties[f.name] = property
		if f.required {
			required = append(required, f.name)
		}
	}
	schema := map[string]any{
		"type": "object", "properties": properties, "required": required,
		"additionalProperties": s.open && s.of == nil,
	}
	if s.open && s.of != nil {
		schema["additionalProperties"] = s.of.jsonSchema()
	}
	if s.anyOf != nil {
		var choices []any
		for _, name := range s.anyOf {
			choices = append(choices, map[string]any{"required": []string{name}})
		}
		schema["anyOf"] = choices
	}
	return schema
}
