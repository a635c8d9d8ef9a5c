// Package json5 reads JSON5 texts without losing anything: every byte of the
// source belongs to exactly one token, values carry their byte offsets, and
// syntax errors say what was expected.
//
// It reads the dialect that component manifests are written in: JSON5 with the
// limits of cmc (no elisions, 64-bit integers, 32-bit hexadecimal numbers).
package json5

import "github.com/rules-idk/rules_idk/tools/internal/diag"

// Kind is the type of a value.
type Kind uint8

// The kinds of values.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
)

// String returns the word for the kind that messages use.
func (k Kind) String() string {
	return [...]string{"null", "boolean", "number", "string", "array", "object"}[k]
}

// Value is one value of a document.
type Value struct {
	Kind Kind
	// Start and End are byte offsets in the source; End is exclusive.
	Start, End int32
	// Text is the decoded text of a String and the source text of a Number,
	// Bool or Null.
	Text string
	// Elems are the elements of an Array.
	Elems []Value
	// Members are the members of an Object in source order, duplicates
	// included: what a duplicate means is the decoder's business.
	Members []Member
}

// Member is one key and its value.
type Member struct {
	// Key is the decoded key.
	Key string
	// KeyStart and KeyEnd are the byte offsets of the key as written, quotes
	// included.
	KeyStart, KeyEnd int32
	Value            Value
}

// Get returns the last member with the given key, nil if there is none.
func (v *Value) Get(key string) *Value {
	for i := len(v.Members) - 1; i >= 0; i-- {
		if v.Members[i].Key == key {
			return &v.Members[i].Value
		}
	}
	return nil
}

// Document is a parsed text.
type Document struct {
	File *diag.File
	Root Value
}
