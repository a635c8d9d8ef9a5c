// Package merkle computes merkle roots, the names of Fuchsia blobs.
//
// A blob is cut into blocks of 8 KiB, each block is hashed together with its
// place and length, the hashes are cut into blocks and hashed in turn, until
// one hash is left (the merkle root format of Fuchsia packages; it is not
// fs-verity's).
//
// Its one promise: a root needs one pass over the content and memory that
// grows with the logarithm of its length only, so that a blob of any size can
// be hashed while it is copied.
package merkle

import (
	"encoding/hex"
	"fmt"
)

// HashSize is the number of bytes of a hash.
const HashSize = 32

// Hash is a merkle root. Its text is 64 lower-case hexadecimal digits.
type Hash [HashSize]byte

// String returns the text of the hash.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText implements encoding.TextMarshaler.
func (h Hash) MarshalText() ([]byte, error) {
	return hex.AppendEncode(nil, h[:]), nil
}

// UnmarshalText implements encoding.TextUnmarshaler; it accepts what ParseHash
// does.
func (h *Hash) UnmarshalText(text []byte) error {
	parsed, err := ParseHash(string(text))
	if err != nil {
		return err
	}
	*h = parsed
	return nil
}

// ParseHash reads the text of a hash. Upper-case digits are refused, since a
// blob has one name only.
func ParseHash(s string) (Hash, error) {
	var h Hash
	if len(s) != 2*HashSize {
		return Hash{}, fmt.Errorf("merkle root: got %d characters, expected %d hexadecimal digits", len(s), 2*HashSize)
	}
	for i := range len(s) {
		v, ok := digit(s[i])
		if !ok {
			return Hash{}, fmt.Errorf("merkle root: got %q at position %d, expected one of 0-9 and a-f", s[i:i+1], i+1)
		}
		h[i/2] = h[i/2]<<4 | v
	}
	return h, nil
}

func digit(c byte) (byte, bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10, true
	}
	return 0, false
}
