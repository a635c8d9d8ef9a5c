package launch

import (
	"bytes"
	"io"
	"os"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

// BenchmarkUnpack unpacks the runtime in the bundle that the environment names, to
// nowhere: what is left of a cold start is the disk, and Python.
func BenchmarkUnpack(b *testing.B) {
	path := os.Getenv("HERMETIC_PYTHON_TEST_BUNDLE")
	if path == "" {
		b.Skip("HERMETIC_PYTHON_TEST_BUNDLE names no packed bundle")
	}
	content, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	l := &launcher{}
	if l.chain, err = hpa.Chain(bytes.NewReader(content), int64(len(content))); err != nil {
		b.Fatal(err)
	}
	a := l.chain.Archives[0]
	if err := a.ReadIndex(hpa.META, hpa.FILE, hpa.BLOB); err != nil {
		b.Fatal(err)
	}
	p, err := readPayload(a)
	if err != nil {
		b.Fatal(err)
	}
	out := make([]io.WriterAt, len(p.files))
	for i := range out {
		out[i] = nowhere{}
	}
	var size int64
	for _, f := range p.files {
		size += f.raw
	}
	b.SetBytes(size)
	for b.Loop() {
		if err := p.unpack(bytes.NewReader(content), out); err != nil {
			b.Fatal(err)
		}
	}
}

type nowhere struct{}

func (nowhere) WriteAt(p []byte, _ int64) (int, error) { return len(p), nil }
