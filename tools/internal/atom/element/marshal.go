package element

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"unicode/utf16"
)

// Marshal returns the text of a metadata file. The value is made of maps with
// texts as keys, slices, texts, booleans and numbers; any other is a fault of
// the caller and panics.
func Marshal(value any) []byte { return appendValue(nil, value, "\n") }

// appendValue writes a value; newline starts a line at the depth of the value.
func appendValue(b []byte, value any, newline string) []byte {
	switch v := value.(type) {
	case nil:
		return append(b, "null"...)
	case bool:
		return strconv.AppendBool(b, v)
	case int:
		return strconv.AppendInt(b, int64(v), 10)
	case json.Number:
		return append(b, v...)
	case string:
		return appendText(b, v)
	case []string:
		return appendList(b, '[', ']', len(v), newline, func(b []byte, i int, newline string) []byte {
			return appendText(b, v[i])
		})
	case []any:
		return appendList(b, '[', ']', len(v), newline, func(b []byte, i int, newline string) []byte {
			return appendValue(b, v[i], newline)
		})
	case map[string]any:
		keys := slices.Sorted(maps.Keys(v))
		return appendList(b, '{', '}', len(v), newline, func(b []byte, i int, newline string) []byte {
			b = append(appendText(b, keys[i]), ": "...)
			return appendValue(b, v[keys[i]], newline)
		})
	}
	panic(fmt.Sprintf("a value of type %T cannot be in a metadata file", value))
}

func appendList(b []byte, open, end byte, n int, newline string, item func([]byte, int, string) []byte) []byte {
	b = append(b, open)
	inner := newline + "  "
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		b = item(append(b, inner...), i, inner)
	}
	if n > 0 {
		b = append(b, newline...)
	}
	return append(b, end)
}

// appendText writes a text in quotes, in ASCII.
func appendText(b []byte, s string) []byte {
	const short = "\"\"\\\\\bb\ff\nn\rr\tt"
	b = append(b, '"')
next:
	for _, r := range s {
		for i := 0; i < len(short); i += 2 {
			if r == rune(short[i]) {
				b = append(b, '\\', short[i+1])
				continue next
			}
		}
		switch {
		case r >= 0x20 && r < 0x80:
			b = append(b, byte(r))
		case r >= 0x10000:
			high, low := utf16.EncodeRune(r)
			b = fmt.Appendf(b, `\u%04x\u%04x`, high, low)
		default:
			b = fmt.Appendf(b, `\u%04x`, r)
		}
	}
	return append(b, '"')
}
