package fidl

import (
	"reflect"
	"unicode/utf8"
)

// stringCodec is a string that must be there.
type stringCodec struct{ bound int }

// headerBytes is the in-line size of strings, vectors, tables and unions: two words.
const headerBytes = 16

func (stringCodec) size() int  { return headerBytes }
func (stringCodec) align() int { return wordAlign }

func (c stringCodec) encode(e *encoder, at int, v reflect.Value) error {
	text := v.String()
	if c.bound > 0 && len(text) > c.bound {
		return e.errorf("a string of %d bytes; at most %d are allowed", len(text), c.bound)
	}
	if !utf8.ValidString(text) {
		return e.errorf("the string is not valid UTF-8")
	}
	e.putHeader(at, len(text))
	if text == "" {
		return nil
	}
	start, err := e.descend(len(text))
	if err != nil {
		return err
	}
	copy(e.buf[start:], text)
	e.ascend()
	return nil
}

func (c stringCodec) decode(d *decoder, at int, v reflect.Value) error {
	count, present, err := d.header(at)
	if err != nil {
		return err
	}
	if !present {
		return d.errorf(at, "the string is absent")
	}
	return c.content(d, at, count, v)
}

// content reads the bytes of a string that is present.
func (c stringCodec) content(d *decoder, at int, count uint64, v reflect.Value) error {
	if c.bound > 0 && count > uint64(c.bound) {
		return d.errorf(at, "a string of %d bytes; at most %d are allowed", count, c.bound)
	}
	if count == 0 {
		return nil
	}
	start, err := d.descend(count, 1)
	if err != nil {
		return err
	}
	d.ascend()
	text := d.buf[start : start+int(count)]
	if !utf8.Valid(text) {
		return d.errorf(start, "the string is not valid UTF-8")
	}
	v.SetString(string(text))
	return nil
}

func (stringCodec) print(p *printer, v reflect.Value) error { return p.string(v.String()) }

func (stringCodec) read(r *reader, v reflect.Value) error {
	text, err := r.string()
	v.SetString(text)
	return err
}

// optionalStringCodec is an optional string in a struct. In Go it is a pointer.
type optionalStringCodec struct{ stringCodec }

func (c optionalStringCodec) encode(e *encoder, at int, v reflect.Value) error {
	if v.IsNil() {
		return nil
	}
	return c.stringCodec.encode(e, at, v.Elem())
}

func (c optionalStringCodec) decode(d *decoder, at int, v reflect.Value) error {
	count, present, err := d.header(at)
	if err != nil || !present {
		return err
	}
	v.Set(reflect.New(v.Type().Elem()))
	return c.content(d, at, count, v.Elem())
}

func (c optionalStringCodec) print(p *printer, v reflect.Value) error {
	return c.stringCodec.print(p, v.Elem())
}

func (c optionalStringCodec) read(r *reader, v reflect.Value) error {
	v.Set(reflect.New(v.Type().Elem()))
	return c.stringCodec.read(r, v.Elem())
}
