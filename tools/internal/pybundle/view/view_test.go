package view

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

// bundle returns a file with one archive: a module of a known origin, and a file
// of none.
func bundle(t *testing.T, code, data string) *hpa.Bundle {
	t.Helper()
	var out bytes.Buffer
	w := hpa.NewWriter(&out, 0)
	module, err := w.Add([]byte(code), hpa.BlobOptions{})
	if err != nil {
		t.Fatal(err)
	}
	file, err := w.Add([]byte(data), hpa.BlobOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(hpa.Index{
		Meta:       map[string]any{"kind": "bundle", "label": "//:a", "env": map[string]any{}, "roots": []any{strings.Repeat("long", 50)}},
		Modules:    []hpa.Module{{Name: "a", Blob: module, Source: -1, Path: "_main/a.py"}},
		Files:      []hpa.File{{Path: "_main/data", Blob: file, Executable: true}},
		Provenance: []hpa.Provenance{{Blob: module, Label: "//:a", Path: "_main/a.py"}},
	}, hpa.TrailerOptions{}); err != nil {
		t.Fatal(err)
	}
	b, err := hpa.Open(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestContentsOfNoKnownOrigin(t *testing.T) {
	o := OriginsOf(bundle(t, "code", "data"))
	if len(o.Origins) != 1 || len(o.Unknown) != 1 || o.Unknown[0].Path != "_main/data" {
		t.Errorf("got %+v", o)
	}
	var out bytes.Buffer
	if err := o.Print(&out); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "of no known origin\n  _main/data  4 B  ") {
		t.Errorf("got\n%s", out.String())
	}
}

func TestDifferences(t *testing.T) {
	left, right := Of(bundle(t, "code", "data")), Of(bundle(t, "code", "other"))
	if d := Compare(left, left, true); !d.Equal() {
		t.Errorf("got %+v", d)
	}
	d := Compare(left, right, true)
	if len(d.Differences) != 1 || d.Differences[0].What != "file" || d.Differences[0].Change != "changed" {
		t.Errorf("got %+v", d)
	}
	if d := Compare(left, left, false); d.Equal() {
		t.Error("carriers do not count")
	}
}

func TestLongDescriptionsAreCounted(t *testing.T) {
	var out bytes.Buffer
	if err := Of(bundle(t, "code", "data")).Print(&out, true); err != nil {
		t.Fatal(err)
	}
	want := `archive 0: bundle //:a
  size     SIZE
  has      1 module, 1 file
  roots: 1 items
  module   module    a  4 B  _main/a.py
  file     data      _main/data  4 B
`
	got := out.String()
	from, to := strings.Index(got, "  size     "), strings.Index(got, "\n  has")
	got = got[:from] + "  size     SIZE" + got[to:]
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
