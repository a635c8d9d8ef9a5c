package fidl

import (
	"fmt"
	"reflect"
	"slices"
)

// tableCodec is a table: a list of envelopes indexed by ordinal, as long as the last member that is present requires.
type tableCodec struct {
	typ     string
	members []tableMember // by ascending ordinal
}

// tableMember is one member. In Go it is a slice or interface, or a pointer to the member's type; nil is absent.
type tableMember struct {
	ordinal uint64
	name    string
	field   int
	pointer bool
	codec   codec
}

// table compiles a struct whose fields have ordinals.
func (c *compiler) table(t reflect.Type, tags []tag) (codec, error) {
	table := &tableCodec{typ: t.Name(), members: make([]tableMember, 0, len(tags))}
	c.structs = append(c.structs, structType{t, table})
	for i, tag := range tags {
		if tag.table && len(tags) == 1 {
			break
		}
		if tag.ordinal == 0 {
			return nil, fmt.Errorf("%s: field %s has no ordinal, but others have", t, t.Field(i).Name)
		}
		m := tableMember{ordinal: tag.ordinal, name: tag.name, field: i}
		typ := t.Field(i).Type
		switch typ.Kind() {
		case reflect.Pointer:
			m.pointer = true
			typ = typ.Elem()
		case reflect.Slice, reflect.Interface:
		default:
			return nil, fmt.Errorf("%s: field %s cannot be absent; want a pointer, slice or interface", t, t.Field(i).Name)
		}
		var err error
		if m.codec, err = c.member(t, t.Field(i).Name, typ, tag.bounds); err != nil {
			return nil, err
		}
		for _, other := range table.members {
			if other.ordinal == m.ordinal || other.name == m.name {
				return nil, fmt.Errorf("%s: field %s repeats an ordinal or a name", t, t.Field(i).Name)
			}
		}
		table.members = append(table.members, m)
	}
	slices.SortFunc(table.members, func(a, b tableMember) int { return int(a.ordinal) - int(b.ordinal) })
	return table, nil
}

// member compiles the type of a table's member, at once where that is less work than to do it later.
func (c *compiler) member(table reflect.Type, field string, t reflect.Type, bounds []int) (codec, error) {
	switch t.Kind() {
	case reflect.Slice, reflect.Struct, reflect.Interface:
		lazy := &lazyCodec{compiler: c, typ: t, bounds: bounds, in: table, part: field}
		c.postpone(lazy)
		return lazy, nil
	}
	codec, err := c.codec(t, bounds, false)
	if err != nil {
		return nil, fmt.Errorf("%s.%s: %w", table, field, err)
	}
	return codec, nil
}

// get returns the member's value in a table.
func (m *tableMember) get(table reflect.Value) (value reflect.Value, present bool) {
	v := table.Field(m.field)
	if v.IsNil() {
		return v, false
	}
	if m.pointer {
		v = v.Elem()
	}
	return v, true
}

// slot returns where to put the member's value in a table.
func (m *tableMember) slot(table reflect.Value) reflect.Value {
	v := table.Field(m.field)
	if m.pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	return v
}

func (*tableCodec) size() int  { return headerBytes }
func (*tableCodec) align() int { return wordAlign }

func (c *tableCodec) encode(e *encoder, at int, v reflect.Value) error {
	count := 0
	for i := len(c.members) - 1; i >= 0; i-- {
		if _, present := c.members[i].get(v); present {
			count = int(c.members[i].ordinal)
			break
		}
	}
	e.putHeader(at, count)
	if count == 0 {
		return nil
	}
	envelopes, err := e.descend(count * envelopeSize)
	if err != nil {
		return err
	}
	for i := range c.members {
		m := &c.members[i]
		value, present := m.get(v)
		if !present {
			continue
		}
		e.path.enter(m.name)
		if err := e.putEnvelope(envelopes+int(m.ordinal-1)*envelopeSize, m.codec, value); err != nil {
			return err
		}
		e.path.leave()
	}
	e.ascend()
	return nil
}

func (c *tableCodec) decode(d *decoder, at int, v reflect.Value) error {
	count, present, err := d.header(at)
	if err != nil {
		return err
	}
	if !present {
		return d.errorf(at, "the table is absent")
	}
	if count == 0 {
		return nil
	}
	envelopes, err := d.descend(count, envelopeSize)
	if err != nil {
		return err
	}
	members := c.members
	for ordinal := uint64(1); ordinal <= count; ordinal++ {
		var m *tableMember
		if len(members) > 0 && members[0].ordinal == ordinal {
			m, members = &members[0], members[1:]
		}
		at := envelopes + int(ordinal-1)*envelopeSize
		if err := c.decodeMember(d, at, ordinal, m, v, ordinal == count); err != nil {
			return err
		}
	}
	d.ascend()
	return nil
}

// decodeMember reads one envelope; m is nil when the schema has no such member.
func (c *tableCodec) decodeMember(d *decoder, at int, ordinal uint64, m *tableMember, v reflect.Value, last bool) error {
	if m != nil {
		d.path.enter(m.name)
		defer d.path.leave()
	}
	env, err := d.envelope(at)
	switch {
	case err != nil:
		return err
	case env.absent && last:
		return d.errorf(at, "the table ends with a member that is absent, which no encoder writes")
	case env.absent:
		return nil
	case m == nil:
		d.unknown = append(d.unknown, Unknown{Offset: at, Path: d.path.String(), Ordinal: ordinal})
		return d.skip(env)
	default:
		return d.payload(env, m.codec, m.slot(v))
	}
}

func (c *tableCodec) print(p *printer, v reflect.Value) error {
	p.begin('{')
	for i := range c.members {
		m := &c.members[i]
		value, present := m.get(v)
		if !present {
			continue
		}
		if err := p.member(m.name, m.codec, value); err != nil {
			return err
		}
	}
	p.end('}')
	return nil
}

func (c *tableCodec) read(r *reader, v reflect.Value) error {
	return r.object(func(name string, at int) error {
		for i := range c.members {
			m := &c.members[i]
			if m.name != name {
				continue
			}
			if _, twice := m.get(v); twice {
				return r.errorAt(at, "is given twice")
			}
			return m.codec.read(r, m.slot(v))
		}
		return r.errorAt(at, "%s has no such member; it has %s", c.typ, c.known())
	})
}

// known lists the members for a message.
func (c *tableCodec) known() string {
	names := make([]string, len(c.members))
	for i := range c.members {
		names[i] = c.members[i].name
	}
	return list(names)
}
