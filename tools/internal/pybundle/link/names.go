package link

import (
	"slices"
	"strings"
	"unicode"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

// unit is something that can be imported: a source, or a native file.
type unit struct {
	path   string
	native bool
}

// tree is a directory with what can be imported from it, by the name without
// ending.
type tree struct {
	path    string
	dirs    map[string]*tree
	sources map[string]*unit
	natives map[string]*unit
}

func newTree(path string) *tree {
	return &tree{path: path, dirs: map[string]*tree{}, sources: map[string]*unit{}, natives: map[string]*unit{}}
}

// add puts a unit at its place.
func (t *tree) add(u *unit, stem string) {
	parts := strings.Split(u.path, "/")
	for i, part := range parts[:len(parts)-1] {
		next := t.dirs[part]
		if next == nil {
			next = newTree(strings.Join(parts[:i+1], "/"))
			t.dirs[part] = next
		}
		t = next
	}
	if u.native {
		if old := t.natives[stem]; old == nil || len(u.path) > len(old.path) {
			t.natives[stem] = u // the most special ending goes first, and is longest
		}
	} else {
		t.sources[stem] = u
	}
}

// find returns the directory at a path, nil if nothing can be imported from it.
func (t *tree) find(path string) *tree {
	if path == "" {
		return t
	}
	for part := range strings.SplitSeq(path, "/") {
		if t = t.dirs[part]; t == nil {
			return nil
		}
	}
	return t
}

// named is a module with the name that a program imports it by.
type named struct {
	name  string
	flags hpa.ModuleFlags
	unit  *unit // nil for a package without code
	// dir is the first directory of a package without code.
	dir string
}

// resolve returns all modules that can be imported from the roots, which are
// looked through in their order. It follows importlib: in a directory a package
// goes before a native module, and that before a source; directories without
// __init__ are joined to a package where no root has a module of the name.
func (t *tree) resolve(roots []string) []named {
	var dirs []*tree
	for _, root := range roots {
		if dir := t.find(root); dir != nil && !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
	}
	return resolve(nil, "", dirs)
}

func resolve(found []named, prefix string, dirs []*tree) []named {
	var stems []string
	seen := map[string]bool{}
	add := func(stem string) {
		if !seen[stem] && stem != "__init__" && !strings.Contains(stem, ".") {
			seen[stem] = true
			stems = append(stems, stem)
		}
	}
	for _, dir := range dirs {
		for stem := range dir.dirs {
			add(stem)
		}
		for stem := range dir.sources {
			add(stem)
		}
		for stem := range dir.natives {
			add(stem)
		}
	}
	slices.Sort(stems)
	for _, stem := range stems {
		found = resolveOne(found, prefix+stem, stem, dirs)
	}
	return found
}

func resolveOne(found []named, name, stem string, dirs []*tree) []named {
	var portions []*tree
	for _, dir := range dirs {
		if sub := dir.dirs[stem]; sub != nil {
			if init := sub.init(); init != nil {
				found = append(found, named{name, hpa.Package | native(init), init, ""})
				return resolve(found, name+".", []*tree{sub})
			}
		}
		if u := dir.natives[stem]; u != nil {
			return append(found, named{name, native(u), u, ""})
		}
		if u := dir.sources[stem]; u != nil {
			return append(found, named{name, 0, u, ""})
		}
		if sub := dir.dirs[stem]; sub != nil {
			portions = append(portions, sub)
		}
	}
	before := len(found)
	found = append(found, named{name, hpa.Package | hpa.NamespaceModule, nil, portions[0].path})
	if found = resolve(found, name+".", portions); len(found) == before+1 {
		return found[:before] // below it is only what has no name
	}
	return found
}

// init returns what makes a directory a package.
func (t *tree) init() *unit {
	if u := t.natives["__init__"]; u != nil {
		return u
	}
	return t.sources["__init__"]
}

func native(u *unit) hpa.ModuleFlags {
	if u.native {
		return hpa.NativeModule
	}
	return 0
}

// mainModule returns the name by which the file that is to be run is imported:
// the one with the fewest packages around it.
func mainModule(modules []named, path string) string {
	best := ""
	for _, m := range modules {
		if m.unit == nil || m.unit.path != path || m.flags&hpa.NativeModule != 0 {
			continue
		}
		if best == "" || strings.Count(m.name, ".") < strings.Count(best, ".") {
			best = m.name
		}
	}
	return best
}

// moduleStem returns the name of the module that a native file is, for a version
// of Python such as "3.14"; "" if it is none, as the libraries beside extension
// modules are, which have hyphens in their names.
func moduleStem(path, python string) string {
	base := path[strings.LastIndexByte(path, '/')+1:]
	stem, ok := strings.CutSuffix(base, ".so")
	if !ok {
		return ""
	}
	stem, tag, tagged := strings.Cut(stem, ".")
	if tagged && tag != "abi3" && !strings.HasPrefix(tag, "cpython-"+strings.ReplaceAll(python, ".", "")+"-") {
		return ""
	}
	for i, r := range stem {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) {
			return ""
		}
	}
	return stem
}

// saysModule reports whether the name of a native file says that it is a module,
// and not a library that others load: fast.abi3.so, but not libfast.so.
func saysModule(path, python string) bool {
	base := path[strings.LastIndexByte(path, '/')+1:]
	return strings.Count(base, ".") > 1 && moduleStem(path, python) != ""
}
