package archive

import (
	"archive/tar"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Entry is a file to put into an archive.
type Entry struct {
	Name       string
	Executable bool
	// Size is the length of what Open reads.
	Size int64
	Open func() (io.ReadCloser, error)
}

// mode returns one of the two modes that entries have.
func (e *Entry) mode() int64 {
	if e.Executable {
		return 0o755
	}
	return 0o644
}

// Write writes an archive of the entries, sorted by name, without any directory
// entry. The entries are left in sorted order.
func Write(ctx context.Context, w io.Writer, f Format, entries []Entry) error {
	slices.SortFunc(entries, func(a, b Entry) int { return cmp.Compare(a.Name, b.Name) })
	var names Namespace[struct{}]
	for _, e := range entries {
		if err := CheckName(e.Name); err != nil {
			return &Error{e.Name, err.Error()}
		}
		if c := names.Add(e.Name, struct{}{}); c != nil {
			return &Error{Reason: c.String()}
		}
	}
	if f == Zip {
		return writeZip(ctx, w, entries)
	}
	compressor, err := compress(w, f)
	if err != nil {
		return err
	}
	if err := writeTar(ctx, compressor, entries); err != nil {
		return err
	}
	return compressor.Close()
}

// compress returns the writer that makes a tar archive what its format says.
// One encoder works at a time: where blocks end must not depend on the number
// of processors.
func compress(w io.Writer, f Format) (io.WriteCloser, error) {
	switch f {
	case TarGz:
		return gzip.NewWriterLevel(w, gzip.DefaultCompression)
	case TarZst:
		return zstd.NewWriter(w, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedDefault))
	}
	return nopCloser{w}, nil
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

func writeTar(ctx context.Context, w io.Writer, entries []Entry) error {
	t := tar.NewWriter(w)
	for i := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		e := &entries[i]
		err := t.WriteHeader(&tar.Header{
			Typeflag: tar.TypeReg, Name: e.Name, Size: e.Size, Mode: e.mode(), ModTime: time.Unix(0, 0),
		})
		if err != nil {
			return err
		}
		if err := copyEntry(t, e); err != nil {
			return err
		}
	}
	return t.Close()
}

// copyEntry writes the content of an entry. A file that grew or shrank since
// its size was taken is an error: it would shift all that follows.
func copyEntry(w io.Writer, e *Entry) error {
	r, err := e.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	n, err := io.Copy(w, io.LimitReader(r, e.Size))
	if err != nil {
		return err
	}
	if n == e.Size {
		var more [1]byte
		if k, err := io.ReadFull(r, more[:]); k == 0 && err == io.EOF {
			return nil
		}
	}
	return fmt.Errorf("%s changed while it was read: it had %d bytes", e.Name, e.Size)
}
