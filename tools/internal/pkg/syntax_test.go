package pkg

import (
	"errors"
	"strings"
	"testing"
)

func TestCheckName(t *testing.T) {
	tests := []struct {
		description, name string
		want              string // "" when accepted
	}{
		{"every kind of character", "core-workstation_2.0", ""},
		{"one character", "a", ""},
		{"three dots", "...", ""},
		{"the longest", strings.Repeat("n", 255), ""},
		{"too long", strings.Repeat("n", 256), `package name: got "` + strings.Repeat("n", 200) + `"... (256 bytes), expected 1 to 255 bytes`},
		{"empty", "", `package name: got "", expected 1 to 255 bytes`},
		{"a dot", ".", `package name: got ".", expected a name other than "." and ".."`},
		{"two dots", "..", `package name: got "..", expected a name other than "." and ".."`},
		{"upper case", "Core", `package name: got "Core", expected only a-z, 0-9, "-", "_" and "."`},
		{"a slash", "a/b", `package name: got "a/b", expected only a-z, 0-9, "-", "_" and "."`},
		{"a space", "a b", `package name: got "a b", expected only a-z, 0-9, "-", "_" and "."`},
		{"a letter beyond ASCII", "ä", `package name: got "ä", expected only a-z, 0-9, "-", "_" and "."`},
	}
	for _, tt := range tests {
		t.Run(tt.description, func(t *testing.T) {
			checkSyntaxError(t, CheckName(tt.name), tt.want)
		})
	}
}

func TestLongName(t *testing.T) {
	for length, want := range map[int]bool{1: false, 100: false, 101: true, 255: true} {
		if got := LongName(strings.Repeat("n", length)); got != want {
			t.Errorf("%d bytes: got %t, want %t", length, got, want)
		}
	}
}

func TestCheckHost(t *testing.T) {
	label := strings.Repeat("h", 63)
	longest := label + "." + label + "." + label + "." + label[:61]
	tests := []struct {
		description, host string
		want              string
	}{
		{"a usual one", "fuchsia.com", ""},
		{"one label", "localhost", ""},
		{"digits and hyphens", "10-0.x-2", ""},
		{"the longest", longest, ""},
		{"too long", longest + "h", `host: got "` + longest[:200] + `"... (254 bytes), expected 1 to 253 bytes, such as "fuchsia.com"`},
		{"empty", "", `host: got "", expected 1 to 253 bytes, such as "fuchsia.com"`},
		{"a long label", label + "h.com", `host: got "` + label + `h.com", expected 1 to 63 bytes between the dots`},
		{"an empty label", "fuchsia..com", `host: got "fuchsia..com", expected 1 to 63 bytes between the dots`},
		{"a dot at the end", "fuchsia.com.", `host: got "fuchsia.com.", expected 1 to 63 bytes between the dots`},
		{"upper case", "Fuchsia.com", `host: got "Fuchsia.com", expected only a-z, 0-9, "-" and "."`},
		{"an underscore", "fuchsia_dev.com", `host: got "fuchsia_dev.com", expected only a-z, 0-9, "-" and "."`},
	}
	for _, tt := range tests {
		t.Run(tt.description, func(t *testing.T) {
			checkSyntaxError(t, CheckHost(tt.host), tt.want)
		})
	}
}

func TestCheckResourcePath(t *testing.T) {
	segment := strings.Repeat("s", 255)
	tests := []struct {
		description, path string
		want              string
	}{
		{"a manifest", "meta/core.cm", ""},
		{"any printable character", `data/A b=c#?%"<>|\:*é`, ""},
		{"names of dots", ".../..a/a..", ""},
		{"long segments", segment + "/" + segment + "/" + segment, ""},
		{"a longer segment", "a/" + segment + "s", `resource path: got "a/` + segment[:198] + `"... (258 bytes), expected segments of at most 255 bytes`},
		{"empty", "", `resource path: got "", expected at least one byte`},
		{"a slash", "/", `resource path: got "/", expected no "/" at the start`},
		{"a leading slash", "/a", `resource path: got "/a", expected no "/" at the start`},
		{"a trailing slash", "a/", `resource path: got "a/", expected no "/" at the end`},
		{"an empty segment", "a//b", `resource path: got "a//b", expected no empty segment`},
		{"a dot segment", "a/./b", `resource path: got "a/./b", expected no segment "." or ".."`},
		{"a dot-dot segment", "..", `resource path: got "..", expected no segment "." or ".."`},
		{"a NUL", "a\x00", `resource path: got "a\x00", expected no NUL`},
		{"a newline", "a\nb", `resource path: got "a\nb", expected no newline`},
		{"bytes that are no text", "a\xff", `resource path: got "a\xff", expected UTF-8`},
	}
	for _, tt := range tests {
		t.Run(tt.description, func(t *testing.T) {
			checkSyntaxError(t, CheckResourcePath(tt.path), tt.want)
		})
	}
}

// checkSyntaxError compares an error with the wanted text, "" being no error.
func checkSyntaxError(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil && want == "" {
		return
	}
	var syntax *SyntaxError
	if !errors.As(err, &syntax) || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}
