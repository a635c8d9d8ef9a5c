package json5

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Scanner cuts a text into tokens, one per call.
type Scanner struct {
	text    string
	pos     int
	problem *problem
}

// NewScanner returns a scanner for a text, beginning at an offset where a token
// starts.
func NewScanner(text string, offset int) *Scanner {
	return &Scanner{text: text, pos: offset}
}

// Reset moves the scanner to an offset where a token starts.
func (s *Scanner) Reset(offset int) {
	s.pos = offset
	s.problem = nil
}

// class says what a byte can begin.
type class uint8

const (
	unknownByte class = iota
	spaceByte
	punctByte
	quoteByte
	numberByte
	identByte
	slashByte
	wideByte // the first byte of a character beyond ASCII
)

// classes is the class of each byte.
var classes = func() (table [256]class) {
	for b := range table {
		switch {
		case strings.IndexByte("\t\n\v\f\r ", byte(b)) >= 0:
			table[b] = spaceByte
		case strings.IndexByte("{}[]:,", byte(b)) >= 0:
			table[b] = punctByte
		case b == '"' || b == '\'':
			table[b] = quoteByte
		case '0' <= b && b <= '9', b == '+', b == '-', b == '.':
			table[b] = numberByte
		case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', b == '$', b == '_', b == '\\':
			table[b] = identByte
		case b == '/':
			table[b] = slashByte
		case b >= utf8.RuneSelf:
			table[b] = wideByte
		}
	}
	return table
}()

// Next returns the next token: EOF at the end, and Bad from the first malformed
// token on.
func (s *Scanner) Next() Token {
	if s.pos >= len(s.text) {
		return s.token(EOF, s.pos)
	}
	switch start := s.pos; classes[s.text[start]] {
	case spaceByte:
		return s.space(start)
	case punctByte:
		s.pos++
		return s.token(punctuation(s.text[start]), start)
	case quoteByte:
		return s.string(start)
	case numberByte:
		return s.number(start)
	case identByte:
		return s.identifier(start)
	case slashByte:
		return s.comment(start)
	case wideByte:
		r, _ := utf8.DecodeRuneInString(s.text[start:])
		if isSpace(r) {
			return s.space(start)
		}
		if isIdentifierStart(r) {
			return s.identifier(start)
		}
	}
	return s.fail(unexpected(s.text, s.pos))
}

// significant returns the next token that is not trivia.
func (s *Scanner) significant() Token {
	for {
		s.pos = skipSpace(s.text, s.pos)
		if t := s.Next(); !t.Kind.IsTrivia() {
			return t
		}
	}
}

// skipSpace returns the offset behind a run of ASCII whitespace. Half of a
// formatted text is indentation, so it looks at eight bytes at once.
func skipSpace(text string, at int) int {
	for at < len(text) && classes[text[at]] == spaceByte {
		at++
		for len(text)-at >= 8 && text[at:at+8] == "        " {
			at += 8
		}
	}
	return at
}

// token returns the token that ends where the scanner stands.
func (s *Scanner) token(kind TokenKind, start int) Token {
	return Token{Kind: kind, Start: int32(start), End: int32(s.pos)}
}

// fail makes the scanner stay where it stands.
func (s *Scanner) fail(p *problem) Token {
	if s.problem == nil {
		s.problem = p
	}
	return s.token(Bad, s.pos)
}

func punctuation(b byte) TokenKind {
	switch b {
	case '{':
		return OpenObject
	case '}':
		return CloseObject
	case '[':
		return OpenArray
	case ']':
		return CloseArray
	case ':':
		return Colon
	}
	return Comma
}

func (s *Scanner) space(start int) Token {
	for {
		s.pos = skipSpace(s.text, s.pos)
		r, size := utf8.DecodeRuneInString(s.text[s.pos:])
		if size < 2 || !isSpace(r) {
			return s.token(Space, start)
		}
		s.pos += size
	}
}

func (s *Scanner) comment(start int) Token {
	rest := s.text[start:]
	switch {
	case strings.HasPrefix(rest, "//"):
		s.pos = start + lineLength(rest)
		return s.token(LineComment, start)
	case strings.HasPrefix(rest, "/*"):
		end := strings.Index(rest[2:], "*/")
		if end < 0 {
			return s.fail(&problem{offset: start, msg: "this comment has no end", hint: "close it with */"})
		}
		s.pos = start + 2 + end + 2
		return s.token(BlockComment, start)
	}
	return s.fail(unexpected(s.text, start))
}

// lineLength returns how many bytes stand before the first line terminator.
func lineLength(text string) int {
	for i := 0; i < len(text); i++ {
		if b := text[i]; b == '\n' || b == '\r' || b == wideTerminator && terminatorSize(text[i:]) > 0 {
			return i
		}
	}
	return len(text)
}

// wideTerminator is the first byte of U+2028 and U+2029.
const wideTerminator = 0xE2

// terminatorSize returns the size of the line terminator that a text starts
// with, 0 if it starts with something else. CR LF is one terminator.
func terminatorSize(text string) int {
	switch {
	case strings.HasPrefix(text, "\r\n"):
		return 2
	case strings.HasPrefix(text, "\n"), strings.HasPrefix(text, "\r"):
		return 1
	case strings.HasPrefix(text, "\u2028"), strings.HasPrefix(text, "\u2029"):
		return 3
	}
	return 0
}

func (s *Scanner) identifier(start int) Token {
	escaped := false
	for s.pos < len(s.text) {
		b := s.text[s.pos]
		switch {
		case b == '\\':
			size, p := unicodeEscape(s.text, s.pos)
			if p != nil {
				return s.fail(p)
			}
			escaped = true
			s.pos += size
			continue
		case classes[b] == identByte, '0' <= b && b <= '9':
			s.pos++
			continue
		case b >= utf8.RuneSelf:
			if r, size := utf8.DecodeRuneInString(s.text[s.pos:]); isIdentifierPart(r) {
				s.pos += size
				continue
			}
		}
		break
	}
	t := s.token(Identifier, start)
	t.Escaped = escaped
	return t
}

func isSpace(r rune) bool {
	switch r {
	case '\t', '\n', '\v', '\f', '\r', ' ', '\u00A0', '\u2028', '\u2029', '\uFEFF':
		return true
	}
	return r >= utf8.RuneSelf && unicode.Is(unicode.Zs, r)
}

func isIdentifierStart(r rune) bool {
	return r == '$' || r == '_' || unicode.IsLetter(r) || unicode.Is(unicode.Nl, r)
}

func isIdentifierPart(r rune) bool {
	const nonJoiner, joiner = '\u200C', '\u200D'
	return isIdentifierStart(r) || r == nonJoiner || r == joiner ||
		unicode.In(r, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc)
}
