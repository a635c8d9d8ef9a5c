package fidl

import (
	"fmt"
	"reflect"
	"strings"
)

// structCodec is a struct: members one after the other, each at its own alignment.
type structCodec struct {
	typ       string
	members   []structMember
	bytes     int
	alignment int
}

// structMember is one member.
type structMember struct {
	name     string
	field    int
	offset   int
	optional bool
	codec    codec
}

// layout compiles a struct whose fields have names alone.
func (c *compiler) layout(t reflect.Type, tags []tag) (codec, error) {
	s := &structCodec{typ: t.Name(), bytes: 1, alignment: 1} // the size of an empty struct
	c.structs = append(c.structs, structType{t, s})
	end := 0
	for i, tag := range tags {
		if tag.ordinal > 0 || tag.table || tag.payload {
			return nil, fmt.Errorf("%s: field %s is tagged as if the struct were none", t, t.Field(i).Name)
		}
		m := structMember{name: tag.name, field: i, optional: tag.optional}
		var err error
		if m.codec, err = c.codec(t.Field(i).Type, tag.bounds, tag.optional); err != nil {
			return nil, fmt.Errorf("%s.%s: %w", t, t.Field(i).Name, err)
		}
		m.offset = roundUp(end, m.codec.align())
		end = m.offset + m.codec.size()
		s.alignment = max(s.alignment, m.codec.align())
		s.members = append(s.members, m)
	}
	if end > 0 {
		s.bytes = roundUp(end, s.alignment)
	}
	return s, nil
}

func (c *structCodec) size() int  { return c.bytes }
func (c *structCodec) align() int { return c.alignment }

func (c *structCodec) encode(e *encoder, at int, v reflect.Value) error {
	for i := range c.members {
		m := &c.members[i]
		e.path.enter(m.name)
		if err := m.codec.encode(e, at+m.offset, v.Field(m.field)); err != nil {
			return err
		}
		e.path.leave()
	}
	return nil
}

func (c *structCodec) decode(d *decoder, at int, v reflect.Value) error {
	end := 0
	for i := range c.members {
		m := &c.members[i]
		d.path.enter(m.name)
		if err := d.checkZero(at+end, at+m.offset); err != nil {
			return err
		}
		if err := m.codec.decode(d, at+m.offset, v.Field(m.field)); err != nil {
			return err
		}
		d.path.leave()
		end = m.offset + m.codec.size()
	}
	return d.checkZero(at+end, at+c.bytes)
}

func (c *structCodec) print(p *printer, v reflect.Value) error {
	p.begin('{')
	for i := range c.members {
		m := &c.members[i]
		value := v.Field(m.field)
		if m.optional && value.IsNil() {
			continue
		}
		if err := p.member(m.name, m.codec, value); err != nil {
			return err
		}
	}
	p.end('}')
	return nil
}

func (c *structCodec) read(r *reader, v reflect.Value) error {
	start := r.start()
	given := make([]bool, len(c.members))
	err := r.object(func(name string, at int) error {
		for i := range c.members {
			m := &c.members[i]
			if m.name != name {
				continue
			}
			if given[i] {
				return r.errorAt(at, "is given twice")
			}
			given[i] = true
			return m.codec.read(r, v.Field(m.field))
		}
		return r.errorAt(at, "%s has no such member; it has %s", c.typ, c.known())
	})
	if err != nil {
		return err
	}
	for i := range c.members {
		if m := &c.members[i]; !given[i] && !m.optional {
			return r.errorAt(start, "the member %q is missing", m.name)
		}
	}
	return nil
}

// known lists the members for a message.
func (c *structCodec) known() string {
	names := make([]string, len(c.members))
	for i := range c.members {
		names[i] = c.members[i].name
	}
	return list(names)
}

// list joins names for a message.
func list(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// payloadCodec is a Go struct that wraps another type, so that a union can be the payload of a union: an interface cannot
// have the methods that would make it a variant.
type payloadCodec struct{ codec }

func (c payloadCodec) encode(e *encoder, at int, v reflect.Value) error {
	return c.codec.encode(e, at, v.Field(0))
}

func (c payloadCodec) decode(d *decoder, at int, v reflect.Value) error {
	return c.codec.decode(d, at, v.Field(0))
}

func (c payloadCodec) print(p *printer, v reflect.Value) error {
	return c.codec.print(p, v.Field(0))
}

func (c payloadCodec) read(r *reader, v reflect.Value) error {
	return c.codec.read(r, v.Field(0))
}
