package fidl

import (
	"encoding/binary"
	"math"
	"reflect"
)

// An envelope holds the payload of a table member or union in eight bytes: payloads of up to four bytes in line, all
// others as the number of bytes they occupy out of line. Which of the two is decided by the type, never by the value.
const (
	envelopeSize = 8
	inlineSize   = 4
	inlineFlag   = 1
)

// envelope is the decoded form of the eight bytes.
type envelope struct {
	at     int // its offset; an in-line payload is there too
	bytes  uint32
	inline bool
	absent bool
}

func (e *encoder) putEnvelope(at int, c codec, v reflect.Value) error {
	if c.size() <= inlineSize {
		e.buf[at+6] = inlineFlag
		return c.encode(e, at, v)
	}
	start, err := e.descend(c.size())
	if err != nil {
		return err
	}
	defer e.ascend()
	if err := c.encode(e, start, v); err != nil {
		return err
	}
	size := len(e.buf) - start
	if uint64(size) > math.MaxUint32 {
		return e.errorf("takes %d bytes, more than the format can hold", size)
	}
	e.putUint(at, 4, uint64(size))
	return nil
}

// envelope reads the eight bytes and checks what holds for every payload, known or not.
func (d *decoder) envelope(at int) (envelope, error) {
	env := envelope{at: at, bytes: binary.LittleEndian.Uint32(d.buf[at:])}
	handles := binary.LittleEndian.Uint16(d.buf[at+4:])
	flags := binary.LittleEndian.Uint16(d.buf[at+6:])
	if handles != 0 {
		return env, d.errorf(at+4, "the envelope announces %d handles, which a file cannot hold", handles)
	}
	switch flags {
	case inlineFlag:
		env.inline = true
	case 0:
		env.absent = env.bytes == 0
		if env.bytes%wordAlign != 0 {
			return env, d.errorf(at, "the envelope announces %d bytes, not a multiple of 8", env.bytes)
		}
	default:
		return env, d.errorf(at+6, "the flags of the envelope are %#04x, want 0 or 1", flags)
	}
	return env, nil
}

// payload reads the payload of an envelope that is not absent.
func (d *decoder) payload(env envelope, c codec, v reflect.Value) error {
	if c.size() <= inlineSize {
		if !env.inline {
			return d.errorf(env.at, "a payload of %d bytes must be in line", c.size())
		}
		if err := d.checkZero(env.at+c.size(), env.at+inlineSize); err != nil {
			return err
		}
		return c.decode(d, env.at, v)
	}
	if env.inline {
		return d.errorf(env.at, "a payload of %d bytes must be out of line", c.size())
	}
	start, err := d.descend(1, c.size())
	if err != nil {
		return err
	}
	defer d.ascend()
	if err := c.decode(d, start, v); err != nil {
		return err
	}
	if got := d.next - start; got != int(env.bytes) {
		return d.errorf(env.at, "the envelope announces %d bytes, but its payload has %d", env.bytes, got)
	}
	return nil
}

// skip passes over the payload of a table member that the schema does not know.
func (d *decoder) skip(env envelope) error {
	if env.inline {
		return nil
	}
	if left := len(d.buf) - d.next; int64(env.bytes) > int64(left) {
		return d.errorf(env.at, "the envelope announces %d bytes, but %d bytes are left", env.bytes, left)
	}
	d.next += int(env.bytes)
	return nil
}
