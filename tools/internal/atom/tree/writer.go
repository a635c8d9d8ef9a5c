package tree

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/rules-idk/rules_idk/tools/internal/archive"
)

// WriteFS is what a Writer needs of a file system.
type WriteFS interface {
	FS
	OpenFile(name string, flag int, perm fs.FileMode) (io.WriteCloser, error)
	Rename(from, to string) error
	Remove(name string) error
	MkdirAll(name string, perm fs.FileMode) error
}

// Writer makes the directory of an IDK. Its files grow in a directory inside,
// and appear with a few renames when all is done, however many there are. It may
// be used by several goroutines.
type Writer struct {
	fs  WriteFS
	dir string

	mu      sync.Mutex
	names   archive.Namespace[struct{}]
	made    map[string]bool
	digests []digest
	buffers *buffers
	placed  []string
}

type digest struct {
	path string
	sum  [sha256.Size]byte
}

// growing is the directory inside in which files grow.
const growing = ".idkit.tmp"

// NewWriter returns a writer for a directory, which must have no files yet: what
// is in the directory ships.
func NewWriter(fsys WriteFS, dir string) (*Writer, error) {
	if name, err := firstFile(fsys, dir); err != nil {
		return nil, err
	} else if name != "" {
		return nil, wrong(dir, "the directory is not empty: there is %s", name)
	}
	return &Writer{fs: fsys, dir: dir, made: map[string]bool{}, buffers: newBuffers()}, nil
}

// firstFile returns a file below a directory, "" if there is none.
func firstFile(fsys FS, dir string) (string, error) {
	entries, err := fsys.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read %s: %w", dir, cause(err))
	}
	for _, e := range entries {
		name := filepath.Join(dir, e.Name())
		if !e.IsDir() {
			return name, nil
		}
		if name, err := firstFile(fsys, name); name != "" || err != nil {
			return name, err
		}
	}
	return "", nil
}

// Put makes a file.
func (w *Writer) Put(path string, executable bool, content io.Reader) error {
	if err := w.claim(path); err != nil {
		return err
	}
	out, err := w.create(path, executable)
	if err != nil {
		return err
	}
	h := sha256.New()
	err = w.buffers.copy(io.MultiWriter(out, h), content)
	if closeErr := out.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.digests = append(w.digests, digest{path, [sha256.Size]byte(h.Sum(nil))})
	return nil
}

// create makes the file that grows.
func (w *Writer) create(path string, executable bool) (io.WriteCloser, error) {
	perm := fs.FileMode(0o644)
	if executable {
		perm = 0o755
	}
	shown := filepath.Join(w.dir, filepath.FromSlash(path))
	name := filepath.Join(w.dir, growing, filepath.FromSlash(path))
	if err := w.mkdir(filepath.Dir(name)); err != nil {
		return nil, fmt.Errorf("write %s: %w", shown, cause(err))
	}
	out, err := w.fs.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", shown, cause(err))
	}
	return &growingFile{out, shown}, nil
}

// growingFile names in its errors the file that is to be.
type growingFile struct {
	out   io.WriteCloser
	shown string
}

func (f *growingFile) Write(p []byte) (int, error) {
	n, err := f.out.Write(p)
	if err != nil {
		err = fmt.Errorf("write %s: %w", f.shown, cause(err))
	}
	return n, err
}

func (f *growingFile) Close() error {
	if err := f.out.Close(); err != nil {
		return fmt.Errorf("write %s: %w", f.shown, cause(err))
	}
	return nil
}

// mkdir makes a directory, once.
func (w *Writer) mkdir(dir string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.made[dir] {
		return nil
	}
	w.made[dir] = true
	return w.fs.MkdirAll(dir, 0o755)
}

// Place makes the files appear.
func (w *Writer) Place() error {
	inside := filepath.Join(w.dir, growing)
	entries, err := w.fs.ReadDir(inside)
	if err != nil {
		return fmt.Errorf("write %s: %w", w.dir, cause(err))
	}
	for _, e := range entries {
		to := filepath.Join(w.dir, e.Name())
		// What is there is empty.
		w.remove(to)
		if err := w.fs.Rename(filepath.Join(inside, e.Name()), to); err != nil {
			return fmt.Errorf("write %s: %w", to, cause(err))
		}
		w.placed = append(w.placed, to)
	}
	if err := w.fs.Remove(inside); err != nil {
		return fmt.Errorf("write %s: %w", w.dir, cause(err))
	}
	return nil
}

// Undo removes every trace of the files, whether they have appeared or not. The
// directory itself stays.
func (w *Writer) Undo() {
	for _, name := range append(w.placed, filepath.Join(w.dir, growing)) {
		w.remove(name)
	}
}

// remove deletes a file, or a directory with all that is in it. It reports
// nothing: what it leaves makes a later step fail.
func (w *Writer) remove(name string) {
	if err := w.fs.Remove(name); err == nil {
		return
	}
	entries, err := w.fs.ReadDir(name)
	if err != nil {
		return
	}
	for _, e := range entries {
		w.remove(filepath.Join(name, e.Name()))
	}
	_ = w.fs.Remove(name)
}

// PutBytes is Put for a content in memory.
func (w *Writer) PutBytes(path string, content []byte) error {
	return w.Put(path, false, bytes.NewReader(content))
}

func (w *Writer) claim(path string) error {
	if err := archive.CheckName(path); err != nil {
		return wrong(w.dir, "%q cannot be in an IDK: %v", path, err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if c := w.names.Add(path, struct{}{}); c != nil {
		return wrong(w.dir, "%v", c)
	}
	return nil
}

// Digests returns a list of all files with their SHA-256 sums, in the form of
// sha256sum, sorted by path.
func (w *Writer) Digests() []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	slices.SortFunc(w.digests, func(a, b digest) int { return cmp.Compare(a.path, b.path) })
	var b bytes.Buffer
	for _, d := range w.digests {
		fmt.Fprintf(&b, "%x  %s\n", d.sum, d.path)
	}
	return b.Bytes()
}

// ParseDigests reads a list in the form of sha256sum.
func ParseDigests(text []byte) (map[string][sha256.Size]byte, error) {
	sums := map[string][sha256.Size]byte{}
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		digits, path, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		sum, err := hex.DecodeString(digits)
		if !ok || err != nil || len(sum) != sha256.Size {
			return nil, fmt.Errorf("line %d: expected a SHA-256 sum, two spaces and a path", number)
		}
		sums[path] = [sha256.Size]byte(sum)
	}
	return sums, nil
}
