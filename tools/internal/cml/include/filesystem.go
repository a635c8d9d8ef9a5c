package include

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// FS is what FileSystem needs of a file system. Names are relative to the
// working directory, or absolute.
type FS interface {
	ReadFile(name string) ([]byte, error)
	Stat(name string) (fs.FileInfo, error)
}

// FileSystem finds includes in directories, for the command line:
//
//   - "//p" is p below the include root;
//   - an absolute path is that path;
//   - any other string is looked for below each include path, in the folder of
//     the including file, and in the working directory, in that order.
//
// A file's identity is its path, cleaned lexically: links are not followed,
// because a sandbox may be made of them.
type FileSystem struct {
	fs    FS
	root  string
	paths []string
	stats map[string]error
}

// NewFileSystem returns a loader with an include root, "" being the working
// directory, and include paths.
func NewFileSystem(fs FS, root string, paths []string) *FileSystem {
	return &FileSystem{fs: fs, root: filepath.Clean(root), paths: paths, stats: map[string]error{}}
}

// ID returns the identity of a file that is named on the command line.
func (l *FileSystem) ID(path string) string { return filepath.ToSlash(filepath.Clean(path)) }

// Read reads a file.
func (l *FileSystem) Read(id string) (*diag.File, error) {
	text, err := l.fs.ReadFile(id)
	if err != nil {
		return nil, err
	}
	return diag.NewFile(id, text), nil
}

// Find returns the first file that an include string can stand for.
func (l *FileSystem) Find(from string, include cml.Str) (string, *diag.Diagnostic) {
	candidates := l.candidates(from, include.Value)
	for _, c := range candidates {
		err := l.stat(c)
		if err == nil {
			return c, nil
		}
		if errors.Is(err, fs.ErrPermission) {
			return "", unreadable(include, c, err)
		}
	}
	d := diag.Errorf(include.Pos, "", "include %q is not there; looked for %s",
		include.Value, listed(candidates))
	if strings.HasPrefix(include.Value, "//") {
		return "", d.WithHint("correct the path, or give the directory that // stands for as the include root")
	}
	return "", d.WithHint("correct the path, or give the directory that it is relative to as an include path")
}

// IncludeString returns what a file writes to include another one: the path
// below an include path or, with "//" in front, below the include root. It
// returns "" if there is no such string.
func (l *FileSystem) IncludeString(from, id string) string {
	leads := func(s string) bool {
		found, problem := l.Find(from, cml.Str{Value: s})
		return problem == nil && found == id
	}
	for _, dir := range l.paths {
		if s, ok := below(l.ID(dir), id); ok && leads(s) {
			return s
		}
	}
	if s, ok := below(l.ID(l.root), id); ok && leads("//"+s) {
		return "//" + s
	}
	return ""
}

func (l *FileSystem) candidates(from, include string) []string {
	if below, ok := strings.CutPrefix(include, "//"); ok {
		return []string{l.ID(filepath.Join(l.root, below))}
	}
	if filepath.IsAbs(include) {
		return []string{l.ID(include)}
	}
	var candidates []string
	add := func(dir string) {
		if c := l.ID(filepath.Join(dir, include)); !slices.Contains(candidates, c) {
			candidates = append(candidates, c)
		}
	}
	for _, p := range l.paths {
		add(p)
	}
	add(filepath.Dir(from))
	add("")
	return candidates
}

// stat says whether a path is a file; thousands of shards ask for the same few.
func (l *FileSystem) stat(path string) error {
	err, ok := l.stats[path]
	if !ok {
		var info fs.FileInfo
		info, err = l.fs.Stat(path)
		if err == nil && info.IsDir() {
			err = fs.ErrNotExist
		}
		l.stats[path] = err
	}
	return err
}

// most is how many things a message lists.
const most = 10

// listed returns words as a message lists them.
func listed(words []string) string {
	if len(words) > most {
		return strings.Join(words[:most], ", ") + ", …"
	}
	return strings.Join(words, ", ")
}
