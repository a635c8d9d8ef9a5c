package hpa

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/cespare/xxhash/v2"
)

// maxArchives bounds how many archives a file has.
const maxArchives = 1 << 16

// Bundle is a file with archives.
type Bundle struct {
	// Carrier is how long the file is that stands in front, 0 for none.
	Carrier int64
	// Archives are in the order of the file.
	Archives []*Archive
	// Size is the length of the file.
	Size int64

	r io.ReaderAt
}

// Archive is one archive of a file.
type Archive struct {
	Trailer
	Index
	r io.ReaderAt // of the whole file
}

// Open reads the archives of a file, from its end. Only some sections of the
// indexes are read if sections are named; the length of the file and the digests
// of the indexes are checked in any case.
func Open(r io.ReaderAt, size int64, only ...Section) (*Bundle, error) {
	b, err := Chain(r, size)
	if err != nil {
		return nil, err
	}
	for i, a := range b.Archives {
		if err := a.ReadIndex(only...); err != nil {
			return nil, b.at(i, err)
		}
	}
	return b, nil
}

// at puts the number of an archive into an error, if there are several.
func (b *Bundle) at(i int, err error) error {
	if len(b.Archives) < 2 {
		return err
	}
	var e *Error
	if errors.As(err, &e) {
		return &Error{e.Kind, fmt.Sprintf("archive %d: %s", i, e.Reason)}
	}
	return fmt.Errorf("archive %d: %w", i, err)
}

// Chain is Open without the indexes: it finds out where archives are.
func Chain(r io.ReaderAt, size int64) (*Bundle, error) {
	b := &Bundle{Size: size, r: r}
	for end := size; ; {
		t, err := readTrailer(r, end)
		if err != nil {
			if end == size {
				return nil, explain(r, size, err)
			}
			return nil, corrupt("in front of the archive at byte %d: %v", b.Archives[len(b.Archives)-1].Start, err)
		}
		b.Archives = append(b.Archives, &Archive{Trailer: t, r: r})
		end = t.PreviousEnd()
		if t.Flags&FlagPrevious == 0 {
			b.Carrier = end
			break
		}
		if len(b.Archives) == maxArchives {
			return nil, corrupt("there are more than %d archives", maxArchives)
		}
	}
	slices.Reverse(b.Archives)
	return b, nil
}

func readTrailer(r io.ReaderAt, end int64) (Trailer, error) {
	buf := make([]byte, TrailerSize)
	if end >= TrailerSize {
		if _, err := r.ReadAt(buf, end-TrailerSize); err != nil && err != io.EOF {
			return Trailer{}, err
		}
	}
	return parseTrailer(buf, end)
}

// explain finds out more about a file that does not end in a trailer: perhaps
// one is in front of what was appended.
func explain(r io.ReaderAt, size int64, err error) error {
	var e *Error
	if !errors.As(err, &e) || e.Kind != NotBundle {
		return err
	}
	const window = 1 << 20
	start := max(0, size-window)
	buf := make([]byte, size-start)
	if _, err := r.ReadAt(buf, start); err != nil && err != io.EOF {
		return err
	}
	end := lastTrailer(buf)
	if end < 0 {
		return e
	}
	at := start + int64(end)
	t, err := parseTrailer(buf[end-TrailerSize:end], at)
	if err != nil {
		return e
	}
	return &Error{Resized, fmt.Sprintf("it has %d bytes behind the archive that ends at byte %d: it was truncated or appended to", size-t.FileLen, t.FileLen)}
}

// ReadIndex reads the index of an archive, or only some sections of it.
func (a *Archive) ReadIndex(only ...Section) error {
	raw, err := a.RawIndex()
	if err != nil {
		return err
	}
	x, err := parseIndex(raw, only)
	if err != nil {
		return err
	}
	a.Index = *x
	return nil
}

// RawIndex returns the bytes of the index, whose digest is right.
func (a *Archive) RawIndex() ([]byte, error) {
	stored := make([]byte, a.IndexStored)
	if _, err := a.r.ReadAt(stored, a.Start+a.IndexOffset); err != nil {
		return nil, unexpected(err)
	}
	raw := stored
	if a.IndexStored != a.IndexRaw {
		var err error
		if raw, err = inflate(stored, a.IndexRaw, nil); err != nil {
			return nil, corrupt("the index cannot be decompressed: %v", err)
		}
	}
	if sha256.Sum256(raw) != a.IndexSHA256 {
		return nil, corrupt("the digest of the index is wrong")
	}
	return raw, nil
}

