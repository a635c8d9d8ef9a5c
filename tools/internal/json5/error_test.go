package json5

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// refusals are texts that are not JSON5, and what the user reads.
var refusals = []struct{ name, text, want string }{
	{"nothing", "", `f:1:1: expected a value, found the end of the file`},
	{"only a comment", "// x\n", `f:2:1: expected a value, found the end of the file`},
	{"missing comma in an object", "{a:1 b:2}", `
f:1:6: expected ',' or '}' after the value, found identifier "b"
  fix: add a comma after the value`},
	{"missing comma between lines", "{\n  a: \"x\"\n  'b': 1,\n}", `
f:3:3: expected ',' or '}' after the value, found string 'b'
  fix: add a comma after the value`},
	{"missing comma before a string of two lines", "['a' 'b\\\nc\x1b']", `
f:1:6: expected ',' or ']' after the value, found string 'b\…
  fix: add a comma after the value`},
	{"missing comma before a strange string", "['a' '\x1b[1m']", `
f:1:6: expected ',' or ']' after the value, found string '` + "\uFFFD" + `[1m'
  fix: add a comma after the value`},
	{"missing comma in an array", `["a" ["b"]]`, `
f:1:6: expected ',' or ']' after the value, found '['
  fix: add a comma after the value`},
	{"columns count characters", "{'äöü': '€' x}", `
f:1:13: expected ',' or '}' after the value, found identifier "x"
  fix: add a comma after the value`},
	{"semicolon", "{a:1;}", `
f:1:5: expected ',' or '}' after the value, found character ';'
  fix: write a comma between items`},
	{"elision", "[1,,2]", `
f:1:4: expected a value or ']' after the comma, found ','
  fix: delete the comma, or write a value before it`},
	{"lone comma in an array", "[,]", `
f:1:2: expected a value or ']', found ','
  fix: delete the comma, or write a value before it`},
	{"lone comma in an object", "{,}", `
f:1:2: expected a key or '}', found ','
  fix: delete the comma`},
	{"two trailing commas", "{a:1,,}", `
f:1:6: expected a key or '}' after the comma, found ','
  fix: delete the comma`},
	{"object never closed", "{\n  a: 1,\n", `
f:3:1: expected a key or '}' after the comma, found the end of the file
  f:1:1: the object starts here`},
	{"array never closed", "{a: [ // 1]}", `
f:1:13: expected a value or ']', found the end of the file
  f:1:5: the array starts here`},
	{"wrong bracket", "{a: [1}", `
f:1:7: expected ',' or ']' after the value, found '}'
  f:1:5: the array starts here`},
	{"one bracket too many", "{a: 1}}", `
f:1:7: expected the end of the file after the value, found '}'
  fix: delete the bracket, or open it before`},
	{"comma after the document", "{},", `
f:1:3: expected the end of the file after the value, found ','
  fix: delete the comma`},
	{"two documents", "{}\n{}", `f:2:1: expected the end of the file after the value, found '{'`},

	{"unquoted value", "{a: foo}", `
f:1:5: expected a value after ':', found identifier "foo"
  fix: put quotes around it: "foo"`},
	{"unquoted URL", "{url: fuchsia-pkg://f.com/x#meta/x.cm}", `
f:1:7: expected a value after ':', found identifier "fuchsia"
  fix: put quotes around it: "fuchsia-pkg://f.com/x#meta/x.cm"`},
	{"unquoted path", "{path: /data}", `
f:1:8: expected a value after ':', found character '/'
  fix: put quotes around it: "/data"`},
	{"unquoted reference", "[#child, self]", `
f:1:2: expected a value or ']', found character '#'
  fix: put quotes around it: "#child"`},
	{"literal in capitals", "{a: True}", `
f:1:5: expected a value after ':', found identifier "True"
  fix: write true`},
	{"undefined", "[undefined]", `
f:1:2: expected a value or ']', found identifier "undefined"
  fix: write null`},
	{"escaped literal", `[tru\u0065]`, `
f:1:2: expected a value or ']', found identifier "tru\\u0065"
  fix: put quotes around it: "tru\\u0065"`},
	{"key in an array", `["a": 1]`, `
f:1:5: expected ',' or ']' after the value, found ':'
  fix: a key has one value, and an array has no keys`},
	{"missing value", "{a: }", `
f:1:5: expected a value after ':', found '}'
  f:1:1: the object starts here`},
	{"curly quotes", "{a: “x”}", `
f:1:5: expected a value after ':', found character '“'
  fix: write strings with " or '`},

	{"key with a hyphen", "{foo-bar: 1}", `
f:1:5: expected ':' after the key, found character '-'
  fix: put quotes around the key: "foo-bar"`},
	{"key with a point", "{foo.bar: 1}", `
f:1:5: expected ':' after the key, found character '.'
  fix: put quotes around the key: "foo.bar"`},
	{"key with a point and digits", "{v.2: 1}", `
f:1:3: expected ':' after the key, found number .2
  fix: put quotes around the key: "v.2"`},
	{"key with a digit first", "{1a: 1}", `
f:1:2: expected a key or '}', found character '1'
  fix: put quotes around the key: "1a"`},
	{"number as a key", "{12: 1}", `
f:1:2: expected a key or '}', found number 12
  fix: put quotes around the key: "12"`},
	{"object as a key", "{{}: 1}", `f:1:2: expected a key or '}', found '{'`},
	{"equals sign", "{a = 1}", `
f:1:4: expected ':' after the key, found character '='
  fix: write a colon between a key and its value`},
	{"key alone", "{a}", `
f:1:3: expected ':' after the key, found '}'
  f:1:1: the object starts here
  fix: write a colon between a key and its value`},

	{"single slash", "{} / x", `
f:1:4: expected the end of the file after the value, found character '/'
  fix: a comment starts with // or with /*`},
	{"hash comment", "{\n  # x\n}", `
f:2:3: expected a key or '}', found character '#'
  fix: a comment starts with // or with /*`},
	{"comment never closed", "{} /* x *", `
f:1:4: this comment has no end
  fix: close it with */`},
	{"control character", "{\x01}", `f:1:2: expected a key or '}', found character U+0001`},
	{"unassigned character", "[\U0010FFFF]", `f:1:2: expected a value or ']', found character U+10FFFF`},
	{"invalid UTF-8", "{a: 'é\xff'}", `
f:1:7: byte 0xFF is not valid UTF-8
  fix: save the file in the encoding UTF-8`},
	{"surrogate in UTF-8", "'\xed\xa0\x80'", `
f:1:2: byte 0xED is not valid UTF-8
  fix: save the file in the encoding UTF-8`},

	{"string never closed", `{a: "x}`, `
f:1:8: found the end of the file in a string, expected the closing "
  f:1:5: the string starts here`},
	{"string that ends in a backslash", `"\`, `
f:1:3: found the end of the file in a string, expected the closing "
  f:1:1: the string starts here`},
	{"key never closed", `{"`, `
f:1:3: found the end of the file in a string, expected the closing "
  f:1:2: the string starts here`},
	{"line break in a string", "{a: 'x\n'}", `
f:1:7: line break in a string, expected the closing '
  f:1:5: the string starts here
  fix: close the string with ', or end the line with \ to go on in the next one`},
	{"wide line break in a string", "'\u2028'", `
f:1:2: line break in a string, expected the closing '
  f:1:1: the string starts here
  fix: close the string with ', or end the line with \ to go on in the next one`},
	{"unknown escape", `"\1"`, `
f:1:2: \1 is no escape sequence
  fix: write \\ for a backslash, \xHH or \uHHHH for a character code`},
	{"NUL escape before a digit", `"\01"`, `
f:1:2: \0 cannot be followed by a digit
  fix: write \x00`},
	{"short hexadecimal escape", `"\x1"`, `f:1:2: expected two hexadecimal digits after \x`},
	{"short Unicode escape", `"\u12 4"`, `f:1:2: expected \u and four hexadecimal digits`},
	{"wide digit in a Unicode escape", `"\u123４"`, `f:1:2: expected \u and four hexadecimal digits`},
	{"first half of a pair", `"\ud800"`, `
f:1:2: \ud800 is half of a surrogate pair
  fix: write the character itself, or both halves: a \uD800 to \uDBFF, then a \uDC00 to \uDFFF`},
	{"halves in the wrong order", `"\udc00\ud800"`, `
f:1:2: \udc00 is half of a surrogate pair
  fix: write the character itself, or both halves: a \uD800 to \uDBFF, then a \uDC00 to \uDFFF`},
	{"other escape in a key", `{a\x41: 1}`, `f:1:3: expected \u and four hexadecimal digits`},

	{"leading zero", "[01]", `
f:1:2: a number cannot start with a zero that another digit follows
  fix: delete the zero, or put quotes around the number`},
	{"letters after a number", "[12px]", `
f:1:4: expected the end of the number, found character 'p'
  fix: put quotes around it: "12px"`},
	{"version", "[1.2.3]", `
f:1:5: expected the end of the number, found character '.'
  fix: put quotes around it: "1.2.3"`},
	{"hexadecimal digit too many", "[0x1g]", `
f:1:5: expected the end of the number, found character 'g'
  fix: put quotes around it: "0x1g"`},
	{"hexadecimal without digits", "[0x]", `f:1:4: expected a hexadecimal digit after 0x, found character ']'`},
	{"exponent without digits", "[1e+]", `f:1:5: expected a digit of the exponent, found character ']'`},
	{"exponent before a space", "[1e ]", `f:1:4: expected a digit of the exponent, found a space`},
	{"sign alone", "[-]", `f:1:2: expected a value or ']', found character '-'`},
	{"sign before a space", "[- 1]", `f:1:2: expected a value or ']', found character '-'`},
	{"two signs", "[--1]", `
f:1:2: expected a value or ']', found character '-'
  fix: put quotes around it: "--1"`},
	{"point alone", "[.]", `f:1:2: expected a value or ']', found character '.'`},
	{"long word", "[" + strings.Repeat("é", 100) + "]", `
f:1:2: expected a value or ']', found identifier "` + strings.Repeat("é", 60) + `…"
  fix: put quotes around it: "` + strings.Repeat("é", 60) + `…"`},
}

func TestParseRefuses(t *testing.T) {
	for _, tt := range refusals {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(parse(tt.text), strings.TrimPrefix(tt.want, "\n")); diff != "" {
				t.Errorf("Parse(%q) (-got +want):\n%s", tt.text, diff)
			}
		})
	}
}

