package pkg

import "strings"

const hexDigits = "0123456789ABCDEF"

// decode replaces the percent escapes of a fragment. A percent sign that starts
// none stands for itself.
func decode(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if isEscape(s, i) {
			b.WriteByte(hexValue(s[i+1])<<4 | hexValue(s[i+2]))
			i += 2
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// encode escapes what must not stand in a fragment. A percent sign is escaped
// where it would be read as the start of an escape.
func encode(s string) string {
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>`", c) >= 0 || isEscape(s, i) {
			b.WriteByte('%')
			b.WriteByte(hexDigits[c>>4])
			b.WriteByte(hexDigits[c&15])
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// isEscape reports whether a percent escape starts at s[i].
func isEscape(s string, i int) bool {
	return s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2])
}

func isHex(c byte) bool { return strings.IndexByte(hexDigits, upper(c)) >= 0 }

func hexValue(c byte) byte { return byte(strings.IndexByte(hexDigits, upper(c))) }

func upper(c byte) byte {
	if 'a' <= c && c <= 'f' {
		return c - 'a' + 'A'
	}
	return c
}
