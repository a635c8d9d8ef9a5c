package fidl

import (
	"encoding/hex"
	"reflect"
	"strconv"
)

// boolCodec is bool: one byte, 0 or 1.
type boolCodec struct{}

func (boolCodec) size() int  { return 1 }
func (boolCodec) align() int { return 1 }

func (boolCodec) encode(e *encoder, at int, v reflect.Value) error {
	if v.Bool() {
		e.buf[at] = 1
	}
	return nil
}

func (boolCodec) decode(d *decoder, at int, v reflect.Value) error {
	if d.buf[at] > 1 {
		return d.errorf(at, "a bool is %#02x, want 0 or 1", d.buf[at])
	}
	v.SetBool(d.buf[at] == 1)
	return nil
}

func (boolCodec) print(p *printer, v reflect.Value) error {
	p.buf = strconv.AppendBool(p.buf, v.Bool())
	return nil
}

func (boolCodec) read(r *reader, v reflect.Value) error {
	b, err := r.bool()
	v.SetBool(b)
	return err
}

// uintCodec is uint8 to uint64, little-endian.
type uintCodec struct{ bytes int }

func (c uintCodec) size() int  { return c.bytes }
func (c uintCodec) align() int { return c.bytes }

func (c uintCodec) encode(e *encoder, at int, v reflect.Value) error {
	e.putUint(at, c.bytes, v.Uint())
	return nil
}

func (c uintCodec) decode(d *decoder, at int, v reflect.Value) error {
	v.SetUint(d.getUint(at, c.bytes))
	return nil
}

func (c uintCodec) print(p *printer, v reflect.Value) error {
	p.buf = strconv.AppendUint(p.buf, v.Uint(), 10)
	return nil
}

func (c uintCodec) read(r *reader, v reflect.Value) error {
	n, err := r.uint(c.bytes)
	v.SetUint(n)
	return err
}

// intCodec is int8 to int64, in two's complement.
type intCodec struct{ bytes int }

func (c intCodec) size() int  { return c.bytes }
func (c intCodec) align() int { return c.bytes }

func (c intCodec) encode(e *encoder, at int, v reflect.Value) error {
	e.putUint(at, c.bytes, uint64(v.Int()))
	return nil
}

func (c intCodec) decode(d *decoder, at int, v reflect.Value) error {
	unused := 64 - 8*c.bytes // shifted out and in again to extend the sign
	v.SetInt(int64(d.getUint(at, c.bytes)) << unused >> unused)
	return nil
}

func (c intCodec) print(p *printer, v reflect.Value) error {
	p.buf = strconv.AppendInt(p.buf, v.Int(), 10)
	return nil
}

func (c intCodec) read(r *reader, v reflect.Value) error {
	n, err := r.int(c.bytes)
	v.SetInt(n)
	return err
}

// bytesCodec is an array of uint8. Its JSON form is a string of hexadecimal digits, as digests are usually shown.
type bytesCodec struct{ length int }

func (c bytesCodec) size() int { return c.length }
func (bytesCodec) align() int  { return 1 }

func (c bytesCodec) encode(e *encoder, at int, v reflect.Value) error {
	reflect.Copy(reflect.ValueOf(e.buf[at:at+c.length]), v)
	return nil
}

func (c bytesCodec) decode(d *decoder, at int, v reflect.Value) error {
	reflect.Copy(v, reflect.ValueOf(d.buf[at:at+c.length]))
	return nil
}

func (c bytesCodec) print(p *printer, v reflect.Value) error {
	content := make([]byte, c.length)
	reflect.Copy(reflect.ValueOf(content), v)
	p.buf = append(p.buf, '"')
	p.buf = hex.AppendEncode(p.buf, content)
	p.buf = append(p.buf, '"')
	return nil
}

func (c bytesCodec) read(r *reader, v reflect.Value) error {
	at := r.start()
	text, err := r.string()
	if err != nil {
		return err
	}
	content, err := hex.DecodeString(text)
	if err != nil || len(content) != c.length {
		return r.errorAt(at, "want %d hexadecimal digits", 2*c.length)
	}
	reflect.Copy(v, reflect.ValueOf(content))
	return nil
}