func TestDepth(t *testing.T) {
	for _, pair := range []string{"[]", "{}"} {
		open, end := pair[:1], pair[1:]
		if open == "{" {
			open = "{a:"
		}
		nested := func(depth int) string {
			return strings.Repeat(open, depth-1) + pair + strings.Repeat(end, depth-1)
		}
		if got := parse(nested(MaxDepth)); strings.HasPrefix(got, "f:") {
			t.Errorf("%s nested %d deep: %s", pair, MaxDepth, got)
		}
		if got, want := parse(nested(MaxDepth+1)), "nested deeper than 1000 levels"; !strings.HasSuffix(got, want) {
			t.Errorf("%s nested %d deep: got %.80q, want an error that ends in %q", pair, MaxDepth+1, got, want)
		}
		if got, want := parse(strings.Repeat(open, 1_000_000)), "nested deeper than 1000 levels"; !strings.HasSuffix(got, want) {
			t.Errorf("a million %q: got %.80q, want an error that ends in %q", open, got, want)
		}
	}
}

func TestSize(t *testing.T) {
	var diags diag.List
	if doc := Parse(diag.NewFile("f", make([]byte, MaxSize+1)), &diags); doc != nil {
		t.Fatal("Parse accepted a text above the limit")
	}
	want := "f: the file has 268435457 bytes, at most 268435456 are read"
	if diff := cmp.Diff(diags.Err().Error(), want); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
}

func TestLongRunsOfMalformedTokensAreLinear(t *testing.T) {
	// Each of these would overflow the stack, or never end, if a message about
	// a token looked at the tokens behind it with the same care.
	for _, unit := range []string{"1.2.", "+", "1+", "\\", "/", "a-", "0x", "#", "“"} {
		if got := parse(strings.Repeat(unit, 1<<20)); len(got) > 1000 {
			t.Errorf("%q repeated: message of %d bytes", unit, len(got))
		}
	}
}
