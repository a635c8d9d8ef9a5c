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

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "abc", 3},
		{"abc", "", 3},
		{"abc", "abc", 0},
		{"abc", "axc", 1},
		{"abcd", "abdc", 1},
		{"kitten", "sitting", 3},
	} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("distance(%q, %q): got %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
