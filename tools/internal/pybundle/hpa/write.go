package hpa

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"github.com/cespare/xxhash/v2"
	"github.com/klauspost/compress/zstd"
)

// The levels of compression.
const (
	LevelDefault = int(zstd.SpeedDefault)
	LevelBetter  = int(zstd.SpeedBetterCompression)
	LevelBest    = int(zstd.SpeedBestCompression)
)

// BlobOptions say how a blob is stored. The zero value stores it as it is, for
// code.
type BlobOptions struct {
	// Codec is what is tried: content that does not become smaller is stored.
	Codec Codec
	// Align is Align, BlockAlign or 0 for Align.
	Align int64
	// Level is one of the levels, 0 for LevelDefault.
	Level int
	// Frame is how much content a frame has, 0 for FrameSize.
	Frame int
}

// TrailerOptions are what a trailer says besides lengths.
type TrailerOptions struct {
	// Previous is set if an archive stands in front, and not only a carrier.
	Previous bool
	// HasRuntime is set for an archive with the interpreter.
	HasRuntime bool
	// Magic is the magic number of the bytecode, Python a version as 0x030e.
	Magic, Python uint32
	Runtime       [24]byte
	// Compress the index. Those of bundles are not: they are read at each start.
	Compress bool
}

// Writer writes one archive. Blobs stand in the order in which they were added;
// equal content is there once.
type Writer struct {
	// Dict is the dictionary of ZstdDict. Set it before anything is added.
	Dict []byte

	w     io.Writer
	start int64
	// at is how far the archive has grown, from its start.
	at      int64
	padding int64
	begun   bool
	blobs   []Blob
	known   map[[32]byte]int
	enc     encoders
	buffer  []byte
	err     error
}

// NewWriter returns a writer of an archive behind what is already in a file of a
// length. It begins with the zeros that are missing to the next block.
func NewWriter(w io.Writer, length int64) *Writer {
	start := roundUp(length, BlockAlign)
	return &Writer{w: w, start: start, padding: start - length, known: map[[32]byte]int{}}
}

func roundUp(n, align int64) int64 { return (n + align - 1) / align * align }

// write writes bytes, or repeats an earlier error.
func (w *Writer) write(p []byte) error {
	if w.err != nil {
		return w.err
	}
	if !w.begun {
		w.begun = true
		if _, w.err = w.w.Write(make([]byte, w.padding)); w.err != nil {
			return w.err
		}
	}
	n, err := w.w.Write(p)
	w.at += int64(n)
	w.err = err
	return err
}

// align writes zeros up to a multiple.
func (w *Writer) align(align int64) error {
	if err := checkAlign(align); err != nil {
		return err
	}
	return w.write(make([]byte, roundUp(w.at, align)-w.at))
}

func checkAlign(align int64) error {
	if align < 1 || align > BlockAlign || align&(align-1) != 0 {
		return fmt.Errorf("an alignment cannot be %d", align)
	}
	return nil
}

// Add adds content and returns the number of its blob.
func (w *Writer) Add(content []byte, o BlobOptions) (int, error) {
	b := Blob{RawLen: int64(len(content)), SHA256: sha256.Sum256(content), XXH64: xxhash.Sum64(content)}
	if i, ok := w.find(b.SHA256, o.align()); ok {
		return i, w.err
	}
	stored := content
	if o.Codec != Stored {
		var err error
		w.enc.dict = w.Dict
		if w.buffer, err = w.enc.encode(w.buffer[:0], content, o.Codec, cmp.Or(o.Level, LevelDefault), cmp.Or(o.Frame, FrameSize)); err != nil {
			return 0, err
		}
		if len(w.buffer) < len(content) {
			stored, b.Codec = w.buffer, o.Codec
		}
	}
	b.StoredLen = int64(len(stored))
	return w.Copy(b, bytes.NewReader(stored), o.align())
}

func (o *BlobOptions) align() int64 { return cmp.Or(o.Align, Align) }

// find looks for content that is there already, where it needs to be.
func (w *Writer) find(sum [32]byte, align int64) (int, bool) {
	i, ok := w.known[sum]
	return i, ok && (w.blobs[i].Offset+w.start)%align == 0
}

// Copy adds a blob of another archive as it is stored there: only the offset of
// its description does not count. A blob of codec ZstdDict needs the same
// dictionary here.
func (w *Writer) Copy(b Blob, stored io.Reader, align int64) (int, error) {
	if i, ok := w.find(b.SHA256, align); ok {
		return i, w.err
	}
	if err := w.align(align); err != nil {
		return 0, err
	}
	b.Offset = w.at
	if err := w.stream(stored, b.StoredLen); err != nil {
		return 0, err
	}
	return w.add(b), nil
}

// Refer adds a blob that is in an archive in front, at a place of the file.
func (w *Writer) Refer(b Blob, at int64) (int, error) {
	if at+b.StoredLen > w.start || b.Codec == ZstdDict {
		return 0, fmt.Errorf("content at byte %d cannot be referred to from byte %d", at, w.start)
	}
	if i, ok := w.known[b.SHA256]; ok {
		return i, w.err
	}
	b.Offset = at - w.start
	return w.add(b), nil
}

