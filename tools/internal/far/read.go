package far

import (
	"encoding/binary"
	"fmt"
	"io"
	"io/fs"
	"math"
	"slices"
	"strings"
)

// Reader gives access to the files of an archive. Make one with NewReader.
type Reader struct {
	source  io.ReaderAt
	entries []Entry
}

// Entry is one file of an archive.
type Entry struct {
	// Name is the path in the archive. The format does not ask for UTF-8.
	Name string
	// Offset is where the content starts, counted from the archive's start.
	Offset int64
	// Size is the number of bytes of the content.
	Size int64
}

// NewReader checks an archive of the given size and reads its directory.
func NewReader(source io.ReaderAt, size int64) (*Reader, error) {
	a := &archive{source: source, size: size}
	dir, names, end, err := a.chunks()
	if err != nil {
		return nil, err
	}
	entries, err := a.entries(dir, names, end)
	if err != nil {
		return nil, err
	}
	return &Reader{source: source, entries: entries}, nil
}

// Entries returns the files, sorted by name.
func (r *Reader) Entries() []Entry { return slices.Clone(r.entries) }

// Open returns the content of a file; the error for an unknown name is an
// fs.ErrNotExist.
func (r *Reader) Open(name string) (*io.SectionReader, error) {
	i, ok := slices.BinarySearchFunc(r.entries, name, func(e Entry, name string) int {
		return strings.Compare(e.Name, name)
	})
	if !ok {
		return nil, fmt.Errorf("archive has no file %s: %w", quote(name), fs.ErrNotExist)
	}
	return io.NewSectionReader(r.source, r.entries[i].Offset, r.entries[i].Size), nil
}

// ReadFile returns the content of a file as bytes.
func (r *Reader) ReadFile(name string) ([]byte, error) {
	content, err := r.Open(name)
	if err != nil {
		return nil, err
	}
	if content.Size() > math.MaxInt {
		return nil, fmt.Errorf("%w: %s has %d bytes", ErrTooLarge, quote(name), content.Size())
	}
	data := make([]byte, content.Size())
	if _, err := io.ReadFull(content, data); err != nil {
		return nil, fmt.Errorf("read %s: %w", quote(name), err)
	}
	return data, nil
}

// archive is an archive under examination.
type archive struct {
	source io.ReaderAt
	size   int64
}

// chunk is a part of the archive that the index names.
type chunk struct{ offset, size int64 }

// chunks reads the index and returns the two chunks that matter and the end of
// the last one. Chunks of other types may be there and are passed over.
func (a *archive) chunks() (dir, names chunk, end int64, err error) {
	header, err := a.read("header", chunk{0, headerSize})
	if err != nil {
		return dir, names, 0, err
	}
	if got := string(header[:8]); got != magic {
		return dir, names, 0, fmt.Errorf("%w: it starts with %x, expected %x", ErrInvalidMagic, got, magic)
	}
	length := binary.LittleEndian.Uint64(header[8:])
	if length%indexEntrySize != 0 {
		return dir, names, 0, fmt.Errorf("%w: got %d bytes, expected a multiple of %d", ErrInvalidIndexEntriesLen, length, indexEntrySize)
	}
	at, err := a.within("index", headerSize, length)
	if err != nil {
		return dir, names, 0, err
	}
	index, err := a.read("index", at)
	if err != nil {
		return dir, names, 0, err
	}

	var previous string
	hasDir, hasNames := false, false
	end = at.offset + at.size
	for first := true; len(index) > 0; first, index = false, index[indexEntrySize:] {
		chunkType := string(index[:8])
		offset, length := binary.LittleEndian.Uint64(index[8:]), binary.LittleEndian.Uint64(index[16:])
		if !first && previous >= chunkType {
			return dir, names, 0, fmt.Errorf("%w: %q comes after %q", ErrIndexEntriesOutOfOrder, chunkType, previous)
		}
		if offset != uint64(end) {
			return dir, names, 0, fmt.Errorf("%w: %q is at %d, expected %d", ErrInvalidChunkOffset, chunkType, offset, end)
		}
		c, err := a.within(fmt.Sprintf("chunk %q", chunkType), end, length)
		if err != nil {
			return dir, names, 0, err
		}
		switch chunkType {
		case dirType:
			dir, hasDir = c, true
		case namesType:
			names, hasNames = c, true
		}
		previous, end = chunkType, c.offset+c.size
	}
	switch {
	case !hasDir:
		err = ErrMissingDirectoryChunkIndexEntry
	case !hasNames:
		err = ErrMissingDirectoryNamesChunkIndexEntry
	case dir.size%dirEntrySize != 0:
		err = fmt.Errorf("%w: got %d bytes, expected a multiple of %d", ErrInvalidDirectoryChunkLen, dir.size, dirEntrySize)
	case names.size%namesAlignment != 0:
		err = fmt.Errorf("%w: got %d bytes, expected a multiple of %d", ErrInvalidDirectoryNamesChunkLen, names.size, namesAlignment)
	}
	return dir, names, end, err
}

