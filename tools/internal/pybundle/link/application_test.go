package link

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

// TestApplication: the members of a zip application are all in the program, those
// that no root leads to by their path, and its data is inside in every form.
func TestApplication(t *testing.T) {
	var out bytes.Buffer
	w := hpa.NewWriter(&out, 0)
	index := hpa.Index{Meta: hpa.Meta{"kind": hpa.KindLibrary, "label": "//app:main"}}
	code, err := w.Add([]byte(silent), hpa.BlobOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"_main/app.pyz/__main__.py", "_main/app.pyz/a.b/odd/__init__.py", "_main/app.pyz/lib/x.py"} {
		index.Modules = append(index.Modules, hpa.Module{Name: path, Blob: code, Source: -1, Path: path})
	}
	index.Files = []hpa.File{
		{Path: "_main/app.pyz/lib/fast.abi3.so", Kind: hpa.Native, Blob: code},
		{Path: "_main/app.pyz/lib/x.txt", Blob: code},
	}
	if err := w.Close(index, hpa.TrailerOptions{Magic: 3627, Python: 0x030e}); err != nil {
		t.Fatal(err)
	}
	a := write(t, &Program{
		Meta: hpa.Meta{
			"label": "//app:main", "python": "3.14", "pyz": "_main/app.pyz", "main_path": "_main/app.pyz/__main__.py",
			"roots": []any{"_main/app.pyz", "_main"},
		},
		Libraries: []Library{{"own.hpa", archiveOf(t, out.Bytes())}},
		External:  true,
	})
	var modules []string
	for _, m := range a.Modules {
		modules = append(modules, m.Name)
	}
	want := []string{"__main__", "_main/app.pyz/a.b/odd/__init__.py", "lib", "lib.fast", "lib.x"}
	if diff := cmp.Diff(want, modules); diff != "" {
		t.Error(diff)
	}
	for _, f := range a.Files {
		if f.Blob < 0 || f.Materialize != hpa.AtStart {
			t.Errorf("%s has the blob %d, and becomes a file %s", f.Path, f.Blob, f.Materialize)
		}
	}
	if got := a.Meta["external"]; got != false || len(a.Files) != 2 {
		t.Errorf("got %d files, external %v, want 2 inside", len(a.Files), got)
	}
}
