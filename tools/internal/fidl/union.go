package fidl

import "reflect"

// unionCodec is a union: an ordinal and an envelope. In Go it is an interface; nil is absent.
type unionCodec struct {
	typ      reflect.Type
	name     string
	optional bool
	variants []variant
}

// variant is one variant. In Go it is the payload's type or a pointer to it.
type variant struct {
	ordinal uint64
	name    string
	typ     reflect.Type
	pointer bool
	codec   lazyCodec // of the payload
}

func (c *unionCodec) byOrdinal(ordinal uint64) *variant {
	for i := range c.variants {
		if c.variants[i].ordinal == ordinal {
			return &c.variants[i]
		}
	}
	return nil
}

func (c *unionCodec) byName(name string) *variant {
	for i := range c.variants {
		if c.variants[i].name == name {
			return &c.variants[i]
		}
	}
	return nil
}

func (c *unionCodec) byType(t reflect.Type) *variant {
	for i := range c.variants {
		if c.variants[i].typ == t {
			return &c.variants[i]
		}
	}
	return nil
}

// payload returns the variant that an interface holds, and its payload. Both are empty when it holds none; reason says
// why.
func (c *unionCodec) payload(v reflect.Value) (chosen *variant, payload reflect.Value, reason string) {
	if v.IsNil() {
		return nil, v, "the union " + c.name + " has no value"
	}
	v = v.Elem()
	chosen = c.byType(v.Type())
	switch {
	case chosen == nil:
		return nil, v, v.Type().String() + " is no variant of " + c.name
	case !chosen.pointer:
		return chosen, v, ""
	case v.IsNil():
		return nil, v, "the union " + c.name + " holds a nil pointer"
	default:
		return chosen, v.Elem(), ""
	}
}

// fill makes a new value of the variant, has it filled and stores it in the interface v.
func (chosen *variant) fill(v reflect.Value, set func(reflect.Value) error) error {
	p := reflect.New(chosen.codec.typ)
	if err := set(p.Elem()); err != nil {
		return err
	}
	if !chosen.pointer {
		p = p.Elem()
	}
	v.Set(p)
	return nil
}

func (*unionCodec) size() int  { return headerBytes }
func (*unionCodec) align() int { return wordAlign }

func (c *unionCodec) encode(e *encoder, at int, v reflect.Value) error {
	if c.optional && v.IsNil() {
		return nil
	}
	chosen, payload, reason := c.payload(v)
	if chosen == nil {
		return e.errorf("%s", reason)
	}
	e.path.enter(chosen.name)
	e.put64(at, chosen.ordinal)
	err := e.putEnvelope(at+8, &chosen.codec, payload)
	if err != nil {
		return err
	}
	e.path.leave()
	return nil
}

func (c *unionCodec) decode(d *decoder, at int, v reflect.Value) error {
	ordinal := d.get64(at)
	env, err := d.envelope(at + 8)
	switch {
	case err != nil:
		return err
	case ordinal == 0 && !c.optional:
		return d.errorf(at, "the union %s is absent", c.name)
	case ordinal == 0 && env.absent:
		return nil
	case ordinal == 0:
		return d.errorf(at+8, "the union %s is absent, but has a payload", c.name)
	}
	chosen := c.byOrdinal(ordinal)
	if chosen == nil {
		return d.errorf(at, "%s has no variant %d; the data may come from a newer release", c.name, ordinal)
	}
	d.path.enter(chosen.name)
	if env.absent {
		return d.errorf(at+8, "the union %s has no payload", c.name)
	}
	err = chosen.fill(v, func(v reflect.Value) error { return d.payload(env, &chosen.codec, v) })
	if err != nil {
		return err
	}
	d.path.leave()
	return nil
}

func (c *unionCodec) print(p *printer, v reflect.Value) error {
	chosen, payload, reason := c.payload(v)
	if chosen == nil {
		return p.errorf("%s", reason)
	}
	p.begin('{')
	if err := p.member(chosen.name, &chosen.codec, payload); err != nil {
		return err
	}
	p.end('}')
	return nil
}

func (c *unionCodec) read(r *reader, v reflect.Value) error {
	start := r.start()
	err := r.object(func(name string, at int) error {
		chosen := c.byName(name)
		if chosen == nil {
			return r.errorAt(at, "%s has no such variant; it has %s", c.name, c.known())
		}
		if !v.IsNil() {
			return r.errorAt(at, "the union %s has a second variant", c.name)
		}
		return chosen.fill(v, func(v reflect.Value) error { return chosen.codec.read(r, v) })
	})
	if err == nil && v.IsNil() {
		return r.errorAt(start, "the union %s has no variant; want one of %s", c.name, c.known())
	}
	return err
}

// known lists the variants for a message.
func (c *unionCodec) known() string {
	names := make([]string, len(c.variants))
	for i := range c.variants {
		names[i] = c.variants[i].name
	}
	return list(names)
}
