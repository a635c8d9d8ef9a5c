package cml_test

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/reference"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/json5"
)

// Every text that a test of this package decodes is shown to the schema, too.
func init() { cml.AgreeWithSchema = agreeWithSchema }

var compiledSchema = sync.OnceValues(func() (*jsonschema.Schema, error) {
	text, err := reference.JSONSchema()
	if err != nil {
		return nil, err
	}
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("cml.schema.json", parsed); err != nil {
		return nil, err
	}
	return compiler.Compile("cml.schema.json")
})

func agreeWithSchema(t testing.TB, text []byte, decodes bool) {
	t.Helper()
	schema, err := compiledSchema()
	if err != nil {
		t.Fatal(err)
	}
	tree := json5.Parse(diag.NewFile("a.cml", text), &diag.List{})
	if tree == nil {
		return // nothing that could be JSON
	}
	p := plain{whole: true}
	err = schema.Validate(p.value(&tree.Root))
	switch {
	case decodes && err != nil:
		t.Errorf("the schema refuses what decodes:\n%s\n%v", text, err)
	case !decodes && err == nil && p.whole:
		t.Errorf("the schema takes what does not decode:\n%s", text)
	}
}

// plain makes plain JSON of JSON5. It is not whole any more when the text has
// something that decoding sees and a schema cannot.
type plain struct{ whole bool }

func (p *plain) value(v *json5.Value) any {
	switch v.Kind {
	case json5.Bool:
		return v.Text == "true"
	case json5.Number:
		return p.number(v)
	case json5.String:
		if utf8.RuneCountInString(v.Text) != len(v.Text) {
			p.whole = false // a schema counts characters, decoding counts bytes
		}
		return v.Text
	case json5.Array:
		list := make([]any, len(v.Elems))
		for i := range v.Elems {
			list[i] = p.value(&v.Elems[i])
		}
		return list
	case json5.Object:
		object := map[string]any{}
		for i := range v.Members {
			m := &v.Members[i]
			if _, twice := object[m.Key]; twice {
				p.whole = false
			}
			object[m.Key] = p.value(&m.Value)
		}
		return object
	}
	return nil
}

func (p *plain) number(v *json5.Value) any {
	if v.IsInteger() {
		n, err := v.Int64()
		if err != nil {
			p.whole = false // a schema has no bounds for any number anywhere
		}
		return json.Number(strconv.FormatInt(n, 10))
	}
	x, err := v.Float64()
	if err != nil || math.IsInf(x, 0) || math.IsNaN(x) {
		p.whole = false
		return json.Number("0")
	}
	if x == math.Trunc(x) {
		p.whole = false // 1.0 is an integer for a schema
	}
	return json.Number(strconv.FormatFloat(x, 'g', -1, 64))
}

func TestSchemaTakesEverything(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "everything.cml"))
	if err != nil {
		t.Fatal(err)
	}
	agreeWithSchema(t, text, true)
	// What is printed is JSON: nothing of it gets lost on the way to the schema.
	var diags diag.List
	d := cml.Decode(diag.NewFile("everything.cml", text), cml.DecodeOptions{}, &diags)
	if d == nil {
		t.Fatal(diags.Err())
	}
	printed := cml.Print(d).Text
	var value any
	if err := json.Unmarshal(printed, &value); err != nil {
		t.Fatal(err)
	}
	schema, err := compiledSchema()
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(value); err != nil {
		t.Error(err)
	}
}

// TestSchemaJudgesEachFieldOfEverything changes one value at a time into one of
// every other kind, in small documents with one element of everything each.
func TestSchemaJudgesEachFieldOfEverything(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "everything.cml"))
	if err != nil {
		t.Fatal(err)
	}
	others := []string{
		`null`, `true`, `1`, `-1`, `1.5`, `""`, `"a b"`, `"#a"`, `"all"`, `[]`, `[ "a", "a" ]`, `[ null ]`, `{}`, `{ x: 1 }`,
	}
	var before, after string
	var element, v *json5.Value
	check := func(other string) {
		changed := before + string(text[element.Start:v.Start]) + other + string(text[v.End:element.End]) + after
		agreeWithSchema(t, []byte(changed), decodes([]byte(changed)))
	}
	var visit func(*json5.Value)
	visit = func(inner *json5.Value) {
		v = inner
		for _, other := range others {
			check(other)
		}
		for i := range inner.Elems {
			visit(&inner.Elems[i])
		}
		for i := range inner.Members {
			visit(&inner.Members[i].Value)
		}
	}
	tree := json5.Parse(diag.NewFile("everything.cml", text), &diag.List{})
	for i := range tree.Root.Members {
		section := &tree.Root.Members[i]
		before, after = "{ "+section.Key+": ", " }"
		element, v = &section.Value, &section.Value
		for _, other := range others {
			check(other)
		}
		if section.Value.Kind == json5.Object {
			visit(element)
			continue
		}
		before, after = before+"[ ", " ]"+after
		for j := range section.Value.Elems {
			element = &section.Value.Elems[j]
			visit(element)
		}
	}
}

