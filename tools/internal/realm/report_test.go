package realm

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// reportOf returns the report of the demo realm as it is in its file.
func reportOf(t testing.TB, url string) *Report {
	t.Helper()
	r := assemble(t, demo, Parts{Base: "core.cml", Shards: demoShards})
	report := NewReport(reread(t, r.Document), r.Notes, &diag.List{})
	report.URL = url
	text, err := report.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	read, err := ReadReport(text)
	if err != nil {
		t.Fatal(err)
	}
	again, err := read.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(text, again) {
		t.Errorf("a report that was read is another one:\n%s", cmp.Diff(string(text), string(again)))
	}
	return read
}

func TestReportStandsForTheRealm(t *testing.T) {
	want := demoView(t)
	got := reportOf(t, "fuchsia-pkg://fuchsia.com/core-x#meta/manager.cm").View(want.Name)
	if d := Compare(want, got, Subset{}); !d.Equal() {
		t.Errorf("the report differs from the realm: %+v", d)
	}
	var wantText, gotText strings.Builder
	_, _ = NewBlame(want, Subset{}, nil, nil).Print(&wantText), NewBlame(got, Subset{}, nil, nil).Print(&gotText)
	if diff := cmp.Diff(wantText.String(), gotText.String()); diff != "" {
		t.Errorf("places (-realm +report):\n%s", diff)
	}
	if got.Component != "manager" {
		t.Errorf("component: got %q, want the one of the URL", got.Component)
	}
	if root := reportOf(t, "").View("x").Component; root != "root" {
		t.Errorf("component without a URL: got %q, want root", root)
	}
}

func TestReadReportRefusesOtherFiles(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "decode realm report: unexpected end of JSON input",
		`{"schema_version": 2}`:  "decode realm report: schema version 2, expected 1",
		`{"schema_version": 1 }`: "decode realm report: it has no facts",
	} {
		if _, err := ReadReport([]byte(text)); err == nil || err.Error() != want {
			t.Errorf("report %q: got %v, want %s", text, err, want)
		}
	}
}
