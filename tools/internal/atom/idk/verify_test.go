package idk

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/rules-idk/rules_idk/tools/internal/atom"
	"github.com/rules-idk/rules_idk/tools/internal/atom/tree"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// TestVerify checks the IDK "idk" of each text in testdata/verify and wants the
// findings of the file "findings". The files "api" and "digests" are what the
// IDK is compared with.
func TestVerify(t *testing.T) {
	texts, err := filepath.Glob("testdata/verify/*.txtar")
	if err != nil || len(texts) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range texts {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			text, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			v := Verification{Decode: decode}
			want := ""
			for _, f := range text.Files {
				switch f.Name {
				case "api":
					api, err := atom.ParseAPI(diag.NewFile(f.Name, f.Data))
					if err != nil {
						t.Fatal(err)
					}
					v.APIs = append(v.APIs, api)
				case "digests":
					if v.Digests, err = tree.ParseDigests(f.Data); err != nil {
						t.Fatal(err)
					}
				case "findings":
					want = string(f.Data)
				}
			}
			root := t.TempDir()
			writeIDK(t, filepath.Join(root, "idk"), below("idk", text.Files))
			diags := &diag.List{}
			ctx := context.Background()
			i, err := Open(ctx, cli.Dir(root), "idk", "", diags)
			if err != nil {
				t.Fatal(err)
			}
			if i != nil {
				if err := i.Verify(ctx, v, diags); err != nil {
					t.Fatal(err)
				}
			}
			var got strings.Builder
			if err := diags.Print(&got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got.String()); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}
