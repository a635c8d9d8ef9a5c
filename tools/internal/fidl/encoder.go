package fidl

import (
	"encoding/binary"
	"fmt"
)

// maxDepth is the number of out-of-line objects that may contain each other.
const maxDepth = 32

// presence is the second word of a string, vector or table that is there.
const presence = ^uint64(0)

// encoder appends out-of-line objects to a growing buffer, depth first: an object is complete, with all it refers to,
// before the next one starts. That order is what makes the encoding canonical.
type encoder struct {
	buf   []byte
	depth int
	path  path
}

// descend reserves n zero bytes for a new object, rounded up to whole words, and returns their offset. The caller calls
// ascend when the object is complete.
func (e *encoder) descend(n int) (int, error) {
	if e.depth == maxDepth {
		return 0, e.errorf("nested more than %d levels deep", maxDepth)
	}
	e.depth++
	at := len(e.buf)
	e.buf = append(e.buf, make([]byte, roundUp(n, wordAlign))...)
	return at, nil
}

func (e *encoder) ascend() { e.depth-- }

func (e *encoder) put64(at int, v uint64) { binary.LittleEndian.PutUint64(e.buf[at:], v) }

// putUint writes the low size bytes of v.
func (e *encoder) putUint(at, size int, v uint64) {
	for i := range size {
		e.buf[at+i] = byte(v)
		v >>= 8
	}
}

// putHeader writes the two words of a present string, vector or table.
func (e *encoder) putHeader(at, count int) {
	e.put64(at, uint64(count))
	e.put64(at+8, presence)
}

func (e *encoder) errorf(format string, args ...any) error {
	return &EncodeError{Path: e.path.String(), Reason: fmt.Sprintf(format, args...)}
}
