package pkg

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/merkle"
)

// Spec says what package to build.
type Spec struct {
	// Name is the package's name.
	Name string
	// PublishedName is the name in package_manifest.json, where it differs.
	PublishedName string
	// Repository is the host of the package's URL, or "".
	Repository string
	// ABIRevision is the semantics of the platform that the package expects.
	ABIRevision uint64
	// Entries are the files, in any order.
	Entries []Entry
	// Subpackages are the packages that this one refers to, in any order.
	Subpackages []Subpackage

	// Open opens the sources; nil is the file system of the machine.
	Open OpenFunc
	// Dir is the directory of the outputs, "" the working directory.
	Dir string
	// BlobsJSON asks for blobs.json, the blobs array of package_manifest.json.
	BlobsJSON bool
	// MetaFarMerkle asks for meta.far.merkle, the package hash.
	MetaFarMerkle bool
	// BlobsManifest asks for blobs.manifest, a line "MERKLE=SOURCE" per blob.
	BlobsManifest bool
}

// OpenFunc opens a file by the name that an Entry has for it.
type OpenFunc func(name string) (fs.File, error)

// Entry is one file of a package.
type Entry struct {
	// Dest is the path in the package.
	Dest string
	// Source is the file with the content, as the user knows it. With Open, it
	// only names the content in messages.
	Source string
	// Open, if set, returns the content. It is called more than once.
	Open func() (io.ReadCloser, error)
	// Pos is where the user asked for the file; the zero Pos when nobody knows.
	Pos diag.Pos
}

// Content returns an Entry whose content is in memory. Its name is for
// messages.
func Content(dest, name string, content []byte) Entry {
	return Entry{Dest: dest, Source: name, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(content)), nil
	}}
}

// Subpackage is a package that the package refers to.
type Subpackage struct {
	// Name is what the package calls it in its relative URLs.
	Name string
	// Merkle is its package hash.
	Merkle merkle.Hash
	// ManifestPath is where its package_manifest.json is. Like Spec.Dir it is
	// relative to the working directory, or both are absolute.
	ManifestPath string
	// Pos is where the user asked for it.
	Pos diag.Pos
}

// Output is where outputs go. Files that are created must appear, all of them
// together, only after Build has succeeded; cli.Env does that.
type Output interface {
	// Create makes a file. It may be called from several goroutines, and once
	// per name.
	Create(name string, perm fs.FileMode) (io.WriteCloser, error)
}

// output returns the path of an output. The directory is taken as it is, since
// cleaning a path with links in it may change where it leads.
func (s *Spec) output(name string) string {
	name = filepath.FromSlash(name)
	if s.Dir == "" {
		return name
	}
	const separator = string(filepath.Separator)
	return strings.TrimSuffix(s.Dir, separator) + separator + name
}

// place returns where to point in a finding about the entry.
func (e Entry) place() diag.Pos {
	if !e.Pos.IsValid() && e.Source != "" {
		return diag.NewFile(e.Source, nil).At(0)
	}
	return e.Pos
}

// open opens the content for reading.
func (e Entry) open(open OpenFunc) (io.ReadCloser, error) {
	var (
		r   io.ReadCloser
		err error
	)
	switch {
	case e.Open != nil:
		r, err = e.Open()
	case open != nil:
		r, err = open(e.Source)
	default:
		r, err = os.Open(e.Source)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", e.Source, cause(err))
	}
	return r, nil
}

// reader puts the name of a source into the errors of reading it, and ends the
// reading when the context does.
type reader struct {
	ctx context.Context
	io.ReadCloser
	name string
}

func (r *reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.ReadCloser.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("read %s: %w", r.name, cause(err))
	}
	return n, err
}

// cause strips the name that a file system has put into an error.
func cause(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}