// entries reads the directory. end is where the last chunk ends.
func (a *archive) entries(dirAt, namesAt chunk, end int64) ([]Entry, error) {
	dir, err := a.read("directory", dirAt)
	if err != nil {
		return nil, err
	}
	data, err := a.read("directory names", namesAt)
	if err != nil {
		return nil, err
	}
	names := string(data)
	entries := make([]Entry, 0, len(dir)/dirEntrySize)
	for ; len(dir) > 0; dir = dir[dirEntrySize:] {
		name, err := entryName(dir, names, len(entries))
		if err != nil {
			return nil, err
		}
		if n := len(entries); n > 0 && entries[n-1].Name >= name {
			return nil, fmt.Errorf("%w: entry %d is %s, the one before it %s", ErrDirectoryEntriesOutOfOrder, n, quote(name), quote(entries[n-1].Name))
		}
		offset, size := binary.LittleEndian.Uint64(dir[8:]), binary.LittleEndian.Uint64(dir[16:])
		start := roundUp(end, contentAlignment)
		if offset != uint64(start) {
			return nil, fmt.Errorf("%w: that of %s is at %d, expected %d", ErrInvalidContentChunkOffset, quote(name), offset, start)
		}
		if size > math.MaxUint64-offset {
			return nil, fmt.Errorf("%w: that of %s has %d bytes from %d on", ErrContentChunkEndOverflow, quote(name), size, offset)
		}
		if !a.holds(start, size) {
			return nil, fmt.Errorf("%w: that of %s has %d bytes and its padding from %d on, the archive has %d in all", ErrContentChunkBeyondArchive, quote(name), size, start, a.size)
		}
		entries = append(entries, Entry{Name: name, Offset: start, Size: int64(size)})
		end = start + int64(size)
	}
	return entries, nil
}

// entryName returns the checked name of the directory entry that dir starts
// with; i is its number.
func entryName(dir []byte, names string, i int) (string, error) {
	offset, length := int64(binary.LittleEndian.Uint32(dir)), int64(binary.LittleEndian.Uint16(dir[4:]))
	size := int64(len(names))
	if offset >= size {
		return "", fmt.Errorf("%w: that of entry %d is at %d, the chunk has %d bytes", ErrPathDataOffsetTooLarge, i, offset, size)
	}
	if offset+length > size {
		return "", fmt.Errorf("%w: that of entry %d has %d bytes from %d on, the chunk has %d", ErrPathDataLengthTooLarge, i, length, offset, size)
	}
	name := names[offset : offset+length]
	if err := CheckName(name); err != nil {
		return "", fmt.Errorf("directory entry %d: %w", i, err)
	}
	return name, nil
}

// holds tells whether a content and the zeros behind it are in the archive.
func (a *archive) holds(start int64, size uint64) bool {
	if start > a.size || size > uint64(a.size-start) {
		return false
	}
	end := start + int64(size)
	return end <= math.MaxInt64-contentAlignment && roundUp(end, contentAlignment) <= a.size
}

// within returns the chunk at a place whose length was read from the archive.
func (a *archive) within(what string, offset int64, length uint64) (chunk, error) {
	if offset > a.size || length > uint64(a.size-offset) {
		return chunk{}, fmt.Errorf("%w: the %s has %d bytes from %d on, the archive has %d in all", ErrTruncated, what, length, offset, a.size)
	}
	return chunk{offset, int64(length)}, nil
}

// read returns the bytes of a part of the archive.
func (a *archive) read(what string, c chunk) ([]byte, error) {
	if c.size > a.size-c.offset {
		return nil, fmt.Errorf("%w: it has %d bytes, the %s takes %d", ErrTruncated, a.size, what, c.size)
	}
	if c.size > maxMetadata {
		return nil, fmt.Errorf("%w: the %s takes %d bytes, at most %d are read", ErrTooLarge, what, c.size, maxMetadata)
	}
	data := make([]byte, c.size)
	if _, err := io.ReadFull(io.NewSectionReader(a.source, c.offset, c.size), data); err != nil {
		return nil, fmt.Errorf("read the archive's %s: %w", what, err)
	}
	return data, nil
}
