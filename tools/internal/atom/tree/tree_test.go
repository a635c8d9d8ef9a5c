package tree

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/archive"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cli/clitest"
)

// someFiles are in every form of a tree that is tested.
var someFiles = map[string]string{
	"meta/manifest.json": "{}", "pkg/a/a.cml": "a", "pkg/a/big.bin": strings.Repeat("big", 10_000), "tools/x64/cmc": "code",
}

func writeFiles(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// stores makes a directory and archives with the same files.
func stores(t *testing.T) (string, []string) {
	t.Helper()
	root := t.TempDir()
	writeFiles(t, filepath.Join(root, "idk"), someFiles)
	names := []string{"idk"}
	dir, err := OpenDir(cli.Dir(root), "idk")
	if err != nil {
		t.Fatal(err)
	}
	var entries []archive.Entry
	for _, p := range dir.Paths() {
		e, err := dir.Entry(p, false)
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
	}
	for _, format := range []archive.Format{archive.Tar, archive.TarGz, archive.TarZst, archive.Zip} {
		var b bytes.Buffer
		if err := archive.Write(context.Background(), &b, format, entries); err != nil {
			t.Fatal(err)
		}
		writeFiles(t, root, map[string]string{"idk" + format.String(): b.String()})
		names = append(names, "idk"+format.String())
	}
	return root, names
}

func TestStoresAreAlike(t *testing.T) {
	root, names := stores(t)
	ctx := context.Background()
	var wantSums map[string][32]byte
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			s, err := Open(ctx, cli.Dir(root), name)
			if err != nil {
				t.Fatal(err)
			}
			if s.Name() != name {
				t.Errorf("name: %s", s.Name())
			}
			if diff := cmp.Diff([]string{"meta/manifest.json", "pkg/a/a.cml", "pkg/a/big.bin", "tools/x64/cmc"}, s.Paths()); diff != "" {
				t.Errorf("paths (-want +got):\n%s", diff)
			}
			if !s.Has("pkg/a/a.cml") || s.Has("pkg/a") || s.Has("pkg/b") {
				t.Error("Has is wrong")
			}
			for path, want := range someFiles {
				got, err := s.ReadFile(path)
				if err != nil || string(got) != want {
					t.Errorf("%s: got %.20q, %v", path, got, err)
				}
			}
			if _, err := s.ReadFile("gone"); err == nil {
				t.Error("a file that is not there was read")
			}
			for _, selection := range []string{"", "pkg/", "pkg/a/a.cml", "nothing"} {
				got, want := map[string]string{}, map[string]string{}
				var mu sync.Mutex
				err := s.Each(ctx, func(p string) bool { return strings.HasPrefix(p, selection) }, func(p string, r io.Reader) error {
					content, err := io.ReadAll(r)
					mu.Lock()
					defer mu.Unlock()
					got[p] = string(content)
					return err
				})
				if err != nil {
					t.Error(err)
				}
				for p, content := range someFiles {
					if strings.HasPrefix(p, selection) {
						want[p] = content
					}
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("files of %q (-want +got):\n%s", selection, diff)
				}
			}
			sums, err := Digests(ctx, s, All)
			if err != nil {
				t.Fatal(err)
			}
			if wantSums == nil {
				wantSums = sums
			}
			if diff := cmp.Diff(wantSums, sums); diff != "" {
				t.Errorf("digests (-directory +archive):\n%s", diff)
			}
		})
	}
}

func TestEachStops(t *testing.T) {
	root, names := stores(t)
	stop := errors.New("stop")
	for _, name := range names {
		s, err := Open(context.Background(), cli.Dir(root), name)
		if err != nil {
			t.Fatal(err)
		}
		err = s.Each(context.Background(), All, func(string, io.Reader) error { return stop })
		if !errors.Is(err, stop) {
			t.Errorf("%s: got %v", name, err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		err = s.Each(ctx, All, func(string, io.Reader) error { return nil })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s, interrupted: got %v", name, err)
		}
	}
}

func TestOpenRefusesDirectories(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux has file systems on which all of these names can be")
	}
	root := t.TempDir()
	writeFiles(t, root, map[string]string{"idk/A/x": "", "idk/a/x": "", "idk/good": "", "idk/back\\slash": "", "elsewhere/y": ""})
	for name, to := range map[string]string{"dir": "../elsewhere", "file": "../elsewhere/y", "nothing": "gone"} {
		if err := os.Symlink(to, filepath.Join(root, "idk", name)); err != nil {
			t.Fatal(err)
		}
	}
	_, err := Open(context.Background(), cli.Dir(root), "idk")
	want := `idk/a/x: the directories "a" and "A" differ in the case of letters only
idk/back\slash: this cannot be in an IDK: a path cannot contain "\"
idk/dir: a link to a directory cannot be in an IDK
idk/nothing: the link leads to nothing`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestOpenFollowsLinksToFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links cannot be made by everybody on Windows")
	}
	root := t.TempDir()
	writeFiles(t, root, map[string]string{"source/y": "text", "idk/x": ""})
	if err := os.Symlink("../source/y", filepath.Join(root, "idk", "link")); err != nil {
		t.Fatal(err)
	}
	s, err := Open(context.Background(), cli.Dir(root), "idk")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := s.ReadFile("link"); string(got) != "text" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestOpenReportsOtherFiles(t *testing.T) {
	root := t.TempDir()
	writeFiles(t, root, map[string]string{"idk.rar": "x", "idk.tar.gz": "x"})
	for name, want := range map[string]string{
		"gone":       "read gone: no such file or directory",
		"idk.rar":    `idk.rar: the name "idk.rar" does not say what kind of archive it is: expected an ending of .tar.gz, .tar.zst, .tar or .zip, or a directory`,
		"idk.tar.gz": "idk.tar.gz: the archive ends too early",
	} {
		_, err := Open(context.Background(), cli.Dir(root), name)
		if err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", name, err, want)
		}
	}
}

