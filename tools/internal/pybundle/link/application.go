package link

import (
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

// pyz is the key of a description that says where in the runfiles the zip
// application is that the program is, as if it were a directory.
const pyz = "pyz"

// withLibraryFiles returns the program with the files that its libraries carry,
// those of a zip application. They are nowhere else, so a program that has some
// has all its files inside, whatever its form.
func (p *Program) withLibraryFiles() *Program {
	var files []File
	for i := range p.Libraries {
		a := p.Libraries[i].Archive
		labels := map[int]string{}
		for _, origin := range a.Provenance {
			labels[origin.Blob] = origin.Label
		}
		for _, f := range a.Files {
			if f.Blob < 0 {
				continue
			}
			files = append(files, File{
				Path: f.Path, Label: labels[f.Blob], Kind: f.Kind, Executable: f.Executable,
				Open: func() (io.ReadCloser, int64, error) { return a.OpenBlob(f.Blob), a.Blobs[f.Blob].RawLen, nil },
			})
		}
	}
	if len(files) == 0 {
		return p
	}
	q := *p
	q.Files = slices.Concat(p.Files, files)
	q.External = false
	q.Meta = maps.Clone(p.Meta)
	delete(q.Meta, "external")
	return &q
}

// addUnnamed adds the modules of a zip application that no root of modules leads
// to. The application may put their directory on sys.path itself, so their name is
// their path.
func (l *linker) addUnnamed() error {
	place := l.Meta.Text(pyz)
	if place == "" {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(l.modules)) {
		m := l.modules[name]
		if m.code >= 0 || !strings.HasPrefix(name, place+"/") {
			continue
		}
		if err := l.addModule(m); err != nil {
			return err
		}
		out := hpa.Module{Name: name, Blob: m.code, Source: m.source, Path: name}
		if path.Base(name) == "__init__.py" {
			out.Flags = hpa.Package
		}
		l.index.Modules = append(l.index.Modules, out)
	}
	return nil
}
