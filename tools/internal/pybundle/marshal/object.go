package marshal

import (
	"encoding/binary"
)

// Kind is the type of an object.
type Kind uint8

// The kinds of objects.
const (
	KindNone Kind = iota
	KindFalse
	KindTrue
	KindStopIteration
	KindEllipsis
	KindInt
	KindFloat
	KindComplex
	KindBytes
	KindStr
	KindTuple
	KindList
	KindDict
	KindSet
	KindFrozenset
	KindSlice
	KindCode
)

// String returns the name of the type in Python.
func (k Kind) String() string {
	switch k {
	case KindNone:
		return "None"
	case KindFalse, KindTrue:
		return "bool"
	case KindStopIteration:
		return "StopIteration"
	case KindEllipsis:
		return "ellipsis"
	case KindInt:
		return "int"
	case KindFloat:
		return "float"
	case KindComplex:
		return "complex"
	case KindBytes:
		return "bytes"
	case KindStr:
		return "str"
	case KindTuple:
		return "tuple"
	case KindList:
		return "list"
	case KindDict:
		return "dict"
	case KindSet:
		return "set"
	case KindFrozenset:
		return "frozenset"
	case KindSlice:
		return "slice"
	case KindCode:
		return "code"
	}
	return "unknown"
}

// Object is an object of Python. Where a stream refers to an object twice, the
// graph has one object.
type Object struct {
	Kind Kind
	// Text is the content of strings, in UTF-8 with lone surrogates in three
	// bytes, and of bytes. Numbers have the bytes that stand in a stream behind
	// the type: int, float and complex.
	Text string
	// Items are the items of tuples, lists and sets, the keys and values of a
	// dict in turn, and start, stop and step of a slice.
	Items []*Object
	// Code is set for code objects only.
	Code *Code
}

// Code is what a code object has.
type Code struct {
	ArgCount, PosOnlyArgCount, KwOnlyArgCount int32
	StackSize, Flags, FirstLine               int32

	Code, Consts, Names              *Object
	LocalsPlusNames, LocalsPlusKinds *Object
	Filename, Name, QualName         *Object
	LineTable, ExceptionTable        *Object
}

// objects returns the objects of a code object in the order of streams; the
// first line stands in front of the last two.
func (c *Code) objects() [10]**Object {
	return [...]**Object{
		&c.Code, &c.Consts, &c.Names, &c.LocalsPlusNames, &c.LocalsPlusKinds,
		&c.Filename, &c.Name, &c.QualName, &c.LineTable, &c.ExceptionTable,
	}
}

// Int returns the value of an int that is not too large.
func (o *Object) Int() (int64, bool) {
	if o.Kind != KindInt {
		return 0, false
	}
	if len(o.Text) == 4 {
		return int64(int32(binary.LittleEndian.Uint32([]byte(o.Text)))), true
	}
	v, err := (&plain{source{data: []byte(o.Text)}}).long()
	n, ok := v.(int64)
	return n, ok && err == nil
}
