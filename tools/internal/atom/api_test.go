package atom

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// The MD5 sums are those that other tools have for these texts.
func TestFingerprint(t *testing.T) {
	for text, want := range map[string]string{
		"":               "d41d8cd98f00b204e9800998ecf8427e",
		"a\nb\n":         "dd8c6a395b5dd36c56d23275028f526c",
		"a\r\nb\r\n":     "dd8c6a395b5dd36c56d23275028f526c",
		"a\rb\r":         "dd8c6a395b5dd36c56d23275028f526c",
		"a\n\rb\n":       "3b89023ba6b3412d0f14ed0ae351b868",
		"\ufeffé\u2028x": "dcee515899da8e2382637bee3d264327",
	} {
		got, err := Fingerprint([]byte(text))
		if err != nil || got != want {
			t.Errorf("%q: got %s, %v, want %s", text, got, err, want)
		}
	}
	_, err := Fingerprint([]byte("a\xff"))
	checkError(t, err, "the file is not UTF-8, as part of an API has to be")
}

func TestAPIIsWrittenAndRead(t *testing.T) {
	api := API{"pkg/b": "2", "pkg/a": "1"}
	text := "{\n  \"pkg/a\": \"1\",\n  \"pkg/b\": \"2\"\n}"
	if diff := cmp.Diff(text, string(api.Marshal())); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	for _, end := range []string{"", "\n"} {
		got, err := ParseAPI(diag.NewFile("x.api", []byte(text+end)))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(api, got); diff != "" {
			t.Errorf("API (-want +got):\n%s", diff)
		}
	}
	for _, bad := range []string{"", "null", "[]", `{"a": 1}`, "<<<<<<< HEAD"} {
		_, err := ParseAPI(diag.NewFile("x.api", []byte(bad)))
		if err == nil || !strings.HasPrefix(err.Error(), "this is no API file, an object of paths and MD5 sums") {
			t.Errorf("%q: got %v", bad, err)
		}
	}
}

func TestChanges(t *testing.T) {
	older := API{"same": "1", "gone": "1", "edited": "1"}
	newer := API{"same": "1", "new": "1", "edited": "2"}
	want := []Change{{"changed", "edited"}, {"removed", "gone"}, {"added", "new"}}
	if diff := cmp.Diff(want, older.Changes(newer)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := older.Changes(older); got != nil {
		t.Errorf("nothing changed, got %v", got)
	}
}
