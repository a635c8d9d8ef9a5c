package launch

import (
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"runtime"
	"strconv"
	"sync"

	"github.com/klauspost/compress/zstd"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/seekable"
)

func sectionOf(r io.ReaderAt, f *file) *io.SectionReader {
	return io.NewSectionReader(r, f.offset, f.stored)
}

// maxWorkers bounds how many cores decode: the disk is the limit before that.
const maxWorkers = 8

// A damage is content of the bundle that is not what it was made with. No other
// place helps against it.
type damage struct{ reason string }

// Error returns one sentence without a full stop.
func (d *damage) Error() string { return d.reason }

// unpack writes the files of the runtime. Frames are decoded by several workers;
// each has a checksum that its decoder compares. The hash of a whole file needs
// its frames in order, so one more goroutine takes them as they become ready.
func (p *payload) unpack(bundle io.ReaderAt, out []io.WriterAt) error {
	frames, err := p.frames(bundle)
	if err != nil {
		return &damage{err.Error()}
	}
	workers := min(runtime.GOMAXPROCS(0), maxWorkers, len(frames))
	u := &unpacking{
		payload: p, bundle: bundle, out: out, frames: frames,
		stop: make(chan struct{}),
		// One for each worker, and one that is being hashed.
		buffers: make(chan []byte, workers+1),
		decoded: make(chan piece, workers+1),
	}
	for range cap(u.buffers) {
		u.buffers <- nil
	}
	var all sync.WaitGroup
	for range workers {
		all.Go(u.work)
	}
	go func() {
		all.Wait()
		close(u.decoded)
	}()
	u.hash()
	return u.err
}

// unpacking is the state of unpack.
type unpacking struct {
	*payload
	bundle io.ReaderAt
	out    []io.WriterAt
	frames []frame

	// buffers bounds memory. Whoever holds one takes the next frame, so the frame
	// that the hash waits for is always being decoded.
	buffers chan []byte
	decoded chan piece

	mu   sync.Mutex
	next int
	err  error
	stop chan struct{} // closed at the first error
}

// piece is a frame that is decoded and written.
type piece struct {
	frame   int
	content []byte
}

func (u *unpacking) fail(err error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.err == nil {
		u.err = err
		close(u.stop)
	}
}

func (u *unpacking) work() {
	decoder, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecodeAllCapLimit(true),
		zstd.WithDecoderMaxWindow(seekable.MaxFrame))
	if err != nil {
		u.fail(err)
		return
	}
	defer decoder.Close()
	var stored []byte
	for {
		var buffer []byte
		select {
		case buffer = <-u.buffers:
		case <-u.stop:
			return
		}
		u.mu.Lock()
		i := u.next
		u.next++
		u.mu.Unlock()
		if i >= len(u.frames) {
			return
		}
		content, err := u.decode(decoder, &u.frames[i], buffer, &stored)
		if err == nil {
			_, err = u.out[u.frames[i].file].WriteAt(content, u.frames[i].RawOffset)
		}
		if err != nil {
			u.fail(err)
			return
		}
		u.decoded <- piece{i, content} // there is room for all buffers
	}
}

// decode returns the content of a frame. The buffer and the space for stored
// bytes are used if they are large enough.
func (u *unpacking) decode(decoder *zstd.Decoder, f *frame, buffer []byte, stored *[]byte) ([]byte, error) {
	if int64(cap(buffer)) < f.Raw {
		buffer = make([]byte, f.Raw)
	}
	if u.files[f.file].codec == hpa.Stored {
		return buffer[:f.Raw], u.read(buffer[:f.Raw], f.Offset)
	}
	if int64(cap(*stored)) < f.Stored {
		*stored = make([]byte, f.Stored)
	}
	in := (*stored)[:f.Stored]
	if err := u.read(in, f.Offset); err != nil {
		return nil, err
	}
	content, err := decoder.DecodeAll(in, buffer[:0])
	if err == nil && int64(len(content)) != f.Raw {
		err = errors.New("its length is wrong")
	}
	if err != nil {
		return nil, &damage{"the runtime in it is damaged at byte " + strconv.FormatInt(f.Offset, 10) + ": " + err.Error()}
	}
	return content, nil
}

func (u *unpacking) read(p []byte, offset int64) error {
	if _, err := u.bundle.ReadAt(p, offset); err != nil {
		return &damage{"the runtime in it cannot be read at byte " + strconv.FormatInt(offset, 10) + ": " + cause(err).Error()}
	}
	return nil
}

// hash compares the hashes of whole files, until all workers have ended.
func (u *unpacking) hash() {
	sums := make([]hash.Hash, len(u.files))
	for i := range sums {
		sums[i] = sha256.New()
	}
	waiting := map[int][]byte{}
	next := 0
	for p := range u.decoded {
		waiting[p.frame] = p.content
		for {
			content, ok := waiting[next]
			if !ok {
				break
			}
			delete(waiting, next)
			_, _ = sums[u.frames[next].file].Write(content)
			u.buffers <- content[:cap(content)]
			next++
		}
	}
	if u.err != nil {
		return
	}
	for i, sum := range sums {
		if f := &u.files[i]; [32]byte(sum.Sum(nil)) != f.sha256 {
			u.fail(&damage{"the digest of " + strconv.Quote(f.path) + " in the runtime is wrong"})
			return
		}
	}
}
