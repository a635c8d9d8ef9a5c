package archive

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

var formats = []Format{Tar, TarGz, TarZst, Zip}

// text is a file of an archive as tests write and compare it.
type text struct {
	Name, Content string
	Executable    bool
}

func entries(files []text) []Entry {
	list := make([]Entry, len(files))
	for i, f := range files {
		list[i] = Entry{
			Name: f.Name, Executable: f.Executable, Size: int64(len(f.Content)),
			Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(f.Content)), nil },
		}
	}
	return list
}

func write(t testing.TB, f Format, files ...text) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(context.Background(), &b, f, entries(files)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(f Format, data []byte, limits Limits) ([]text, error) {
	var files []text
	err := Read(bytes.NewReader(data), int64(len(data)), f, limits, func(h Header, r io.Reader) error {
		content, err := io.ReadAll(r)
		files = append(files, text{h.Name, string(content), h.Executable})
		return err
	})
	return files, err
}

var someFiles = []text{
	{"tools/x64/cmc", "\x7fELF" + strings.Repeat("code", 5000), true},
	{"meta/manifest.json", "{}", false},
	{"pkg/" + strings.Repeat("a very long name/", 20) + "file", "", false},
	{"pkg/Größe.txt", "1", false},
}

func TestReadGivesWhatWasWrittenInOrder(t *testing.T) {
	want := []text{someFiles[1], someFiles[3], someFiles[2], someFiles[0]}
	for _, f := range formats {
		t.Run(f.String(), func(t *testing.T) {
			got, err := read(f, write(t, f, someFiles...), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// The bytes are part of the promise: digests of archives are written into other
// workspaces.
func TestWriteGivesTheSameBytesForever(t *testing.T) {
	want := map[Format]string{
		Tar:    "264ff46dd4e9dd11",
		TarGz:  "5d04522578b09672",
		TarZst: "4e925d58a7c09dcd",
		Zip:    "e36a6b1c8694b74a",
	}
	for _, f := range formats {
		sum := sha256.Sum256(write(t, f, someFiles...))
		if got := fmt.Sprintf("%x", sum[:8]); got != want[f] {
			t.Errorf("%v: got %s, want %s", f, got, want[f])
		}
	}
}

func TestWriteDependsNeitherOnOrderNorOnHowFilesAreRead(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	files := append([]text{}, someFiles...)
	for i := range 40 {
		content := make([]byte, random.IntN(200_000))
		for j := range content {
			content[j] = "ab c\n"[random.IntN(5)]
		}
		files = append(files, text{fmt.Sprintf("data/%d", i), string(content), false})
	}
	for _, f := range formats {
		want := write(t, f, files...)
		random.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		list := entries(files)
		for i := range list {
			open := list[i].Open
			list[i].Open = func() (io.ReadCloser, error) {
				r, err := open()
				return io.NopCloser(iotest.HalfReader(r)), err
			}
		}
		var got bytes.Buffer
		if err := Write(context.Background(), &got, f, list); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), want) {
			t.Errorf("%v: the bytes differ", f)
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	broken := errors.New("broken")
	tests := []struct {
		name    string
		ctx     context.Context
		entries []Entry
		want    string
	}{
		{"a bad name", context.Background(), entries([]text{{Name: "../x"}}), `entry "../x": a path cannot have the part ".."`},
		{"a name twice", context.Background(), entries([]text{{Name: "x"}, {Name: "x"}}), `"x" is there twice`},
		{"names that differ in case", context.Background(), entries([]text{{Name: "x"}, {Name: "X"}}), `"x" and "X" differ in the case of letters only`},
		{"a file that shrank", context.Background(), []Entry{{Name: "x", Size: 3, Open: opens("12")}}, "x changed while it was read: it had 3 bytes"},
		{"a file that grew", context.Background(), []Entry{{Name: "x", Size: 1, Open: opens("12")}}, "x changed while it was read: it had 1 bytes"},
		{"a file that cannot be opened", context.Background(), []Entry{{Name: "x", Open: func() (io.ReadCloser, error) { return nil, broken }}}, "broken"},
		{"to go on after an interruption", ctx, entries([]text{{Name: "x"}}), "context canceled"},
	}
	for _, tt := range tests {
		for _, f := range formats {
			t.Run(tt.name+f.String(), func(t *testing.T) {
				err := Write(tt.ctx, io.Discard, f, tt.entries)
				if err == nil || err.Error() != tt.want {
					t.Errorf("got %v, want %s", err, tt.want)
				}
			})
		}
	}
}

func opens(content string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }
}

func TestWriteReportsAFullDisk(t *testing.T) {
	full := errors.New("no space left on device")
	for _, f := range formats {
		err := Write(context.Background(), &limitedWriter{100, full}, f, entries(someFiles))
		if !errors.Is(err, full) {
			t.Errorf("%v: got %v, want %v", f, err, full)
		}
	}
}

// limitedWriter takes some bytes and then fails.
type limitedWriter struct {
	left int
	err  error
}

func (w *limitedWriter) Write(p []byte) (int, error) {
	if len(p) > w.left {
		n := w.left
		w.left = 0
		return n, w.err
	}
	w.left -= len(p)
	return len(p), nil
}

func TestFormatOf(t *testing.T) {
	for name, want := range map[string]Format{
		"a.tar": Tar, "a.tar.gz": TarGz, "b/a.tgz": TarGz, "a.tar.zst": TarZst, "a.zip": Zip,
	} {
		got, err := FormatOf(name)
		if err != nil || got != want {
			t.Errorf("%s: got %v, %v, want %v", name, got, err, want)
		}
	}
	_, err := FormatOf("out/idk.7z")
	want := `the name "idk.7z" does not say what kind of archive it is: expected an ending of .tar.gz, .tar.zst, .tar or .zip`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
