package findings

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func TestReadPrintsWhatWasWritten(t *testing.T) {
	f := diag.NewFile("a.cml", []byte("one\ntwo\n"))
	f.Label = "//a"
	merged := diag.NewFile("merged.cml", []byte("x"))
	merged.SetOrigins([]diag.Origin{{Start: 0, End: 1, From: []diag.Position{
		{File: "c.cml", Line: 1, Column: 2, Label: "//c"},
		{File: "d.cml", Line: 3, Column: 4, Label: "//d"},
	}}})
	var want diag.List
	want.Add(
		diag.Errorf(f.At(4), "R1", "100 %% wrong <here>").WithNote(f.At(0), "because").WithHint("mend it"),
		diag.Warningf(diag.Fixed(diag.Position{File: "b"}), "", "unwise"),
		&diag.Diagnostic{Severity: diag.Remark, Rule: "S7", Msg: "idle"},
		diag.Errorf(merged.At(0), "", "twice"),
	)
	text, err := Write(&want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Read(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(printed(&want), printed(got)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func printed(list *diag.List) string {
	var b strings.Builder
	_ = list.Print(&b)
	return b.String()
}

func TestWriteForm(t *testing.T) {
	f := diag.NewFile("a.cml", []byte("one\ntwo\n"))
	f.Label = "//a"
	var list diag.List
	list.Add(diag.Errorf(f.At(4), "R1", "a <b>").WithNote(f.At(0), "because").WithHint("mend it"))
	got, err := Write(&list)
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "schema_version": 1,
  "findings": [
    {
      "severity": "error",
      "rule": "R1",
      "message": "a <b>",
      "places": [
        {
          "label": "//a",
          "file": "a.cml",
          "line": 2,
          "column": 1
        }
      ],
      "related": [
        {
          "message": "because",
          "place": {
            "label": "//a",
            "file": "a.cml",
            "line": 1,
            "column": 1
          }
        }
      ],
      "fix": "mend it"
    }
  ]
}
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("file (-want +got):\n%s", diff)
	}
}

func TestWriteNothing(t *testing.T) {
	got, err := Write(&diag.List{})
	if err != nil {
		t.Fatal(err)
	}
	want := "{\n  \"schema_version\": 1,\n  \"findings\": []\n}\n"
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("file (-want +got):\n%s", diff)
	}
}

func TestReadRefusesOtherFiles(t *testing.T) {
	for _, bad := range []string{"", "[]", "{}", `{"schema_version": 2}`, `{"schema_version": 1, "findings": 3}`} {
		if _, err := Read([]byte(bad)); err == nil {
			t.Errorf("findings %q are accepted", bad)
		}
	}
}
