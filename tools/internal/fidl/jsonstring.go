package fidl

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// string reads a string. What is no text, raw or escaped, is an error rather than replaced.
func (r *reader) string() (string, error) {
	at := r.start()
	if !r.take('"') {
		return "", r.errorAt(at, "want a string, found %s", r.found())
	}
	from := r.pos
	var unescaped []byte // what was read before from, once there was an escape
	for r.pos < len(r.text) {
		switch b := r.text[r.pos]; {
		case b == '"':
			content := r.text[from:r.pos]
			r.pos++
			if unescaped != nil {
				content = append(unescaped, content...)
			}
			if !utf8.Valid(content) {
				return "", r.errorAt(at, "the string is not valid UTF-8")
			}
			return string(content), nil
		case b == '\\':
			unescaped = append(unescaped, r.text[from:r.pos]...)
			char, err := r.escape()
			if err != nil {
				return "", err
			}
			unescaped = utf8.AppendRune(unescaped, char)
			from = r.pos
		case b < ' ':
			return "", r.errorAt(r.pos, "a control character in a string must be escaped")
		default:
			r.pos++
		}
	}
	return "", r.errorAt(at, "the string does not end")
}

// escape reads an escape sequence.
func (r *reader) escape() (rune, error) {
	at := r.pos
	r.pos += 2
	if r.pos <= len(r.text) {
		switch b := r.text[at+1]; b {
		case '"', '\\', '/':
			return rune(b), nil
		case 'b':
			return '\b', nil
		case 'f':
			return '\f', nil
		case 'n':
			return '\n', nil
		case 'r':
			return '\r', nil
		case 't':
			return '\t', nil
		case 'u':
			return r.escapedUnit(at)
		}
	}
	return 0, r.errorAt(at, "no escape sequence of JSON")
}

// escapedUnit reads the digits of \uXXXX, and those of the second half where it is the first of a surrogate pair.
func (r *reader) escapedUnit(at int) (rune, error) {
	first, ok := r.hex4()
	if ok && utf16.IsSurrogate(first) {
		second := rune(-1)
		if bytes.HasPrefix(r.text[r.pos:], []byte(`\u`)) {
			r.pos += 2
			second, ok = r.hex4()
		}
		first = utf16.DecodeRune(first, second)
		if ok && first == utf8.RuneError {
			return 0, r.errorAt(at, "half of a surrogate pair is no character")
		}
	}
	if !ok {
		return 0, r.errorAt(at, `want four hexadecimal digits after \u`)
	}
	return first, nil
}

func (r *reader) hex4() (rune, bool) {
	if len(r.text)-r.pos < 4 {
		return 0, false
	}
	var unit rune
	for _, b := range r.text[r.pos : r.pos+4] {
		switch {
		case '0' <= b && b <= '9':
			unit = unit<<4 | rune(b-'0')
		case 'a' <= b && b <= 'f':
			unit = unit<<4 | rune(b-'a'+10)
		case 'A' <= b && b <= 'F':
			unit = unit<<4 | rune(b-'A'+10)
		default:
			return 0, false
		}
	}
	r.pos += 4
	return unit, true
}
