package spell

import "testing"

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "abc", 3},
		{"abc", "abc", 0},
		{"abc", "abd", 1},
		{"abc", "ac", 1},
		{"abc", "acb", 1},
		{"ca", "abc", 3},
		{"kitten", "sitting", 3},
		{"bin/app", "lib/app", 2},
	} {
		for _, swapped := range []bool{false, true} {
			a, b := c.a, c.b
			if swapped {
				a, b = b, a
			}
			for _, most := range []int{0, 1, 2, 3, Any} {
				got := Distance(a, b, most)
				if got != c.want && !(got > most && c.want > most) {
					t.Errorf("Distance(%q, %q, %d): got %d, want %d", a, b, most, got, c.want)
				}
			}
		}
	}
}

func TestNearest(t *testing.T) {
	words := []string{"compile", "merge", "marge", "include"}
	for _, c := range []struct {
		word string
		most int
		want string
	}{
		{"complie", 2, "compile"},
		{"merge", 2, "merge"},
		{"mrge", 2, "merge"},
		{"morge", 2, "merge"},
		{"zzzzzz", 2, ""},
		{"zzzzzz", Any, "merge"},
	} {
		if got := Nearest(c.word, words, c.most); got != c.want {
			t.Errorf("Nearest(%q, %d): got %q, want %q", c.word, c.most, got, c.want)
		}
	}
	if got := Nearest("x", nil, Any); got != "" {
		t.Errorf("of nothing: got %q, want nothing", got)
	}
}

// FuzzDistance checks that giving up early changes nothing, and that the
// distance is symmetric and bounded by the longer word.
func FuzzDistance(f *testing.F) {
	for _, s := range []string{"", "a", "abc", "acb", "include-path"} {
		f.Add(s, "includepath", 2)
	}
	f.Fuzz(func(t *testing.T, a, b string, most int) {
		if len(a) > 64 || len(b) > 64 || most < 0 || most > 64 {
			t.Skip("small words suffice")
		}
		exact := Distance(a, b, Any)
		if back := Distance(b, a, Any); back != exact {
			t.Errorf("got %d, and %d the other way", exact, back)
		}
		if exact > max(len(a), len(b)) || (exact == 0) != (a == b) {
			t.Errorf("got %d for %q and %q", exact, a, b)
		}
		if got := Distance(a, b, most); got != exact && (got <= most || exact <= most) {
			t.Errorf("at most %d: got %d, want %d", most, got, exact)
		}
	})
}
