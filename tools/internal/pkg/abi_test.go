package pkg

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func text(name, content string) *diag.File { return diag.NewFile(name, []byte(content)) }

// checkError compares the text of an error, "" being none.
func checkError(t *testing.T, err error, want string) {
	t.Helper()
	got := ""
	if err != nil {
		got = err.Error()
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
}

func TestABIRevisionOfKnownLevels(t *testing.T) {
	tests := []struct {
		level, want string
	}{
		{"8", "0xa56735a6690e09d8"},
		{"27", "0x826af640460ec304"},
		{"28", "0x755f6f1d48e87748"},
		{"29", "0x08a5aca0909d1405"},
		{"30", "0x9f57ad4916246e87"},
		{"31", "0x9080590de5503f82"},
	}
	for _, tt := range tests {
		got, err := ABIRevision(tt.level)
		if err != nil || FormatABIRevision(got) != tt.want {
			t.Errorf("level %s: got %#x, %v, want %s", tt.level, got, err, tt.want)
		}
	}
	if got, want := len(KnownLevels().Levels()), len(tests); got != want {
		t.Errorf("levels: got %d, want %d", got, want)
	}
	for _, level := range []string{"", "9", "031", "NEXT", "HEAD"} {
		_, err := ABIRevision(level)
		checkError(t, err, `API level: got "`+level+`", expected one of 8, 27, 28, 29, 30, 31; others need the version_history.json of their SDK, or an ABI revision`)
	}
}

func TestParseABIRevision(t *testing.T) {
	for s, want := range map[string]uint64{
		"0x9080590de5503f82": 0x9080590DE5503F82,
		"0X9080590DE5503F82": 0x9080590DE5503F82,
		"9080590DE5503F82":   0x9080590DE5503F82,
		"0x1":                1,
		"0xffffffffffffffff": 1<<64 - 1,
	} {
		got, err := ParseABIRevision(s)
		if err != nil || got != want {
			t.Errorf("%s: got %#x, %v, want %#x", s, got, err, want)
		}
		if again, err := ParseABIRevision(FormatABIRevision(got)); err != nil || again != got {
			t.Errorf("%s: printed as %s, which is %#x, %v", s, FormatABIRevision(got), again, err)
		}
	}
	for _, s := range []string{"", "0x", "0x0", "31", "9080590DE5503F8", "0x19080590de5503f82", "0x-1", "-x90805900de5503f", "0x1_0", "zzzzzzzzzzzzzzzz"} {
		_, err := ParseABIRevision(s)
		checkError(t, err, `ABI revision: got "`+s+`", expected "0x" and up to 16 hexadecimal digits, not all zero`)
	}
}

const versionHistory = `{
    "data": {
        "name": "Platform version map",
        "type": "version_history",
        "api_levels": {
            "10": { "abi_revision": "0xED74D73009C2B4E3", "phase": "sunset" },
            "9": { "abi_revision": "0xECDB841C251A8CB9", "phase": "retired" },
            "100": { "abi_revision": "0xED74D73009C2B4E4", "status": "supported" }
        },
        "special_api_levels": {
            "NEXT": { "abi_revision": "0xFF00F38D000B480B", "as_u32": 4291821568 },
            "HEAD": { "abi_revision": "GENERATED_BY_BUILD", "as_u32": 4292870144 }
        }
    },
    "schema_id": "https://fuchsia.dev/schema/version_history.json"
}
`

func TestParseVersionHistory(t *testing.T) {
	h, err := ParseVersionHistory(text("version_history.json", versionHistory))
	if err != nil {
		t.Fatal(err)
	}
	want := []Level{
		{"9", 0xECDB841C251A8CB9, "retired"},
		{"10", 0xED74D73009C2B4E3, "sunset"},
		{"100", 0xED74D73009C2B4E4, "supported"},
		{"HEAD", 0, ""},
		{"NEXT", 0xFF00F38D000B480B, ""},
	}
	if diff := cmp.Diff(want, h.Levels()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if l, err := h.Lookup("NEXT"); err != nil || l.Revision != 0xFF00F38D000B480B {
		t.Errorf("NEXT: got %v, %v", l, err)
	}
	_, err = h.Lookup("HEAD")
	checkError(t, err, `API level: "HEAD" has no ABI revision in this version_history.json; take the file from an SDK, not from a source tree`)
	_, err = h.Lookup("31")
	checkError(t, err, `API level: got "31", expected one of 9, 10, 100, HEAD, NEXT; others need the version_history.json of their SDK, or an ABI revision`)
}

func TestParseVersionHistoryRefuses(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"something else", `{"data": {"type": "fidl_library"}}`, `vh.json:1:1: data.type: got "fidl_library", expected "version_history"`},
		{"a bad revision", strings.Replace(versionHistory, "0xED74D73009C2B4E3", "soon", 1), `vh.json:1:1: data.api_levels["10"]: ABI revision: got "soon", expected "0x" and up to 16 hexadecimal digits, not all zero`},
		{"no revision", strings.Replace(versionHistory, `"abi_revision": "0xFF00F38D000B480B", `, "", 1), `vh.json:1:1: data.special_api_levels["NEXT"]: ABI revision: got "", expected "0x" and up to 16 hexadecimal digits, not all zero`},
		{"a level twice", strings.Replace(versionHistory, `"NEXT"`, `"10"`, 1), `vh.json:1:1: the API level "10" is both numbered and special`},
		{"no JSON", "{\n  \"data\": {,", "vh.json:2:12: this is not JSON: invalid character ',' looking for beginning of object key string"},
		{"a wrong type", "{\n  \"data\": {\"api_levels\": 7}}", "vh.json:2:26: data.api_levels: got a value of type number, expected an object"},
		{"nothing", "", "vh.json:1:1: the JSON value ends too early"},
		{"half a file", versionHistory[:40], "vh.json:3:25: the JSON value ends too early"},
		{"two values", versionHistory + "{}", "vh.json:16:2: there is more behind the end of the JSON value"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ParseVersionHistory(text("vh.json", tt.text))
			checkError(t, err, tt.want)
		})
	}
}
