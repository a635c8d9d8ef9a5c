package tree

import (
	"io"
	"sync"
)

// buffers lets many small files be copied without a buffer for each.
type buffers struct{ pool sync.Pool }

func newBuffers() *buffers {
	return &buffers{sync.Pool{New: func() any { return new([64 << 10]byte) }}}
}

// copy is io.Copy.
func (b *buffers) copy(w io.Writer, r io.Reader) error {
	buffer := b.pool.Get().(*[64 << 10]byte)
	defer b.pool.Put(buffer)
	// Hide ReadFrom and WriteTo, which would not use the buffer.
	_, err := io.CopyBuffer(struct{ io.Writer }{w}, struct{ io.Reader }{r}, buffer[:])
	return err
}
