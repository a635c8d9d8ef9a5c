package cml

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/json5"
)

// FuzzDecode checks that decoding never panics, returns a document if and only
// if it found no error, and that a document survives being printed, with its
// places.
func FuzzDecode(f *testing.F) {
	text, err := os.ReadFile(filepath.Join("testdata", "everything.cml"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	for _, place := range referencePlaces {
		f.Add([]byte(place.text))
	}
	for _, s := range []string{
		`{}`, `[]`, `{ use: [ { event: "a" } ], capabilities: [ { storage: "s" } ] }`,
		`{ facets: { a: { b: [ -0, 1e5, 0x1F, "\u2028\0", { "~/": null } ] } } }`,
		`{ config: { a: { type: "vector", max_count: 1, element: { type: "string", max_size: 1 } }, a: { type: "bool" } } }`,
		`{ children: [ { name: "a", url: "x://y@:1", startup: "lazy" } ], offer: [ {} ] }`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, o := range []DecodeOptions{{}, {Legacy2021: true}} {
			var diags diag.List
			d := Decode(diag.NewFile("a.cml", text), o, &diags)
			if (d == nil) != diags.HasErrors() {
				t.Fatalf("got document %v, errors %v", d != nil, diags.HasErrors())
			}
			if d != nil {
				checkPrinted(t, d)
			}
		}
	})
}

func checkPrinted(t *testing.T, d *Document) {
	t.Helper()
	printed := Print(d)
	f := diag.NewFile("printed.cml", printed.Text)
	var diags diag.List
	tree := json5.Parse(f, &diags)
	if tree == nil {
		t.Fatalf("parse the printed document: %v\n%s", diags.Err(), printed.Text)
	}
	if err := AttachProvenance(f, tree, printed.Provenance()); err != nil {
		t.Fatal(err)
	}
	again := DecodeTree(tree, DecodeOptions{}, &diags)
	if again == nil || diags.Len() > 0 {
		t.Fatalf("decode the printed document: %v\n%s", diags.Err(), printed.Text)
	}
	if d := cmp.Diff(d, again, equalDocuments...); d != "" {
		t.Fatalf("printed document (-want +got):\n%s", d)
	}
	second := Print(again)
	if !bytes.Equal(printed.Text, second.Text) {
		t.Fatalf("printed twice: %s", cmp.Diff(string(printed.Text), string(second.Text)))
	}
	if a, b := printed.Provenance(), second.Provenance(); !bytes.Equal(a, b) {
		t.Fatalf("provenance of the second document: %s", cmp.Diff(string(a), string(b)))
	}
}

// FuzzAttachProvenance checks that a provenance that is not ours is an error at
// worst.
func FuzzAttachProvenance(f *testing.F) {
	const text = `{"use":[{"protocol":"p"}],"facets":{"k":1}}`
	var diags diag.List
	d := Decode(diag.NewFile("a.cml", []byte(text)), DecodeOptions{}, &diags)
	f.Add(Print(d).Provenance())
	f.Add([]byte(`{"schema_version":1,"files":[{"path":"\u0041"}],"keys":{"/use":[[0,1,1]]}}`))
	f.Fuzz(func(t *testing.T, provenance []byte) {
		file := diag.NewFile("core.cml", []byte(text))
		var diags diag.List
		tree := json5.Parse(file, &diags)
		err := AttachProvenance(file, tree, provenance)
		if err != nil && err.Error() == "" {
			t.Error("got an error without text")
		}
		for offset := range text {
			if len(file.Positions(offset)) == 0 {
				t.Fatalf("offset %d has no position", offset)
			}
		}
	})
}
