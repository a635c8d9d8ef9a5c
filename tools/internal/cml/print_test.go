package cml

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/golden"
	"github.com/rules-idk/rules_idk/tools/internal/json5"
)

// decode decodes a text that must be valid.
func decode(t testing.TB, f *diag.File) *Document {
	t.Helper()
	var diags diag.List
	d := Decode(f, DecodeOptions{}, &diags)
	if d == nil {
		t.Fatal(diags.Err())
	}
	return d
}

// everything decodes the manifest that has all there is.
func everything(t testing.TB) *Document {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "everything.cml"))
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, diag.NewFile("everything.cml", text))
}

func TestPrintEverything(t *testing.T) {
	golden.Compare(t, filepath.Join("testdata", "everything.json"), Print(everything(t)).Text)
}

func TestProvenanceOfEverything(t *testing.T) {
	golden.Compare(t, filepath.Join("testdata", "everything.provenance.json"), Print(everything(t)).Provenance())
}

func TestEverythingHasEveryField(t *testing.T) {
	text := Print(everything(t)).Text
	for _, o := range Schema() {
		for _, f := range o.Fields {
			if !strings.Contains(string(text), strconv.Quote(f.Name)+": ") {
				t.Errorf("testdata/everything.cml: %s lacks %q", o.Name, f.Name)
			}
		}
	}
}

func TestPrintIsJSON(t *testing.T) {
	if text := Print(everything(t)).Text; !json.Valid(text) {
		t.Errorf("got invalid JSON:\n%s", text)
	}
}

