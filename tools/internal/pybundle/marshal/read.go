package marshal

import (
	"encoding/binary"
	"math"
	"strconv"
)

// Parse reads one object, and nothing may follow it. Objects that contain
// themselves are refused; the compiler makes none.
func Parse(data []byte) (*Object, error) {
	r := reader{source: source{data: data}}
	o, err := r.object(0)
	if err != nil {
		return nil, err
	}
	if r.at != len(data) {
		return nil, r.wrong("there is more behind the object")
	}
	return o, nil
}

// reader reads objects.
type reader struct {
	source
	// refs are the objects that the stream may refer to, nil for those that are
	// still being read.
	refs []*Object
	// slab has objects to take: single allocations would cost most of the time.
	slab []Object
}

// object reads an object that lies so many levels deep.
func (r *reader) object(depth int) (*Object, error) {
	if depth > maxDepth {
		return nil, r.wrong("an object lies more than %d levels deep", maxDepth)
	}
	b, err := r.byte()
	if err != nil {
		return nil, err
	}
	kind := b &^ flagRef
	if kind == typeReference {
		return r.reference()
	}
	at := -1
	if b&flagRef != 0 {
		at = len(r.refs)
		r.refs = append(r.refs, nil)
	}
	if len(r.slab) == 0 {
		r.slab = make([]Object, 64)
	}
	o := &r.slab[0]
	r.slab = r.slab[1:]
	if err := r.fill(o, kind, depth); err != nil {
		return nil, err
	}
	if at >= 0 {
		r.refs[at] = o
	}
	return o, nil
}

func (r *reader) reference() (*Object, error) {
	n, err := r.int32()
	if err != nil {
		return nil, err
	}
	switch {
	case n < 0 || int(n) >= len(r.refs):
		r.at -= 4
		return nil, r.wrong("a reference to object %d of %d", n, len(r.refs))
	case r.refs[n] == nil:
		r.at -= 4
		return nil, r.wrong("a reference to an object from inside it")
	}
	return r.refs[n], nil
}

// fill reads what follows the type.
func (r *reader) fill(o *Object, kind byte, depth int) (err error) {
	switch kind {
	case typeNone:
		o.Kind = KindNone
	case typeFalse:
		o.Kind = KindFalse
	case typeTrue:
		o.Kind = KindTrue
	case typeStopIteration:
		o.Kind = KindStopIteration
	case typeEllipsis:
		o.Kind = KindEllipsis
	case typeInt, typeInt64, typeLong:
		o.Kind = KindInt
		o.Text, err = r.integer(kind)
	case typeFloat, typeFloatText:
		o.Kind = KindFloat
		o.Text, err = r.floats(1, kind == typeFloatText)
	case typeComplex, typeComplexText:
		o.Kind = KindComplex
		o.Text, err = r.floats(2, kind == typeComplexText)
	case typeBytes:
		o.Kind = KindBytes
		var n int
		if n, err = r.size(1); err == nil {
			o.Text = string(r.take(n))
		}
	case typeUnicode, typeInterned, typeASCII, typeASCIIInterned, typeShortASCII, typeShortASCIIInterned:
		o.Kind = KindStr
		o.Text, err = r.text(kind)
	case typeTuple, typeSmallTuple, typeList, typeSet, typeFrozenset:
		o.Kind = container(kind)
		var n int
		if n, err = r.count(kind); err == nil {
			o.Items, err = r.objects(n, depth)
		}
	case typeSlice:
		o.Kind = KindSlice
		o.Items, err = r.objects(3, depth)
	case typeDict:
		o.Kind = KindDict
		o.Items, err = r.dict(depth)
	case typeCode:
		o.Kind = KindCode
		o.Code, err = r.code(depth)
	default:
		r.at--
		err = r.wrong("0x%02x is no type", kind)
	}
	return err
}

