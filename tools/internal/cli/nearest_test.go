package cli

import "testing"

func TestNearest(t *testing.T) {
	names := []string{"compile", "include", "merge", "format", "e"}
	for word, want := range map[string]string{
		"compile":  "compile",
		"complie":  "compile",
		"comp":     "",
		"includes": "include",
		"mrege":    "merge",
		"fmt":      "",
		"formt":    "format",
		"":         "",
		"x":        "",
		"verylong": "",
	} {
		if got := nearest(word, names); got != want {
			t.Errorf("nearest(%q): got %q, want %q", word, got, want)
		}
	}
}
