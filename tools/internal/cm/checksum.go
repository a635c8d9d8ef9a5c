package cm

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// layoutDigests are the bytes that stand for a type in the checksum. They are not the values of ConfigTypeLayout.
var layoutDigests = [...]byte{
	LayoutBool:   0,
	LayoutUint8:  1,
	LayoutUint16: 2,
	LayoutUint32: 3,
	LayoutUint64: 4,
	LayoutInt8:   5,
	LayoutInt16:  6,
	LayoutInt32:  7,
	LayoutInt64:  8,
	LayoutString: 9,
	LayoutVector: 10,
}

// ConfigChecksum returns the checksum of a configuration, by which a component recognises values made for another version
// of it. It covers keys and types in the order of the keys, not mutability.
func ConfigChecksum(fields []ConfigField) (SHA256, error) {
	var digested []byte
	for i, f := range fields {
		if f.Key == nil || f.Type == nil {
			return SHA256{}, fmt.Errorf("fields[%d] has no key or no type", i)
		}
	}
	sorted := slices.SortedStableFunc(slices.Values(fields), func(a, b ConfigField) int { return strings.Compare(*a.Key, *b.Key) })
	for _, f := range sorted {
		digested = append(digested, *f.Key...)
		var err error
		if digested, err = f.Type.appendDigest(digested); err != nil {
			return SHA256{}, fmt.Errorf("field %q: %w", *f.Key, err)
		}
	}
	return sha256.Sum256(digested), nil
}

// appendDigest appends what stands for a type: its bound, if it has one, the digest of its elements, if it has some, and
// the byte of its layout.
func (t ConfigType) appendDigest(digested []byte) ([]byte, error) {
	if t.Layout < LayoutBool || t.Layout > LayoutVector {
		return nil, fmt.Errorf("the layout %d is unknown", t.Layout)
	}
	if t.Layout >= LayoutString {
		bound, ok := single[MaxSize](t.Constraints)
		if !ok {
			return nil, fmt.Errorf("a string or vector needs exactly one bound, has %d", len(t.Constraints))
		}
		digested = binary.LittleEndian.AppendUint32(digested, uint32(bound))
	}
	if t.Layout == LayoutVector {
		element, ok := single[NestedType](t.Parameters)
		if !ok {
			return nil, fmt.Errorf("a vector needs exactly one element type, has %d", len(t.Parameters))
		}
		if element.Layout == LayoutVector {
			return nil, fmt.Errorf("a vector cannot have vectors as elements")
		}
		var err error
		if digested, err = ConfigType(element).appendDigest(digested); err != nil {
			return nil, err
		}
	}
	return append(digested, layoutDigests[t.Layout]), nil
}

// single returns the only element of a list, if it is a T.
func single[T, E any](list []E) (T, bool) {
	if len(list) == 1 {
		v, ok := any(list[0]).(T)
		return v, ok
	}
	var none T
	return none, false
}
