package translate

import (
	"path/filepath"
	"reflect"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/merge"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// FuzzTranslate checks that whatever decodes, valid or not, is translated or
// refused, that a refusal has a reason, and that a translation of a document
// is the same each time.
func FuzzTranslate(f *testing.F) {
	vectors, err := filepath.Glob("../testdata/vectors/*.cml")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range vectors {
		f.Add(read(f, path))
	}
	for _, text := range []string{
		`{` + family + `use: [ { protocol: "x", service: "y", from: "#a/e" } ], offer: [ { protocol: "x", from: [ "#c", "self" ], to: [ "all", "self/d", "#z" ] } ] }`,
		`{ expose: [ {} ], use: [ { filter: { a: [ {}, [] ] } } ], capabilities: [ { config: "x", type: "vector", value: [ 1 ] } ] }`,
		`{ environments: [ { name: "e", debug: [ { protocol: [ "a" ], from: [ "#x", "void" ] } ] } ], config: { a: { type: "vector" } } }`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var diags diag.List
		d := cml.Decode(diag.NewFile("test.cml", text), cml.DecodeOptions{}, &diags)
		if d == nil {
			return
		}
		merge.Canonicalize(d)
		o := Options{ConfigPackagePath: "meta/x.cvf", Generation: cm.R26}
		var findings diag.List
		c := Component(d, o, &findings)
		if (c == nil) != findings.HasErrors() {
			t.Fatalf("got declaration %t with findings %v", c != nil, findings.Err())
		}
		if c == nil {
			return
		}
		if again := Component(d, o, &findings); !reflect.DeepEqual(c, again) {
			t.Error("the second translation differs from the first")
		}
		if _, err := cm.Encode(c); err != nil {
			t.Errorf("the declaration cannot be encoded: %v", err)
		}
	})
}
