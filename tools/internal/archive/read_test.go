package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
)

// hostileTar returns a tar archive as a stranger may make it.
func hostileTar(t testing.TB, headers ...tar.Header) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, h := range headers {
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if h.Size > 0 {
			_, _ = w.Write(make([]byte, h.Size))
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func hostileZip(t testing.TB, headers ...zip.FileHeader) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, h := range headers {
		if _, err := w.CreateHeader(&h); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadRefusesWhatLeavesTheDirectory(t *testing.T) {
	link := zip.FileHeader{Name: "a"}
	link.SetMode(fs.ModeSymlink | 0o777)
	pipe := zip.FileHeader{Name: "a"}
	pipe.SetMode(fs.ModeNamedPipe | 0o644)
	regular := func(name string) tar.Header { return tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o644} }
	tests := []struct {
		name   string
		format Format
		data   []byte
		want   string
	}{
		{"up", Tar, hostileTar(t, regular("../a")), `entry "../a": a path cannot have the part ".."`},
		{"up inside", Tar, hostileTar(t, regular("a/../../b")), `entry "a/../../b": a path cannot have the part ".."`},
		{"absolute", Tar, hostileTar(t, regular("/etc/passwd")), `entry "/etc/passwd": a path cannot be absolute`},
		{"a drive", Tar, hostileTar(t, regular("C:/a")), `entry "C:/a": a path cannot contain ":"`},
		{"backslashes", Tar, hostileTar(t, regular(`..\a`)), `entry "..\\a": a path cannot contain "\"`},
		{"symlink", Tar, hostileTar(t, tar.Header{Typeflag: tar.TypeSymlink, Name: "a", Linkname: "/etc"}), `entry "a": a link (to "/etc") cannot be in the archive, only files can`},
		{"hard link", Tar, hostileTar(t, tar.Header{Typeflag: tar.TypeLink, Name: "a", Linkname: "../b"}), `entry "a": a link (to "../b") cannot be in the archive, only files can`},
		{"pipe", Tar, hostileTar(t, tar.Header{Typeflag: tar.TypeFifo, Name: "a"}), `entry "a": an entry of type '6' cannot be in the archive, only files can`},
		{"directory", Tar, hostileTar(t, tar.Header{Typeflag: tar.TypeDir, Name: "../a/"}), `entry "../a": a path cannot have the part ".."`},
		{"twice", Tar, hostileTar(t, regular("a"), regular("./a")), `"a" is there twice`},
		{"case", Tar, hostileTar(t, regular("pkg/a"), regular("pkg/A")), `"pkg/A" and "pkg/a" differ in the case of letters only`},
		{"file and directory", Tar, hostileTar(t, regular("a"), regular("a/b")), `"a/b" cannot be a file below "a", which is a file`},
		{"zip up", Zip, hostileZip(t, zip.FileHeader{Name: "../a"}), `entry "../a": a path cannot have the part ".."`},
		{"zip absolute", Zip, hostileZip(t, zip.FileHeader{Name: "/a"}), `entry "/a": a path cannot be absolute`},
		{"zip directory", Zip, hostileZip(t, zip.FileHeader{Name: "../a/"}), `entry "../a": a path cannot have the part ".."`},
		{"zip link", Zip, hostileZip(t, link), `entry "a": a link cannot be in the archive, only files can`},
		{"zip pipe", Zip, hostileZip(t, pipe), `entry "a": an entry of mode prw-r--r-- cannot be in the archive, only files can`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			visited := 0
			err := Read(bytes.NewReader(tt.data), int64(len(tt.data)), tt.format, Limits{}, func(h Header, _ io.Reader) error {
				visited++
				return CheckName(h.Name)
			})
			checkError(t, err, tt.want)
			if visited > 1 {
				t.Errorf("%d files were shown", visited)
			}
		})
	}
}

func checkError(t *testing.T, err error, want string) {
	t.Helper()
	var bad *Error
	if !errors.As(err, &bad) {
		t.Fatalf("got error %v, want an *Error: %s", err, want)
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
}

func TestReadSkipsDirectoriesAndComments(t *testing.T) {
	data := hostileTar(t,
		tar.Header{Typeflag: tar.TypeXGlobalHeader, Name: "pax_global_header", PAXRecords: map[string]string{"comment": "0123"}},
		tar.Header{Typeflag: tar.TypeDir, Name: "./"},
		tar.Header{Typeflag: tar.TypeDir, Name: "a/"},
		tar.Header{Typeflag: tar.TypeReg, Name: "./a/b", Mode: 0o755, Size: 1},
	)
	got, err := read(Tar, data, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]text{{"a/b", "\x00", true}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReadKeepsLimits(t *testing.T) {
	for _, f := range formats {
		data := write(t, f, text{Name: "a", Content: "123"}, text{Name: "b", Content: "456"})
		if _, err := read(f, data, Limits{Files: 2, Bytes: 6}); err != nil {
			t.Errorf("%v: at the limits: %v", f, err)
		}
		_, err := read(f, data, Limits{Files: 1})
		checkError(t, err, "there are more than 1 files")
		_, err = read(f, data, Limits{Bytes: 5})
		checkError(t, err, `entry "b": all files together have more than 5 bytes`)
	}
}

func TestReadNoticesEveryTruncation(t *testing.T) {
	for _, f := range formats {
		whole := write(t, f, someFiles...)
		end := len(whole)
		step := max(1, end/500)
		for n := 0; n < end; n += step {
			if _, err := read(f, whole[:n], Limits{}); !isBad(err) {
				t.Errorf("%v: %d of %d bytes: got %v, want an *Error", f, n, end, err)
			}
		}
	}
}

func isBad(err error) bool {
	var bad *Error
	return errors.As(err, &bad)
}

func TestReadNoticesDamage(t *testing.T) {
	for _, f := range []Format{TarGz, TarZst, Zip} {
		whole := write(t, f, someFiles...)
		want, err := read(f, whole, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		for n := range whole {
			damaged := bytes.Clone(whole)
			damaged[n] ^= 0x10
			got, err := read(f, damaged, Limits{})
			if err != nil && !isBad(err) {
				t.Fatalf("%v: byte %d: got %v, want an *Error", f, n, err)
			}
			for i := range got {
				got[i].Executable = i < len(want) && want[i].Executable
			}
			if err == nil && f != Zip && !cmp.Equal(want, got) {
				t.Errorf("%v: byte %d: the damage was not noticed", f, n)
			}
		}
	}
}

func TestReadRefusesMore(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(append(write(t, Tar, someFiles...), "more"...))
	_ = z.Close()
	_, err := read(TarGz, b.Bytes(), Limits{})
	checkError(t, err, "there is more behind the end of the archive")
}

func TestReadRefusesOtherFiles(t *testing.T) {
	for _, f := range formats {
		for _, data := range []string{"", "x", strings.Repeat("no archive ", 200)} {
			if _, err := read(f, []byte(data), Limits{}); !isBad(err) {
				t.Errorf("%v: %.10q: got %v, want an *Error", f, data, err)
			}
		}
	}
}

// An entry of a zip archive may say any length.
func TestReadNoticesALongerEntry(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	content, err := w.CreateHeader(&zip.FileHeader{Name: "a", Method: zip.Deflate})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = content.Write(make([]byte, 1<<20))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes()
	directory := bytes.LastIndex(data, []byte("PK\x01\x02"))
	copy(data[directory+24:], []byte{5, 0, 0, 0})
	_, err = read(Zip, data, Limits{})
	checkError(t, err, `entry "a": the archive is damaged: zip: not a valid zip file`)
}

// failing is a file on a disk with a fault.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error)          { return 0, f.err }
func (f failing) ReadAt([]byte, int64) (int, error) { return 0, f.err }

func TestReadReportsErrorsOfTheSource(t *testing.T) {
	broken := errors.New("input/output error")
	for _, f := range formats {
		err := Read(failing{broken}, 1000, f, Limits{}, func(Header, io.Reader) error { return nil })
		if err != broken {
			t.Errorf("%v: got %v, want %v", f, err, broken)
		}
		half := write(t, f, someFiles...)
		src := struct {
			io.Reader
			io.ReaderAt
		}{io.MultiReader(bytes.NewReader(half[:100]), iotest.ErrReader(broken)), bytes.NewReader(half)}
		if f == Zip {
			continue
		}
		err = Read(src, int64(len(half)), f, Limits{}, func(Header, io.Reader) error { return nil })
		if err != broken {
			t.Errorf("%v, in the middle: got %v, want %v", f, err, broken)
		}
	}
}

func TestReadReturnsErrorsOfTheVisitor(t *testing.T) {
	stop := errors.New("stop")
	for _, f := range formats {
		data := write(t, f, someFiles...)
		err := Read(bytes.NewReader(data), int64(len(data)), f, Limits{}, func(Header, io.Reader) error { return stop })
		if err != stop {
			t.Errorf("%v: got %v, want %v", f, err, stop)
		}
	}
}

// FuzzRead shows that no input makes Read panic or show a bad name.
func FuzzRead(f *testing.F) {
	for _, format := range formats {
		f.Add(uint8(format), write(f, format, someFiles[1], text{Name: "a/b", Content: "x"}))
	}
	f.Add(uint8(Tar), hostileTar(f, tar.Header{Typeflag: tar.TypeReg, Name: "../a"}))
	f.Fuzz(func(t *testing.T, format uint8, data []byte) {
		files, err := read(Format(format%4), data, Limits{Files: 100, Bytes: 1 << 20})
		if err != nil && !isBad(err) {
			t.Errorf("error %v is no *Error", err)
		}
		var names Namespace[int]
		for i, file := range files {
			if err := CheckName(file.Name); err != nil {
				t.Errorf("%q was shown: %v", file.Name, err)
			}
			if c := names.Add(file.Name, i); c != nil {
				t.Errorf("%q was shown: %v", file.Name, c)
			}
		}
	})
}
