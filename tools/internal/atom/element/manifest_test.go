package element

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

var someManifest = Manifest{
	Host: "x86_64-unknown-linux-gnu", Target: []string{"x64", "arm64"}, ID: "1.20260101.0.1",
	Parts: []Part{
		{Meta: "tools/x64/cmc-meta.json", Type: "host_tool", Stable: true},
		{Meta: "fidl/fuchsia.io/meta.json", Type: "fidl_library"},
		{Meta: "pkg/syslog/syslog.json", Type: "data", Stable: true},
	},
}

const someManifestText = `{
  "arch": {
    "host": "x86_64-unknown-linux-gnu",
    "target": [
      "x64",
      "arm64"
    ]
  },
  "id": "1.20260101.0.1",
  "parts": [
    {
      "meta": "fidl/fuchsia.io/meta.json",
      "stable": false,
      "type": "fidl_library"
    },
    {
      "meta": "pkg/syslog/syslog.json",
      "stable": true,
      "type": "data"
    },
    {
      "meta": "tools/x64/cmc-meta.json",
      "stable": true,
      "type": "host_tool"
    }
  ],
  "root": "..",
  "schema_version": "1"
}`

func parseManifest(t testing.TB, text string) (*Manifest, *diag.List) {
	t.Helper()
	diags := &diag.List{}
	m := ParseManifest(diag.NewFile("meta/manifest.json", []byte(text)), diags)
	return m, diags
}

func TestManifestIsWrittenAndRead(t *testing.T) {
	if diff := cmp.Diff(someManifestText, string(someManifest.Marshal())); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	agreeOn(t, ManifestSchema, []byte(someManifestText), true)
	got, diags := parseManifest(t, someManifestText)
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	options := []cmp.Option{
		cmpopts.IgnoreFields(Part{}, "Pos"),
		cmpopts.SortSlices(func(a, b Part) bool { return a.Meta < b.Meta }),
	}
	if diff := cmp.Diff(&someManifest, got, options...); diff != "" {
		t.Errorf("manifest (-want +got):\n%s", diff)
	}
	if got := got.Parts[1].Pos.Position().String(); got != "meta/manifest.json:16:5" {
		t.Errorf("place of a part: %s", got)
	}
}

func TestContentsNamesPartsWithoutMetaJSON(t *testing.T) {
	want := "data://pkg/syslog/syslog.json\nfidl_library://fidl/fuchsia.io (unstable)\nhost_tool://tools/x64/cmc\n"
	if diff := cmp.Diff(want, string(someManifest.Contents())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParseManifestTakesOldParts(t *testing.T) {
	m, diags := parseManifest(t, strings.Replace(someManifestText, "      \"stable\": true,\n", "", 1))
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	if !m.Parts[1].Stable {
		t.Error("a part that does not say it is unstable")
	}
}

func TestParseManifestRefuses(t *testing.T) {
	tests := []struct{ name, from, to, want string }{
		{"no JSON", `{`, `[`, "meta/manifest.json:2:9: this is not JSON: invalid character ':' after array element"},
		{
			"a newer schema", `"schema_version": "1"`, `"schema_version": "2", "new": 7`,
			"meta/manifest.json:28:21: the IDK has schema version \"2\", expected \"1\": this program may be too old for it\n  fix: use a newer idkit, or an IDK whose meta/manifest.json has schema_version \"1\"",
		},
		{"another root", `"root": ".."`, `"root": "../.."`, `meta/manifest.json:27:11: "root": got "../..", expected ".."`},
		{
			"no parts", someManifestText[strings.Index(someManifestText, `"parts": [`):strings.Index(someManifestText, `"root"`)], `"parts": [], `,
			`meta/manifest.json:10:12: "parts": got 0 elements, expected 1 at least [manifest.schema.json]`,
		},
		{"a part outside", `"pkg/syslog/syslog.json"`, `"../syslog.json"`, `meta/manifest.json:17:15: "parts"[1]."meta": "../syslog.json" is no path in an IDK: a path cannot have the part ".." [manifest.schema.json]`},
		{"an unknown CPU", `"arm64"`, `"mips"`, `meta/manifest.json:6:7: "arch"."target"[1]: got "mips", expected "arm64", "riscv64" or "x64" [manifest.schema.json]`},
		{"another key", `"id"`, `"version"`, "meta/manifest.json:1:1: the key \"id\" is missing [manifest.schema.json]\nmeta/manifest.json:9:3: the key \"version\" is not known [manifest.schema.json]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(someManifestText, tt.from, tt.to, 1)
			m, diags := parseManifest(t, text)
			if m != nil {
				t.Error("a manifest was returned")
			}
			err := diags.Err()
			if err == nil {
				t.Fatal("no error")
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}
