package hpa

import (
	"crypto/sha256"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// Verify checks everything: all contents against their digests, that blobs lie
// apart and nothing hides between them, that no path leaves the runfiles, that
// trailers tell the truth. It returns all that is wrong, joined.
func (b *Bundle) Verify() error {
	var all []error
	inFront := map[place]bool{}
	for i, a := range b.Archives {
		for _, err := range a.verify(b.r, len(b.Archives), inFront) {
			all = append(all, b.at(i, err))
		}
	}
	return errors.Join(all...)
}

// place is where a blob is in the file.
type place struct{ at, length int64 }

// verify checks an archive; inFront are the blobs of those in front, to which its
// own are added.
func (a *Archive) verify(r io.ReaderAt, archives int, inFront map[place]bool) []error {
	raw, err := a.RawIndex()
	if err != nil {
		return []error{err}
	}
	x, err := parseIndex(raw, nil)
	if err != nil {
		return []error{err}
	}
	full := &Archive{Trailer: a.Trailer, Index: *x, r: a.r}
	var all []error
	add := func(err error) {
		if err != nil {
			all = append(all, err)
		}
	}
	add(zeros(r, a.PreviousEnd(), a.Start))
	for _, err := range full.verifyLayout(r) {
		add(err)
	}
	for i := range full.Blobs {
		b := &full.Blobs[i]
		if at := (place{a.Start + b.Offset, b.StoredLen}); b.Offset >= 0 {
			inFront[at] = true
		} else if !inFront[at] {
			add(corrupt("%s should be in an archive in front, and is not", full.what(i)))
			continue
		}
		add(full.verifyBlob(i))
	}
	for _, err := range x.verifyPaths() {
		add(err)
	}
	if (a.Flags&FlagMaterialize != 0) != x.materializes() {
		add(corrupt("the flag of the trailer that tells whether there are files to materialise is wrong"))
	}
	for _, t := range x.Tests {
		if t.Archive < 0 || t.Archive >= archives {
			add(corrupt("test %q is in archive %d, which is not there", t.Name, t.Archive))
		}
	}
	return all
}

// zeros fails if there is anything but zeros between two places of a file.
func zeros(r io.ReaderAt, from, to int64) error {
	buf := make([]byte, min(to-from, 64<<10))
	for at := from; at < to; {
		n := min(to-at, int64(len(buf)))
		if _, err := r.ReadAt(buf[:n], at); err != nil && (err != io.EOF || n == 0) {
			return unexpected(err)
		}
		for i, c := range buf[:n] {
			if c != 0 {
				return corrupt("byte %d of the file belongs to nothing and is not zero", at+int64(i))
			}
		}
		at += n
	}
	return nil
}

// verifyLayout checks that blobs lie in the archive and apart.
func (a *Archive) verifyLayout(r io.ReaderAt) []error {
	order := make([]int, 0, len(a.Blobs))
	for i := range a.Blobs {
		if a.Blobs[i].Offset >= 0 {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(i, j int) int { return int(min(max(a.Blobs[i].Offset-a.Blobs[j].Offset, -1), 1)) })
	var all []error
	end := int64(0)
	for _, i := range order {
		b := &a.Blobs[i]
		switch {
		case !a.contains(b):
			all = append(all, corrupt("%s lies outside of the archive", a.what(i)))
			continue
		case b.Offset < end:
			all = append(all, corrupt("%s overlaps the blob in front of it", a.what(i)))
		case b.Offset%Align != 0:
			all = append(all, corrupt("%s is not aligned", a.what(i)))
		default:
			if err := zeros(r, a.Start+end, a.Start+b.Offset); err != nil {
				all = append(all, err)
			}
		}
		end = max(end, b.Offset+b.StoredLen)
	}
	if err := zeros(r, a.Start+end, a.Start+a.IndexOffset); err != nil {
		all = append(all, err)
	}
	return all
}

// verifyBlob checks content against both of its hashes.
func (a *Archive) verifyBlob(i int) error {
	r := a.OpenBlob(i)
	defer r.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, r); err != nil {
		return err
	}
	if [32]byte(sum.Sum(nil)) != a.Blobs[i].SHA256 {
		return corrupt("the digest of %s is wrong", a.what(i))
	}
	return nil
}

// verifyPaths checks that files stay below the runfiles and can stand beside
// each other.
func (x *Index) verifyPaths() []error {
	var all []error
	files := make(map[string]bool, len(x.Files))
	for i := range x.Files {
		f := &x.Files[i]
		files[f.Path] = true
		if !SafePath(f.Path) {
			all = append(all, corrupt("file %q does not stay below the runfiles", f.Path))
		}
	}
	for i := range x.Files {
		name := x.Files[i].Path
		for dir := path.Dir(name); dir != "." && dir != "/"; dir = path.Dir(dir) {
			if files[dir] {
				all = append(all, corrupt("file %q is below %q, which is a file", name, dir))
			}
		}
	}
	for i := range x.Modules {
		m := &x.Modules[i]
		if !SafePath(m.Path) {
			all = append(all, corrupt("module %q has the path %q, which does not stay below the runfiles", m.Name, m.Path))
		}
		if m.Name == "" || strings.HasPrefix(m.Name, ".") || strings.HasSuffix(m.Name, ".") || strings.Contains(m.Name, "..") {
			all = append(all, corrupt("a module cannot be named %q", m.Name))
		}
	}
	return all
}

// SafePath reports whether a path is relative, as short as it can be, and stays
// below the directory that it is relative to.
func SafePath(name string) bool {
	return name != "" && name != "." && name != ".." && !strings.HasPrefix(name, "/") && !strings.HasPrefix(name, "../") &&
		path.Clean(name) == name && !strings.ContainsRune(name, 0) && utf8.ValidString(name)
}
