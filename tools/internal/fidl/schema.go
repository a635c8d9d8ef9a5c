package fidl

import (
	"fmt"
	"reflect"
)

// Schema reads and writes values of the Go type T. It is made by [Compile] or [Lazy] and safe for use from several
// goroutines.
type Schema[T any] struct {
	root codec
}

// Compile builds the schema of T, a struct or table. It fails when T or a type it reaches is not a FIDL type.
func Compile[T any](decls ...Decl) (*Schema[T], error) {
	c := &compiler{all: true}
	for _, d := range decls {
		if err := c.declare(d); err != nil {
			return nil, err
		}
	}
	root, err := c.structure(reflect.TypeFor[T]())
	if err == nil {
		err = c.rest()
	}
	if err != nil {
		return nil, fmt.Errorf("compile the schema: %w", err)
	}
	return &Schema[T]{root: root}, nil
}

// Lazy is Compile for schemas that are fixed in the program: a type is compiled when a value of it is first met, so that
// a program that starts for one small value, or for something else, does not pay for all types. For the same reason the
// declarations are made one after the other until there is the one that is needed: those of small values come first. It
// panics where Compile fails; a test of the schema calls Compile.
func Lazy[T any](decls ...func() Decl) *Schema[T] {
	return &Schema[T]{root: &lazyCodec{compiler: &compiler{undeclared: decls}, typ: reflect.TypeFor[T]()}}
}

// Encode returns the encoding of a value, without a header. Errors are of type *EncodeError.
func (s *Schema[T]) Encode(v *T) ([]byte, error) {
	return s.encode(nil, v)
}

// Persist returns the encoding of a value behind the persistence header. Errors are of type *EncodeError.
func (s *Schema[T]) Persist(v *T) ([]byte, error) {
	return s.encode(append(make([]byte, 0, 512), persistenceHeader[:]...), v)
}

func (s *Schema[T]) encode(buf []byte, v *T) ([]byte, error) {
	e := &encoder{buf: buf}
	if v == nil {
		return nil, e.errorf("there is no value to encode")
	}
	at := len(e.buf)
	e.buf = append(e.buf, make([]byte, roundUp(s.root.size(), wordAlign))...)
	if err := s.root.encode(e, at, reflect.ValueOf(v).Elem()); err != nil {
		return nil, err
	}
	return e.buf, nil
}

// Decode reads a value that Encode can have written, and lists the table members that were skipped because the schema
// does not know them. Errors are of type *DecodeError.
func (s *Schema[T]) Decode(b []byte) (*T, []Unknown, error) {
	return s.decode(b, 0)
}

// Load is Decode for a value behind the persistence header. Offsets count from the start of the header.
func (s *Schema[T]) Load(b []byte) (*T, []Unknown, error) {
	if err := checkHeader(b); err != nil {
		return nil, nil, err
	}
	return s.decode(b, headerSize)
}

func (s *Schema[T]) decode(b []byte, start int) (*T, []Unknown, error) {
	d := &decoder{buf: b, next: start}
	at, err := d.descend(1, s.root.size())
	if err != nil {
		return nil, nil, err
	}
	d.ascend() // the root itself is no level of indirection
	v := new(T)
	if err := s.root.decode(d, at, reflect.ValueOf(v).Elem()); err != nil {
		return nil, nil, err
	}
	if left := len(b) - d.next; left > 0 {
		return nil, nil, d.errorf(d.next, "%d bytes are left over after the value", left)
	}
	return v, d.unknown, nil
}

// Print returns a value as JSON: members in the schema's order, absent ones left out, two spaces per level, a final
// newline. Errors are of type *EncodeError.
func (s *Schema[T]) Print(v *T) ([]byte, error) {
	p := &printer{}
	if v == nil {
		return nil, p.errorf("there is no value to print")
	}
	if err := s.root.print(p, reflect.ValueOf(v).Elem()); err != nil {
		return nil, err
	}
	return append(p.buf, '\n'), nil
}

// Parse reads what Print writes, in any layout and member order. Errors are of type *JSONError.
func (s *Schema[T]) Parse(text []byte) (*T, error) {
	r := &reader{text: text}
	v := new(T)
	if err := s.root.read(r, reflect.ValueOf(v).Elem()); err != nil {
		return nil, err
	}
	if err := r.end(); err != nil {
		return nil, err
	}
	return v, nil
}
