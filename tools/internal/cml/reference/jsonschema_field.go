package reference

import (
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
)

// fieldSchema returns the schema of a field: that of its values, as many as it
// takes, and null for one that can be left out.
func fieldSchema(f *cml.Field) *schema {
	s := listSchema(f)
	s.Description = description(f)
	s.Default = defaultValue(f)
	if !f.Required {
		orNull(s)
	}
	return s
}

// listSchema returns the schema of one value, of a list, or of either.
func listSchema(f *cml.Field) *schema {
	one := valueSchema(f)
	switch f.List {
	case cml.OneOrMany:
		// Each keyword looks at values of its own type only, so that one schema
		// can speak of strings and of arrays.
		either := *one
		either.Type = []string{"string", "array"}
		either.MinItems, either.UniqueItems, either.Items = 1, true, one
		return &either
	case cml.Distinct:
		return &schema{Type: "array", MinItems: 1, UniqueItems: true, Items: one}
	case cml.Many:
		return &schema{Type: "array", Items: one}
	}
	return one
}

// valueSchema returns the schema of a single value.
func valueSchema(f *cml.Field) *schema {
	switch f.Form {
	case cml.FormEnum:
		return enumSchema(f)
	case cml.FormReference:
		return referenceSchema(f.Refs)
	case cml.FormInteger:
		return &schema{Type: "integer", Minimum: &f.Min, Maximum: &f.Max}
	case cml.FormFlag:
		return &schema{Type: "boolean"}
	case cml.FormJSON:
		return &schema{}
	case cml.FormJSONObject:
		return &schema{Type: "object"}
	case cml.FormObject:
		return &schema{Ref: "#/$defs/" + definition(f.Object)}
	case cml.FormMap:
		return &schema{
			Type:                 "object",
			PropertyNames:        textSchema(cml.FormConfigKey),
			AdditionalProperties: &schema{Ref: "#/$defs/" + definition(f.Object)},
		}
	}
	return textSchema(f.Form)
}

// enumSchema returns the schema of a word of several.
func enumSchema(f *cml.Field) *schema {
	s := &schema{Type: "string", Enum: anys(f.Values)}
	if f.Obsolete == nil {
		return s
	}
	old := &schema{Enum: anys(f.Obsolete), Deprecated: true}
	return &schema{Type: "string", AnyOf: schemas{{Enum: s.Enum}, old}}
}

// segment is the pattern of a name.
const segment = `[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}`

// textSchema returns the schema of strings of a form.
func textSchema(form cml.Form) *schema {
	s := &schema{Type: "string", PatternErrorMessage: form.Hint()}
	switch form {
	case cml.FormName:
		s.Pattern = "^" + segment + "$"
	case cml.FormPath:
		s.Pattern, s.MaxLength = "^(?:/"+segment+")+$", cml.MaxPath
	case cml.FormRelativePath:
		s.Pattern, s.MaxLength = `^(?:\.|`+segment+"(?:/"+segment+")*)$", cml.MaxPath
	case cml.FormURLScheme:
		s.Pattern = `^[a-z][a-z0-9.+-]{0,254}$`
	case cml.FormConfigKey:
		s.Pattern = `^[a-z](?:[a-z0-9_]{0,62}[a-z0-9])?$`
	case cml.FormURL:
		return urlSchema()
	default:
		s.MinLength, s.MaxLength = 1, cml.MaxPath
	}
	return s
}

// The parts of an absolute URL, as CheckURL takes it apart.
const (
	urlScheme = `^[A-Za-z][A-Za-z0-9+.-]*:`
	urlUser   = `(?:[^/?#]*@)?`
	// A port is behind the last colon, unless that is in brackets.
	urlHost = `(?:[^@/?#]*\](?:[^\]@/?#:]*|[^\]@/?#]*` + urlPort + `)|[^\]@/?#:]+|[^\]@/?#]+` + urlPort + `)`
	urlPort = `:(?:0*(?:[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?`

	withHost     = `//` + urlUser + urlHost + `(?:[/?#]|$)`
	withoutHost  = `//:?(?:/|(?:\?[^#]*)?#)`
	withPath     = `[^/?#]|/(?:[^/]|$)`
	withFragment = `(?:\?[^#]*)?#`
)

// urlSchema returns the schema of URLs.
func urlSchema() *schema {
	return &schema{
		Type: "string", MinLength: 1, MaxLength: cml.MaxURL,
		Pattern: `^[^\x00-\x1f\x7f]*$`, PatternErrorMessage: "a URL has no control characters",
		If: &schema{Pattern: urlScheme},
		Then: &schema{
			Pattern:             urlScheme + `(?:` + withHost + `|` + withoutHost + `|` + withPath + `|` + withFragment + `)`,
			PatternErrorMessage: "an absolute URL needs a host, a path or a fragment",
		},
		Else: &schema{
			Pattern:             `^(?:[^:].*)?#`,
			PatternErrorMessage: `a relative URL needs a fragment, such as "#meta/name.cm"`,
		},
	}
}

// referenceSchema returns the schema of references of some forms. Its examples
// are what an editor proposes.
func referenceSchema(forms cml.RefForms) *schema {
	var words, patterns []string
	s := &schema{Type: "string", PatternErrorMessage: "write one of " + strings.Join(forms.Texts(), ", ")}
	for _, m := range meanings {
		if forms&m.form == 0 {
			continue
		}
		switch m.form {
		case cml.RefToNamed:
			patterns = append(patterns, "#"+segment)
		case cml.RefToDictionary:
			patterns = append(patterns, "(?:parent|self|#"+segment+")(?:/"+segment+")+")
			s.MaxLength = len("#/") + cml.MaxName + cml.MaxPath
		case cml.RefToOwnDictionary:
			patterns = append(patterns, "self/"+segment)
		default:
			words = append(words, m.title)
		}
	}
	s.Examples = anys(words)
	s.Pattern = "^(?:" + strings.Join(append(words, patterns...), "|") + ")$"
	return s
}

// orNull allows null where a schema allows something else.
func orNull(s *schema) {
	switch t := s.Type.(type) {
	case string:
		s.Type = []string{t, "null"}
	case []string:
		s.Type = append(t, "null")
	}
	switch {
	case s.Enum != nil:
		s.Enum = append(s.Enum, nil)
	case s.AnyOf != nil:
		s.AnyOf[0].Enum = append(s.AnyOf[0].Enum, nil)
	case s.Ref != "":
		s.AnyOf = schemas{{Ref: s.Ref}, {Type: "null"}}
		s.Ref = ""
	}
}

// withoutNull undoes orNull for a type; what has none is an object.
func withoutNull(typ any) any {
	list, _ := typ.([]string)
	switch len(list) {
	case 0:
		return "object"
	case 2:
		return list[0]
	}
	return list[:len(list)-1]
}

// description is what an editor shows about a field.
func description(f *cml.Field) string {
	text := f.Doc + after(f.Detail)
	if !f.Required {
		text += purpose(f)
	}
	return text
}

// defaultValue returns the default of a field if it is a value.
func defaultValue(f *cml.Field) any {
	switch f.Form {
	case cml.FormEnum:
		for _, word := range f.Values {
			if word == f.Default {
				return word
			}
		}
	case cml.FormFlag:
		return f.Default == "true"
	}
	return nil
}

func anys(words []string) []any {
	var list []any
	for _, w := range words {
		list = append(list, w)
	}
	return list
}
