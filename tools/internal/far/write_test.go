package far

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/merkle"
)

// exampleHead is the start of the archive that the Fuchsia tree's own tests
// publish: files "a", "b" and "dir/c", each with its name and a newline.
const exampleHead = "c8bf0b48adabc511 3000000000000000" +
	"4449522d2d2d2d2d 4000000000000000 6000000000000000" +
	"4449524e414d4553 a000000000000000 0800000000000000" +
	"00000000 0100 0000 0010000000000000 0200000000000000 0000000000000000" +
	"01000000 0100 0000 0020000000000000 0200000000000000 0000000000000000" +
	"02000000 0500 0000 0030000000000000 0600000000000000 0000000000000000" +
	"61 62 6469722f63 00"

func exampleFiles() []File {
	return []File{
		Bytes("b", []byte("b\n")),
		Bytes("dir/c", []byte("dir/c\n")),
		Bytes("a", []byte("a\n")),
	}
}

// example returns the published archive, made without the writer.
func example(t testing.TB) []byte {
	t.Helper()
	head, err := hex.DecodeString(strings.ReplaceAll(exampleHead, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	archive := make([]byte, 16384)
	copy(archive, head)
	copy(archive[4096:], "a\n")
	copy(archive[8192:], "b\n")
	copy(archive[12288:], "dir/c\n")
	return archive
}

func write(t testing.TB, files ...File) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, files); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWritePublishedExample(t *testing.T) {
	got := write(t, exampleFiles()...)
	if !bytes.Equal(got, example(t)) {
		t.Errorf("bytes differ (-got +want):\n%s", cmp.Diff(hex.Dump(got), hex.Dump(example(t))))
	}
	const wantSum = "44c957056d6f4f285a783cca00f50d0f4568cc3554bb226f427aec7a51e27bb6"
	if sum := sha256.Sum256(got); hex.EncodeToString(sum[:]) != wantSum {
		t.Errorf("SHA-256: got %x, want %s", sum, wantSum)
	}
	const wantRoot = "0dca1b59158e84d4abcdb189e3cd087a1da9fb2fa47f30ca1f5a6b6ac337ef74"
	if root := merkle.Sum(got); root.String() != wantRoot {
		t.Errorf("merkle root: got %s, want %s", root, wantRoot)
	}
}

func TestWriteNoFiles(t *testing.T) {
	got := write(t)
	if len(got) != 4096 {
		t.Errorf("size: got %d, want 4096", len(got))
	}
	const want = "b4c9084f760f23c9ae9b86ca9489c04e0a0e54656d8886c6b0bda20b186f6adb"
	if root := merkle.Sum(got); root.String() != want {
		t.Errorf("merkle root: got %s, want %s", root, want)
	}
}

func TestWriteLayout(t *testing.T) {
	tests := []struct {
		name     string
		files    []File
		want     []Entry
		wantSize int
	}{
		{
			name:     "an empty file takes no page",
			files:    []File{Bytes("c", []byte("c")), Bytes("a", nil), Bytes("b", nil)},
			want:     []Entry{{"a", 4096, 0}, {"b", 4096, 0}, {"c", 4096, 1}},
			wantSize: 8192,
		},
		{
			name:     "only empty files",
			files:    []File{Bytes("a", nil), Bytes("b", nil)},
			want:     []Entry{{"a", 4096, 0}, {"b", 4096, 0}},
			wantSize: 4096,
		},
		{
			name:     "full pages get no padding",
			files:    []File{Bytes("a", make([]byte, 4096)), Bytes("b", make([]byte, 8193)), Bytes("c", nil)},
			want:     []Entry{{"a", 4096, 4096}, {"b", 8192, 8193}, {"c", 20480, 0}},
			wantSize: 20480,
		},
		{
			// 64 + 32*127 = 4128 bytes of directory reach into the second page.
			name: "a directory of more than a page",
			files: func() (files []File) {
				for i := range 127 {
					files = append(files, Bytes(fmt.Sprintf("%03d", i), nil))
				}
				return files
			}(),
			want: func() (entries []Entry) {
				for i := range 127 {
					entries = append(entries, Entry{fmt.Sprintf("%03d", i), 8192, 0})
				}
				return entries
			}(),
			wantSize: 8192,
		},
		{
			name:     "names are sorted by bytes, not by segments",
			files:    []File{Bytes("a/b", nil), Bytes("a-b", nil), Bytes("a", nil), Bytes("\xff", nil), Bytes("é", nil)},
			want:     []Entry{{"a", 4096, 0}, {"a-b", 4096, 0}, {"a/b", 4096, 0}, {"é", 4096, 0}, {"\xff", 4096, 0}},
			wantSize: 4096,
		},
		{
			name:     "the longest name",
			files:    []File{Bytes(strings.Repeat("n", 65535), []byte("x"))},
			want:     []Entry{{strings.Repeat("n", 65535), 69632, 1}},
			wantSize: 73728,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := write(t, tt.files...)
			if len(got) != tt.wantSize {
				t.Errorf("size: got %d, want %d", len(got), tt.wantSize)
			}
			r, err := NewReader(bytes.NewReader(got), int64(len(got)))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, r.Entries()); diff != "" {
				t.Errorf("entries (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWriteRefusesFiles(t *testing.T) {
	tests := []struct {
		name    string
		files   []File
		want    error
		message string
	}{
		{"a name given twice", []File{Bytes("b", nil), Bytes("a", nil), Bytes("b", []byte("b"))}, ErrDuplicateName, `name is given twice: "b"`},
		{"a bad name", []File{Bytes("a/../b", nil)}, ErrNameContainsDotDotSegment, `name contains the segment "..": "a/../b"`},
		{"a name beyond 16 bits", []File{Bytes(strings.Repeat("n", 65536), nil)}, ErrNameTooLong, "name is too long: \"" + strings.Repeat("n", 200) + `"... (65536 bytes)`},
		{"a negative size", []File{Stream("a", -1, strings.NewReader(""))}, ErrWrongSize, `content does not have the stated size: "a": got -1 bytes`},
		{"a short content", []File{Stream("a", 3, strings.NewReader("ab"))}, ErrWrongSize, `content does not have the stated size: "a" has 2 bytes, expected 3`},
		{"a long content", []File{Stream("a", 1, strings.NewReader("ab"))}, ErrWrongSize, `content does not have the stated size: "a" has more than the expected 1 bytes`},
		{"contents beyond 64 bits", []File{Stream("a", math.MaxInt64-4096, strings.NewReader(""))}, ErrContentChunkEndOverflow, `content ends beyond 64 bits: "a" has 9223372036854771711 bytes`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := Write(io.Discard, tt.files)
			if !errors.Is(err, tt.want) || err.Error() != tt.message {
				t.Errorf("got %v\nwant %s", err, tt.message)
			}
		})
	}
}

func TestWriteReturnsErrorsOfTheWorld(t *testing.T) {
	broken := errors.New("broken")
	tests := []struct {
		name    string
		out     io.Writer
		file    File
		message string
	}{
		{"open", io.Discard, File{Name: "a", Open: func() (io.ReadCloser, error) { return nil, broken }}, `open the content of "a": broken`},
		{"read", io.Discard, Stream("a", 1, iotest.ErrReader(broken)), `archive "a": broken`},
		{"read the end", io.Discard, Stream("a", 1, io.MultiReader(strings.NewReader("a"), iotest.ErrReader(broken))), `archive "a": broken`},
		{"close", io.Discard, File{Name: "a", Open: func() (io.ReadCloser, error) { return closer{strings.NewReader(""), broken}, nil }}, `close the content of "a": broken`},
		{"write the directory", &failing{err: broken}, Bytes("a", nil), "broken"},
		{"write a content", &failing{room: 4096, err: broken}, Bytes("a", make([]byte, 1<<20)), `archive "a": broken`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := Write(tt.out, []File{tt.file})
			if !errors.Is(err, broken) || err.Error() != tt.message {
				t.Errorf("got %v, want %s", err, tt.message)
			}
		})
	}
}

func TestWriteHasOneFileOpenAtATime(t *testing.T) {
	open := 0
	var files []File
	for i := range 50 {
		files = append(files, File{Name: fmt.Sprint(i), Size: 1, Open: func() (io.ReadCloser, error) {
			if open++; open > 1 {
				t.Errorf("%d files are open", open)
			}
			return closeFunc{strings.NewReader("x"), func() { open-- }}, nil
		}})
	}
	write(t, files...)
	if open != 0 {
		t.Errorf("%d files stay open", open)
	}
}

type closer struct {
	io.Reader
	err error
}

func (c closer) Close() error { return c.err }

type closeFunc struct {
	io.Reader
	close func()
}

func (c closeFunc) Close() error { c.close(); return nil }

// failing is a writer with little room.
type failing struct {
	room int
	err  error
}

func (f *failing) Write(p []byte) (int, error) {
	if len(p) > f.room {
		return 0, f.err
	}
	f.room -= len(p)
	return len(p), nil
}
