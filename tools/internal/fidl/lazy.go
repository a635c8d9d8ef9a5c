package fidl

import (
	"fmt"
	"reflect"
	"sync"
)

// lazyCodec compiles a type when it is first needed. The variants of unions are lazy: they are most of a schema, and
// most values have few of them.
type lazyCodec struct {
	compile func() (codec, error)
	once    sync.Once
	codec   codec
	err     error
}

// force compiles the type if that has not been done.
func (c *lazyCodec) force() error {
	c.once.Do(func() { c.codec, c.err = c.compile() })
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

// later returns the codec of a variant, which is compiled when it is needed, or by rest. The compiler's memory is shared with codecs
// that are compiled at other times, hence the lock; compiling one never needs another, so it is not taken twice.
func (c *compiler) later(union reflect.Type, v *variant, bounds []int) codec {
	lazy := &lazyCodec{compile: func() (codec, error) {
		c.mu.Lock()
		defer c.mu.Unlock()
		compiled, err := c.codec(v.typ, bounds, false)
		if err != nil {
			return nil, fmt.Errorf("%s: variant %q: %w", union, v.name, err)
		}
		return compiled, nil
	}}
	c.pending = append(c.pending, lazy)
	return lazy
}

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
