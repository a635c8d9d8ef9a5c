package pkg

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// BuildManifest says which files a package is made of.
type BuildManifest struct {
	// Name is the package's, from the file that the manifest has for
	// meta/package.
	Name string
	// Entries are the files, without meta/package. A destination may be there
	// several times; Build accepts that for equal files.
	Entries []Entry
}

// ReadBuildManifest reads a build manifest in the FINI format: a line
// "destination=source" per file. Lines without "=" mean nothing. The file for
// meta/package is read for the package's name.
func ReadBuildManifest(f *diag.File, open OpenFunc) (*BuildManifest, error) {
	entries, err := parseFINI(f)
	if err != nil {
		return nil, err
	}
	var (
		l    diag.List
		m    = &BuildManifest{}
		said Entry // who gave the name
	)
	for _, e := range entries {
		if e.Dest != packagePath {
			m.Entries = append(m.Entries, e)
			continue
		}
		name, err := readName(e, open)
		var fault *nameFault
		switch {
		case errors.As(err, &fault):
			l.Add(diag.Errorf(e.Pos, "", "%s: %v", e.Source, fault.err))
		case err != nil:
			return nil, err
		case m.Name == "":
			m.Name, said = name, e
		case m.Name != name:
			l.Add(diag.Errorf(e.Pos, "", "two different package names: %s and %s", quote(m.Name), quote(name)).
				WithNote(said.Pos, "the other one is from %s", said.Source))
		}
	}
	if m.Name == "" && l.Len() == 0 {
		l.Add(diag.Errorf(f.At(0), "", "there is no line for %s, which names the package", packagePath).
			WithHint("add %s=FILE, where FILE holds {\"name\":\"NAME\",\"version\":\"0\"}", packagePath))
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	return m, nil
}

// parseFINI reads the lines of a build manifest.
func parseFINI(f *diag.File) ([]Entry, error) {
	var (
		l       diag.List
		entries []Entry
	)
	if len(f.Text) > maxDocument {
		l.Add(diag.Errorf(f.At(0), "", "the file has %d bytes, at most %d are read", len(f.Text), maxDocument))
		return nil, l.Err()
	}
	offset := 0
	for line := range bytes.Lines(f.Text) {
		at := f.At(offset)
		offset += len(line)
		dest, source, ok := strings.Cut(string(line), "=")
		if !ok {
			continue
		}
		dest, source = strings.TrimSpace(dest), strings.TrimSpace(source)
		switch {
		case dest == "":
			l.Add(diag.Errorf(at, "", "there is no destination in front of the \"=\""))
		case source == "":
			l.Add(diag.Errorf(at, "", "there is no source behind the \"=\""))
		default:
			entries = append(entries, Entry{Dest: dest, Source: source, Pos: at})
		}
	}
	return entries, l.Err()
}

// nameFault is what is wrong with the content of a meta/package file.
type nameFault struct{ err error }

func (e *nameFault) Error() string { return e.err.Error() }

// maxPackageFile is more than a meta/package file with the longest name has.
const maxPackageFile = 64 << 10

// readName returns the name in the file of an entry for meta/package.
func readName(e Entry, open OpenFunc) (string, error) {
	r, err := e.open(open)
	if err != nil {
		return "", err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, maxPackageFile))
	if err != nil {
		return "", fmt.Errorf("read %s: %w", e.Source, cause(err))
	}
	name, err := ParseMetaPackage(data)
	if err != nil {
		return "", &nameFault{err}
	}
	return name, nil
}

// ParseMetaPackage returns the package name in the content of a meta/package
// file.
func ParseMetaPackage(data []byte) (string, error) {
	var text struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	if err := json.Unmarshal(data, &text); err != nil {
		return "", fmt.Errorf("this is not a %s: %w", packagePath, err)
	}
	if text.Version != onlyVariant {
		return "", fmt.Errorf("version: got %s, expected %q", quote(text.Version), onlyVariant)
	}
	return text.Name, CheckName(text.Name)
}
