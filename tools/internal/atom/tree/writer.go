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
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/rules-idk/rules_idk/tools/internal/archive"
)

// Output is where a Writer makes its files. They appear when all has succeeded.
// Create may be called from several goroutines.
type Output interface {
	Create(name string, perm fs.FileMode) (io.WriteCloser, error)
}

// Writer makes the directory of an IDK. It may be used by several goroutines.
type Writer struct {
	out Output
	dir string

	mu      sync.Mutex
	names   archive.Namespace[struct{}]
	digests []digest
	buffers *buffers
}

type digest struct {
	path string
	sum  [sha256.Size]byte
}

// NewWriter returns a writer for a directory, which must have no files yet: what
// is in the directory ships.
func NewWriter(fsys FS, out Output, dir string) (*Writer, error) {
	if name, err := firstFile(fsys, dir); err != nil {
		return nil, err
	} else if name != "" {
		return nil, wrong(dir, "the directory is not empty: there is %s", name)
	}
	return &Writer{out: out, dir: dir, buffers: newBuffers()}, nil
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
	perm := fs.FileMode(0o644)
	if executable {
		perm = 0o755
	}
	out, err := w.out.Create(filepath.Join(w.dir, filepath.FromSlash(path)), perm)
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
