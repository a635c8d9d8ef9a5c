package distribution

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/rules-idk/rules_idk/tools/internal/archive"
)

// FS is where a distribution is read from. Stat follows links.
type FS interface {
	Open(name string) (fs.File, error)
	ReadFile(name string) ([]byte, error)
	ReadDir(name string) ([]fs.DirEntry, error)
	Stat(name string) (fs.FileInfo, error)
}

// Distribution is a relocatable CPython: an interpreter in bin, its standard
// library in lib/python3.N.
type Distribution struct {
	// Name is what was opened.
	Name string
	// Python is the version, such as "3.14"; that of a free-threaded Python ends
	// in "t".
	Python string
	// Pruned are modules that have been taken away.
	Pruned []Pruned

	files []File // sorted by path
}

// File is a file of a distribution.
type File struct {
	// Path is relative to the root, with forward slashes.
	Path       string
	Executable bool

	open func() (io.ReadCloser, error)
}

// Open starts reading the content.
func (f File) Open() (io.ReadCloser, error) { return f.open() }

// Read returns the content.
func (f File) Read() ([]byte, error) {
	r, err := f.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// Open lists a distribution: a directory with bin and lib, or one that holds such
// a directory as python or python/install, as the archives of
// python-build-standalone do; or a directory with files.json, which is how the Go
// module go-embed-python packs one.
func Open(fsys FS, name string) (*Distribution, error) {
	d := &Distribution{Name: name}
	var err error
	if dir, packed := packedDir(fsys, name); packed {
		d.files, err = listPacked(fsys, dir)
	} else {
		d.files, err = listPlain(fsys, name)
	}
	if err != nil {
		return nil, err
	}
	slices.SortFunc(d.files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	for i, f := range d.files {
		if err := archive.CheckName(f.Path); err != nil {
			return nil, fmt.Errorf("read %s: %q: %w", name, f.Path, err)
		}
		if i > 0 && f.Path == d.files[i-1].Path {
			return nil, fmt.Errorf("read %s: %q is there twice", name, f.Path)
		}
	}
	if err := d.findPython(); err != nil {
		return nil, err
	}
	return d, d.readRecord()
}

// interpreterPath is where an interpreter is. It is compiled when it is needed:
// every call of the program would wait for it otherwise.
var interpreterPath = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^bin/python(3\.[0-9]+t?)$`) })

// findPython finds the interpreter that has a standard library.
func (d *Distribution) findPython() error {
	var found []string
	for _, f := range d.files {
		m := interpreterPath().FindStringSubmatch(f.Path)
		if m != nil && d.has("lib/python"+m[1]+"/encodings/__init__.py") {
			found = append(found, m[1])
		}
	}
	switch len(found) {
	case 0:
		return fmt.Errorf("read %s: this is no relocatable CPython: there is no bin/python3.N with lib/python3.N/encodings", d.Name)
	case 1:
		d.Python = found[0]
		return nil
	}
	return fmt.Errorf("read %s: there are several interpreters: python%s", d.Name, strings.Join(found, ", python"))
}

// Interpreter is the path of the interpreter.
func (d *Distribution) Interpreter() string { return "bin/python" + d.Python }

// Library is the path of the directory of the standard library.
func (d *Distribution) Library() string { return "lib/python" + d.Python }

// Files are all files, sorted by path.
func (d *Distribution) Files() []File { return d.files }

// File returns a file.
func (d *Distribution) File(name string) (File, bool) {
	i, found := slices.BinarySearchFunc(d.files, name, func(f File, name string) int { return cmp.Compare(f.Path, name) })
	if !found {
		return File{}, false
	}
	return d.files[i], true
}

// Programs returns the interpreter and the shared libraries in lib that it needs:
// what makes Python what it is, besides the standard library.
func (d *Distribution) Programs() ([]File, error) {
	interpreter, _ := d.File(d.Interpreter())
	libraries, err := d.neededLibraries([]File{interpreter})
	if err != nil {
		return nil, err
	}
	return append([]File{interpreter}, libraries...), nil
}

func (d *Distribution) has(name string) bool {
	_, found := d.File(name)
	return found
}

// roots are where a plain distribution may be, seen from its name.
var roots = []string{".", "python", "python/install"}

// listPlain lists a directory with bin and lib. Links are files, as build systems
// make them.
func listPlain(fsys FS, name string) ([]File, error) {
	for _, root := range roots {
		dir := path.Join(name, root)
		if _, err := fsys.Stat(path.Join(dir, "bin")); err == nil {
			l := plainLister{fs: fsys, dir: dir}
			// Compilers and headers are not needed, and links to directories
			// above may be among them.
			for _, top := range []string{"bin", "lib", "licenses"} {
				if err := l.list(top); err != nil && !(top == "licenses" && errors.Is(err, fs.ErrNotExist)) {
					return nil, err
				}
			}
			return l.files, l.top()
		}
	}
	if _, err := fsys.ReadDir(name); err != nil {
		return nil, readError(name, err)
	}
	return nil, fmt.Errorf("read %s: this is no relocatable CPython: there is neither bin nor files.json", name)
}

type plainLister struct {
	fs    FS
	dir   string
	files []File
}

func (l *plainLister) list(name string) error {
	entries, err := l.fs.ReadDir(path.Join(l.dir, name))
	if err != nil {
		return readError(path.Join(l.dir, name), err)
	}
	for _, e := range entries {
		child := path.Join(name, e.Name())
		info, err := l.fs.Stat(path.Join(l.dir, child))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			// A link to something that was not published.
		case err != nil:
			return readError(path.Join(l.dir, child), err)
		case info.IsDir():
			if e.Type()&fs.ModeSymlink == 0 {
				if err := l.list(child); err != nil {
					return err
				}
			}
		case info.Mode().IsRegular():
			l.add(child)
		}
	}
	return nil
}

// top lists the files beside bin and lib that are kept.
func (l *plainLister) top() error {
	entries, err := l.fs.ReadDir(l.dir)
	if err != nil {
		return readError(l.dir, err)
	}
	for _, e := range entries {
		if !e.IsDir() && (isLicense(e.Name()) || e.Name() == recordName) {
			l.add(e.Name())
		}
	}
	return nil
}

func (l *plainLister) add(name string) {
	full := path.Join(l.dir, name)
	l.files = append(l.files, File{
		Path: name,
		// Build systems set the bit at will.
		Executable: path.Dir(name) == "bin" || isSharedObject(name),
		open: func() (io.ReadCloser, error) {
			f, err := l.fs.Open(full)
			if err != nil {
				return nil, readError(full, err)
			}
			return f, nil
		},
	})
}

// readError is an error about a file, with its name once.
func readError(name string, err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	return fmt.Errorf("read %s: %w", name, err)
}

// reader makes a content in memory a file.
func reader(content []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }
}
