package tree

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/rules-idk/rules_idk/tools/internal/archive"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Dir is a directory as a Store.
type Dir struct {
	fs    FS
	name  string
	paths []string
}

// OpenDir lists all files of a directory. Links to files are files, as build
// systems make them; a link to a directory would be a second way to the same
// files, or a way out.
func OpenDir(fsys FS, name string) (*Dir, error) {
	d := &Dir{fs: fsys, name: name}
	l := &lister{Dir: d, found: &diag.List{}}
	if err := l.list(""); err != nil {
		return nil, err
	}
	if err := l.found.Err(); err != nil {
		return nil, err
	}
	slices.Sort(d.paths)
	return d, nil
}

// lister is the listing of one directory with all below.
type lister struct {
	*Dir
	names archive.Namespace[struct{}]
	found *diag.List
}

func (l *lister) list(path string) error {
	entries, err := l.fs.ReadDir(l.on(path))
	if err != nil {
		return fmt.Errorf("read %s: %w", l.on(path), cause(err))
	}
	for _, e := range entries {
		child := e.Name()
		if path != "" {
			child = path + "/" + child
		}
		mode := e.Type()
		linked := mode&fs.ModeSymlink != 0
		if linked {
			info, err := l.fs.Stat(l.on(child))
			if errors.Is(err, fs.ErrNotExist) {
				l.errorf(child, "the link leads to nothing")
				continue
			}
			if err != nil {
				return fmt.Errorf("read %s: %w", l.on(child), cause(err))
			}
			mode = info.Mode().Type()
		}
		switch {
		case mode.IsDir() && linked:
			l.errorf(child, "a link to a directory cannot be in an IDK")
		case mode.IsDir():
			if err := l.list(child); err != nil {
				return err
			}
		case !mode.IsRegular():
			l.errorf(child, "this is neither a file nor a directory")
		default:
			l.add(child)
		}
	}
	return nil
}

func (l *lister) add(path string) {
	if err := archive.CheckName(path); err != nil {
		l.errorf(path, "this cannot be in an IDK: %v", err)
		return
	}
	if c := l.names.Add(path, struct{}{}); c != nil {
		l.errorf(path, "%v", c)
		return
	}
	l.paths = append(l.paths, path)
}

func (l *lister) errorf(path, format string, args ...any) {
	l.found.Add(diag.Errorf(diag.Fixed(diag.Position{File: l.on(path)}), "", format, args...))
}

// on returns the name of a path on the file system.
func (d *Dir) on(path string) string { return filepath.Join(d.name, filepath.FromSlash(path)) }

// Name returns the directory.
func (d *Dir) Name() string { return d.name }

// Paths returns all paths, sorted.
func (d *Dir) Paths() []string { return d.paths }

// Has reports whether a file is there.
func (d *Dir) Has(path string) bool {
	_, found := slices.BinarySearch(d.paths, path)
	return found
}

// ReadFile returns the content of a file.
func (d *Dir) ReadFile(path string) ([]byte, error) {
	content, err := d.fs.ReadFile(d.on(path))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", d.on(path), cause(err))
	}
	return content, nil
}

// Each shows files from several goroutines.
func (d *Dir) Each(ctx context.Context, want func(string) bool, show func(string, io.Reader) error) error {
	var wanted []string
	for _, p := range d.paths {
		if want(p) {
			wanted = append(wanted, p)
		}
	}
	return Parallel(ctx, len(wanted), func(i int) error {
		f, err := d.fs.Open(d.on(wanted[i]))
		if err != nil {
			return fmt.Errorf("read %s: %w", d.on(wanted[i]), cause(err))
		}
		defer f.Close()
		return show(wanted[i], f)
	})
}

// Entry returns a file as the entry of an archive.
func (d *Dir) Entry(path string, executable bool) (archive.Entry, error) {
	info, err := d.fs.Stat(d.on(path))
	if err != nil {
		return archive.Entry{}, fmt.Errorf("read %s: %w", d.on(path), cause(err))
	}
	open := func() (io.ReadCloser, error) {
		f, err := d.fs.Open(d.on(path))
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", d.on(path), cause(err))
		}
		return f, nil
	}
	return archive.Entry{Name: path, Executable: executable, Size: info.Size(), Open: open}, nil
}