func TestStringsAreEscaped(t *testing.T) {
	// Everything that JSON escapes, what JSON5 does not allow in a string, and a
	// byte that is no text.
	text := "\"\\\b\f\n\r\t\x00\x1f/<é\u2028\u2029\U0001f600\xff"
	want := `"\"\\\b\f\n\r\t\u0000\u001f/<é\u2028\u2029😀\ufffd"`
	if got := string(appendJSON(nil, text)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestPrintedDocumentDecodesToEqualOne(t *testing.T) {
	want := everything(t)
	printed := Print(want)
	got := decode(t, diag.NewFile("printed.cml", printed.Text))
	if d := cmp.Diff(want, got, equalDocuments...); d != "" {
		t.Errorf("decoded again (-want +got):\n%s", d)
	}
	if again := Print(got); string(again.Text) != string(printed.Text) {
		t.Errorf("printed again: %s", cmp.Diff(string(printed.Text), string(again.Text)))
	}
}

// equalDocuments compares what documents say, not where.
var equalDocuments = []cmp.Option{
	// Printed, what was implied is written.
	cmpopts.IgnoreFields(Clause{}, "ImpliedStorageID"),
	cmp.Comparer(func(a, b diag.Pos) bool { return true }),
	cmp.Comparer(func(a, b *diag.File) bool { return true }),
	cmp.Transformer("Child", func(c Child) Child {
		if c.Startup.Value == "lazy" {
			c.Startup = Str{}
		}
		return c
	}),
	cmp.Transformer("Config", func(c ConfigSection) map[string]ConfigEntry {
		entries := map[string]ConfigEntry{}
		for _, e := range c.Entries {
			entries[e.Key.Value] = *e
		}
		return entries
	}),
	cmp.Transformer("Value", func(v Value) string { return v.Shape() }),
}

func TestPlacesSurvivePrinting(t *testing.T) {
	decoded := everything(t)
	for _, c := range decoded.Children {
		if c.Startup.Value == "lazy" {
			c.Startup = Str{} // is not printed
		}
	}
	for name, d := range map[string]*Document{"decoded": decoded, "merged": merged(t)} {
		t.Run(name, func(t *testing.T) {
			printed := Print(d)
			f := diag.NewFile("printed.cml", printed.Text)
			var diags diag.List
			tree := json5.Parse(f, &diags)
			if tree == nil {
				t.Fatal(diags.Err())
			}
			if err := AttachProvenance(f, tree, printed.Provenance()); err != nil {
				t.Fatal(err)
			}
			again := DecodeTree(tree, DecodeOptions{}, &diags)
			if again == nil {
				t.Fatal(diags.Err())
			}
			want, got := places(d), map[string][]diag.Position{}
			for part, from := range places(again) {
				if _, placed := want[part]; placed {
					got[part] = from
				}
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("places of the printed document (-want +got):\n%s", d)
			}
		})
	}
}

func TestPartWithoutPlaceComesFromItsContainer(t *testing.T) {
	d := merged(t)
	printed := Print(d)
	for _, p := range printed.Places {
		if p.Pointer == "/offer/1" || p.Pointer == "/offer/1/from" {
			t.Errorf("got the place %v for %s, which was not written anywhere", p.From, p.Pointer)
		}
	}
}

// merged returns a document whose parts come from several files, as merging
// makes them.
func merged(t testing.TB) *Document {
	t.Helper()
	a := decode(t, &diag.File{Name: "core/core.cml", Label: "//core:base", Text: []byte(
		`{ children: [ { name: "a", url: "#meta/a.cm" } ], offer: [ { protocol: [ "p", "q" ], from: "parent", to: "#a" } ] }`)})
	b := decode(t, &diag.File{Name: "net/net.core_shard.cml", Label: "//net:net", Text: []byte(
		"{\n  children: [ { name: \"a\", url: \"#meta/a.cm\" } ],\n  offer: [\n    { from: \"parent\", protocol: \"p\", to: [ \"#a\" ] },\n    { protocol: \"r\", from: \"parent\", to: \"#a\" },\n  ],\n}")})
	a.Children[0].Also = append(a.Children[0].Also, b.Children[0].Pos)
	names := a.Offer[0].Keywords[0].Names.Items
	names[0].Also = append(names[0].Also, b.Offer[0].Keywords[0].Names.Items[0].Pos)
	a.Offer[0].Keywords[0].Names.Items = append(names, b.Offer[1].Names()...)
	a.Offer = append(a.Offer, &Clause{
		Section:  SectionOffer,
		Keywords: []Keyword{{Type: TypeRunner, Names: strs("made")}},
		From:     strs("self"),
		To:       strs("all"),
	})
	a.Offer[1].Keywords[0].Names.Items[0].Pos = b.Offer[0].Pos
	a.Facets = &Value{Kind: ObjectValue, Pos: a.Pos, Members: []Member{
		{Key: Str{Value: "k", Pos: b.Pos, Also: []diag.Pos{a.Pos}}, Value: Value{Kind: StringValue, Text: "v", Pos: b.Pos}},
	}}
	return a
}

// places returns the positions of all parts of a document.
func places(d *Document) map[string][]diag.Position {
	all := map[string][]diag.Position{}
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		switch x := v.Interface().(type) {
		case *diag.File:
			return
		case Strs:
			// The place of a string that stands alone is that of its element.
			if !x.Array {
				walk(path, reflect.ValueOf(x.Items))
				return
			}
		case Member:
			walk(path+"/"+x.Key.Value, reflect.ValueOf(struct {
				Key   Str
				Value Value
			}{x.Key, x.Value}))
			return
		case []*ConfigEntry:
			for _, e := range x {
				walk(path+"/"+e.Key.Value, reflect.ValueOf(*e))
			}
			return
		case []Member:
			for _, m := range x {
				walk(path, reflect.ValueOf(m))
			}
			return
		}
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				walk(path, v.Elem())
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(path+"/"+strconv.Itoa(i), v.Index(i))
			}
		case reflect.Struct:
			if p := v.FieldByName("Pos"); p.IsValid() {
				from := []diag.Pos{p.Interface().(diag.Pos)}
				if also := v.FieldByName("Also"); also.IsValid() {
					from = append(from, also.Interface().([]diag.Pos)...)
				}
				if from[0].IsValid() {
					all[path] = resolve(from)
				}
			}
			for i := range v.NumField() {
				if name := v.Type().Field(i).Name; name != "Pos" && name != "Also" {
					walk(path+"."+name, v.Field(i))
				}
			}
		}
	}
	walk("", reflect.ValueOf(d))
	return all
}
