package far

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
)

// File is one file of an archive to be written.
type File struct {
	// Name is the path in the archive.
	Name string
	// Size is the number of bytes that the content has.
	Size int64
	// Open returns the content. It is called once, when the archive has come
	// to this file, so that an archive of many files needs one open file.
	Open func() (io.ReadCloser, error)
}

// Bytes returns a File with a content that is in memory.
func Bytes(name string, content []byte) File {
	return Stream(name, int64(len(content)), bytes.NewReader(content))
}

// Stream returns a File whose content is read from r.
func Stream(name string, size int64, r io.Reader) File {
	return File{Name: name, Size: size, Open: func() (io.ReadCloser, error) { return io.NopCloser(r), nil }}
}

// Write writes an archive of the files, in whatever order they are given.
func Write(w io.Writer, files []File) error {
	files, err := sorted(files)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 64<<10)
	end, err := writeMetadata(out, files)
	if err != nil {
		return err
	}
	if err := pad(out, end); err != nil {
		return err
	}
	for _, f := range files {
		if err := writeContent(out, f); err != nil {
			return err
		}
	}
	return out.Flush()
}

// sorted returns the files in the order of the directory and checks them.
func sorted(files []File) ([]File, error) {
	files = slices.Clone(files)
	slices.SortStableFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	for i, f := range files {
		if err := CheckName(f.Name); err != nil {
			return nil, err
		}
		if i > 0 && files[i-1].Name == f.Name {
			return nil, fmt.Errorf("%w: %s", ErrDuplicateName, quote(f.Name))
		}
		if f.Size < 0 {
			return nil, fmt.Errorf("%w: %s: got %d bytes", ErrWrongSize, quote(f.Name), f.Size)
		}
	}
	return files, nil
}

// writeMetadata writes everything in front of the contents and returns how
// long it is.
func writeMetadata(w io.Writer, files []File) (int64, error) {
	var names int64
	for _, f := range files {
		names += int64(len(f.Name))
	}
	if names > math.MaxUint32 {
		return 0, fmt.Errorf("%w: the names take %d bytes", ErrTooLarge, names)
	}
	var (
		dirOffset   = int64(headerSize + 2*indexEntrySize)
		dirSize     = int64(len(files)) * dirEntrySize
		namesOffset = dirOffset + dirSize
		namesSize   = roundUp(names, namesAlignment)
		end         = namesOffset + namesSize
	)
	record := binary.LittleEndian.AppendUint64([]byte(magic), 2*indexEntrySize)
	record = appendIndexEntry(record, dirType, dirOffset, dirSize)
	record = appendIndexEntry(record, namesType, namesOffset, namesSize)
	if _, err := w.Write(record); err != nil {
		return 0, err
	}

	nameOffset, dataOffset := uint32(0), roundUp(end, contentAlignment)
	for _, f := range files {
		record = binary.LittleEndian.AppendUint32(record[:0], nameOffset)
		record = binary.LittleEndian.AppendUint16(record, uint16(len(f.Name)))
		record = binary.LittleEndian.AppendUint16(record, 0) // reserved
		record = binary.LittleEndian.AppendUint64(record, uint64(dataOffset))
		record = binary.LittleEndian.AppendUint64(record, uint64(f.Size))
		record = binary.LittleEndian.AppendUint64(record, 0) // reserved
		if _, err := w.Write(record); err != nil {
			return 0, err
		}
		if f.Size > math.MaxInt64-contentAlignment-dataOffset {
			return 0, fmt.Errorf("%w: %s has %d bytes", ErrContentChunkEndOverflow, quote(f.Name), f.Size)
		}
		nameOffset += uint32(len(f.Name))
		dataOffset = roundUp(dataOffset+f.Size, contentAlignment)
	}

	for _, f := range files {
		if _, err := io.WriteString(w, f.Name); err != nil {
			return 0, err
		}
	}
	_, err := w.Write(make([]byte, namesSize-names))
	return end, err
}

func appendIndexEntry(b []byte, chunkType string, offset, size int64) []byte {
	b = append(b, chunkType...)
	b = binary.LittleEndian.AppendUint64(b, uint64(offset))
	return binary.LittleEndian.AppendUint64(b, uint64(size))
}

// writeContent writes the content of a file and the zeros behind it.
func writeContent(w io.Writer, f File) (err error) {
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("open the content of %s: %w", quote(f.Name), err)
	}
	defer func() {
		if closeErr := r.Close(); err == nil && closeErr != nil {
			err = fmt.Errorf("close the content of %s: %w", quote(f.Name), closeErr)
		}
	}()
	n, err := io.Copy(w, io.LimitReader(r, f.Size))
	if err != nil {
		return fmt.Errorf("archive %s: %w", quote(f.Name), err)
	}
	if n < f.Size {
		return fmt.Errorf("%w: %s has %d bytes, expected %d", ErrWrongSize, quote(f.Name), n, f.Size)
	}
	switch _, err := io.ReadFull(r, make([]byte, 1)); {
	case err == nil:
		return fmt.Errorf("%w: %s has more than the expected %d bytes", ErrWrongSize, quote(f.Name), f.Size)
	case !errors.Is(err, io.EOF):
		return fmt.Errorf("archive %s: %w", quote(f.Name), err)
	}
	return pad(w, f.Size)
}

// pad writes the zeros that a chunk of the given size needs behind it.
func pad(w io.Writer, size int64) error {
	_, err := w.Write(make([]byte, roundUp(size, contentAlignment)-size))
	return err
}
