package json5

import (
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// TokenKind is the type of a token.
type TokenKind uint8

// The kinds of tokens. Space and comments are trivia: they may stand between
// any two other tokens and mean nothing to a parser.
const (
	// Space is a run of whitespace, line terminators included.
	Space TokenKind = iota
	// LineComment starts with "//" and ends before its line terminator.
	LineComment
	// BlockComment starts with "/*" and ends with the first "*/".
	BlockComment
	// OpenObject is "{".
	OpenObject
	// CloseObject is "}".
	CloseObject
	// OpenArray is "[".
	OpenArray
	// CloseArray is "]".
	CloseArray
	// Colon is ":".
	Colon
	// Comma is ",".
	Comma
	// StringLiteral is a string with its quotes.
	StringLiteral
	// NumberLiteral is a number with its sign; NaN and Infinity are numbers
	// when they have a sign, and identifiers otherwise.
	NumberLiteral
	// Identifier is a bare key or one of the words that are values.
	Identifier
	// EOF is the empty token at the end of the text.
	EOF
	// Bad is the empty token where the text stops being JSON5.
	Bad
)

// IsTrivia reports whether the token is space or a comment.
func (k TokenKind) IsTrivia() bool { return k <= BlockComment }

// Token is a piece of the source.
type Token struct {
	Kind TokenKind
	// Escaped says that a StringLiteral or Identifier holds a backslash, so
	// that its text is not what stands in the source.
	Escaped bool
	// Start and End are byte offsets in the source; End is exclusive.
	Start, End int32
}

// Tokens cuts a whole text into tokens, trivia included. The tokens follow each
// other without gaps, so that together they are the text. It returns nil and
// adds a finding if a token is malformed; it knows no grammar beyond that.
func Tokens(f *diag.File, diags *diag.List) []Token {
	text, ok := source(f, diags)
	if !ok {
		return nil
	}
	tokens := make([]Token, 0, 8+len(text)/6)
	for s := NewScanner(text, 0); ; {
		t := s.Next()
		switch t.Kind {
		case EOF:
			return tokens
		case Bad:
			diags.Add(s.problem.diagnostic(f))
			return nil
		}
		tokens = append(tokens, t)
	}
}

// Unquote returns what a string literal or an identifier says, given its source
// text as the scanner cut it out.
func Unquote(literal string) string {
	t := Token{Kind: Identifier, Escaped: strings.IndexByte(literal, '\\') >= 0}
	if literal != "" && classes[literal[0]] == quoteByte {
		t.Kind = StringLiteral
	}
	return unquote(literal, t)
}

// unquote is Unquote for a literal of which the token is known.
func unquote(literal string, t Token) string {
	if t.Kind == StringLiteral {
		literal = literal[1 : len(literal)-1]
	}
	if t.Escaped {
		return unescape(literal)
	}
	return literal
}