// StoredBlob returns a blob as it is stored.
func (a *Archive) StoredBlob(i int) (*io.SectionReader, error) {
	if i < 0 || i >= len(a.Blobs) {
		return nil, corrupt("there is no blob %d", i)
	}
	b := &a.Blobs[i]
	if !a.contains(b) {
		return nil, corrupt("%s lies outside of the archive", a.what(i))
	}
	return io.NewSectionReader(a.r, a.Start+b.Offset, b.StoredLen), nil
}

// contains reports whether a blob lies in the archive, or in front of it.
func (a *Archive) contains(b *Blob) bool {
	if b.Offset < 0 {
		return -b.Offset <= a.Start && b.StoredLen <= -b.Offset
	}
	return b.Offset <= a.IndexOffset && b.StoredLen <= a.IndexOffset-b.Offset
}

// ReadBlob returns the content of a blob, whose checksum is right.
func (a *Archive) ReadBlob(i int) ([]byte, error) {
	stored, err := a.StoredBlob(i)
	if err != nil {
		return nil, err
	}
	b := &a.Blobs[i]
	content := make([]byte, b.StoredLen)
	if _, err := io.ReadFull(stored, content); err != nil {
		return nil, unexpected(err)
	}
	if b.Codec != Stored {
		if content, err = inflate(content, b.RawLen, a.dict(b)); err != nil {
			return nil, corrupt("%s cannot be decompressed: %v", a.what(i), err)
		}
	}
	if xxhash.Sum64(content) != b.XXH64 {
		return nil, a.wrongSum(i)
	}
	return content, nil
}

func (a *Archive) wrongSum(i int) error { return corrupt("the checksum of %s is wrong", a.what(i)) }

// what says in an error what a blob is.
func (a *Archive) what(i int) string {
	for _, f := range a.Files {
		if f.Blob == i {
			return fmt.Sprintf("blob %d, the file %s,", i, f.Path)
		}
	}
	for _, m := range a.Modules {
		switch i {
		case m.Blob:
			return fmt.Sprintf("blob %d, the code of %s,", i, m.Path)
		case m.Source:
			return fmt.Sprintf("blob %d, the source %s,", i, m.Path)
		}
	}
	return fmt.Sprintf("blob %d", i)
}

func (a *Archive) dict(b *Blob) []byte {
	if b.Codec != ZstdDict {
		return nil
	}
	return a.Dict
}

// OpenBlob returns a stream of the content of a blob. Its end is an error if the
// length or the checksum is wrong. Close frees what decompresses.
func (a *Archive) OpenBlob(i int) io.ReadCloser {
	stored, err := a.StoredBlob(i)
	if err != nil {
		return &content{err: err}
	}
	b := &a.Blobs[i]
	c := &content{archive: a, blob: i, r: stored, left: b.RawLen, want: b.XXH64, sum: xxhash.New()}
	if b.Codec != Stored {
		d, err := decoder(stored, a.dict(b))
		if err != nil {
			return &content{err: err}
		}
		c.r, c.close = d, d.Close
	}
	return c
}

// content is the stream of OpenBlob.
type content struct {
	archive *Archive
	blob    int
	r       io.Reader
	left    int64
	want    uint64
	sum     *xxhash.Digest
	close   func()
	err     error
}

// Read reads on.
func (c *content) Read(p []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	n, err := c.r.Read(p)
	if int64(n) > c.left {
		n = int(c.left)
		err = corrupt("%s is longer than it should be", c.archive.what(c.blob))
	}
	c.left -= int64(n)
	_, _ = c.sum.Write(p[:n])
	switch {
	case err == io.EOF && c.left > 0:
		err = corrupt("%s is shorter than it should be", c.archive.what(c.blob))
	case err == io.EOF && c.sum.Sum64() != c.want:
		err = c.archive.wrongSum(c.blob)
	case err != nil && err != io.EOF:
		var e *Error
		if c.close != nil && !errors.As(err, &e) {
			err = corrupt("%s cannot be decompressed: %v", c.archive.what(c.blob), err)
		}
	}
	c.err = err
	return n, err
}

// Close ends the reading.
func (c *content) Close() error {
	if c.close != nil {
		c.close()
		c.close = nil
	}
	return nil
}

// Module returns the module of a name, nil if there is none.
func (a *Archive) Module(name string) *Module {
	i, ok := slices.BinarySearchFunc(a.Modules, name, func(m Module, name string) int { return cmp.Compare(m.Name, name) })
	if !ok {
		return nil
	}
	return &a.Modules[i]
}
