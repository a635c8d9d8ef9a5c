package element

import (
	"encoding/json"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/json5"
)

// parsed parses a text that is known to be JSON.
func parsed(text []byte) *json5.Document {
	return json5.Parse(diag.NewFile("x", text), &diag.List{})
}

// FuzzParse shows that no text makes Parse panic, that what it takes is JSON,
// and that writing what was read changes nothing but the form.
func FuzzParse(f *testing.F) {
	for _, file := range valid(f) {
		f.Add(string(file.Data))
	}
	f.Add(someManifestText)
	f.Fuzz(func(t *testing.T, text string) {
		diags := &diag.List{}
		e := Parse("a/b.json", diag.NewFile("a/b.json", []byte(text)), diags)
		if (e == nil) != diags.HasErrors() {
			t.Fatalf("element %v, findings %v", e, diags.Err())
		}
		if e == nil {
			return
		}
		if !json.Valid([]byte(text)) {
			t.Error("what is taken is no JSON")
		}
		again := New("a/b.json", e.Value, diags)
		if again == nil {
			t.Fatalf("what was written cannot be read: %v", diags.Err())
		}
		if got, want := string(Marshal(again.Value)), string(again.Text()); got != want {
			t.Errorf("written differently the second time:\n%s\n%s", got, want)
		}
		_ = e.Files()
	})
}
