package fidl

import (
	"fmt"
	"reflect"
	"sync"
)

// lazyCodec compiles a type when it is first needed. The variants of unions are lazy, and so are the members of tables
// that have members themselves: they are most of a schema, and most values have few of them.
type lazyCodec struct {
	compiler *compiler
	typ      reflect.Type
	bounds   []int
	// in is the type that typ is part of, as the field or variant part; nil for the type of a schema.
	in   reflect.Type
	part string

	once  sync.Once
	codec codec
	err   error
}

// force compiles the type if that has not been done. The compiler's memory is shared with codecs that are compiled at
// other times, hence the lock; compiling one never needs another, so it is not taken twice.
func (c *lazyCodec) force() error {
	c.once.Do(func() {
		c.compiler.mu.Lock()
		defer c.compiler.mu.Unlock()
		if c.in == nil {
			c.codec, c.err = c.compiler.structure(c.typ)
			return
		}
		if c.codec, c.err = c.compiler.codec(c.typ, c.bounds, false); c.err == nil {
			return
		}
		if c.in.Kind() == reflect.Interface {
			c.err = fmt.Errorf("%s: variant %q: %w", c.in, c.part, c.err)
		} else {
			c.err = fmt.Errorf("%s.%s: %w", c.in, c.part, c.err)
		}
	})
	return c.err
}

func (c *lazyCodec) get() codec {
	if err := c.force(); err != nil {
		panic(err)
	}
	return c.codec
}

func (c *lazyCodec) size() int  { return c.get().size() }
func (c *lazyCodec) align() int { return c.get().align() }

func (c *lazyCodec) encode(e *encoder, at int, v reflect.Value) error {
	return c.get().encode(e, at, v)
}

func (c *lazyCodec) decode(d *decoder, at int, v reflect.Value) error {
	return c.get().decode(d, at, v)
}

func (c *lazyCodec) print(p *printer, v reflect.Value) error { return c.get().print(p, v) }
func (c *lazyCodec) read(r *reader, v reflect.Value) error   { return c.get().read(r, v) }

// rest compiles all that is left for later.
func (c *compiler) rest() error {
	for len(c.pending) > 0 {
		next := c.pending[0]
		c.pending = c.pending[1:]
		if err := next.force(); err != nil {
			return err
		}
	}
	return nil
}
