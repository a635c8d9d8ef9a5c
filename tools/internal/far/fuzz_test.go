package far

import (
	"bytes"
	"encoding/binary"
	"testing"
)

// FuzzRead checks that no input disturbs the reader, that an archive that was
// read is written the same however often, and that one in the reference
// writer's form is written byte for byte.
func FuzzRead(f *testing.F) {
	f.Add(example(f))
	f.Add(write(f))
	f.Add(write(f, Bytes("meta/contents", nil), Bytes("meta/package", []byte("{}"))))
	for _, name := range []string{"a", "", "/", "a/../a", "\x00"} {
		f.Add(named(name).bytes())
	}
	f.Add(one(dirEntry{offset: 4096, length: 1 << 63}, 8192).bytes())
	f.Fuzz(func(t *testing.T, archive []byte) {
		r, err := NewReader(bytes.NewReader(archive), int64(len(archive)))
		if err != nil {
			return
		}
		first := rewrite(t, archive, r)
		again, err := NewReader(bytes.NewReader(first), int64(len(first)))
		if err != nil {
			t.Fatalf("what was written is refused: %v", err)
		}
		if second := rewrite(t, first, again); !bytes.Equal(first, second) {
			t.Error("writing what was written gives other bytes")
		}
		if !bytes.Equal(first, archive) && canonical(archive, r) {
			t.Error("writing what was read gives other bytes")
		}
	})
}

// rewrite writes what is in an archive, last file first.
func rewrite(t *testing.T, archive []byte, r *Reader) []byte {
	t.Helper()
	var files []File
	for _, e := range r.Entries() {
		content, err := r.ReadFile(e.Name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(content, archive[e.Offset:e.Offset+e.Size]) {
			t.Errorf("%q: the content is not what the directory points at", e.Name)
		}
		files = append([]File{Bytes(e.Name, content)}, files...)
	}
	return write(t, files...)
}

// canonical tells whether an archive that the reader accepts has the reference
// writer's form in the parts that the reader does not look at: no further
// chunks, names without gaps, and zeros wherever the format has no use for the
// bytes.
func canonical(archive []byte, r *Reader) bool {
	entries := r.Entries()
	const dirOffset = headerSize + 2*indexEntrySize
	if binary.LittleEndian.Uint64(archive[8:]) != 2*indexEntrySize {
		return false
	}
	used := make([]bool, len(archive))
	use := func(from, size int) {
		for i := from; i < from+size; i++ {
			used[i] = true
		}
	}
	use(0, dirOffset)
	nameOffset, namesAt := 0, dirOffset+len(entries)*dirEntrySize
	for i, e := range entries {
		at := dirOffset + i*dirEntrySize
		if binary.LittleEndian.Uint32(archive[at:]) != uint32(nameOffset) {
			return false
		}
		use(at, 6)
		use(at+8, 16)
		nameOffset += len(e.Name)
		use(int(e.Offset), int(e.Size))
	}
	use(namesAt, nameOffset)
	// The names chunk, whose length is in the index, is as short as can be.
	namesSize := int(binary.LittleEndian.Uint64(archive[56:]))
	if namesSize != (nameOffset+7)/8*8 {
		return false
	}
	// The archive ends with the page of its last content.
	end := namesAt + namesSize
	if n := len(entries); n > 0 {
		end = int(entries[n-1].Offset + entries[n-1].Size)
	}
	if len(archive) != (end+4095)/4096*4096 {
		return false
	}
	for i, b := range archive {
		if !used[i] && b != 0 {
			return false
		}
	}
	return true
}

func TestCanonicalKnowsTheReferenceForm(t *testing.T) {
	read := func(archive []byte) *Reader {
		r, err := NewReader(bytes.NewReader(archive), int64(len(archive)))
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	for _, archive := range [][]byte{example(t), write(t)} {
		if !canonical(archive, read(archive)) {
			t.Errorf("an archive of %d bytes is not recognised", len(archive))
		}
	}
	// One byte that the reader does not look at, or one more page.
	for _, at := range []int{70, 90, 167, 168, 4100, 16383} {
		archive := example(t)
		archive[at] = 1
		if canonical(archive, read(archive)) {
			t.Errorf("a 1 at %d is not noticed", at)
		}
	}
	if archive := append(example(t), make([]byte, 4096)...); canonical(archive, read(archive)) {
		t.Error("a further page is not noticed")
	}
}
