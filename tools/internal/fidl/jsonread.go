package fidl

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// maxJSONDepth bounds the reader's recursion. It is far above what a value of maxDepth levels needs.
const maxJSONDepth = 4 * maxDepth

// reader reads strict JSON, one value at a time, as the schema asks for it. The standard library's decoder is not used
// because it replaces what is no text (bytes that are not UTF-8, half surrogate pairs) without a word and cannot tell
// where a value stands.
type reader struct {
	text  []byte
	pos   int
	depth int
	path  path
}

// start moves to the next value and returns its offset, for messages.
func (r *reader) start() int {
	for r.pos < len(r.text) {
		switch r.text[r.pos] {
		case ' ', '\t', '\n', '\r':
			r.pos++
		default:
			return r.pos
		}
	}
	return r.pos
}

// peek returns the first byte of the next value, or 0 at the end.
func (r *reader) peek() byte {
	if at := r.start(); at < len(r.text) {
		return r.text[at]
	}
	return 0
}

// take consumes the next byte if it is b.
func (r *reader) take(b byte) bool {
	if r.peek() != b || r.pos == len(r.text) {
		return false
	}
	r.pos++
	return true
}

// end requires that nothing follows.
func (r *reader) end() error {
	if at := r.start(); at < len(r.text) {
		return r.errorAt(at, "there is something after the value: %s", r.found())
	}
	return nil
}

// object reads an object; member is called in front of each value, with the name and where it stands.
func (r *reader) object(member func(name string, at int) error) error {
	return r.sequence('{', '}', "an object", func(int) error {
		at := r.start()
		if r.peek() != '"' {
			return r.errorAt(at, "want a member's name in quotes, found %s", r.found())
		}
		name, err := r.string()
		if err != nil {
			return err
		}
		r.path.enter(name)
		if !r.take(':') {
			return r.errorAt(r.start(), "want a colon, found %s", r.found())
		}
		if err := member(name, at); err != nil {
			return err
		}
		r.path.leave()
		return nil
	})
}

// array reads an array; element is called in front of each value.
func (r *reader) array(element func(index int) error) error {
	return r.sequence('[', ']', "a list", func(i int) error {
		r.path.enterElement(i)
		if err := element(i); err != nil {
			return err
		}
		r.path.leave()
		return nil
	})
}

// sequence reads items between brackets, with commas between them.
func (r *reader) sequence(open, shut byte, what string, item func(index int) error) error {
	at := r.start()
	if !r.take(open) {
		return r.errorAt(at, "want %s, found %s", what, r.found())
	}
	if r.depth++; r.depth > maxJSONDepth {
		return r.errorAt(at, "nested more than %d levels deep", maxJSONDepth)
	}
	if !r.take(shut) {
		for i := 0; ; i++ {
			if err := item(i); err != nil {
				return err
			}
			if r.take(shut) {
				break
			}
			if !r.take(',') {
				return r.errorAt(r.start(), "want a comma or %q, found %s", shut, r.found())
			}
		}
	}
	r.depth--
	return nil
}

func (r *reader) bool() (bool, error) {
	at := r.start()
	for _, word := range []string{"true", "false"} {
		if bytes.HasPrefix(r.text[at:], []byte(word)) {
			r.pos += len(word)
			return word == "true", nil
		}
	}
	return false, r.errorAt(at, "want true or false, found %s", r.found())
}

func (r *reader) uint(size int) (uint64, error) {
	at, digits, err := r.integer()
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseUint(digits, 10, 8*size)
	if err != nil {
		return 0, r.errorAt(at, "%s does not fit an unsigned integer of %d bits", digits, 8*size)
	}
	return n, nil
}

func (r *reader) int(size int) (int64, error) {
	at, digits, err := r.integer()
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseInt(digits, 10, 8*size)
	if err != nil {
		return 0, r.errorAt(at, "%s does not fit a signed integer of %d bits", digits, 8*size)
	}
	return n, nil
}

// integer reads the digits of a number without fraction and exponent.
func (r *reader) integer() (at int, digits string, err error) {
	at = r.start()
	end := at
	if end < len(r.text) && r.text[end] == '-' {
		end++
	}
	first := end
	for end < len(r.text) && '0' <= r.text[end] && r.text[end] <= '9' {
		end++
	}
	switch {
	case end == first:
		return at, "", r.errorAt(at, "want an integer, found %s", r.found())
	case r.text[first] == '0' && end > first+1:
		return at, "", r.errorAt(at, "the integer starts with a needless zero")
	case end < len(r.text) && bytes.IndexByte([]byte(".eE"), r.text[end]) >= 0:
		return at, "", r.errorAt(at, "want an integer without fraction and exponent")
	}
	r.pos = end
	return at, string(r.text[at:end]), nil
}

// found describes what stands at the reader's position.
func (r *reader) found() string {
	at := r.start()
	if at == len(r.text) {
		return "the end of the text"
	}
	switch b := r.text[at]; {
	case b == '{':
		return "an object"
	case b == '[':
		return "a list"
	case b == '"':
		return "a string"
	case b == '-' || '0' <= b && b <= '9':
		return "a number"
	}
	for _, word := range []string{"null", "true", "false"} {
		if bytes.HasPrefix(r.text[at:], []byte(word)) {
			return word
		}
	}
	char, _ := utf8.DecodeRune(r.text[at:])
	return fmt.Sprintf("%q", char)
}

// errorAt makes an error for an offset. Lines are counted only here.
func (r *reader) errorAt(at int, format string, args ...any) error {
	before := r.text[:min(at, len(r.text))]
	lineStart := bytes.LastIndexByte(before, '\n') + 1
	return &JSONError{
		Line:   bytes.Count(before, []byte("\n")) + 1,
		Column: utf8.RuneCount(before[lineStart:]) + 1,
		Path:   r.path.String(),
		Reason: fmt.Sprintf(format, args...),
	}
}
