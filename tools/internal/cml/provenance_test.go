package cml

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/json5"
)

func TestProvenanceOfMergedDocument(t *testing.T) {
	want := `{
"schema_version":1,
"files":[
{"path":"core/core.cml","label":"//core:base"},
{"path":"net/net.core_shard.cml","label":"//net:net"}
],
"keys":{
"/offer/0/protocol":[[0,1,62]],
"/facets/k":[[1,1,1],[0,1,1]]
},
"values":{
"":[[0,1,1]],
"/children/0":[[0,1,15],[1,2,15]],
"/children/0/name":[[0,1,23]],
"/children/0/url":[[0,1,33]],
"/offer/0":[[0,1,60]],
"/offer/0/protocol":[[0,1,72]],
"/offer/0/protocol/0":[[0,1,74],[1,4,33]],
"/offer/0/protocol/1":[[0,1,79]],
"/offer/0/protocol/2":[[1,5,17]],
"/offer/0/from":[[0,1,92]],
"/offer/0/to":[[0,1,106]],
"/offer/1/runner":[[1,4,5]],
"/facets/k":[[1,1,1]]
}
}
`
	if d := cmp.Diff(want, string(Print(merged(t)).Provenance())); d != "" {
		t.Errorf("provenance (-want +got):\n%s", d)
	}
}

// attach parses a text and attaches a provenance to it.
func attach(t *testing.T, text, provenance string) (*diag.File, error) {
	t.Helper()
	f := diag.NewFile("core.cml", []byte(text))
	var diags diag.List
	tree := json5.Parse(f, &diags)
	if tree == nil {
		t.Fatal(diags.Err())
	}
	return f, AttachProvenance(f, tree, []byte(provenance))
}

func TestAttachProvenance(t *testing.T) {
	f, err := attach(t, `{"a~/b": ["x", "y"]}`, `{ "schema_version": 1, "files": [ {"path": "a\u0021\"", "label": "//l"}, {"path": "b", "label": ""} ],
		"keys": { "/a~0~1b": [[1, 2, 3]] }, "values": { "/a~0~1b/1": [ [0,4,5], [1,0,0] ] } }`)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		offset int
		want   []diag.Position
	}{
		{"key", 1, []diag.Position{{File: "b", Line: 2, Column: 3}}},
		{"end of the key", 6, []diag.Position{{File: "b", Line: 2, Column: 3}}},
		{"element", 15, []diag.Position{{File: `a!"`, Label: "//l", Line: 4, Column: 5}, {File: "b"}}},
		{"element without place", 10, []diag.Position{{File: "core.cml", Line: 1, Column: 11}}},
	}
	for _, tt := range tests {
		if d := cmp.Diff(tt.want, f.Positions(tt.offset)); d != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, d)
		}
	}
}

func TestAttachProvenanceRefusesWhatDoesNotFit(t *testing.T) {
	const head = `{"schema_version":1,"files":[{"path":"a","label":""}],`
	tests := []struct{ name, provenance, want string }{
		{"other text", head + `"values":{"/b":[[0,1,1]]}}`, `it does not belong to this text, which has nothing at "/b"`},
		{"key of other text", head + `"keys":{"/b":[[0,1,1]]}}`, `it does not belong to this text, which has nothing at "/b"`},
		{"other order", head + `"values":{"/a":[[0,1,1]],"":[[0,1,1]]}}`, `it does not belong to this text, which has nothing at ""`},
		{"other version", `{"schema_version":2}`, "schema_version is 2, only 1 is known"},
		{"unknown key", `{"schema_version":1,"more":1}`, `byte 27: the key "more" is not known`},
		{"unknown key of a file", `{"files":[{"paths":""}]}`, `byte 19: the key "paths" is not known`},
		{"unknown file", head + `"values":{"/a":[[1,1,1]]}}`, "there is no file number 1"},
		{"no place", head + `"values":{"/a":[]}}`, `"/a" has no place`},
		{"half a place", head + `"values":{"/a":[[0,1]]}}`, "a place must have a file, a line and a column"},
		{"too much of a place", head + `"values":{"/a":[[0,1,1,1]]}}`, "a place must have a file, a line and a column"},
		{"word for a number", head + `"values":{"/a":[[0,x,1]]}}`, "expected a number"},
		{"huge number", head + `"values":{"/a":[[0,1234567890,1]]}}`, "expected ']'"},
		{"truncated", head + `"values":{"/a":[[0,`, "expected a number"},
		{"truncated string", `{"sche`, "read a string"},
		{"something behind", head + `"keys":{}} x`, "something follows the end"},
		{"empty", ``, "byte 0: expected '{'"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := attach(t, `{"a": 1}`, tt.provenance)
			if err == nil || !strings.HasPrefix(err.Error(), "provenance of core.cml: ") || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

func TestFindingOfPrintedDocumentNamesItsSource(t *testing.T) {
	d := decode(t, &diag.File{Name: "net/net.core_shard.cml", Label: "//net:net", Text: []byte(
		"{\n    children: [\n        { name: \"a\", url: \"#meta/a.cm\" },\n    ],\n}\n")})
	printed := Print(d)
	f, err := attach(t, string(printed.Text), string(printed.Provenance()))
	if err != nil {
		t.Fatal(err)
	}
	again := decode(t, f)
	var diags diag.List
	diags.Add(diag.Errorf(again.Children[0].URL.Pos, "C1", "the URL is wrong"))
	want := "net/net.core_shard.cml:3:27: the URL is wrong [C1] (in //net:net)"
	if got := diags.Err().Error(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestProvenanceOfPrintedDocumentNamesTheFirstSource(t *testing.T) {
	first := Print(everything(t))
	f, err := attach(t, string(first.Text), string(first.Provenance()))
	if err != nil {
		t.Fatal(err)
	}
	second := Print(decode(t, f))
	if d := cmp.Diff(string(first.Provenance()), string(second.Provenance())); d != "" {
		t.Errorf("provenance of the second document (-first +second):\n%s", d)
	}
}
