package far

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// crafted is an archive made by hand: nothing in it needs to fit.
type crafted struct {
	magic       string
	indexLength uint64 // 0: that of index
	index       []indexEntry
	dir         []dirEntry
	names       string
	size        int // what is missing is filled with zeros
}

type indexEntry struct {
	chunkType      string
	offset, length uint64
}

type dirEntry struct {
	nameOffset       uint32
	nameLength       uint16
	offset, length   uint64
	reserved, unused uint64
}

func (c crafted) bytes() []byte {
	b := []byte(c.magic)
	if c.magic == "" {
		b = []byte(magic)
	}
	length := uint64(len(c.index) * indexEntrySize)
	if c.indexLength != 0 {
		length = c.indexLength
	}
	b = binary.LittleEndian.AppendUint64(b, length)
	for _, e := range c.index {
		b = appendIndexEntry(b, e.chunkType, int64(e.offset), int64(e.length))
	}
	for _, e := range c.dir {
		b = binary.LittleEndian.AppendUint32(b, e.nameOffset)
		b = binary.LittleEndian.AppendUint16(b, e.nameLength)
		b = binary.LittleEndian.AppendUint16(b, uint16(e.reserved))
		b = binary.LittleEndian.AppendUint64(b, e.offset)
		b = binary.LittleEndian.AppendUint64(b, e.length)
		b = binary.LittleEndian.AppendUint64(b, e.unused)
	}
	b = append(b, c.names...)
	return append(b, make([]byte, max(0, c.size-len(b)))...)
}

// named returns an archive of one empty file.
func named(name string) crafted {
	chunk := name + strings.Repeat("\x00", (8-len(name)%8)%8)
	if chunk == "" {
		chunk = strings.Repeat("\x00", 8)
	}
	return crafted{
		index: []indexEntry{{dirType, 64, 32}, {namesType, 96, uint64(len(chunk))}},
		dir:   []dirEntry{{nameLength: uint16(len(name)), offset: 4096}},
		names: chunk,
		size:  4096,
	}
}

// two returns an archive of two files.
func two(names string, a, b dirEntry) crafted {
	return crafted{
		index: []indexEntry{{dirType, 64, 64}, {namesType, 128, 8}},
		dir:   []dirEntry{a, b},
		names: names + strings.Repeat("\x00", 8-len(names)),
		size:  16384,
	}
}

// one returns an archive of the file "a" in an archive of a given size.
func one(a dirEntry, size int) crafted {
	c := named("a")
	a.nameLength = 1
	c.dir[0], c.size = a, size
	return c
}

