package fidl

import "reflect"

// vectorCodec is a vector. In Go it is a slice; where the vector is optional, nil is absent, elsewhere nil is empty.
type vectorCodec struct {
	element  codec
	bound    int
	optional bool
}

func (vectorCodec) size() int  { return headerBytes }
func (vectorCodec) align() int { return wordAlign }

func (c vectorCodec) encode(e *encoder, at int, v reflect.Value) error {
	if c.optional && v.IsNil() {
		return nil
	}
	count := v.Len()
	if c.bound > 0 && count > c.bound {
		return e.errorf("a vector of %d elements; at most %d are allowed", count, c.bound)
	}
	e.putHeader(at, count)
	if count == 0 {
		return nil
	}
	size := c.element.size()
	start, err := e.descend(count * size)
	if err != nil {
		return err
	}
	for i := range count {
		e.path.enterElement(i)
		if err := c.element.encode(e, start+i*size, v.Index(i)); err != nil {
			return err
		}
		e.path.leave()
	}
	e.ascend()
	return nil
}

func (c vectorCodec) decode(d *decoder, at int, v reflect.Value) error {
	count, present, err := d.header(at)
	if err != nil {
		return err
	}
	if !present {
		if c.optional {
			return nil
		}
		return d.errorf(at, "the vector is absent")
	}
	if c.bound > 0 && count > uint64(c.bound) {
		return d.errorf(at, "a vector of %d elements; at most %d are allowed", count, c.bound)
	}
	if count == 0 {
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		return nil
	}
	size := c.element.size()
	start, err := d.descend(count, size)
	if err != nil {
		return err
	}
	v.Set(reflect.MakeSlice(v.Type(), int(count), int(count)))
	for i := range int(count) {
		d.path.enterElement(i)
		if err := c.element.decode(d, start+i*size, v.Index(i)); err != nil {
			return err
		}
		d.path.leave()
	}
	d.ascend()
	return nil
}

func (c vectorCodec) print(p *printer, v reflect.Value) error {
	p.begin('[')
	for i := range v.Len() {
		p.item()
		p.path.enterElement(i)
		if err := c.element.print(p, v.Index(i)); err != nil {
			return err
		}
		p.path.leave()
	}
	p.end(']')
	return nil
}

func (c vectorCodec) read(r *reader, v reflect.Value) error {
	v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	return r.array(func(i int) error {
		v.Grow(1)
		v.SetLen(i + 1)
		return c.element.read(r, v.Index(i))
	})
}