func container(kind byte) Kind {
	switch kind {
	case typeList:
		return KindList
	case typeSet:
		return KindSet
	case typeFrozenset:
		return KindFrozenset
	}
	return KindTuple
}

func (r *reader) objects(n, depth int) ([]*Object, error) {
	// What is announced is not allocated at once: nested, it would add up.
	items := make([]*Object, 0, min(n, 64))
	for range n {
		o, err := r.object(depth + 1)
		if err != nil {
			return nil, err
		}
		items = append(items, o)
	}
	return items, nil
}

func (r *reader) dict(depth int) ([]*Object, error) {
	var items []*Object
	for {
		if r.at < len(r.data) && r.data[r.at]&^flagRef == typeNull && len(items)%2 == 0 {
			r.at++
			return items, nil
		}
		o, err := r.object(depth + 1)
		if err != nil {
			return nil, err
		}
		items = append(items, o)
	}
}

func (r *reader) code(depth int) (*Code, error) {
	c := &Code{}
	for _, p := range []*int32{&c.ArgCount, &c.PosOnlyArgCount, &c.KwOnlyArgCount, &c.StackSize, &c.Flags} {
		var err error
		if *p, err = r.int32(); err != nil {
			return nil, err
		}
	}
	for i, p := range c.objects() {
		if p == &c.LineTable {
			var err error
			if c.FirstLine, err = r.int32(); err != nil {
				return nil, err
			}
		}
		at := r.at
		var err error
		if *p, err = r.object(depth + 1); err != nil {
			return nil, err
		}
		if want := codeKinds[i]; (*p).Kind != want {
			r.at = at
			return nil, r.wrong("a code object has a %s where a %s should be", (*p).Kind, want)
		}
	}
	for _, names := range []*Object{c.Names, c.LocalsPlusNames} {
		for _, name := range names.Items {
			if name.Kind != KindStr {
				return nil, r.wrong("a name in a code object is a %s", name.Kind)
			}
		}
	}
	return c, nil
}

// codeKinds are the kinds of the objects of a code object.
var codeKinds = [...]Kind{
	KindBytes, KindTuple, KindTuple, KindTuple, KindBytes, KindStr, KindStr, KindStr, KindBytes, KindBytes,
}

// integer reads an integer of any form into the shortest: four bytes, or a size
// and digits.
func (r *reader) integer(kind byte) (string, error) {
	start := r.at
	switch kind {
	case typeInt:
		if _, err := r.int32(); err != nil {
			return "", err
		}
		return string(r.data[start:r.at]), nil
	case typeInt64:
		if len(r.data)-r.at < 8 {
			return "", r.wrong("the stream ends too early")
		}
		return string(appendInt(nil, int64(binary.LittleEndian.Uint64(r.take(8))))[1:]), nil
	}
	negative, digits, err := r.digits()
	if err != nil {
		return "", err
	}
	if len(digits) <= 6 {
		var v int64
		for i := len(digits) - 2; i >= 0; i -= 2 {
			v = v<<15 | int64(binary.LittleEndian.Uint16(digits[i:]))
		}
		if negative {
			v = -v
		}
		if v >= math.MinInt32 && v <= math.MaxInt32 {
			return string(appendInt(nil, v)[1:]), nil
		}
	}
	return string(r.data[start:r.at]), nil
}

// floats reads numbers of eight bytes each, or texts of them.
func (r *reader) floats(n int, text bool) (string, error) {
	if !text {
		if len(r.data)-r.at < 8*n {
			return "", r.wrong("the stream ends too early")
		}
		return string(r.take(8 * n)), nil
	}
	var out []byte
	for range n {
		n, err := r.short()
		if err != nil {
			return "", err
		}
		f, err := strconv.ParseFloat(string(r.take(n)), 64)
		if err != nil {
			r.at -= n
			return "", r.wrong("a text is no number")
		}
		out = binary.LittleEndian.AppendUint64(out, math.Float64bits(f))
	}
	return string(out), nil
}
