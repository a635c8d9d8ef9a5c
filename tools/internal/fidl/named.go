package fidl

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// valueNames is what enums and bits share: an unsigned integer whose values have names.
type valueNames struct {
	typ    string
	bytes  int
	values []namedValue
}

func (n valueNames) size() int  { return n.bytes }
func (n valueNames) align() int { return n.bytes }

func (n valueNames) name(value uint64) (string, bool) {
	for _, v := range n.values {
		if v.value == value {
			return v.name, true
		}
	}
	return "", false
}

func (n valueNames) value(name string) (uint64, bool) {
	for _, v := range n.values {
		if v.name == name {
			return v.value, true
		}
	}
	return 0, false
}

// known lists the names for a message.
func (n valueNames) known() string {
	names := make([]string, len(n.values))
	for i, v := range n.values {
		names[i] = strconv.Quote(v.name)
	}
	return strings.Join(names, ", ")
}

// enumCodec is an enum. In JSON it is its value's name, or the number where a flexible enum has no name for it.
type enumCodec struct {
	valueNames
	strict bool
}

// check refuses the values that a strict enum does not have.
func (c enumCodec) check(value uint64) error {
	if _, known := c.name(value); c.strict && !known {
		return fmt.Errorf("%d is no %s", value, c.typ)
	}
	return nil
}

func (c enumCodec) encode(e *encoder, at int, v reflect.Value) error {
	if err := c.check(v.Uint()); err != nil {
		return e.errorf("%v", err)
	}
	e.putUint(at, c.bytes, v.Uint())
	return nil
}

func (c enumCodec) decode(d *decoder, at int, v reflect.Value) error {
	value := d.getUint(at, c.bytes)
	if err := c.check(value); err != nil {
		return d.errorf(at, "%v", err)
	}
	v.SetUint(value)
	return nil
}

func (c enumCodec) print(p *printer, v reflect.Value) error {
	if err := c.check(v.Uint()); err != nil {
		return p.errorf("%v", err)
	}
	if name, known := c.name(v.Uint()); known {
		return p.string(name)
	}
	p.buf = strconv.AppendUint(p.buf, v.Uint(), 10)
	return nil
}

func (c enumCodec) read(r *reader, v reflect.Value) error {
	at := r.start()
	if !c.strict && r.peek() != '"' {
		value, err := r.uint(c.bytes)
		v.SetUint(value)
		return err
	}
	name, err := r.string()
	if err != nil {
		return err
	}
	value, known := c.value(name)
	if !known {
		return r.errorAt(at, "%q is no %s; want one of %s", name, c.typ, c.known())
	}
	v.SetUint(value)
	return nil
}

// bitsCodec is flexible bits. In JSON it is a list of the names of the set bits; bits without a name follow as one
// hexadecimal string.
type bitsCodec struct{ valueNames }

func (c bitsCodec) encode(e *encoder, at int, v reflect.Value) error {
	e.putUint(at, c.bytes, v.Uint())
	return nil
}

func (c bitsCodec) decode(d *decoder, at int, v reflect.Value) error {
	v.SetUint(d.getUint(at, c.bytes))
	return nil
}

func (c bitsCodec) print(p *printer, v reflect.Value) error {
	left := v.Uint()
	p.begin('[')
	for _, bit := range c.values {
		if left&bit.value == bit.value {
			left &^= bit.value
			p.item()
			if err := p.string(bit.name); err != nil {
				return err
			}
		}
	}
	if left != 0 {
		p.item()
		if err := p.string("0x" + strconv.FormatUint(left, 16)); err != nil {
			return err
		}
	}
	p.end(']')
	return nil
}

func (c bitsCodec) read(r *reader, v reflect.Value) error {
	var set uint64
	err := r.array(func(int) error {
		at := r.start()
		name, err := r.string()
		if err != nil {
			return err
		}
		value, known := c.value(name)
		if !known {
			digits, hexadecimal := strings.CutPrefix(name, "0x")
			value, err = strconv.ParseUint(digits, 16, 8*c.bytes)
			if !hexadecimal || err != nil {
				return r.errorAt(at, "%q is no bit of %s; want one of %s, or a number such as \"0x400\"", name, c.typ, c.known())
			}
		}
		if set&value != 0 {
			return r.errorAt(at, "%q repeats a bit", name)
		}
		set |= value
		return nil
	})
	v.SetUint(set)
	return err
}
