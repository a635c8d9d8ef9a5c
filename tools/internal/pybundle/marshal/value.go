package marshal

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// Tuple is a tuple of plain values; a list is a []any.
type Tuple []any

// AppendValue appends a plain value: nil, a bool, an integer, a string, bytes, a
// Tuple, a []any, or a map with strings as keys, which is written in their order.
func AppendValue(dst []byte, value any) ([]byte, error) { return appendValue(dst, value, 0) }

func appendValue(dst []byte, value any, depth int) ([]byte, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("a value lies more than %d levels deep", maxDepth)
	}
	switch v := value.(type) {
	case nil:
		return append(dst, typeNone), nil
	case bool:
		if v {
			return append(dst, typeTrue), nil
		}
		return append(dst, typeFalse), nil
	case int:
		return appendInt(dst, int64(v)), nil
	case int64:
		return appendInt(dst, v), nil
	case uint32:
		return appendInt(dst, int64(v)), nil
	case uint64:
		return appendUint(dst, v, false), nil
	case string:
		if invalid([]byte(v)) >= 0 {
			return nil, fmt.Errorf("the string %q is not UTF-8", v)
		}
		return appendString(dst, v, 0), nil
	case []byte:
		return append(appendSize(append(dst, typeBytes), len(v)), v...), nil
	case Tuple:
		return appendItems(appendTupleHead(dst, len(v), 0), v, depth)
	case []any:
		return appendItems(appendSize(append(dst, typeList), len(v)), v, depth)
	case map[string]any:
		keys := make([]string, 0, len(v))
		for key := range v {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		dst = append(dst, typeDict)
		var err error
		for _, key := range keys {
			if dst, err = appendValue(dst, key, depth+1); err != nil {
				return nil, err
			}
			if dst, err = appendValue(dst, v[key], depth+1); err != nil {
				return nil, err
			}
		}
		return append(dst, typeNull), nil
	}
	return nil, fmt.Errorf("a %T is no plain value", value)
}

func appendItems(dst []byte, items []any, depth int) ([]byte, error) {
	var err error
	for _, item := range items {
		if dst, err = appendValue(dst, item, depth+1); err != nil {
			return nil, err
		}
	}
	return dst, nil
}

func appendSize(dst []byte, n int) []byte { return binary.LittleEndian.AppendUint32(dst, uint32(n)) }

func appendTupleHead(dst []byte, n int, flag byte) []byte {
	if n < 256 {
		return append(dst, typeSmallTuple|flag, byte(n))
	}
	return appendSize(append(dst, typeTuple|flag), n)
}

func appendInt(dst []byte, v int64) []byte {
	if v >= math.MinInt32 && v <= math.MaxInt32 {
		return appendSize(append(dst, typeInt), int(v))
	}
	if v < 0 {
		return appendUint(dst, -uint64(v), true)
	}
	return appendUint(dst, uint64(v), false)
}

// appendUint appends an integer of any size: digits of 15 bits, the lowest first.
func appendUint(dst []byte, v uint64, negative bool) []byte {
	if v <= math.MaxInt32 && !negative {
		return appendSize(append(dst, typeInt), int(v))
	}
	digits := (bits.Len64(v) + 14) / 15
	if negative {
		dst = appendSize(append(dst, typeLong), -digits)
	} else {
		dst = appendSize(append(dst, typeLong), digits)
	}
	for ; v != 0; v >>= 15 {
		dst = binary.LittleEndian.AppendUint16(dst, uint16(v&0x7fff))
	}
	return dst
}

// appendString appends a string in the shortest form, not interned.
func appendString(dst []byte, s string, flag byte) []byte {
	switch {
	case !isASCII(s):
		dst = appendSize(append(dst, typeUnicode|flag), len(s))
	case len(s) < 256:
		dst = append(dst, typeShortASCII|flag, byte(len(s)))
	default:
		dst = appendSize(append(dst, typeASCII|flag), len(s))
	}
	return append(dst, s...)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// ParseValue reads what AppendValue wrote: integers come back as int64, or as
// uint64 where they are too large for that. Any other stream is refused.
func ParseValue(data []byte) (any, error) {
	p := plain{source{data: data}}
	v, err := p.value(0)
	if err != nil {
		return nil, err
	}
	if p.at != len(data) {
		return nil, p.wrong("there is more behind the value")
	}
	return v, nil
}

// plain reads plain values.
type plain struct{ source }

func (p *plain) value(depth int) (any, error) {
	if depth > maxDepth {
		return nil, p.wrong("a value lies more than %d levels deep", maxDepth)
	}
	kind, err := p.byte()
	if err != nil {
		return nil, err
	}
	switch kind {
	case typeNone:
		return nil, nil
	case typeTrue:
		return true, nil
	case typeFalse:
		return false, nil
	case typeInt:
		n, err := p.int32()
		return int64(n), err
	case typeLong:
		return p.long()
	case typeBytes:
		n, err := p.size(1)
		if err != nil {
			return nil, err
		}
		return slices.Clone(p.take(n)), nil
	case typeShortASCII, typeASCII, typeUnicode:
		return p.text(kind)
	case typeSmallTuple, typeTuple:
		n, err := p.count(kind)
		if err != nil {
			return nil, err
		}
		items, err := p.items(n, depth)
		return Tuple(items), err
	case typeList:
		n, err := p.size(1)
		if err != nil {
			return nil, err
		}
		return p.items(n, depth)
	case typeDict:
		return p.dict(depth)
	}
	p.at--
	return nil, p.wrong("type 0x%02x is not one of plain values", kind)
}

func (p *plain) items(n, depth int) ([]any, error) {
	// What is announced is not allocated at once: nested, it would add up.
	items := make([]any, 0, min(n, 64))
	for range n {
		item, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, nil
}

func (p *plain) dict(depth int) (map[string]any, error) {
	d := map[string]any{}
	for {
		if p.at < len(p.data) && p.data[p.at] == typeNull {
			p.at++
			return d, nil
		}
		at := p.at
		k, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		key, ok := k.(string)
		if !ok {
			p.at = at
			return nil, p.wrong("the key of a dict is no string")
		}
		if _, twice := d[key]; twice {
			p.at = at
			return nil, p.wrong("the key %q is there twice", key)
		}
		if d[key], err = p.value(depth + 1); err != nil {
			return nil, err
		}
	}
}

func (p *plain) long() (any, error) {
	negative, digits, err := p.digits()
	if err != nil {
		return nil, err
	}
	var v uint64
	for i := len(digits) - 2; i >= 0; i -= 2 {
		if bits.LeadingZeros64(v) < 15 {
			return nil, p.wrong("an integer has more than 64 bits")
		}
		v = v<<15 | uint64(binary.LittleEndian.Uint16(digits[i:]))
	}
	switch {
	case !negative && v <= math.MaxInt64:
		return int64(v), nil
	case !negative:
		return v, nil
	case v <= 1<<63:
		return int64(-v), nil
	}
	return nil, p.wrong("an integer has more than 64 bits")
}