func decodes(text []byte) bool {
	return cml.Decode(diag.NewFile("a.cml", text), cml.DecodeOptions{}, &diag.List{}) != nil
}

func TestSchemaJudgesURLs(t *testing.T) {
	for _, url := range []string{
		"x://h", "x://h:", "x://h:0", "x://h:00080", "x://h:65535", "x://h:65536", "x://h:70000", "x://h:+1", "x://h:a", "x://a:b:80", "x://a:b",
		"x://[::1]", "x://[::1]:8", "x://[::1]:8a", "x://[::1]a", "x://[::1]a:b", "x://[::1]a:1", "x://]", "x://a]:1",
		"x://", "x://:", "x://:/", "x://:#", "x://:?a", "x:///", "x://?", "x://?#", "x://#", "x://:80/", "x://:80", "x://@", "x://@/", "x://u@h", "x://u:p@h:1",
		"x://u@", "x://u@:", "x://u@:1", "x://u@v@h", "x:", "x:/", "x:?", "x:?a#", "x:#", "x:a", "x:/a", "x:/?", "x:/#",
		"1x:a", "1x:a#", ":", ":#", "#", "a#", "?#", "/a", "a:", "é#", "a b#", "x:\t", "\x7f#", "//h", "//h#", "X+.-1:a",
	} {
		text := []byte(`{ children: [ { name: "a", url: ` + strconv.Quote(url) + ` } ] }`)
		agreeWithSchema(t, text, decodes(text))
	}
}

func TestSchemaJudgesLengths(t *testing.T) {
	for _, text := range []string{
		`{ use: [ { protocol: "` + strings.Repeat("a", 256) + `" } ] }`,
		`{ use: [ { protocol: "a", path: "` + strings.Repeat("/abc", 1023) + `/ab" } ] }`,
		`{ use: [ { protocol: "a", path: "` + strings.Repeat("/abc", 1024) + `" } ] }`,
		`{ use: [ { protocol: "a", path: "/` + strings.Repeat("a", 256) + `" } ] }`,
		`{ use: [ { protocol: "a", from: "#` + strings.Repeat("a", 255) + `" } ] }`,
		`{ use: [ { protocol: "a", from: "#` + strings.Repeat("a", 256) + `" } ] }`,
		`{ use: [ { protocol: "a", from: "#` + strings.Repeat("a", 255) + strings.Repeat("/abc", 1024) + `" } ] }`,
		`{ use: [ { protocol: "a", from: "#` + strings.Repeat("a", 255) + strings.Repeat("/abc", 1025) + `" } ] }`,
		`{ config: { ` + strings.Repeat("a", 64) + `: { type: "bool" } } }`,
		`{ config: { ` + strings.Repeat("a", 65) + `: { type: "bool" } } }`,
		`{ include: [ "` + strings.Repeat("a", 4096) + `" ] }`,
		`{ children: [ { name: "a", url: "#` + strings.Repeat("a", 4096) + `" } ] }`,
		`{ environments: [ { name: "a", resolvers: [ { resolver: "r", from: "parent", scheme: "` + strings.Repeat("a", 256) + `" } ] } ] }`,
	} {
		agreeWithSchema(t, []byte(text), decodes([]byte(text)))
	}
}

// FuzzSchemaAgreesWithDecoder checks that the schema takes a text if and only if
// it decodes.
func FuzzSchemaAgreesWithDecoder(f *testing.F) {
	text, err := os.ReadFile(filepath.Join("testdata", "everything.cml"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	for _, o := range cml.Schema()[:1] {
		for i := range o.Fields {
			f.Add([]byte(o.Fields[i].Example))
		}
	}
	f.Add([]byte(`{ config: { a: { type: "vector", max_count: 1, element: { type: "string", max_size: 1 } } } }`))
	f.Add([]byte(`{ children: [ { name: "a", url: "x://y@:1", startup: "lazy" } ], offer: [ { to: "self/d", from: null } ] }`))
	f.Fuzz(func(t *testing.T, text []byte) { agreeWithSchema(t, text, decodes(text)) })
}
