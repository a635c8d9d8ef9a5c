package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// FS is the file system that a verb works on. Names are relative to one
// directory, or absolute. Errors carry the name that was given.
type FS interface {
	Open(name string) (fs.File, error)
	ReadFile(name string) ([]byte, error)
	ReadDir(name string) ([]fs.DirEntry, error)
	// Stat follows links.
	Stat(name string) (fs.FileInfo, error)
	// Resolve returns the file that a name stands for once all links are
	// followed.
	Resolve(name string) (string, error)
	// OpenFile opens a file for writing, with flags of package os.
	OpenFile(name string, flag int, perm fs.FileMode) (io.WriteCloser, error)
	Rename(from, to string) error
	Remove(name string) error
	MkdirAll(name string, perm fs.FileMode) error
}

// Dir is the file system in which names are relative to a directory of the
// machine; "" stands for the working directory.
type Dir string

func (d Dir) path(name string) string {
	if d == "" || filepath.IsAbs(name) {
		return name
	}
	// Not Join: it would take "link/.." away, which means something to the
	// system.
	return string(d) + string(filepath.Separator) + name
}

// named puts the caller's name into an error.
func (d Dir) named(name string, err error) error {
	var pathErr *fs.PathError
	if d != "" && errors.As(err, &pathErr) {
		return &fs.PathError{Op: pathErr.Op, Path: name, Err: pathErr.Err}
	}
	return err
}

// Open opens a file for reading.
func (d Dir) Open(name string) (fs.File, error) {
	f, err := os.Open(d.path(name))
	if err != nil {
		return nil, d.named(name, err)
	}
	return f, nil
}

// ReadFile returns the content of a file.
func (d Dir) ReadFile(name string) ([]byte, error) {
	data, err := os.ReadFile(d.path(name))
	return data, d.named(name, err)
}

// ReadDir returns the entries of a directory, sorted by name.
func (d Dir) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := os.ReadDir(d.path(name))
	return entries, d.named(name, err)
}

// Stat describes a file, following links.
func (d Dir) Stat(name string) (fs.FileInfo, error) {
	info, err := os.Stat(d.path(name))
	return info, d.named(name, err)
}

// Resolve follows all links of a name.
func (d Dir) Resolve(name string) (string, error) {
	resolved, err := filepath.EvalSymlinks(d.path(name))
	if err == nil && d != "" {
		resolved, err = filepath.Abs(resolved)
	}
	return resolved, d.named(name, err)
}

// OpenFile opens a file for writing.
func (d Dir) OpenFile(name string, flag int, perm fs.FileMode) (io.WriteCloser, error) {
	f, err := os.OpenFile(d.path(name), flag, perm)
	if err != nil {
		return nil, d.named(name, err)
	}
	return f, nil
}

// Rename moves a file, replacing another.
func (d Dir) Rename(from, to string) error {
	err := os.Rename(d.path(from), d.path(to))
	var linkErr *os.LinkError
	if errors.As(err, &linkErr) {
		return &fs.PathError{Op: linkErr.Op, Path: to, Err: linkErr.Err}
	}
	return err
}

// Remove deletes a file or an empty directory.
func (d Dir) Remove(name string) error { return d.named(name, os.Remove(d.path(name))) }

// MkdirAll makes a directory and those above it.
func (d Dir) MkdirAll(name string, perm fs.FileMode) error {
	return d.named(name, os.MkdirAll(d.path(name), perm))
}
