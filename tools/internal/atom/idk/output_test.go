package idk

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// directory writes files below a directory at once.
type directory struct{ root string }

// Create makes a file and the directories above it.
func (d directory) Create(name string, perm fs.FileMode) (io.WriteCloser, error) {
	path := filepath.Join(d.root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
}
