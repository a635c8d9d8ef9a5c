package json5

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func TestTokens(t *testing.T) {
	const text = "{ // a\n b: ['\\'', -1.5,/*c*/true], }"
	var got []string
	for _, token := range Tokens(diag.NewFile("f", []byte(text)), new(diag.List)) {
		got = append(got, names[token.Kind]+" "+text[token.Start:token.End])
	}
	want := []string{
		"object {", "space  ", "line // a", "space \n ", "identifier b", "colon :", "space  ",
		"array [", `string '\''`, "comma ,", "space  ", "number -1.5", "comma ,", "block /*c*/",
		"identifier true", "end ]", "comma ,", "space  ", "end }",
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
}

var names = map[TokenKind]string{
	Space: "space", LineComment: "line", BlockComment: "block", OpenObject: "object", CloseObject: "end",
	OpenArray: "array", CloseArray: "end", Colon: "colon", Comma: "comma", StringLiteral: "string",
	NumberLiteral: "number", Identifier: "identifier",
}

func TestTokensRefusesMalformedTokensOnly(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"}{ : , ] undefined 1", ""},
		{"[01]", "f:1:2: a number cannot start with a zero that another digit follows\n  fix: delete the zero, or put quotes around the number"},
		{"[.]", "f:1:3: expected a digit, found character ']'"},
		{"a # b", "f:1:3: character '#' has no meaning here\n  fix: a comment starts with // or with /*"},
		{"a \xff", "f:1:3: byte 0xFF is not valid UTF-8\n  fix: save the file in the encoding UTF-8"},
	} {
		var diags diag.List
		got := ""
		if Tokens(diag.NewFile("f", []byte(tt.text)), &diags) == nil {
			got = diags.Err().Error()
		}
		if diff := cmp.Diff(got, tt.want); diff != "" {
			t.Errorf("Tokens(%q) (-got +want):\n%s", tt.text, diff)
		}
	}
}

func TestScannerReset(t *testing.T) {
	s := NewScanner("[1 #", 3)
	if got := s.Next(); got != (Token{Kind: Bad, Start: 3, End: 3}) {
		t.Errorf("at 3: got %+v", got)
	}
	s.Reset(1)
	if got := s.Next(); got != (Token{Kind: NumberLiteral, Start: 1, End: 2}) {
		t.Errorf("at 1: got %+v", got)
	}
}

func TestUnquote(t *testing.T) {
	for _, tt := range []struct{ literal, want string }{
		{`""`, ""},
		{`'a"b'`, `a"b`},
		{`"\"\x41"`, `"A`},
		{`a\u0062`, "ab"},
		{"a", "a"},
	} {
		if got := Unquote(tt.literal); got != tt.want {
			t.Errorf("Unquote(%s) = %q, want %q", tt.literal, got, tt.want)
		}
	}
}

// accepts is a second parser for tests: a loop over the tokens with a stack of
// brackets and a state, which shares nothing with the parser but the tokens.
func accepts(text string, tokens []Token) bool {
	const (
		wantValue     = iota // a value must follow
		wantItemOrEnd        // a value or key, or the end of the container
		wantColon            // the colon of a member
		wantCommaOrEnd
	)
	var open []TokenKind
	state := wantValue
	for _, t := range tokens {
		inObject := len(open) > 0 && open[len(open)-1] == OpenObject
		isKey := t.Kind == StringLiteral || t.Kind == Identifier
		switch {
		case t.Kind.IsTrivia():
		case state == wantItemOrEnd && inObject && isKey:
			state = wantColon
		case state == wantColon && t.Kind == Colon:
			state = wantValue
		case state == wantCommaOrEnd && len(open) > 0 && t.Kind == Comma:
			state = wantItemOrEnd
		case (state == wantItemOrEnd || state == wantCommaOrEnd) && len(open) > 0 && t.Kind == open[len(open)-1]+1:
			open = open[:len(open)-1]
			state = wantCommaOrEnd
		case state != wantValue && (state != wantItemOrEnd || inObject):
			return false
		case t.Kind == OpenObject, t.Kind == OpenArray:
			open = append(open, t.Kind)
			if len(open) > MaxDepth {
				return false
			}
			state = wantItemOrEnd
		case t.Kind == StringLiteral, t.Kind == NumberLiteral:
			state = wantCommaOrEnd
		case t.Kind == Identifier && strings.Contains(" true false null NaN Infinity ", " "+text[t.Start:t.End]+" "):
			state = wantCommaOrEnd
		default:
			return false
		}
	}
	return len(open) == 0 && state == wantCommaOrEnd
}