func TestReadRefuses(t *testing.T) {
	a := dirEntry{nameOffset: 0, nameLength: 1, offset: 4096, length: 1}
	b := dirEntry{nameOffset: 1, nameLength: 1, offset: 8192, length: 1}
	at := func(e dirEntry, offset uint64) dirEntry { e.offset = offset; return e }
	tests := []struct {
		name    string
		archive crafted
		want    error
		message string
	}{
		{
			"another magic",
			crafted{magic: "\x00\x00\x00\x00\x00\x00\x00\x00", size: 4096},
			ErrInvalidMagic,
			"not a Fuchsia archive: it starts with 0000000000000000, expected c8bf0b48adabc511",
		},
		{
			"an index of 49 bytes",
			crafted{indexLength: 49, size: 4096},
			ErrInvalidIndexEntriesLen,
			"bad length of the index: got 49 bytes, expected a multiple of 24",
		},
		{
			"names before the directory in the index",
			crafted{index: []indexEntry{{namesType, 64, 0}, {dirType, 64, 0}}, size: 4096},
			ErrIndexEntriesOutOfOrder,
			`index entries are not sorted by chunk type: "DIR-----" comes after "DIRNAMES"`,
		},
		{
			"two directories",
			crafted{index: []indexEntry{{dirType, 64, 0}, {dirType, 64, 0}}, size: 4096},
			ErrIndexEntriesOutOfOrder,
			`index entries are not sorted by chunk type: "DIR-----" comes after "DIR-----"`,
		},
		{
			"two chunks of names",
			crafted{index: []indexEntry{{dirType, 88, 0}, {namesType, 88, 0}, {namesType, 88, 0}}, size: 4096},
			ErrIndexEntriesOutOfOrder,
			`index entries are not sorted by chunk type: "DIRNAMES" comes after "DIRNAMES"`,
		},
		{
			"two chunks of an unknown type",
			crafted{index: []indexEntry{{dirType, 112, 0}, {namesType, 112, 0}, {"UNKNOWN!", 112, 0}, {"UNKNOWN!", 112, 0}}, size: 4096},
			ErrIndexEntriesOutOfOrder,
			`index entries are not sorted by chunk type: "UNKNOWN!" comes after "UNKNOWN!"`,
		},
		{
			"a gap before the directory",
			crafted{index: []indexEntry{{dirType, 72, 0}, {namesType, 72, 0}}, size: 4096},
			ErrInvalidChunkOffset,
			`chunk is not directly behind the one before it: "DIR-----" is at 72, expected 64`,
		},
		{
			"names in front of the directory",
			crafted{index: []indexEntry{{dirType, 72, 32}, {namesType, 64, 8}}, size: 4096},
			ErrInvalidChunkOffset,
			`chunk is not directly behind the one before it: "DIR-----" is at 72, expected 64`,
		},
		{
			"a gap before the names",
			crafted{index: []indexEntry{{dirType, 64, 32}, {namesType, 104, 8}}, size: 4096},
			ErrInvalidChunkOffset,
			`chunk is not directly behind the one before it: "DIRNAMES" is at 104, expected 96`,
		},
		{
			"names that overlap the directory",
			crafted{index: []indexEntry{{dirType, 64, 32}, {namesType, 88, 8}}, size: 4096},
			ErrInvalidChunkOffset,
			`chunk is not directly behind the one before it: "DIRNAMES" is at 88, expected 96`,
		},
		{
			"no directory",
			crafted{index: []indexEntry{{namesType, 40, 0}}, size: 4096},
			ErrMissingDirectoryChunkIndexEntry,
			"no directory chunk",
		},
		{
			"an empty index",
			crafted{size: 4096},
			ErrMissingDirectoryChunkIndexEntry,
			"no directory chunk",
		},
		{
			"no names",
			crafted{index: []indexEntry{{dirType, 40, 0}}, size: 4096},
			ErrMissingDirectoryNamesChunkIndexEntry,
			"no directory names chunk",
		},
		{
			"a directory of 40 bytes",
			crafted{index: []indexEntry{{dirType, 64, 40}, {namesType, 104, 8}}, size: 4096},
			ErrInvalidDirectoryChunkLen,
			"bad length of the directory chunk: got 40 bytes, expected a multiple of 32",
		},
		{
			"a names chunk of 1 byte",
			crafted{index: []indexEntry{{dirType, 64, 32}, {namesType, 96, 1}}, size: 4096},
			ErrInvalidDirectoryNamesChunkLen,
			"bad length of the directory names chunk: got 1 bytes, expected a multiple of 8",
		},
		{
			"a name that starts outside", one(dirEntry{nameOffset: 8, offset: 4096}, 4096), ErrPathDataOffsetTooLarge,
			"name starts outside the directory names chunk: that of entry 0 is at 8, the chunk has 8 bytes",
		},
		{
			"a name that ends outside", func() crafted {
				c := named("a")
				c.dir[0].nameLength = 9
				return c
			}(), ErrPathDataLengthTooLarge,
			"name ends outside the directory names chunk: that of entry 0 has 9 bytes from 0 on, the chunk has 8",
		},
		{
			"names in reverse", two("ba", a, b), ErrDirectoryEntriesOutOfOrder,
			`directory entries are not sorted by name: entry 1 is "a", the one before it "b"`,
		},
		{
			"a name twice", two("aa", a, b), ErrDirectoryEntriesOutOfOrder,
			`directory entries are not sorted by name: entry 1 is "a", the one before it "a"`,
		},
		{"no name", named(""), ErrZeroLengthName, `directory entry 0: name is empty: ""`},
		{"a NUL", named("\x00"), ErrNameContainsNull, `directory entry 0: name contains a NUL: "\x00"`},
		{"a leading slash", named("/a"), ErrNameStartsWithSlash, `directory entry 0: name starts with a slash: "/a"`},
		{"a trailing slash", named("a/"), ErrNameEndsWithSlash, `directory entry 0: name ends with a slash: "a/"`},
		{"an empty segment", named("a//a"), ErrNameContainsEmptySegment, `directory entry 0: name contains an empty segment: "a//a"`},
		{"a dot segment", named("a/./a"), ErrNameContainsDotSegment, `directory entry 0: name contains the segment ".": "a/./a"`},
		{"a dot", named("."), ErrNameContainsDotSegment, `directory entry 0: name contains the segment ".": "."`},
		{"a dot-dot segment", named("a/../a"), ErrNameContainsDotDotSegment, `directory entry 0: name contains the segment "..": "a/../a"`},
		{
			"a content that starts early", one(at(a, 4095), 8192), ErrInvalidContentChunkOffset,
			`content is not where the content before it ends: that of "a" is at 4095, expected 4096`,
		},
		{
			"a content that starts late", one(at(a, 4097), 12288), ErrInvalidContentChunkOffset,
			`content is not where the content before it ends: that of "a" is at 4097, expected 4096`,
		},
		{
			"a content that leaves a page free", one(at(a, 8192), 12288), ErrInvalidContentChunkOffset,
			`content is not where the content before it ends: that of "a" is at 8192, expected 4096`,
		},
		{
			"a second content that starts early", two("ab", a, at(b, 8191)), ErrInvalidContentChunkOffset,
			`content is not where the content before it ends: that of "b" is at 8191, expected 8192`,
		},
		{
			"a second content that starts late", two("ab", a, at(b, 8193)), ErrInvalidContentChunkOffset,
			`content is not where the content before it ends: that of "b" is at 8193, expected 8192`,
		},
		{
			"contents that overlap", two("ab", dirEntry{nameLength: 1, offset: 4096, length: 4097}, b), ErrInvalidContentChunkOffset,
			`content is not where the content before it ends: that of "b" is at 8192, expected 12288`,
		},
		{
			"a content without its padding", one(a, 4097), ErrContentChunkBeyondArchive,
			`content ends outside the archive: that of "a" has 1 bytes and its padding from 4096 on, the archive has 4097 in all`,
		},
		{
			"an empty content outside", one(dirEntry{offset: 4096}, 104), ErrContentChunkBeyondArchive,
			`content ends outside the archive: that of "a" has 0 bytes and its padding from 4096 on, the archive has 104 in all`,
		},
		{
			"a content of 2^63 bytes", one(dirEntry{offset: 4096, length: 1 << 63}, 8192), ErrContentChunkBeyondArchive,
			`content ends outside the archive: that of "a" has 9223372036854775808 bytes and its padding from 4096 on, the archive has 8192 in all`,
		},
		{
			"a content that ends beyond 64 bits", one(dirEntry{offset: 4096, length: 1<<64 - 4096}, 8192), ErrContentChunkEndOverflow,
			`content ends beyond 64 bits: that of "a" has 18446744073709547520 bytes from 4096 on`,
		},
		{
			"an index beyond the archive",
			crafted{indexLength: 1<<64 - 16, size: 4096},
			ErrTruncated,
			"archive is truncated: the index has 18446744073709551600 bytes from 16 on, the archive has 4096 in all",
		},
		{
			"a directory beyond the archive",
			crafted{index: []indexEntry{{dirType, 64, 1 << 63}, {namesType, 64, 8}}, size: 4096},
			ErrTruncated,
			`archive is truncated: the chunk "DIR-----" has 9223372036854775808 bytes from 64 on, the archive has 4096 in all`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			archive := tt.archive.bytes()
			_, err := NewReader(bytes.NewReader(archive), int64(len(archive)))
			if !errors.Is(err, tt.want) {
				t.Fatalf("got %v\nwant %v", err, tt.want)
			}
			if diff := cmp.Diff(tt.message, err.Error()); diff != "" {
				t.Errorf("message (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadRefusesEveryTruncation(t *testing.T) {
	archive := example(t)
	for size := range len(archive) {
		// Only the zeros of whole pages tell the sizes behind the directory apart.
		if size > 200 && size%97 != 0 {
			continue
		}
		_, err := NewReader(bytes.NewReader(archive[:size]), int64(size))
		if want := ErrTruncated; size < 168 && !errors.Is(err, want) {
			t.Errorf("%d bytes: got %v, want %v", size, err, want)
		}
		if want := ErrContentChunkBeyondArchive; size >= 168 && !errors.Is(err, want) {
			t.Errorf("%d bytes: got %v, want %v", size, err, want)
		}
	}
}

func TestReadReturnsTheReadError(t *testing.T) {
	// The file is shorter than its stated size, as when it shrinks meanwhile.
	archive := example(t)
	for _, size := range []int{10, 40, 100, 165} {
		_, err := NewReader(bytes.NewReader(archive[:size]), int64(len(archive)))
		if err == nil || !strings.HasPrefix(err.Error(), "read the archive's ") {
			t.Errorf("%d bytes: got %v", size, err)
		}
	}
}

func TestReadRefusesAHugeDirectory(t *testing.T) {
	const size = maxMetadata + dirEntrySize
	archive := crafted{index: []indexEntry{{dirType, 64, size}, {namesType, 64 + size, 8}}}.bytes()
	_, err := NewReader(bytes.NewReader(archive), 1<<40)
	if !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v, want %v", err, ErrTooLarge)
	}
}

func TestReadPublishedExample(t *testing.T) {
	archive := example(t)
	r, err := NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	want := []Entry{{"a", 4096, 2}, {"b", 8192, 2}, {"dir/c", 12288, 6}}
	if diff := cmp.Diff(want, r.Entries()); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	for _, e := range want {
		got, err := r.ReadFile(e.Name)
		if err != nil || string(got) != e.Name+"\n" {
			t.Errorf("%s: got %q, %v, want %q", e.Name, got, err, e.Name+"\n")
		}
	}
	for _, name := range []string{"", "c", "dir", "dir/", "z"} {
		if _, err := r.Open(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: got %v, want %v", name, err, fs.ErrNotExist)
		}
		if _, err := r.ReadFile(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: got %v, want %v", name, err, fs.ErrNotExist)
		}
	}
}

func TestReadPassesOverOtherChunks(t *testing.T) {
	// A hash chunk in front, an unknown one behind that moves the contents.
	hash := strings.Repeat("\x00", 8)
	archive := crafted{
		index: []indexEntry{{hash, 112, 40}, {dirType, 152, 32}, {namesType, 184, 8}, {"UNKNOWN!", 192, 8000}},
		size:  12288,
	}.bytes()
	dir := crafted{index: []indexEntry{}, dir: []dirEntry{{nameLength: 1, offset: 8192, length: 3}}, names: "a"}.bytes()[headerSize:]
	copy(archive[152:], dir)
	copy(archive[8192:], "abc")
	r, err := NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := r.ReadFile("a"); err != nil || string(got) != "abc" {
		t.Errorf("got %q, %v, want %q", got, err, "abc")
	}
}

func TestReadAcceptsNamesInAnyEncoding(t *testing.T) {
	archive := named("\xff").bytes()
	r, err := NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Entry{{"\xff", 4096, 0}}, r.Entries()); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}
