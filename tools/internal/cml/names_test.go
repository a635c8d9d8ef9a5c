package cml

import (
	"strings"
	"testing"
)

type checkTest struct {
	name, value string
	want        string // the problem; "" if there is none
}

func testCheck(t *testing.T, check func(string) error, valid func(string) bool, tests []checkTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if err := check(tt.value); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if v := valid(tt.value); v != (tt.want == "") {
				t.Errorf("valid: got %v", v)
			}
		})
	}
}

func TestCheckName(t *testing.T) {
	testCheck(t, CheckName, ValidName, []checkTest{
		{"one byte", "a", ""},
		{"all characters", "_Az09.-", ""},
		{"digit first", "9", ""},
		{"255 bytes", strings.Repeat("a", 255), ""},
		{"256 bytes", strings.Repeat("a", 256), "it has 256 bytes; the most is 255"},
		{"empty", "", "it is empty"},
		{"hyphen first", "-a", "it starts with '-'; a name starts with a letter, a digit or _"},
		{"point first", ".", "it starts with '.'; a name starts with a letter, a digit or _"},
		{"space", "a b", "character 2, a space, is not allowed"},
		{"slash", "a/b", "character 2, '/', is not allowed"},
		{"letter beyond ASCII", "aé", "character 2, 'é', is not allowed"},
		{"NUL", "\x00", `character 1, '\x00', is not allowed`},
	})
}

func TestCheckPath(t *testing.T) {
	testCheck(t, CheckPath, ValidPath, []checkTest{
		{"one segment", "/a", ""},
		{"several", "/a/b.c", ""},
		{"relative", "a", "it does not start with /"},
		{"root", "/", "it names nothing below /"},
		{"slash at the end", "/a/", "it ends with /"},
		{"empty segment", "/a//b", "it has an empty segment"},
		{"empty first segment", "//b", "it has an empty segment"},
		{"parent", "/a/../b", `it has the segment ".."`},
		{"itself", "/a/.", `it has the segment "."`},
		{"hidden file", "/.a", "it starts with '.'; a name starts with a letter, a digit or _"},
		{"space in a segment", "/a b/c", `segment "a b": character 2, a space, is not allowed`},
		{"empty", "", "it is empty"},
		{"4095 bytes", strings.Repeat("/a", 2047) + "a", ""},
		{"4096 bytes", strings.Repeat("/a", 2048), "it has 4096 bytes; the most is 4095"},
		{"long segment", "/" + strings.Repeat("a", 256), "a segment has 256 bytes; the most is 255"},
	})
}

func TestCheckRelativePath(t *testing.T) {
	testCheck(t, CheckRelativePath, ValidRelativePath, []checkTest{
		{"one segment", "a", ""},
		{"several", "a/b", ""},
		{"itself", ".", ""},
		{"absolute", "/a", "it starts with /"},
		{"slash at the end", "a/", "it ends with /"},
		{"itself before others", "./a", `it has the segment "."`},
		{"empty", "", "it is empty"},
		{"4096 bytes", strings.Repeat("a/", 2048), "it has 4096 bytes; the most is 4095"},
	})
}

func TestCheckURLScheme(t *testing.T) {
	testCheck(t, CheckURLScheme, ValidURLScheme, []checkTest{
		{"all characters", "az09.+-", ""},
		{"upper case", "Fuchsia", "it starts with 'F'; a scheme starts with a lower-case letter"},
		{"upper case inside", "fuchsiaPkg", "character 8, 'P', is not allowed"},
		{"digit first", "9p", "it starts with '9'; a scheme starts with a lower-case letter"},
		{"underscore", "a_b", "character 2, '_', is not allowed"},
		{"empty", "", "it is empty"},
		{"255 bytes", strings.Repeat("a", 255), ""},
		{"256 bytes", strings.Repeat("a", 256), "it has 256 bytes; the most is 255"},
	})
}

func TestCheckConfigKey(t *testing.T) {
	testCheck(t, CheckConfigKey, ValidConfigKey, []checkTest{
		{"all characters", "a_9", ""},
		{"upper case", "A", "it starts with 'A'; a key starts with a lower-case letter"},
		{"upper case inside", "aB", "character 2, 'B', is not allowed"},
		{"digit first", "1a", "it starts with '1'; a key starts with a lower-case letter"},
		{"underscore last", "a_", "it ends with _"},
		{"hyphen", "a-b", "character 2, '-', is not allowed"},
		{"empty", "", "it is empty"},
		{"64 bytes", strings.Repeat("a", 64), ""},
		{"65 bytes", strings.Repeat("a", 65), "it has 65 bytes; the most is 64"},
	})
}

func TestCheckURL(t *testing.T) {
	const nothing = "it has neither a host nor a path nor a fragment"
	const relative = `a relative URL needs a fragment, such as "#meta/name.cm"`
	testCheck(t, CheckURL, ValidURL, []checkTest{
		{"absolute", "fuchsia-pkg://fuchsia.com/a#meta/a.cm", ""},
		{"path only", "fuchsia-boot:///#meta/a.cm", ""},
		{"fragment only", "fuchsia-builtin://#elf_runner.cm", ""},
		{"opaque", "cast:7", ""},
		{"host only", "http://example.com", ""},
		{"host and port", "http://[::1]:80", ""},
		{"user, host and port", "http://me:secret@example.com:65535/", ""},
		{"own package", "#meta/a.cm", ""},
		{"subpackage", "a#meta/a.cm", ""},
		{"subpackage with a colon behind", "a#b:c", ""},
		{"path with a colon", "./a:b#c", ""},
		{"relative without fragment", "x", relative},
		{"absolute path without fragment", "/a", relative},
		{"scheme only", "fuchsia-pkg:", nothing},
		{"scheme and slashes", "fuchsia-pkg://", nothing},
		{"query only", "fuchsia-pkg://?a", nothing},
		{"user without host", "fuchsia-pkg://me@/a", "it has a user or a port but no host"},
		{"port without host", "fuchsia-pkg://:80/a", "it has a user or a port but no host"},
		{"bad port", "fuchsia-pkg://a:b/c", `"b" is not a port`},
		{"port of more than 16 bits", "fuchsia-pkg://a:65536/c", `"65536" is not a port`},
		{"empty scheme", ":a#b", "its scheme is empty"},
		{"control character", "#a\n", "it has a control character"},
		{"empty", "", "it is empty"},
		{"4096 bytes", "#" + strings.Repeat("a", 4095), ""},
		{"4097 bytes", "#" + strings.Repeat("a", 4096), "it has 4097 bytes; the most is 4096"},
	})
}
