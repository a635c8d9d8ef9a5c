// Package runfiles finds the files that Bazel puts beside an executable for the
// time when it runs.
//
// It promises to find them whether Bazel made a directory of them or a list
// only, as on Windows, and whether a test, "bazel run" or a person started the
// executable.
package runfiles

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Runfiles are the files of one executable.
type Runfiles struct {
	// dir is the directory that has them; "" if there is none.
	dir string
	// list is where each is; nil if there is no list.
	list map[string]string
}

// Find looks for the runfiles of an executable, first where the environment
// says, then beside it.
func Find(executable string, getenv func(string) string) (*Runfiles, error) {
	r := &Runfiles{}
	for _, dir := range []string{getenv("RUNFILES_DIR"), getenv("TEST_SRCDIR"), executable + ".runfiles"} {
		if info, err := os.Stat(dir); dir != "" && err == nil && info.IsDir() {
			r.dir = absolute(dir)
			break
		}
	}
	for _, name := range []string{getenv("RUNFILES_MANIFEST_FILE"), executable + ".runfiles_manifest"} {
		if name == "" {
			continue
		}
		text, err := os.ReadFile(name)
		if err == nil {
			r.list = parse(string(text))
			break
		}
	}
	if r.dir == "" && r.list == nil {
		return nil, fmt.Errorf("find the runfiles of %s: %w", executable, fs.ErrNotExist)
	}
	return r, nil
}

// absolute keeps a directory findable from everywhere.
func absolute(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		return abs
	}
	return dir
}

// Path returns where a file is. Its name starts with that of its repository:
// "_main/pkg/file".
func (r *Runfiles) Path(name string) string {
	if path, ok := r.list[name]; ok {
		return path
	}
	return filepath.Join(r.dir, filepath.FromSlash(name))
}

// parse reads a list: on each line a name, a space and where it is. A line that
// starts with a space has both parts escaped.
func parse(text string) map[string]string {
	list := map[string]string{}
	name := strings.NewReplacer(`\s`, " ", `\n`, "\n", `\b`, `\`)
	path := strings.NewReplacer(`\n`, "\n", `\b`, `\`)
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		if escaped, ok := strings.CutPrefix(line, " "); ok {
			key, value, _ := strings.Cut(escaped, " ")
			list[name.Replace(key)] = path.Replace(value)
			continue
		}
		key, value, _ := strings.Cut(line, " ")
		list[key] = value
	}
	return list
}
