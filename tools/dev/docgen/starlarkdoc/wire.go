package starlarkdoc

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf8"
)

// field is one field of a message in protobuf's wire format; which of its two
// values counts, the schema says.
type field struct {
	number uint64
	varint uint64
	bytes  []byte
}

// The wire types of protobuf.
const (
	wireVarint = 0
	wire64     = 1
	wireBytes  = 2
	wire32     = 5
)

// errTruncated is what every message says that ends too early.
var errTruncated = errors.New("message is cut off")

// fields calls visit for each field of a message, in order.
func fields(message []byte, visit func(field) error) error {
	for len(message) > 0 {
		f, rest, err := next(message)
		if err != nil {
			return err
		}
		if err := visit(f); err != nil {
			return err
		}
		message = rest
	}
	return nil
}

// next reads one field and returns what follows it.
func next(message []byte) (field, []byte, error) {
	tag, message, err := uvarint(message)
	if err != nil {
		return field{}, nil, err
	}
	f := field{number: tag >> 3}
	switch wire := tag & 7; wire {
	case wireVarint:
		f.varint, message, err = uvarint(message)
		return f, message, err
	case wireBytes:
		length, message, err := uvarint(message)
		if err != nil {
			return field{}, nil, err
		}
		if length > uint64(len(message)) {
			return field{}, nil, errTruncated
		}
		f.bytes = message[:length]
		return f, message[length:], nil
	case wire64, wire32:
		size := 8
		if wire == wire32 {
			size = 4
		}
		if len(message) < size {
			return field{}, nil, errTruncated
		}
		return f, message[size:], nil
	default:
		return field{}, nil, fmt.Errorf("field %d has the unknown wire type %d", f.number, wire)
	}
}

func uvarint(message []byte) (uint64, []byte, error) {
	v, n := binary.Uvarint(message)
	switch {
	case n == 0:
		return 0, nil, errTruncated
	case n < 0:
		return 0, nil, errors.New("number of more than 64 bits")
	}
	return v, message[n:], nil
}

// text returns a string. Bazel before 8 takes each byte of a source file for a
// character, so what is not ASCII arrives encoded twice.
func text(f field) string {
	once := make([]byte, 0, len(f.bytes))
	for _, r := range string(f.bytes) {
		if r > 0xff {
			return string(f.bytes)
		}
		once = append(once, byte(r))
	}
	if !utf8.Valid(once) {
		return string(f.bytes)
	}
	return string(once)
}
