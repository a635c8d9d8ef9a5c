// Package marshal reads what CPython 3.11 to 3.14 write with their module
// marshal, and writes it so that equal values are equal bytes.
//
// CPython's own output depends on what the process did before: on which strings
// happen to be one object, on reference counts, on the order of a frozenset.
// Canonical has one form for each value: references only to what is used twice
// or more, equal constants merged where their types are equal, strings marked
// as interned by their spelling, frozensets sorted. What comes out loads to an
// equal code object, and Canonical does not change it again.
//
// AppendValue and ParseValue write and read plain data, without references, for
// which no knowledge of code objects is needed.
//
// Input is not trusted: depth and size are bounded, work is linear in the
// length of the input, and what is wrong is an Error that names the place.
package marshal

import "fmt"

// maxDepth bounds how deep values lie in others; CPython has the same bound.
const maxDepth = 2000

// Error says what is wrong with a stream, and where.
type Error struct {
	Offset int
	Reason string
}

// Error returns one sentence without a full stop.
func (e *Error) Error() string { return fmt.Sprintf("byte %d: %s", e.Offset, e.Reason) }

// The types of values in a stream. The bit flagRef in front of one says that a
// later reference may mean it.
const (
	typeNull               = '0'
	typeNone               = 'N'
	typeFalse              = 'F'
	typeTrue               = 'T'
	typeStopIteration      = 'S'
	typeEllipsis           = '.'
	typeInt                = 'i'
	typeInt64              = 'I'
	typeLong               = 'l'
	typeFloatText          = 'f'
	typeFloat              = 'g'
	typeComplexText        = 'x'
	typeComplex            = 'y'
	typeBytes              = 's'
	typeUnicode            = 'u'
	typeInterned           = 't'
	typeASCII              = 'a'
	typeASCIIInterned      = 'A'
	typeShortASCII         = 'z'
	typeShortASCIIInterned = 'Z'
	typeTuple              = '('
	typeSmallTuple         = ')'
	typeList               = '['
	typeDict               = '{'
	typeSet                = '<'
	typeFrozenset          = '>'
	typeSlice              = ':'
	typeCode               = 'c'
	typeReference          = 'r'

	flagRef = 0x80
)
