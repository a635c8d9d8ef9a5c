package json5

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// show writes a value as one line of JSON-like text.
func show(v Value) string {
	switch v.Kind {
	case String:
		return strconv.Quote(v.Text)
	case Array:
		var items []string
		for _, e := range v.Elems {
			items = append(items, show(e))
		}
		return "[" + strings.Join(items, " ") + "]"
	case Object:
		var items []string
		for _, m := range v.Members {
			items = append(items, strconv.Quote(m.Key)+":"+show(m.Value))
		}
		return "{" + strings.Join(items, " ") + "}"
	}
	return v.Text
}

// parse returns what a text says, or how it is refused.
func parse(text string) string {
	var diags diag.List
	doc := Parse(diag.NewFile("f", []byte(text)), &diags)
	if doc == nil {
		return diags.Err().Error()
	}
	if diags.Len() > 0 {
		return "document and findings: " + diags.Err().Error()
	}
	return show(doc.Root)
}

// readings are texts and the values that they stand for.
var readings = []struct{ name, text, want string }{
	{"empty object", "{}", "{}"},
	{"empty array", " [ ] ", "[]"},
	{"trailing commas", "{a:[1,],}", `{"a":[1]}`},
	{"null", "null", "null"},
	{"booleans", "[true,false]", "[true false]"},
	{"duplicate keys are kept", "{a:1,a:2}", `{"a":1 "a":2}`},
	{"nested", `{use:[{protocol:["a","b"],from:"parent"}]}`, `{"use":[{"protocol":["a" "b"] "from":"parent"}]}`},

	{"byte-order mark", "\uFEFF{}", "{}"},
	{"every space", "[\t\v\f \u00A0\uFEFF\u1680\u2003\u202F\u205F\u3000\n\r\r\n\u2028\u20291]", "[1]"},
	{"line comments", "// a\n[1, // b\r2, // c\u20283] // d", "[1 2 3]"},
	{"block comments", "/**/[/* a */1/* /* // */,/***/2]/*\n*/", "[1 2]"},
	{"comments between all tokens", "/*a*/{/*b*/a/*c*/:/*d*/1/*e*/,/*f*/}/*g*/", `{"a":1}`},

	{"bare keys", "{$:1,_:2,a1$_:3,é:4,Ⅳ:5,a\u0301\u203f\u200c\u0664:6}", `{"$":1 "_":2 "a1$_":3 "é":4 "Ⅳ":5 "a` + "\u0301\u203f" + `\u200c` + "\u0664" + `":6}`},
	{"reserved words as keys", "{null:1,true:2,if:3,Infinity:4,NaN:5}", `{"null":1 "true":2 "if":3 "Infinity":4 "NaN":5}`},
	{"escapes in bare keys", `{\u0061b\u0063:1,\ud83d\ude00:2}`, `{"abc":1 "😀":2}`},
	{"quoted keys", `{"a-b":1,'a.b':2,"":3,"\x41":4}`, `{"a-b":1 "a.b":2 "":3 "A":4}`},

	{"quotes", `["it's",'say "x"']`, `["it's" "say \"x\""]`},
	{"simple escapes", `"\'\"\\\b\f\n\r\t\v\0"`, `"'\"\\\b\f\n\r\t\v\x00"`},
	{"numeric escapes", `"\x41\u00e9\uFB01"`, `"Aéﬁ"`},
	{"surrogate pair", `"\ud83d\uDE00!"`, `"😀!"`},
	{"escapes without meaning", `"\a\/\é\😀\$"`, `"a/é😀$"`},
	{"line continuations", "'a\\\nb\\\r\nc\\\rd\\\u2028e\\\u2029f'", `"abcdef"`},
	{"control characters", "'a\tb\x01\x7f'", `"a\tb\x01\x7f"`},
	{"NUL escape before a letter", `"\0a"`, `"\x00a"`},
	{"characters beyond ASCII", `"\u2027é—"`, `"‧é—"`},

	{"numbers", "[0,-0,+1,12,1.,.5,-1.5,1e3,1E+3,1.e-3,.5e2,0x1F,0XaB]", "[0 -0 +1 12 1. .5 -1.5 1e3 1E+3 1.e-3 .5e2 0x1F 0XaB]"},
	{"number words", "[Infinity,-Infinity,+Infinity,NaN,-NaN]", "[Infinity -Infinity +Infinity NaN -NaN]"},
	{"number before a comment", "1//", "1"},
	{"number before a wide space", "1\u3000", "1"},
}

func TestParse(t *testing.T) {
	for _, tt := range readings {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(parse(tt.text), tt.want); diff != "" {
				t.Errorf("Parse(%q) (-got +want):\n%s", tt.text, diff)
			}
		})
	}
}

// values returns all values of a tree.
func values(t *Tree) []Value {
	if t == nil {
		return nil
	}
	var list []Value
	m := maker{t, make([]Value, 0, t.elems), make([]Member, 0, t.members)}
	for at := 0; at < len(t.Nodes); {
		var v Value
		at = int(m.fill(&v, int32(at)))
		list = append(list, v)
	}
	return list
}

func TestParseAll(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"none", " // nothing\n", ""},
		{"one", "{a:1}", `{"a":1}`},
		{"several", "{}, [1],'x'", `{} [1] "x"`},
		{"trailing comma", "1,2,", "1 2"},
		{"missing comma", "{}\n{}", `
f:2:1: expected ',' or the end of the file after the value, found '{'`},
		{"surplus bracket", "{}}", `
f:1:3: expected ',' or the end of the file after the value, found '}'
  fix: delete the bracket, or open it before`},
		{"comma alone", ",", `
f:1:1: expected a value, found ','
  fix: delete the comma, or write a value before it`},
		{"malformed token", "1, 'x", `
f:1:6: found the end of the file in a string, expected the closing '
  f:1:4: the string starts here`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var diags diag.List
			tree := ParseAll(diag.NewFile("f", []byte(tt.text)), &diags)
			var shown []string
			for _, v := range values(tree) {
				shown = append(shown, show(v))
			}
			got := strings.Join(shown, " ")
			if tree == nil {
				got = diags.Err().Error()
			}
			if diff := cmp.Diff(got, strings.TrimPrefix(tt.want, "\n")); diff != "" {
				t.Errorf("ParseAll(%q) (-got +want):\n%s", tt.text, diff)
			}
		})
	}
}
