package link

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/contract"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/stub"
)

// Form is what a bundle is.
type Form string

// The forms of a bundle.
const (
	Archive Form = "archive" // without any runtime
	Thin    Form = "thin"    // finds a runtime that is one file beside it
	Tree    Form = "tree"    // finds a runtime that is a directory beside it
	Direct  Form = "direct"  // is the runtime itself
	Packed  Form = "packed"  // has a compressed runtime inside
)

// ParseForm returns the form of a name.
func ParseForm(name string) (Form, error) {
	switch f := Form(name); f {
	case Archive, Thin, Tree, Direct, Packed:
		return f, nil
	}
	return "", fmt.Errorf("there is no form %q, only archive, thin, tree, direct and packed", name)
}

// Beside reports whether the runtime and the files are beside the bundle.
func (f Form) Beside() bool { return f == Thin || f == Tree }

// Stub returns the carrier of a bundle that finds its runtime beside it. Both
// paths are below the root of the runfiles.
func Stub(f Form, runtime, bundle string) ([]byte, error) {
	c := stub.Config{Runtime: runtime, Bundle: bundle}
	if f == Tree {
		c.Args, c.Argv0 = contract.StartArgs(), stub.RuntimePath
	}
	return stub.Build(c)
}

// BundlePath returns where the rules put a target: its path below the root of
// the runfiles.
func BundlePath(label string) (string, error) {
	repo, target, ok := strings.Cut(strings.TrimLeft(label, "@"), "//")
	pkg, name, named := strings.Cut(target, ":")
	if !ok || !named || name == "" {
		return "", fmt.Errorf("%q is not the full label of a target", label)
	}
	if repo == "" {
		repo = "_main"
	}
	if pkg != "" {
		repo += "/" + pkg
	}
	return repo + "/" + name, nil
}

// Carrier is what stands in front of the archive of a program.
type Carrier struct {
	// Content is the file itself, of a length.
	Content io.ReaderAt
	Length  int64
	// Archives are appended to it: those of a compressed runtime.
	Archives []*hpa.Archive
}

// Write copies the carrier. It returns how long it is, and whether it ends in an
// archive.
func (c *Carrier) Write(w io.Writer) (length int64, previous bool, err error) {
	n, err := io.Copy(w, io.NewSectionReader(c.Content, 0, c.Length))
	if err != nil {
		return 0, false, err
	}
	if n != c.Length {
		return 0, false, io.ErrUnexpectedEOF
	}
	previous, err = ends(c.Content, c.Length)
	if err != nil {
		return 0, false, err
	}
	if len(c.Archives) == 0 {
		return n, previous, nil
	}
	n, err = hpa.Concat(w, n, previous, c.Archives...)
	return n, true, err
}

// ends reports whether a file ends in an archive.
func ends(r io.ReaderAt, size int64) (bool, error) {
	_, err := hpa.Chain(r, size)
	var e *hpa.Error
	if errors.As(err, &e) && e.Kind == hpa.NotBundle {
		return false, nil
	}
	return err == nil, err
}

// Runtime returns the digest of the runtime whose standard library is in a file,
// and the magic number of its bytecode.
func Runtime(b *hpa.Bundle) (digest []byte, bytecode uint32, err error) {
	for _, a := range b.Archives {
		if err := a.ReadIndex(hpa.META); err != nil {
			return nil, 0, err
		}
		if a.Meta.Kind() != hpa.KindStdlib {
			continue
		}
		digest, err := hex.DecodeString(a.Meta.Text("runtime"))
		if err != nil {
			return nil, 0, errors.New("its standard library has no digest of the runtime")
		}
		return digest, a.Magic, nil
	}
	return nil, 0, errors.New("it has no standard library")
}
