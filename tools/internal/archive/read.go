package archive

import (
	"archive/tar"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Header describes an entry that is read.
type Header struct {
	Name       string
	Size       int64
	Executable bool
}

// Limits bound what an archive may ask for. Zero stands for the default.
type Limits struct {
	// Files is the number of entries: 1,000,000.
	Files int
	// Bytes is the length of all contents together: 64 GiB.
	Bytes int64
}

func (l Limits) orDefault() Limits {
	if l.Files == 0 {
		l.Files = 1_000_000
	}
	if l.Bytes == 0 {
		l.Bytes = 64 << 30
	}
	return l
}

// Source is where an archive is read from. Only zip archives, whose list of
// entries is at the end, are read out of order.
type Source interface {
	io.Reader
	io.ReaderAt
}

// Read calls visit for each file of an archive of the given length, in the
// order of the archive. What is wrong with the archive is an *Error; errors of
// the source and of visit are returned as they are. Names are checked before
// visit sees them; directories are checked, and left out.
func Read(src Source, size int64, f Format, limits Limits, visit func(Header, io.Reader) error) error {
	g := &guard{limits: limits.orDefault(), visit: visit}
	if f == Zip {
		return readZip(&faithful{at: src}, size, g)
	}
	in := &faithful{r: bufio.NewReaderSize(src, 1<<20)}
	r, err := decompress(in, f)
	if err != nil {
		return in.blame("", err)
	}
	defer r.Close()
	return readTar(in, &ending{r: r}, g)
}

// decompress is the opposite of compress.
func decompress(r io.Reader, f Format) (io.ReadCloser, error) {
	switch f {
	case TarGz:
		return gzip.NewReader(r)
	case TarZst:
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(128<<20))
		if err != nil {
			return nil, err
		}
		return z.IOReadCloser(), nil
	}
	return io.NopCloser(r), nil
}

func readTar(in *faithful, r *ending, g *guard) error {
	t := tar.NewReader(r)
	for {
		h, err := t.Next()
		if err == io.EOF {
			return checkEnd(in, r)
		}
		if err != nil {
			return in.blame("", err)
		}
		switch h.Typeflag {
		case tar.TypeReg:
		case tar.TypeXGlobalHeader:
			continue
		case tar.TypeDir:
			if err := g.directory(h.Name); err != nil {
				return err
			}
			continue
		case tar.TypeSymlink, tar.TypeLink:
			return &Error{h.Name, fmt.Sprintf("a link (to %q) cannot be in the archive, only files can", h.Linkname)}
		default:
			return &Error{h.Name, fmt.Sprintf("an entry of type %q cannot be in the archive, only files can", h.Typeflag)}
		}
		header := Header{Name: h.Name, Size: h.Size, Executable: h.Mode&0o100 != 0}
		if err := g.file(header, in, t); err != nil {
			return err
		}
	}
}

// checkEnd reads what is behind the last entry, so that check sums are
// compared. It must be two empty blocks at least: an archive that was cut off
// between two entries has none.
func checkEnd(in *faithful, r *ending) error {
	behind := r.total - r.zeros
	if _, err := io.Copy(io.Discard, r); err != nil {
		return in.blame("", err)
	}
	switch {
	case r.total-r.zeros > behind:
		return &Error{Reason: "there is more behind the end of the archive"}
	case r.zeros < 1024:
		return &Error{Reason: tooShort}
	}
	return nil
}

// ending counts what was read, and how many zeros that ends with.
type ending struct {
	r            io.Reader
	total, zeros int64
}

func (e *ending) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	e.total += int64(n)
	if zeros := n - len(bytes.TrimRight(p[:n], "\x00")); zeros < n {
		e.zeros = int64(zeros)
	} else {
		e.zeros += int64(n)
	}
	return n, err
}

// guard stands between an archive and those who use its entries.
type guard struct {
	limits Limits
	visit  func(Header, io.Reader) error
	names  Namespace[struct{}]
	files  int
	bytes  int64
}

func (g *guard) directory(name string) error {
	if n := len(name); n > 0 && name[n-1] == '/' {
		name = name[:n-1]
	}
	if name == "." {
		return nil
	}
	if err := CheckName(name); err != nil {
		return &Error{name, err.Error()}
	}
	return nil
}

// file checks an entry and shows it to the visitor. Other tools write "./" in
// front of names; that much is harmless.
func (g *guard) file(h Header, in *faithful, content io.Reader) error {
	if len(h.Name) > 2 && h.Name[:2] == "./" {
		h.Name = h.Name[2:]
	}
	if err := CheckName(h.Name); err != nil {
		return &Error{h.Name, err.Error()}
	}
	if c := g.names.Add(h.Name, struct{}{}); c != nil {
		return &Error{Reason: c.String()}
	}
	if g.files++; g.files > g.limits.Files {
		return &Error{Reason: fmt.Sprintf("there are more than %d files", g.limits.Files)}
	}
	if h.Size < 0 || h.Size > g.limits.Bytes-g.bytes {
		return &Error{h.Name, fmt.Sprintf("all files together have more than %d bytes", g.limits.Bytes)}
	}
	g.bytes += h.Size
	body := &body{in: in, name: h.Name, r: content}
	if err := g.visit(h, body); err != nil {
		return err
	}
	// What the visitor left must be there, too.
	_, err := io.Copy(io.Discard, body)
	return err
}

// body is the content of an entry; its errors say whose fault they are.
type body struct {
	in   *faithful
	name string
	r    io.Reader
}

func (b *body) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if err != nil && err != io.EOF {
		err = b.in.blame(b.name, err)
	}
	return n, err
}

// faithful remembers errors of the source, to tell them from errors of the
// archive.
type faithful struct {
	r   io.Reader
	at  io.ReaderAt
	err error
}

func (f *faithful) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err != nil && err != io.EOF {
		f.err = err
	}
	return n, err
}

// ReadAt serves zip archives, whose offsets may be wrong.
func (f *faithful) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, errors.New("an offset is negative")
	}
	n, err := f.at.ReadAt(p, off)
	if err != nil && err != io.EOF {
		f.err = err
	}
	return n, err
}

const tooShort = "the archive ends too early"

// blame returns the error of the source, if there was one; else the archive is
// at fault.
func (f *faithful) blame(entry string, err error) error {
	if f.err != nil {
		return f.err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return &Error{entry, tooShort}
	}
	return &Error{entry, fmt.Sprintf("the archive is damaged: %v", err)}
}