func newWriter(t *testing.T, root, dir string) *Writer {
	t.Helper()
	w, err := NewWriter(cli.Dir(root), dir)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// filesBelow returns the files of a directory, relative to it.
func filesBelow(t *testing.T, dir string) []string {
	t.Helper()
	files := []string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name, _ := filepath.Rel(dir, path)
			files = append(files, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestWriter(t *testing.T) {
	root := t.TempDir()
	if err := os.MkdirAll(filepath.Join(root, "out", "pkg", "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	w := newWriter(t, root, "out")
	err := Parallel(context.Background(), 50, func(i int) error {
		return w.Put(fmt.Sprintf("pkg/%02d", i), i%2 == 0, strings.NewReader("x"))
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.PutBytes("b", []byte("text")); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, "out", "b")); err == nil {
		t.Error("a file has appeared before its time")
	}
	if err := w.Place(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(root, "out", "pkg", "02"))
	if err != nil || info.Mode().Perm()&0o111 == 0 && runtime.GOOS != "windows" {
		t.Errorf("the program has mode %v, %v", info.Mode(), err)
	}
	sums, err := ParseDigests(w.Digests())
	if err != nil || len(sums) != 51 {
		t.Fatalf("%d digests, %v", len(sums), err)
	}
	s, err := Open(context.Background(), cli.Dir(root), "out")
	if err != nil {
		t.Fatal(err)
	}
	want, err := Digests(context.Background(), s, All)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, sums); diff != "" {
		t.Errorf("digests (-files +list):\n%s", diff)
	}
	if !strings.HasPrefix(string(w.Digests()), "982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1  b\n2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  pkg/00\n") {
		t.Errorf("list of digests:\n%s", w.Digests())
	}
	w.Undo()
	if files := filesBelow(t, root); len(files) > 0 {
		t.Errorf("files that stay: %v", files)
	}
}

func TestWriterUndoesWhatHasNotAppeared(t *testing.T) {
	root := t.TempDir()
	w := newWriter(t, root, "out")
	if err := w.PutBytes("a/b/c", []byte("text")); err != nil {
		t.Fatal(err)
	}
	w.Undo()
	if files := filesBelow(t, root); len(files) > 0 {
		t.Errorf("files that stay: %v", files)
	}
	if _, err := NewWriter(cli.Dir(root), "out"); err != nil {
		t.Errorf("a second try: %v", err)
	}
}

func TestWriterRefuses(t *testing.T) {
	root := t.TempDir()
	w := newWriter(t, root, "out")
	for _, tt := range []struct{ path, want string }{
		{"../x", `out: "../x" cannot be in an IDK: a path cannot have the part ".."`},
		{"a", ""},
		{"a", `out: "a" is there twice`},
		{"A", `out: "A" and "a" differ in the case of letters only`},
		{"a/b", `out: "a/b" cannot be a file below "a", which is a file`},
	} {
		got := ""
		if err := w.PutBytes(tt.path, nil); err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.path, got, tt.want)
		}
	}
	writeFiles(t, root, map[string]string{"full/a/b/c": ""})
	_, err := NewWriter(cli.Dir(root), "full")
	if want := "full: the directory is not empty: there is full/a/b/c"; err == nil || filepath.ToSlash(err.Error()) != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if _, err := os.Stat(filepath.Join(root, "x")); err == nil {
		t.Error("something was written outside")
	}
}

func TestWriterReportsErrorsOnce(t *testing.T) {
	root := t.TempDir()
	writeFiles(t, root, map[string]string{"file": ""})
	full, err := NewWriter(clitest.NewFullDisk(cli.Dir(root), 3), "out")
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("read source: input/output error")
	for _, tt := range []struct {
		name    string
		w       *Writer
		content io.Reader
		want    string
	}{
		{"a full disk", full, strings.NewReader("12345"), "write out/a: no space left on device"},
		{"a source that cannot be read", newWriter(t, root, "out2"), iotest.ErrReader(broken), broken.Error()},
		{"a file in place of a directory", &Writer{fs: cli.Dir(root), dir: "file", made: map[string]bool{}, buffers: newBuffers()}, strings.NewReader(""), "write file/a: not a directory"},
	} {
		if err := tt.w.Put("a", false, tt.content); err == nil || filepath.ToSlash(err.Error()) != tt.want {
			t.Errorf("%s: got %v, want %s", tt.name, err, tt.want)
		}
	}
}

func TestParseDigestsRefuses(t *testing.T) {
	for _, text := range []string{"x", "00  a\n", strings.Repeat("0", 64) + " a\n", strings.Repeat("z", 64) + "  a\n"} {
		if _, err := ParseDigests([]byte(text)); err == nil || err.Error() != "line 1: expected a SHA-256 sum, two spaces and a path" {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

func TestParallelReturnsTheFirstOfItsErrors(t *testing.T) {
	for range 20 {
		err := Parallel(context.Background(), 100, func(i int) error {
			if i >= 10 {
				return fmt.Errorf("error of %d", i)
			}
			return nil
		})
		if err == nil || err.Error() != "error of 10" {
			t.Fatalf("got %v", err)
		}
	}
}