// Start is where the archive starts in the file.
func (w *Writer) Start() int64 { return w.start }

func (w *Writer) add(b Blob) int {
	w.blobs = append(w.blobs, b)
	w.known[b.SHA256] = len(w.blobs) - 1
	return len(w.blobs) - 1
}

// stream copies exactly so many bytes.
func (w *Writer) stream(r io.Reader, size int64) error {
	if b, ok := r.(*bytes.Reader); ok && int64(b.Len()) == size {
		_, err := b.WriteTo(writerFunc(w.write))
		return err
	}
	n, err := io.Copy(writerFunc(w.write), io.LimitReader(r, size))
	if err == nil && n != size {
		err = io.ErrUnexpectedEOF
	}
	if err != nil && w.err == nil {
		w.err = err
	}
	return err
}

type writerFunc func(p []byte) error

func (f writerFunc) Write(p []byte) (int, error) {
	if err := f(p); err != nil {
		return 0, err
	}
	return len(p), nil
}

// AddReader is Add for content that should not be held in memory. Content that
// cannot be read twice is stored even if it is there already.
func (w *Writer) AddReader(r io.Reader, size int64, o BlobOptions) (int, error) {
	if seeker, ok := r.(io.ReadSeeker); ok {
		start, err := seeker.Seek(0, io.SeekCurrent)
		if err == nil {
			sum := sha256.New()
			if _, err := io.CopyN(sum, seeker, size); err != nil {
				return 0, unexpected(err)
			}
			if i, ok := w.find([32]byte(sum.Sum(nil)), o.align()); ok {
				return i, w.err
			}
			if _, err := seeker.Seek(start, io.SeekStart); err != nil {
				return 0, err
			}
		}
	}
	if err := w.align(o.align()); err != nil {
		return 0, err
	}
	b := Blob{Offset: w.at, RawLen: size, Codec: o.Codec}
	sum, xx := sha256.New(), xxhash.New()
	content := io.TeeReader(io.LimitReader(r, size), io.MultiWriter(sum, xx))
	if o.Codec == Stored {
		if err := w.stream(content, size); err != nil {
			return 0, err
		}
	} else if err := w.frames(content, size, o); err != nil {
		return 0, err
	}
	b.StoredLen, b.XXH64, b.SHA256 = w.at-b.Offset, xx.Sum64(), [32]byte(sum.Sum(nil))
	if i, ok := w.known[b.SHA256]; ok && w.blobs[i].Offset%o.align() == 0 {
		// What was just written stays, and nothing says so; the check for bytes
		// that belong to nothing must not find it.
		w.blobs = append(w.blobs, b)
		return len(w.blobs) - 1, nil
	}
	return w.add(b), nil
}

// frames compresses a stream, a frame at a time.
func (w *Writer) frames(content io.Reader, size int64, o BlobOptions) error {
	w.enc.dict = w.Dict
	frame := cmp.Or(o.Frame, FrameSize)
	chunk := make([]byte, min(int64(frame), size))
	for first := true; first || size > 0; first = false {
		chunk = chunk[:min(int64(len(chunk)), size)]
		if _, err := io.ReadFull(content, chunk); err != nil {
			return unexpected(err)
		}
		var err error
		if w.buffer, err = w.enc.encode(w.buffer[:0], chunk, o.Codec, cmp.Or(o.Level, LevelDefault), frame); err != nil {
			return err
		}
		if err := w.write(w.buffer); err != nil {
			return err
		}
		size -= int64(len(chunk))
	}
	return nil
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// Blobs returns what was added so far.
func (w *Writer) Blobs() []Blob { return w.blobs }

// Len returns how long the file is so far, with what stands in front.
func (w *Writer) Len() int64 { return w.start + w.at }

// Close writes the index, which has no blobs of its own, and the trailer. The
// order of what is in the index does not matter, except that of layers.
func (w *Writer) Close(index Index, t TrailerOptions) error {
	index.Blobs, index.Dict = w.blobs, w.Dict
	raw, err := index.encode()
	if err != nil {
		return err
	}
	if err := w.align(Align); err != nil {
		return err
	}
	trailer := Trailer{
		Version: Version, Start: w.start, IndexOffset: w.at,
		Magic: t.Magic, Python: t.Python, IndexSHA256: sha256.Sum256(raw), Runtime: t.Runtime,
		IndexRaw: int64(len(raw)), Flags: uint32(w.padding) << paddingShift,
	}
	stored := raw
	if t.Compress {
		small, err := w.enc.encode(nil, raw, Zstd, LevelBetter, len(raw))
		if err != nil {
			return err
		}
		if len(small) < len(raw) {
			stored = small
		}
	}
	if err := w.write(stored); err != nil {
		return err
	}
	trailer.IndexStored, trailer.FileLen = int64(len(stored)), w.Len()+TrailerSize
	switch {
	case t.Previous:
		trailer.Flags |= FlagPrevious
	case w.start > 0:
		trailer.Flags |= FlagCarrier
	}
	if t.HasRuntime {
		trailer.Flags |= FlagRuntime
	}
	if index.materializes() {
		trailer.Flags |= FlagMaterialize
	}
	if err := trailer.check(); err != nil {
		return err
	}
	return w.write(trailer.append(nil))
}
