package marshal

import (
	"encoding/binary"
	"fmt"
	"unicode/utf8"
)

// source is a stream that is read from front to back.
type source struct {
	data []byte
	at   int
}

func (s *source) wrong(format string, args ...any) error {
	return &Error{s.at, fmt.Sprintf(format, args...)}
}

func (s *source) byte() (byte, error) {
	if s.at == len(s.data) {
		return 0, s.wrong("the stream ends too early")
	}
	s.at++
	return s.data[s.at-1], nil
}

func (s *source) int32() (int32, error) {
	if len(s.data)-s.at < 4 {
		return 0, s.wrong("the stream ends too early")
	}
	return int32(binary.LittleEndian.Uint32(s.take(4))), nil
}

// size reads the number of things that follow, of so many bytes each at least.
func (s *source) size(each int) (int, error) {
	n, err := s.int32()
	if err != nil {
		return 0, err
	}
	if n < 0 || int(n) > (len(s.data)-s.at)/each {
		s.at -= 4
		return 0, s.wrong("a size of %d is more than there is", n)
	}
	return int(n), nil
}

// short reads a size of one byte.
func (s *source) short() (int, error) {
	n, err := s.byte()
	if err != nil {
		return 0, err
	}
	if int(n) > len(s.data)-s.at {
		s.at--
		return 0, s.wrong("a size of %d is more than there is", n)
	}
	return int(n), nil
}

// count reads how many items a tuple has.
func (s *source) count(kind byte) (int, error) {
	if kind == typeSmallTuple {
		return s.short()
	}
	return s.size(1)
}

// take returns the next bytes, which are there.
func (s *source) take(n int) []byte {
	b := s.data[s.at : s.at+n : s.at+n]
	s.at += n
	return b
}

// text reads a string of any form.
func (s *source) text(kind byte) (string, error) {
	read := s.size1
	if kind == typeShortASCII || kind == typeShortASCIIInterned {
		read = s.short
	}
	n, err := read()
	if err != nil {
		return "", err
	}
	b := s.take(n)
	switch kind {
	case typeUnicode, typeInterned:
		if at := invalid(b); at >= 0 {
			s.at += at - n
			return "", s.wrong("a string is not UTF-8")
		}
	default:
		for i, c := range b {
			if c >= 0x80 {
				s.at += i - n
				return "", s.wrong("a string of ASCII has the byte 0x%02x", c)
			}
		}
	}
	return string(b), nil
}

func (s *source) size1() (int, error) { return s.size(1) }

// invalid returns where text stops to be UTF-8 as Python writes it, which has
// lone surrogates in three bytes; -1 for nowhere.
func invalid(b []byte) int {
	if utf8.Valid(b) {
		return -1
	}
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			if len(b)-i < 3 || b[i] != 0xed || b[i+1] < 0xa0 || b[i+1] > 0xbf || b[i+2]&0xc0 != 0x80 {
				return i
			}
			n = 3
		}
		i += n
	}
	return -1
}

// digits reads the digits of an integer: each has two bytes, the lowest is first
// and the highest is not zero.
func (s *source) digits() (negative bool, digits []byte, err error) {
	n, err := s.int32()
	if err != nil {
		return false, nil, err
	}
	count := int64(n)
	if count < 0 {
		negative, count = true, -count
	}
	if count > int64(len(s.data)-s.at)/2 {
		s.at -= 4
		return false, nil, s.wrong("a size of %d is more than there is", n)
	}
	start := s.at
	digits = s.take(int(count) * 2)
	for i := 0; i < len(digits); i += 2 {
		d := binary.LittleEndian.Uint16(digits[i:])
		if d > 0x7fff || d == 0 && i == len(digits)-2 {
			s.at = start + i
			return false, nil, s.wrong("a digit of an integer is wrong")
		}
	}
	return negative, digits, nil
}
