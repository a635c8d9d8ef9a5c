package hpa

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sample returns an archive with something of everything, behind a file of a
// length.
func sample(t testing.TB, length int64, previous bool) []byte {
	t.Helper()
	var out bytes.Buffer
	w := NewWriter(&out, length)
	w.Dict = []byte(strings.Repeat("words that often come again, ", 20))
	add := func(text string, o BlobOptions) int {
		t.Helper()
		i, err := w.Add([]byte(text), o)
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	code := add("code of a", BlobOptions{})
	source := add(strings.Repeat("text of a ", 100), BlobOptions{Codec: Zstd})
	small := add(strings.Repeat("words that often ", 30), BlobOptions{Codec: ZstdDict})
	native := add("\x7fELF", BlobOptions{Align: BlockAlign})
	if again := add("code of a", BlobOptions{}); again != code {
		t.Errorf("equal content is blob %d, want %d", again, code)
	}
	big, err := w.AddReader(strings.NewReader(strings.Repeat("0123456789", 1000)), 10_000, BlobOptions{Codec: Zstd, Frame: 4096})
	if err != nil {
		t.Fatal(err)
	}
	err = w.Close(Index{
		Meta: map[string]any{"kind": "bundle", "args": []any{"-v"}, "external": true},
		Modules: []Module{
			{Name: "pkg.b", Blob: small, Source: -1, Path: "_main/pkg/b.py"},
			{Name: "a", Blob: code, Source: source, Path: "_main/a.py"},
			{Name: "ext", Flags: NativeModule, Source: -1, Path: "_main/ext.so"},
			{Name: "pkg", Blob: -1, Flags: NamespaceModule | Package, Source: -1, Path: "_main/pkg"},
		},
		Files: []File{
			{Path: "_main/ext.so", Kind: Native, Blob: native, Materialize: FirstUse},
			{Path: "_main/big", Blob: big, Materialize: AtStart},
			{Path: "_main/beside", Blob: -1, Executable: true, Kind: Program},
		},
		Layers:     []Layer{{Size: 5, Name: "shared"}},
		Tests:      []Test{{Name: "t", Main: "a", Args: []string{"x"}, Archive: 0}},
		Provenance: []Provenance{{Blob: source, Label: "//:a", Path: "a.py"}, {Blob: code, Label: "//:a", Path: "a.py"}},
	}, TrailerOptions{Magic: 3627, Python: 0x030e, Previous: previous, Runtime: [24]byte{1, 2}})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func open(t testing.TB, data []byte) *Bundle {
	t.Helper()
	b, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestArchiveComesBack(t *testing.T) {
	carrier := bytes.Repeat([]byte("#"), 5000)
	data := append(carrier, sample(t, 5000, false)...)
	b := open(t, data)
	if b.Carrier != 5000 || len(b.Archives) != 1 {
		t.Fatalf("got a carrier of %d and %d archives", b.Carrier, len(b.Archives))
	}
	if err := b.Verify(); err != nil {
		t.Errorf("verify: %v", err)
	}
	a := b.Archives[0]
	if a.Start != 8192 || a.Flags&FlagCarrier == 0 || a.Flags&FlagMaterialize == 0 || a.Flags&FlagPrevious != 0 {
		t.Errorf("got the trailer %+v", a.Trailer)
	}
	var names []string
	for _, m := range a.Modules {
		names = append(names, m.Name)
	}
	if diff := cmp.Diff([]string{"a", "ext", "pkg", "pkg.b"}, names); diff != "" {
		t.Error(diff)
	}
	m := a.Module("pkg.b")
	if m == nil || m.Flags != Compressed {
		t.Fatalf("got the module %+v", m)
	}
	got, err := a.ReadBlob(m.Blob)
	if want := strings.Repeat("words that often ", 30); err != nil || string(got) != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	for i := range a.Blobs {
		whole, err := a.ReadBlob(i)
		if err != nil {
			t.Errorf("blob %d: %v", i, err)
		}
		r := a.OpenBlob(i)
		streamed, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(whole, streamed) {
			t.Errorf("blob %d: the stream has %d bytes and ends with %v, want %d", i, len(streamed), err, len(whole))
		}
		r.Close()
	}
	if off := a.Blobs[a.Files[2].Blob].Offset; off%BlockAlign != 0 {
		t.Errorf("the native file is at %d", off)
	}
	if diff := cmp.Diff([]Test{{Name: "t", Main: "a", Args: []string{"x"}}}, a.Tests); diff != "" {
		t.Error(diff)
	}
}

func TestConcatEqualsWriting(t *testing.T) {
	first, second := sample(t, 0, false), sample(t, 0, false)
	var got bytes.Buffer
	n, err := Concat(&got, 0, false, open(t, first).Archives[0], open(t, second).Archives[0])
	if err != nil || n != int64(got.Len()) {
		t.Fatalf("got %d, %v, want %d", n, err, got.Len())
	}
	want := append(first, sample(t, int64(len(first)), true)...)
	if !bytes.Equal(got.Bytes(), want) {
		t.Error("archives that were concatenated differ from those written there")
	}
	b := open(t, want)
	if len(b.Archives) != 2 {
		t.Fatalf("got %d archives", len(b.Archives))
	}
	if err := b.Verify(); err != nil {
		t.Error(err)
	}
}

func TestFilesThatAreNoBundles(t *testing.T) {
	data := sample(t, 0, false)
	for _, c := range []struct {
		name string
		data []byte
		kind ErrorKind
		want string
	}{
		{"empty", nil, NotBundle, "no archive"},
		{"text", []byte(strings.Repeat("text ", 100)), NotBundle, "no archive"},
		{"truncated", data[:len(data)-1], NotBundle, "truncated"},
		{"extended", append(bytes.Clone(data), "more"...), Resized, "it has 4 bytes behind the archive"},
		{"front cut off", data[4096:], Resized, "it should have"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Open(bytes.NewReader(c.data), int64(len(c.data)))
			var e *Error
			if !errors.As(err, &e) || e.Kind != c.kind || !strings.Contains(e.Reason, c.want) {
				t.Errorf("got %v, want an error of kind %d with %q", err, c.kind, c.want)
			}
		})
	}
}

// TestEveryByteIsChecked changes each byte of an archive in turn: no change is
// overlooked, and none makes the reader panic.
func TestEveryByteIsChecked(t *testing.T) {
	data := sample(t, 0, false)
	random := rand.New(rand.NewPCG(1, 2))
	for at := range data {
		// All of them take long where there are zeros only.
		if data[at] == 0 && random.IntN(50) != 0 {
			continue
		}
		changed := bytes.Clone(data)
		changed[at] ^= byte(1 + random.IntN(255))
		b, err := Open(bytes.NewReader(changed), int64(len(changed)))
		if err == nil {
			err = b.Verify()
		}
		if err == nil {
			t.Errorf("byte %d can be changed", at)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(sample(f, 0, false))
	f.Add(append([]byte("#"), sample(f, 1, false)...))
	f.Fuzz(func(_ *testing.T, data []byte) {
		b, err := Open(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		_ = b.Verify()
		for _, a := range b.Archives {
			for i := range a.Blobs {
				_, _ = a.ReadBlob(i)
			}
		}
	})
}

// TestContentsInFront has an archive refer to what one in front of it has.
func TestContentsInFront(t *testing.T) {
	first := sample(t, 0, false)
	front := open(t, first).Archives[0]
	write := func(at int64) []byte {
		var out bytes.Buffer
		w := NewWriter(&out, int64(len(first)))
		b := front.Blobs[front.Module("a").Blob]
		blob, err := w.Refer(b, front.Start+b.Offset+at)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := w.Add([]byte("code of a"), BlobOptions{Align: 1}); err != nil || again != blob {
			t.Errorf("got blob %d, %v, want %d", again, err, blob)
		}
		index := Index{Modules: []Module{{Name: "again", Blob: blob, Source: -1, Path: "again.py"}}}
		if err := w.Close(index, TrailerOptions{Previous: true}); err != nil {
			t.Fatal(err)
		}
		return append(bytes.Clone(first), out.Bytes()...)
	}
	b := open(t, write(0))
	if err := b.Verify(); err != nil {
		t.Error(err)
	}
	got, err := b.Archives[1].ReadBlob(b.Archives[1].Module("again").Blob)
	if err != nil || string(got) != "code of a" {
		t.Errorf("got %q, %v", got, err)
	}
	err = open(t, write(1)).Verify()
	if err == nil || !strings.Contains(err.Error(), "archive 1: blob 0, the code of again.py, should be in an archive in front, and is not") {
		t.Errorf("got %v", err)
	}
}

// FuzzIndex mutates the index itself, which the digest protects in FuzzOpen. What
// is accepted comes back after it was written again.
func FuzzIndex(f *testing.F) {
	data := sample(f, 0, false)
	raw, err := open(f, data).Archives[0].RawIndex()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		x, err := parseIndex(raw, nil)
		if err != nil {
			return
		}
		_ = x.verifyPaths()
		out, err := x.encode()
		if err != nil {
			t.Fatalf("an index that was read cannot be written: %v", err)
		}
		again, err := parseIndex(out, nil)
		if err != nil {
			t.Fatalf("an index that was written cannot be read: %v", err)
		}
		if twice, err := again.encode(); err != nil || !bytes.Equal(out, twice) {
			t.Errorf("the index changes when it is written again: %v", err)
		}
	})
}
