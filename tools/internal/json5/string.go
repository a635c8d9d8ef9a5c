package json5

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// string scans a string literal. It checks the escapes, so that unescape need
// not.
func (s *Scanner) string(start int) Token {
	quote := s.text[start]
	escaped := false
	for i := start + 1; i < len(s.text); {
		switch b := s.text[i]; {
		case b == quote:
			s.pos = i + 1
			t := s.token(StringLiteral, start)
			t.Escaped = escaped
			return t
		case b == '\\':
			size, p := escape(s.text, i)
			if p != nil {
				s.pos = i
				return s.fail(p)
			}
			escaped = true
			i += size
		case b == '\n', b == '\r', b == wideTerminator && terminatorSize(s.text[i:]) > 0:
			s.pos = i
			return s.fail(&problem{
				offset: i,
				msg:    fmt.Sprintf("line break in a string, expected the closing %c", quote),
				hint:   fmt.Sprintf(`close the string with %c, or end the line with \ to go on in the next one`, quote),
				notes:  []note{{start, "the string starts here"}},
			})
		default:
			i++
		}
	}
	s.pos = len(s.text)
	return s.fail(&problem{
		offset: len(s.text),
		msg:    fmt.Sprintf("found the end of the file in a string, expected the closing %c", quote),
		notes:  []note{{start, "the string starts here"}},
	})
}

// escape checks the escape sequence whose backslash is at an offset, and
// returns its size.
func escape(text string, at int) (int, *problem) {
	rest := text[at+1:]
	if rest == "" {
		return 1, nil // the missing quote is the better message
	}
	switch b := rest[0]; {
	case b == 'u':
		return unicodeEscape(text, at)
	case b == 'x':
		if _, ok := hex(rest[1:], 2); !ok {
			return 0, &problem{offset: at, msg: `expected two hexadecimal digits after \x`}
		}
		return 4, nil
	case b == '0':
		if len(rest) > 1 && isDigit(rest[1]) {
			return 0, &problem{offset: at, msg: `\0 cannot be followed by a digit`, hint: `write \x00`}
		}
		return 2, nil
	case isDigit(b):
		return 0, &problem{
			offset: at,
			msg:    fmt.Sprintf(`\%c is no escape sequence`, b),
			hint:   `write \\ for a backslash, \xHH or \uHHHH for a character code`,
		}
	}
	if size := terminatorSize(rest); size > 0 {
		return 1 + size, nil
	}
	_, size := utf8.DecodeRuneInString(rest)
	return 1 + size, nil
}

// unicodeEscape checks \uHHHH or a surrogate pair of two, and returns the size.
func unicodeEscape(text string, at int) (int, *problem) {
	if r, ok := codeUnit(text[at:]); !ok {
		return 0, &problem{offset: at, msg: `expected \u and four hexadecimal digits`}
	} else if !utf16.IsSurrogate(r) {
		return 6, nil
	}
	if r, _ := codePoint(text[at:]); r == utf8.RuneError {
		return 0, &problem{
			offset: at,
			msg:    fmt.Sprintf("%s is half of a surrogate pair", text[at:at+6]),
			hint:   `write the character itself, or both halves: a \uD800 to \uDBFF, then a \uDC00 to \uDFFF`,
		}
	}
	return 12, nil
}

// codePoint reads \uHHHH, or two of them if they are a surrogate pair, and
// returns the character and its size in the source.
func codePoint(text string) (rune, int) {
	first, _ := codeUnit(text)
	if !utf16.IsSurrogate(first) {
		return first, 6
	}
	second, _ := codeUnit(text[6:])
	return utf16.DecodeRune(first, second), 12
}

// codeUnit reads one \uHHHH.
func codeUnit(text string) (rune, bool) {
	if !strings.HasPrefix(text, `\u`) {
		return 0, false
	}
	return hex(text[2:], 4)
}

// hex reads a number of n hexadecimal digits.
func hex(text string, n int) (rune, bool) {
	if len(text) < n || strings.IndexFunc(text[:n], func(r rune) bool { return !isHexDigit(byte(min(r, 0xFF))) }) >= 0 {
		return 0, false
	}
	v, err := strconv.ParseUint(text[:n], 16, 32)
	return rune(v), err == nil
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func isHexDigit(b byte) bool {
	return isDigit(b) || 'a' <= b && b <= 'f' || 'A' <= b && b <= 'F'
}

// unescape replaces the escape sequences of a text that the scanner accepted.
func unescape(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for {
		i := strings.IndexByte(text, '\\')
		if i < 0 {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:i])
		text = text[i+unescapeOne(&b, text[i:]):]
	}
}

// unescapeOne writes what the escape sequence at the start of a text says, and
// returns its size.
func unescapeOne(b *strings.Builder, text string) int {
	switch c := text[1]; c {
	case 'u':
		r, size := codePoint(text)
		b.WriteRune(r)
		return size
	case 'x':
		r, _ := hex(text[2:], 2)
		b.WriteRune(r)
		return 4
	}
	if i := strings.IndexByte("0bfnrtv", text[1]); i >= 0 {
		b.WriteByte("\x00\b\f\n\r\t\v"[i])
		return 2
	}
	if size := terminatorSize(text[1:]); size > 0 {
		return 1 + size // a line continuation produces nothing
	}
	r, size := utf8.DecodeRuneInString(text[1:])
	b.WriteRune(r)
	return 1 + size
}
