package image

import (
	"fmt"
	"io"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/contract"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/marshal"
)

// Stdlib is the archive of a standard library.
type Stdlib struct {
	// Name is its file, for messages.
	Name    string
	content *io.SectionReader
	archive *hpa.Archive
	// bootstrap and encodings are the code of the modules that start.
	bootstrap, encodings []byte
}

// OpenStdlib opens the archive of a standard library.
func OpenStdlib(name string, r io.ReaderAt, size int64) (*Stdlib, error) {
	b, err := hpa.Open(r, size)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(b.Archives) != 1 || b.Carrier != 0 || b.Archives[0].Meta.Kind() != hpa.KindStdlib {
		return nil, fmt.Errorf("read %s: it is not the archive of a standard library", name)
	}
	s := &Stdlib{Name: name, content: io.NewSectionReader(r, 0, size), archive: b.Archives[0]}
	if s.bootstrap, err = s.code(contract.BootstrapModule); err != nil {
		return nil, err
	}
	if s.encodings, err = s.code(contract.EncodingsModule); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Stdlib) code(module string) ([]byte, error) {
	m := s.archive.Module(module)
	if m == nil || m.Blob < 0 {
		return nil, fmt.Errorf("read %s: it has no module %s", s.Name, module)
	}
	code, err := s.archive.ReadBlob(m.Blob)
	if err != nil {
		return nil, fmt.Errorf("read %s: module %s: %w", s.Name, module, err)
	}
	return code, nil
}

// Write writes a runtime that is one file: the image of an interpreter and the
// standard library behind it. The error is an Unsuitable if the interpreter is
// not one that can be patched.
func Write(w io.Writer, executable []byte, s *Stdlib) error {
	if python := s.archive.Trailer.Python; python != tried {
		return unsuitable("the standard library is that of Python %d.%d; only 3.14 was tried", python>>8, python&0xff)
	}
	patched, err := Patch(executable, []Module{
		{Name: contract.BootstrapModule, Code: s.bootstrap},
		{Name: "encodings", Code: s.encodings, Package: true},
	})
	if err != nil {
		return err
	}
	if _, err := w.Write(patched); err != nil {
		return err
	}
	_, err = hpa.Concat(w, int64(len(patched)), false, s.archive)
	return err
}

// pyc returns a module as a file that is imported without a source.
func (s *Stdlib) pyc(code []byte) []byte {
	return append(marshal.PycHeader(s.archive.Trailer.Magic), code...)
}
