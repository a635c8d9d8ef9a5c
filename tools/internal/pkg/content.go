package pkg

import (
	"context"
	"fmt"
	"io"
	"path"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/rules-idk/rules_idk/tools/internal/merkle"
)

// smallFile is the size up to which a file is read once: its hash, which is the
// name of its blob, is known before anything is written. Of larger files the
// name is found in a first pass and the blob written in a second one, which
// is cheaper than moving or removing what was written under another name.
const smallFile = 1 << 20

// worker is what one goroutine needs for reading files one after the other.
type worker struct {
	buffer []byte
	hasher *merkle.Hasher
}

// each calls do for the numbers 0 to n-1 from as many goroutines as there are
// processors. When calls fail, it returns the error of the lowest number,
// whichever came first.
func each(ctx context.Context, n int, do func(w *worker, i int) error) error {
	var (
		next   atomic.Int64
		failed atomic.Bool
		group  sync.WaitGroup
		errs   = make([]error, n)
	)
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			w := &worker{buffer: make([]byte, smallFile+1), hasher: merkle.New()}
			// A number that was taken is always worked on, so the lowest one
			// that fails is among those with errors.
			for !failed.Load() && ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if err := do(w, i); err != nil {
					errs[i] = err
					failed.Store(true)
				}
			}
		})
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// written is the set of blobs that are there or being written.
type written struct {
	mu     sync.Mutex
	hashes map[merkle.Hash]bool
}

// claim reports whether the caller is the first one to write a blob.
func (w *written) claim(hash merkle.Hash) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.hashes[hash] {
		return false
	}
	if w.hashes == nil {
		w.hashes = map[merkle.Hash]bool{}
	}
	w.hashes[hash] = true
	return true
}

// open opens an entry for reading.
func (b *build) open(e Entry) (io.ReadCloser, error) {
	r, err := e.open(b.spec.Open)
	if err != nil {
		return nil, err
	}
	return &reader{b.ctx, r, e.Source}, nil
}

// read finds out the hash and the size of a file and writes its blob, unless
// it is a file of the metadata archive or the blob is there.
func (b *build) read(w *worker, f *file) error {
	r, err := b.open(f.Entry)
	if err != nil {
		return err
	}
	defer r.Close()
	w.hasher.Reset()
	n, err := io.ReadFull(r, w.buffer)
	_, _ = w.hasher.Write(w.buffer[:n]) // never fails
	// Not errors.Is: a source that ends unexpectedly itself is not read whole.
	whole := err == io.EOF || err == io.ErrUnexpectedEOF
	if err != nil && !whole {
		return err
	}
	if !whole {
		if _, err := io.CopyBuffer(w.hasher, r, w.buffer); err != nil {
			return err
		}
	}
	f.hash, f.size = w.hasher.Root(), w.hasher.Size()
	if inMeta(f.Dest) || !b.written.claim(f.hash) {
		return nil
	}
	name := path.Join(BlobsDir, f.hash.String())
	if whole {
		return b.write(name, w.buffer[:n])
	}
	return b.copy(w, f, name)
}

// copy writes the blob of a large file.
func (b *build) copy(w *worker, f *file, name string) error {
	r, err := b.open(f.Entry)
	if err != nil {
		return err
	}
	defer r.Close()
	w.hasher.Reset()
	return b.create(name, func(out io.Writer) error {
		if _, err := io.CopyBuffer(io.MultiWriter(out, w.hasher), r, w.buffer); err != nil {
			return err
		}
		if w.hasher.Root() != f.hash {
			return fmt.Errorf("read %s: the file has changed meanwhile", f.Source)
		}
		return nil
	})
}
