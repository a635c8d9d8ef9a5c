package pkg

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/far"
)

// The paths of the entries of meta.far that Build makes.
const (
	metaDir         = "meta"
	contentsPath    = "meta/contents"
	packagePath     = "meta/package"
	abiPath         = "meta/fuchsia.abi/abi-revision"
	subpackagesPath = "meta/fuchsia.pkg/subpackages"
)

// inMeta reports whether a path is one of the metadata archive's, not a blob's.
func inMeta(path string) bool { return strings.HasPrefix(path, metaDir+"/") }

// check finds everything that is wrong with a spec without reading a file.
func (s *Spec) check(l *diag.List) {
	fault := func(pos diag.Pos, field string, err error) {
		if err != nil {
			l.Add(diag.Errorf(pos, "", "%s%v", field, err))
		}
	}
	fault(diag.Pos{}, "", CheckName(s.Name))
	if s.PublishedName != "" {
		fault(diag.Pos{}, "published name: ", CheckName(s.PublishedName))
	}
	if s.Repository != "" {
		fault(diag.Pos{}, "repository: ", CheckHost(s.Repository))
	}
	if s.ABIRevision == 0 {
		l.Add(diag.Errorf(diag.Pos{}, "", "the package has no ABI revision").
			WithHint("state an API level or an ABI revision"))
	}
	var good []Entry
	for _, e := range s.Entries {
		if d := checkDest(e); d != nil {
			l.Add(d)
			continue
		}
		good = append(good, e)
	}
	checkClashes(good, l)
	s.checkSubpackages(l)
}

// checkDest returns what is wrong with the path of one file, or nil.
func checkDest(e Entry) *diag.Diagnostic {
	switch e.Dest {
	case metaDir:
		return diag.Errorf(e.place(), "", "%s is the directory of the package's metadata, not a file", quote(e.Dest)).
			WithHint("choose another path in the package")
	case contentsPath, packagePath, abiPath, subpackagesPath:
		return diag.Errorf(e.place(), "", "%s is made by the package build and cannot be given", quote(e.Dest)).
			WithHint("leave it out")
	}
	err := CheckResourcePath(e.Dest)
	if err == nil && inMeta(e.Dest) {
		err = far.CheckName(e.Dest)
	}
	if err != nil {
		return diag.Errorf(e.place(), "", "%v", err).WithHint("choose another path in the package")
	}
	return nil
}

// checkClashes finds paths that are both a file and a directory, and reports
// each of them once.
func checkClashes(entries []Entry, l *diag.List) {
	files := make(map[string]Entry, len(entries)+4)
	for _, path := range []string{contentsPath, packagePath, abiPath, subpackagesPath} {
		files[path] = Entry{Dest: path, Source: "the package build"}
	}
	for _, e := range entries {
		if other, ok := files[e.Dest]; !ok || compareEntries(e, other) < 0 {
			files[e.Dest] = e
		}
	}
	all := make([]Entry, 0, len(files))
	for _, e := range files {
		all = append(all, e)
	}
	slices.SortFunc(all, compareEntries)
	for _, e := range all {
		for i, c := range e.Dest {
			if c != '/' {
				continue
			}
			if other, ok := files[e.Dest[:i]]; ok {
				l.Add(diag.Errorf(other.place(), "", "%s is a file (%s) and the directory of %s (%s)",
					quote(other.Dest), other.Source, quote(e.Dest), e.Source).
					WithHint("choose another path for one of them"))
				delete(files, e.Dest[:i])
			}
		}
	}
}

// checkSubpackages checks the names and places of the subpackages.
func (s *Spec) checkSubpackages(l *diag.List) {
	known := make(map[string]Subpackage, len(s.Subpackages))
	for _, sub := range s.sortedSubpackages() {
		if err := CheckName(sub.Name); err != nil {
			l.Add(diag.Errorf(sub.Pos, "", "subpackage: %v", err))
		}
		if other, ok := known[sub.Name]; ok {
			l.Add(diag.Errorf(sub.Pos, "", "two subpackages are called %s: %s and %s", quote(sub.Name), other.ManifestPath, sub.ManifestPath).
				WithHint("rename one of them, or leave it out"))
		}
		known[sub.Name] = sub
		if _, err := s.relative(sub.ManifestPath); err != nil {
			l.Add(diag.Errorf(sub.Pos, "", "the manifest %s of subpackage %s cannot be reached from the output directory %s",
				quote(sub.ManifestPath), quote(sub.Name), quote(s.Dir)).
				WithHint("make both paths absolute"))
		}
	}
}

func (s *Spec) sortedSubpackages() []Subpackage {
	return slices.SortedFunc(slices.Values(s.Subpackages), func(a, b Subpackage) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ManifestPath, b.ManifestPath))
	})
}

// relative returns how a file is found from the output directory.
func (s *Spec) relative(name string) (string, error) {
	path, err := filepath.Rel(filepath.Clean(s.Dir), filepath.Clean(name))
	return filepath.ToSlash(path), err
}

// compareEntries orders entries by path in the package, then in a way that
// depends on nothing but the entries.
func compareEntries(a, b Entry) int {
	return cmp.Or(strings.Compare(a.Dest, b.Dest), strings.Compare(a.Source, b.Source))
}
