package image

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/contract"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/distribution"
)

// File is a file of a runtime that is a directory.
type File struct {
	// Path is relative, with forward slashes.
	Path       string
	Executable bool
	Open       func() (io.ReadCloser, error)
}

// Tree returns a runtime that is a directory: the interpreter as it is, a file
// beside it by which it searches lib and nothing else, the modules that start it
// there, and the archive of the standard library.
func Tree(d *distribution.Distribution, s *Stdlib) ([]File, error) {
	if got := fmt.Sprintf("%d.%d", s.archive.Trailer.Python>>8, s.archive.Trailer.Python&0xff); got != strings.TrimSuffix(d.Python, "t") {
		return nil, fmt.Errorf("%s is the standard library of Python %s, the interpreter in %s is of Python %s",
			s.Name, got, d.Name, d.Python)
	}
	files := []File{
		text(d.Interpreter()+contract.PathSuffix, []byte("../lib\n")),
		text("lib/"+contract.BootstrapModule+".pyc", s.pyc(s.bootstrap)),
		text("lib/encodings/__init__.pyc", s.pyc(s.encodings)),
		{Path: contract.StdlibFile, Open: func() (io.ReadCloser, error) {
			return io.NopCloser(io.NewSectionReader(s.content, 0, s.content.Size())), nil
		}},
	}
	programs, err := d.Programs()
	if err != nil {
		return nil, err
	}
	for _, f := range append(programs, licenses(d)...) {
		files = append(files, File{f.Path, f.Executable, f.Open})
	}
	return files, nil
}

// licenses returns the texts of licences: whoever passes the directory on must
// pass them on.
func licenses(d *distribution.Distribution) []distribution.File {
	var files []distribution.File
	for _, f := range d.Files() {
		if strings.HasPrefix(f.Path, "licenses/") || strings.HasPrefix(path.Base(f.Path), "LICENSE") {
			files = append(files, f)
		}
	}
	return files
}

func text(name string, content []byte) File {
	return File{Path: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}
}
