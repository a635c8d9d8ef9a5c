package tree

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"sync"

	"github.com/rules-idk/rules_idk/tools/internal/archive"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// FS is what a Store needs of a file system.
type FS interface {
	Open(name string) (fs.File, error)
	ReadFile(name string) ([]byte, error)
	ReadDir(name string) ([]fs.DirEntry, error)
	Stat(name string) (fs.FileInfo, error)
}

// Store is where the files of an IDK are.
type Store interface {
	// Name is the directory or the archive.
	Name() string
	// Paths are those of all files, sorted.
	Paths() []string
	// Has reports whether a file is there.
	Has(path string) bool
	// ReadFile returns the content of a file.
	ReadFile(path string) ([]byte, error)
	// Each shows the files that want selects, in any order and several at a time.
	Each(ctx context.Context, want func(path string) bool, show func(path string, content io.Reader) error) error
}

// Open returns the files of a directory or of an archive. What is wrong with
// them is a *diag.ListError.
func Open(ctx context.Context, fsys FS, name string) (Store, error) {
	info, err := fsys.Stat(name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, cause(err))
	}
	if info.IsDir() {
		return OpenDir(fsys, name)
	}
	format, err := archive.FormatOf(name)
	if err != nil {
		return nil, wrong(name, "%v, or a directory", err)
	}
	return openArchive(ctx, fsys, name, format)
}

// Digests returns the SHA-256 sums of the files that want selects.
func Digests(ctx context.Context, s Store, want func(path string) bool) (map[string][sha256.Size]byte, error) {
	var (
		mu      sync.Mutex
		buffers = newBuffers()
		sums    = map[string][sha256.Size]byte{}
	)
	err := s.Each(ctx, want, func(path string, content io.Reader) error {
		h := sha256.New()
		if err := buffers.copy(h, content); err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		sums[path] = [sha256.Size]byte(h.Sum(nil))
		return nil
	})
	return sums, err
}

// All selects every file.
func All(string) bool { return true }

// wrong returns a finding about a file or a directory.
func wrong(name, format string, args ...any) error {
	list := &diag.List{}
	list.Add(diag.Errorf(diag.Fixed(diag.Position{File: name}), "", format, args...))
	return list.Err()
}

// cause strips the name that the file system put into an error.
func cause(err error) error {
	if e, ok := err.(*fs.PathError); ok {
		return e.Err
	}
	return err
}
