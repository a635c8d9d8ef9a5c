package compile

import (
	"cmp"
	"slices"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

// LibraryFile is a file that a library carries in its archive, beside its modules:
// one that is nowhere else.
type LibraryFile struct {
	// Path is where the file lies in the runfiles.
	Path string
	// Shown is the file as the user knows it, Label the target that owns it.
	Shown, Label string
	Kind         hpa.FileKind
	Executable   bool
	Content      []byte
}

// addFiles takes in files in the order of their paths.
func (l *library) addFiles(files []LibraryFile) error {
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b LibraryFile) int { return cmp.Compare(a.Path, b.Path) })
	for i := range files {
		f := &files[i]
		blob, err := l.w.Add(f.Content, hpa.BlobOptions{})
		if err != nil {
			return err
		}
		l.index.Files = append(l.index.Files, hpa.File{
			Path: f.Path, Executable: f.Executable, Kind: f.Kind, Blob: blob, Materialize: hpa.AtStart,
		})
		l.index.Provenance = append(l.index.Provenance, hpa.Provenance{Blob: blob, Label: f.Label, Path: f.Shown})
	}
	return nil
}
