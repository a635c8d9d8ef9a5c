package json5

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// number scans a number with its sign. What follows it must not be a letter or
// a digit: 0x1G and 01 are no pairs of tokens.
func (s *Scanner) number(start int) Token {
	i := start
	if s.text[i] == '+' || s.text[i] == '-' {
		i++
	}
	rest := s.text[i:]
	var size int
	var p *problem
	switch {
	case i > start && strings.HasPrefix(rest, "Infinity"):
		size = len("Infinity")
	case i > start && strings.HasPrefix(rest, "NaN"):
		size = len("NaN")
	case strings.HasPrefix(rest, "0x"), strings.HasPrefix(rest, "0X"):
		size = 2 + span(rest[2:], isHexDigit)
		if size == 2 {
			p = &problem{offset: i + size, msg: "expected a hexadecimal digit after 0x, found " + foundCharacter(s.text, i+size)}
		}
	default:
		size, p = decimal(s.text, i)
	}
	if p == nil {
		p = numberEnd(s.text, i, i+size)
	}
	if p != nil {
		s.pos = start
		return s.fail(p)
	}
	s.pos = i + size
	return s.token(NumberLiteral, start)
}

// decimal returns the size of the unsigned decimal number at an offset.
func decimal(text string, at int) (int, *problem) {
	whole := span(text[at:], isDigit)
	i := at + whole
	fraction := 0
	if i < len(text) && text[i] == '.' {
		fraction = span(text[i+1:], isDigit)
		i += 1 + fraction
	}
	if whole+fraction == 0 {
		return 0, &problem{offset: i, stray: true, msg: "expected a digit, found " + foundCharacter(text, i)}
	}
	if whole > 1 && text[at] == '0' {
		return 0, &problem{
			offset: at,
			msg:    "a number cannot start with a zero that another digit follows",
			hint:   "delete the zero, or put quotes around the number",
		}
	}
	if i < len(text) && (text[i] == 'e' || text[i] == 'E') {
		i++
		if i < len(text) && (text[i] == '+' || text[i] == '-') {
			i++
		}
		digits := span(text[i:], isDigit)
		if digits == 0 {
			return 0, &problem{offset: i, msg: "expected a digit of the exponent, found " + foundCharacter(text, i)}
		}
		i += digits
	}
	return i - at, nil
}

// numberEnd refuses a number that runs into something else.
func numberEnd(text string, start, end int) *problem {
	if end == len(text) {
		return nil
	}
	if class := classes[text[end]]; class != numberByte && class != identByte {
		if r, _ := utf8.DecodeRuneInString(text[end:]); !isIdentifierPart(r) {
			return nil
		}
	}
	return &problem{
		offset: end,
		msg:    "expected the end of the number, found " + foundCharacter(text, end),
		hint:   "put quotes around it: " + quotedWord(text, start),
	}
}

// span returns how many bytes at the start of a text are of a kind.
func span(text string, is func(byte) bool) int {
	for i := 0; i < len(text); i++ {
		if !is(text[i]) {
			return i
		}
	}
	return len(text)
}

// IsInteger reports whether a number is written as an integer: decimal without
// point and exponent, or hexadecimal.
func (v *Value) IsInteger() bool {
	return v.Kind == Number && (isHex(v.Text) || strings.IndexFunc(v.Text, notInteger) < 0)
}

// Int64 returns the value of an integer. Decimal integers must fit 64 bits
// signed, hexadecimal ones 32 bits unsigned and without a sign. The error says
// what was found and what was expected.
func (v *Value) Int64() (int64, error) {
	switch {
	case v.Kind != Number:
		return 0, fmt.Errorf("expected an integer, found %s", v.Describe())
	case isHex(v.Text):
		return hexInteger(v.Text)
	case strings.IndexFunc(v.Text, notInteger) >= 0:
		return 0, fmt.Errorf("expected an integer, found floating-point number %s", clip(v.Text))
	}
	n, err := strconv.ParseInt(v.Text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("integer %s does not fit 64 bits, the range is %d to %d",
			clip(v.Text), math.MinInt64, math.MaxInt64)
	}
	return n, nil
}

// Float64 returns the value of any number. The limits of Int64 hold for
// integers; other numbers must not overflow, but may be Infinity and NaN.
func (v *Value) Float64() (float64, error) {
	if v.Kind != Number {
		return 0, fmt.Errorf("expected a number, found %s", v.Describe())
	}
	if v.IsInteger() {
		n, err := v.Int64()
		return float64(n), err
	}
	if strings.HasSuffix(v.Text, "NaN") {
		return math.NaN(), nil // ParseFloat takes no sign before it
	}
	n, err := strconv.ParseFloat(v.Text, 64)
	if errors.Is(err, strconv.ErrRange) {
		return 0, fmt.Errorf("number %s is too large for a floating-point number", clip(v.Text))
	}
	return n, err
}

func notInteger(r rune) bool {
	return (r < '0' || '9' < r) && r != '+' && r != '-'
}

func isHex(text string) bool {
	text = strings.TrimLeft(text, "+-")
	return len(text) > 1 && (text[1] == 'x' || text[1] == 'X')
}

func hexInteger(text string) (int64, error) {
	if text[0] == '+' || text[0] == '-' {
		return 0, fmt.Errorf("hexadecimal number %s cannot have a sign", clip(text))
	}
	n, err := strconv.ParseUint(text[2:], 16, 32)
	if err != nil {
		return 0, fmt.Errorf("hexadecimal number %s does not fit 32 bits", clip(text))
	}
	return int64(n), nil
}
