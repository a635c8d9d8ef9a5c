package distribution

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
)

// packedList is the file that lists a packed distribution.
const packedList = "files.json"

// maxLinks bounds how many links stand between a name and a file.
const maxLinks = 8

// packedFile is an entry of the list.
type packedFile struct {
	Name string
	Size int64
	// Perm has the bits of Go's fs.FileMode.
	Perm       fs.FileMode
	Symlink    string
	Compressed bool
}

// packedDir returns the directory of a packed distribution, which is named itself
// or by its list.
func packedDir(fsys FS, name string) (string, bool) {
	if path.Base(name) == packedList {
		return path.Dir(name), true
	}
	_, err := fsys.Stat(path.Join(name, packedList))
	return name, err == nil
}

func listPacked(fsys FS, dir string) ([]File, error) {
	list := path.Join(dir, packedList)
	text, err := fsys.ReadFile(list)
	if err != nil {
		return nil, readError(list, err)
	}
	var packed struct{ Files []packedFile }
	if err := json.Unmarshal(text, &packed); err != nil {
		return nil, readError(list, err)
	}
	byName := make(map[string]packedFile, len(packed.Files))
	for _, f := range packed.Files {
		byName[f.Name] = f
	}
	var files []File
	for _, f := range packed.Files {
		target, ok := followLinks(byName, f)
		if !ok || target.Perm.IsDir() {
			continue
		}
		files = append(files, File{
			Path:       f.Name,
			Executable: target.Perm.Perm()&0o111 != 0,
			open:       func() (io.ReadCloser, error) { return openPacked(fsys, dir, target) },
		})
	}
	return files, nil
}

// followLinks returns the file that an entry stands for.
func followLinks(byName map[string]packedFile, f packedFile) (packedFile, bool) {
	for range maxLinks {
		if f.Symlink == "" {
			return f, true
		}
		var ok bool
		if f, ok = byName[path.Join(path.Dir(f.Name), f.Symlink)]; !ok {
			return f, false
		}
	}
	return f, false
}

func openPacked(fsys FS, dir string, f packedFile) (io.ReadCloser, error) {
	name := path.Join(dir, f.Name)
	if f.Compressed {
		name += ".gz"
	}
	raw, err := fsys.Open(name)
	if err != nil {
		return nil, readError(name, err)
	}
	p := &packedReader{name: name, left: f.Size, raw: raw, r: raw}
	if f.Compressed {
		if p.r, err = gzip.NewReader(raw); err != nil {
			return nil, errors.Join(readError(name, err), raw.Close())
		}
	}
	return p, nil
}

// packedReader reads a file, which must have the length that the list says.
type packedReader struct {
	name string
	left int64
	raw  io.Closer
	r    io.Reader
}

func (p *packedReader) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	p.left -= int64(n)
	switch {
	case p.left < 0 || err == io.EOF && p.left > 0:
		return n, fmt.Errorf("read %s: the length is not the one in %s", p.name, packedList)
	case err != nil && err != io.EOF:
		return n, readError(p.name, err)
	}
	return n, err
}

func (p *packedReader) Close() error { return p.raw.Close() }
