package idk

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/rules-idk/rules_idk/tools/internal/atom/tree"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// TestMerge merges the IDKs a, b and c of each text in testdata/merge. It wants
// the files of the directory "want", or the errors of the file "errors". Merged
// the other way round, the files must be the same, unless the text says
// "ordered".
func TestMerge(t *testing.T) {
	texts, err := filepath.Glob("testdata/merge/*.txtar")
	if err != nil || len(texts) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range texts {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			text, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var inputs []string
			root := t.TempDir()
			var o MergeOptions
			for _, f := range text.Files {
				dir, _, _ := strings.Cut(f.Name, "/")
				if len(dir) == 1 && !slices.Contains(inputs, dir) {
					inputs = append(inputs, dir)
					writeIDK(t, filepath.Join(root, dir), below(dir, text.Files))
				}
				switch f.Name {
				case "version":
					o.Version = strings.TrimSpace(string(f.Data))
				case "host":
					o.Host = strings.TrimSpace(string(f.Data))
				case "target":
					o.Target = strings.Fields(string(f.Data))
				}
			}
			wantErrors := ""
			for _, f := range text.Files {
				if f.Name == "errors" {
					wantErrors = strings.TrimSuffix(string(f.Data), "\n")
				}
			}
			got, errors := mergeAll(t, root, "forth", inputs, o)
			if diff := cmp.Diff(wantErrors, errors); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}
			if wantErrors == "" {
				want := map[string]string{}
				for _, f := range below("want", text.Files) {
					want[f.Name] = strings.TrimSuffix(string(f.Data), "\n")
				}
				for name := range got {
					got[name] = strings.TrimSuffix(got[name], "\n")
				}
				if _, ok := want["meta/manifest.json"]; !ok {
					delete(got, "meta/manifest.json")
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("files (-want +got):\n%s", diff)
				}
			}
			slices.Reverse(inputs)
			back, errorsBack := mergeAll(t, root, "back", inputs, o)
			if (errorsBack == "") != (errors == "") {
				t.Errorf("errors the other way round:\n%s", errorsBack)
			}
			if strings.Contains(string(text.Comment), "ordered") || errors != "" {
				return
			}
			forth, _ := mergeAll(t, root, "again", slices.Sorted(slices.Values(inputs)), o)
			if diff := cmp.Diff(forth, back); diff != "" {
				t.Errorf("files the other way round (-forth +back):\n%s", diff)
			}
		})
	}
}

// mergeAll returns the files of the result, and the findings without the place
// of the directory.
func mergeAll(t *testing.T, root, out string, names []string, o MergeOptions) (map[string]string, string) {
	t.Helper()
	ctx := context.Background()
	var inputs []*IDK
	for _, name := range names {
		inputs = append(inputs, open(t, root, name))
	}
	diags := &diag.List{}
	merged, err := Merge(ctx, inputs, o, diags)
	if err != nil {
		t.Fatal(err)
	}
	if err := diags.Err(); err != nil {
		if merged != nil {
			t.Error("there is a result in spite of errors")
		}
		return nil, err.Error()
	}
	w, err := tree.NewWriter(cli.Dir(root), out)
	if err != nil {
		t.Fatal(err)
	}
	if err := merged.Write(ctx, w); err != nil {
		t.Fatal(err)
	}
	if err := w.Place(); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	result := open(t, root, out)
	for _, p := range result.Files.Paths() {
		content, err := os.ReadFile(filepath.Join(root, out, filepath.FromSlash(p)))
		if err != nil {
			t.Fatal(err)
		}
		files[p] = string(content)
	}
	// What was merged is an IDK without faults.
	if err := result.Verify(ctx, Verification{}, diags); err != nil {
		t.Fatal(err)
	}
	if err := diags.Err(); err != nil {
		t.Errorf("the result is not sound: %v", err)
	}
	return files, ""
}
