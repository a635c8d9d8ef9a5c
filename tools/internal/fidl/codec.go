package fidl

import "reflect"

// codec knows one FIDL type in all four directions. Codecs are built once by Compile and not changed afterwards, so that
// a schema may be used from several goroutines.
type codec interface {
	// size is the length in bytes of the in-line part, align its alignment.
	size() int
	align() int

	// encode writes v, whose in-line part has been reserved at offset at.
	encode(e *encoder, at int, v reflect.Value) error
	// decode reads the value whose in-line part is at offset at into v, which is settable and zero.
	decode(d *decoder, at int, v reflect.Value) error

	// print appends v as JSON.
	print(p *printer, v reflect.Value) error
	// read reads the next JSON value into v, which is settable and zero.
	read(r *reader, v reflect.Value) error
}

// wordAlign is the alignment of every out-of-line object, and of every type that has one.
const wordAlign = 8

// roundUp returns the smallest multiple of align that is not below n.
func roundUp(n, align int) int { return (n + align - 1) / align * align }
