package archive

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/klauspost/compress/flate"
)

// writeZip writes a zip archive; its entries bear no time.
func writeZip(ctx context.Context, w io.Writer, entries []Entry) error {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.DefaultCompression)
	})
	for i := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		e := &entries[i]
		h := &zip.FileHeader{Name: e.Name, Method: zip.Deflate}
		h.SetMode(fs.FileMode(e.mode()))
		content, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		if err := copyEntry(content, e); err != nil {
			return err
		}
	}
	return z.Close()
}

// encrypted is the flag of entries that need a password.
const encrypted = 1

func readZip(in *faithful, size int64, g *guard) error {
	z, err := zip.NewReader(in, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return in.blame("", err)
	}
	for _, file := range z.File {
		mode := file.Mode()
		switch {
		case mode.IsDir() || strings.HasSuffix(file.Name, "/"):
			if err := g.directory(file.Name); err != nil {
				return err
			}
			continue
		case mode&fs.ModeSymlink != 0:
			return &Error{file.Name, "a link cannot be in the archive, only files can"}
		case !mode.IsRegular():
			return &Error{file.Name, fmt.Sprintf("an entry of mode %v cannot be in the archive, only files can", mode)}
		case file.Flags&encrypted != 0:
			return &Error{file.Name, "the entry is encrypted, only entries that everybody can read can be in the archive"}
		case file.UncompressedSize64 > 1<<62:
			return &Error{file.Name, "the archive is damaged: the entry is too long"}
		}
		if err := zipFile(in, file, g); err != nil {
			return err
		}
	}
	return nil
}

func zipFile(in *faithful, file *zip.File, g *guard) error {
	content, err := file.Open()
	if err != nil {
		return in.blame(file.Name, err)
	}
	defer content.Close()
	header := Header{
		Name: file.Name, Size: int64(file.UncompressedSize64),
		Executable: file.Mode()&0o100 != 0,
	}
	return g.file(header, in, content)
}
