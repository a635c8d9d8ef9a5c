package archive

import (
	"strings"
	"testing"
)

func TestCheckName(t *testing.T) {
	for _, name := range []string{"a", "a/b.c", "pkg/sys/component/x.shard.cml", "...a", "a b", "größe", strings.Repeat("a", 255)} {
		if err := CheckName(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	tests := []struct{ name, want string }{
		{"", "a path cannot be empty"},
		{strings.Repeat("a/", 2048), "a path cannot have more than 4095 bytes"},
		{"a\xff", "a path must be UTF-8"},
		{"/a", "a path cannot be absolute"},
		{`a\b`, `a path cannot contain "\"`},
		{"C:/a", `a path cannot contain ":"`},
		{"a\x00b", "a path cannot contain control characters"},
		{"a\nb", "a path cannot contain control characters"},
		{"a//b", "a path cannot have an empty part"},
		{"a/", "a path cannot have an empty part"},
		{"./a", `a path cannot have the part "."`},
		{"a/../b", `a path cannot have the part ".."`},
		{"..", `a path cannot have the part ".."`},
		{"a./b", `a part of a path cannot end in "."`},
		{"a /b", `a part of a path cannot end in " "`},
		{strings.Repeat("a", 256), "a part of a path cannot have more than 255 bytes"},
	}
	for _, tt := range tests {
		if err := CheckName(tt.name); err == nil || err.Error() != tt.want {
			t.Errorf("%.40q: got %v, want %s", tt.name, err, tt.want)
		}
	}
}

func TestNamespace(t *testing.T) {
	tests := []struct {
		first, second string
		want          string // "" for no conflict
	}{
		{"a", "b", ""},
		{"a/b", "a/c", ""},
		{"a", "a", `"a" is there twice`},
		{"a", "A", `"A" and "a" differ in the case of letters only`},
		{"straße", "STRASSE", ""}, // folding is letter by letter
		{"ſ", "s", `"s" and "ſ" differ in the case of letters only`},
		{"a/b", "A/c", `the directories "A" and "a" differ in the case of letters only`},
		{"a", "a/b", `"a/b" cannot be a file below "a", which is a file`},
		{"a/b", "a", `"a" cannot be a file: other files are below "a"`},
		{"a/b", "A", `"A" cannot be a file: other files are below "a"`},
	}
	for _, tt := range tests {
		var n Namespace[string]
		if c := n.Add(tt.first, "first"); c != nil {
			t.Fatal(c)
		}
		c := n.Add(tt.second, "second")
		switch {
		case c == nil && tt.want != "":
			t.Errorf("%s, %s: no conflict, want %s", tt.first, tt.second, tt.want)
		case c == nil:
		case c.String() != tt.want || c.Owner != "first" || c.Same != (tt.first == tt.second):
			t.Errorf("%s, %s: got %v (of %s, same: %v), want %s", tt.first, tt.second, c, c.Owner, c.Same, tt.want)
		}
	}
}
