package fidl

import (
	"encoding/binary"
	"math"
)

// decoder walks a message in the one order an encoder can have written it: each object starts where the last one ended.
// Offsets count from the start of buf, which includes the persistence header when there is one.
type decoder struct {
	buf     []byte
	next    int // where the next out-of-line object starts
	depth   int
	path    path
	unknown []Unknown
}

// descend claims an object of count elements of the given size and checks its padding. It refuses what is longer than
// the bytes that are left, so the caller may allocate in proportion to count. The caller calls ascend afterwards.
func (d *decoder) descend(count uint64, size int) (int, error) {
	at := d.next
	if d.depth == maxDepth {
		return 0, d.errorf(at, "nested more than %d levels deep", maxDepth)
	}
	left := len(d.buf) - at
	if count > math.MaxUint32 || count*uint64(size) > uint64(left) {
		return 0, d.errorf(at, "%d × %d bytes are announced, but %d bytes are left", count, size, left)
	}
	end := at + int(count)*size
	stop := at + roundUp(end-at, wordAlign)
	if stop > len(d.buf) {
		return 0, d.errorf(end, "the padding is cut off")
	}
	if err := d.checkZero(end, stop); err != nil {
		return 0, err
	}
	d.next = stop
	d.depth++
	return at, nil
}

func (d *decoder) ascend() { d.depth-- }

func (d *decoder) get64(at int) uint64 { return binary.LittleEndian.Uint64(d.buf[at:]) }

// getUint reads an integer of size bytes.
func (d *decoder) getUint(at, size int) uint64 {
	var v uint64
	for i := size - 1; i >= 0; i-- {
		v = v<<8 | uint64(d.buf[at+i])
	}
	return v
}

// header reads the two words of a string, vector or table: its count, and whether it is present.
func (d *decoder) header(at int) (count uint64, present bool, err error) {
	count = d.get64(at)
	switch marker := d.get64(at + 8); marker {
	case presence:
		return count, true, nil
	case 0:
		if count != 0 {
			return 0, false, d.errorf(at, "absent, but with a count of %d", count)
		}
		return 0, false, nil
	default:
		return 0, false, d.errorf(at+8, "the presence marker is %#016x, neither zero nor all ones", marker)
	}
}

// checkZero requires the padding between two offsets to be zero.
func (d *decoder) checkZero(from, to int) error {
	for at := from; at < to; at++ {
		if d.buf[at] != 0 {
			return d.errorf(at, "a padding byte is %#02x, want 0", d.buf[at])
		}
	}
	return nil
}

func (d *decoder) errorf(at int, format string, args ...any) error {
	return decodeErrorf(at, d.path.String(), format, args...)
}
