package idk

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// TestCompare compares the IDKs a and b of each text in testdata/diff and wants
// the file "want" to be printed. "all" in the comment compares all files.
func TestCompare(t *testing.T) {
	texts, err := filepath.Glob("testdata/diff/*.txtar")
	if err != nil || len(texts) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range texts {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			text, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			root := t.TempDir()
			want := ""
			for _, f := range text.Files {
				if f.Name == "want" {
					want = string(f.Data)
				}
			}
			for _, dir := range []string{"a", "b"} {
				writeIDK(t, filepath.Join(root, dir), below(dir, text.Files))
			}
			compare := func(older, newer string) *Diff {
				diags := &diag.List{}
				d, err := Compare(context.Background(), open(t, root, older), open(t, root, newer), decode,
					strings.HasPrefix(string(text.Comment), "all"), diags)
				if err != nil {
					t.Fatal(err)
				}
				if err := diags.Err(); err != nil {
					t.Fatal(err)
				}
				return d
			}
			d := compare("a", "b")
			var got strings.Builder
			if err := d.Print(&got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			marshalled, err := d.Marshal()
			if err != nil {
				t.Fatal(err)
			}
			var again Diff
			if err := json.Unmarshal(marshalled, &again); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(d, &again); diff != "" {
				t.Errorf("JSON (-want +got):\n%s", diff)
			}
			if !compare("a", "a").Empty() || !compare("b", "b").Empty() {
				t.Error("an IDK differs from itself")
			}
			if compare("b", "a").Empty() != d.Empty() {
				t.Error("the other way round, there is a difference, or none")
			}
		})
	}
}
