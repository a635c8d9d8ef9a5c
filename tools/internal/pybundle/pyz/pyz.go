// Package pyz reads zip applications, which others made: a zip archive of sources
// and data with a module __main__, often behind a first line that names an
// interpreter.
package pyz

import (
	"io"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/archive"
)

// limits bound what an application may unpack to: what is read stands in memory.
var limits = archive.Limits{Files: 100_000, Bytes: 1 << 30}

// Member is a file of an application.
type Member struct {
	Name       string
	Executable bool
	Content    []byte
}

// IsSource reports whether the member is a source of Python.
func (m *Member) IsSource() bool { return strings.HasSuffix(m.Name, ".py") }

// Read returns the files of an application. Bytecode that interpreters keep beside
// sources is left out: it is of no use to others. What is wrong with the
// application is an *archive.Error.
func Read(r io.ReaderAt, size int64) ([]Member, error) {
	var members []Member
	src := io.NewSectionReader(r, 0, size)
	err := archive.Read(src, size, archive.Zip, limits, func(h archive.Header, content io.Reader) error {
		if strings.HasPrefix(h.Name, "__pycache__/") || strings.Contains(h.Name, "/__pycache__/") {
			return nil
		}
		data, err := io.ReadAll(content)
		if err != nil {
			return err
		}
		members = append(members, Member{h.Name, h.Executable, data})
		return nil
	})
	return members, err
}
