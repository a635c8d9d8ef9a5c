package distribution

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// Options say what of the standard library is kept.
type Options struct {
	// All keeps all modules, also those that are taken away by default.
	All bool
	// Minimal takes away what few programs need, too.
	Minimal bool
	// Include and Exclude are modules and packages to keep, or to take away,
	// whatever the rule says.
	Include, Exclude []string
	// Extensions are the extension modules to keep of those that are files:
	// names, or patterns of path.Match.
	Extensions []string
}

// OptionError says which of the options does not fit the distribution.
type OptionError struct{ Reason string }

// Error returns one sentence without a full stop.
func (e *OptionError) Error() string { return e.Reason }

func wrongOption(format string, args ...any) error { return &OptionError{fmt.Sprintf(format, args...)} }

// Reason says why a module was taken away.
type Reason string

// The reasons.
const (
	// ByDefault: it makes or tests programs, or draws windows.
	ByDefault Reason = "default"
	// ByMinimal: few programs need it.
	ByMinimal Reason = "minimal"
	// ByExclude: the user named it.
	ByExclude Reason = "exclude"
	// ByExtension: it is an extension module that the user did not name.
	ByExtension Reason = "extension"
	// Absent: the distribution never had it, although this version of Python has.
	Absent Reason = "absent"
)

// Pruned is a module that was taken away, with all modules in it.
type Pruned struct {
	Name   string
	Reason Reason
}

// defaultPruned are modules that make, test or teach programs, or draw windows.
// Not all are in each version.
var defaultPruned = []string{
	"__phello__", "distutils", "ensurepip", "idlelib", "lib2to3", "pydoc_data", "test", "tkinter", "turtle",
	"turtledemo", "venv",
}

// minimalPruned are modules that few programs need.
var minimalPruned = []string{"_pyrepl", "curses", "dbm", "wsgiref", "xmlrpc"}

// minimalCodecs are modules of the package encodings for the codecs of East Asia.
var minimalCodecs = []string{
	"big5", "big5hkscs", "cp932", "cp949", "cp950", "euc_jis_2004", "euc_jisx0213", "euc_jp", "euc_kr", "gb18030",
	"gb2312", "gbk", "hz", "iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_2004", "iso2022_jp_3",
	"iso2022_jp_ext", "iso2022_kr", "johab", "shift_jis", "shift_jis_2004", "shift_jisx0213",
}

// needed are modules without which no interpreter starts, or no source compiles.
var needed = []string{
	"_collections_abc", "abc", "codecs", "encodings", "encodings.aliases", "encodings.ascii", "encodings.latin_1",
	"encodings.utf_8", "importlib", "io", "opcode", "os", "posixpath", "genericpath", "stat",
}

// DefaultPruned are modules that are taken away from any distribution.
func DefaultPruned() []string { return slices.Clone(defaultPruned) }

// Prune returns the distribution without what the options do not keep: the
// interpreter, the shared libraries that it needs, the modules and the licences
// stay. What the distribution had lost before is still known as lost.
func (d *Distribution) Prune(o Options) (*Distribution, error) {
	p := &pruner{d: d, o: o, names: make(map[string]bool)}
	if err := p.check(); err != nil {
		return nil, err
	}
	kept := &Distribution{Name: d.Name, Python: d.Python}
	for _, f := range d.files {
		if p.keep(f.Path) {
			kept.files = append(kept.files, f)
		}
	}
	libraries, err := d.neededLibraries(kept.files)
	if err != nil {
		return nil, err
	}
	kept.files = append(kept.files, libraries...)
	if dir := path.Join(d.Library(), extensionDir); !slices.ContainsFunc(kept.files, func(f File) bool { return path.Dir(f.Path) == dir }) {
		// Without this directory an interpreter looks for it where it was built.
		kept.files = append(kept.files, File{Path: dir + "/.empty", open: reader(nil)})
	}
	slices.SortFunc(kept.files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	kept.Pruned = outermost(append(p.pruned, d.Pruned...))
	return kept, nil
}

// pruner decides about the files of one distribution.
type pruner struct {
	d      *Distribution
	o      Options
	names  map[string]bool
	pruned []Pruned
}

// check holds the names in the options against the distribution.
func (p *pruner) check() error {
	packages := make(map[string]bool)
	for _, m := range p.d.Modules() {
		p.names[m.Name] = true
		for name := m.Name; name != ""; name = parent(name) {
			packages[name] = true
		}
	}
	for _, name := range append(slices.Clone(p.o.Include), p.o.Exclude...) {
		if !packages[name] {
			return wrongOption("the standard library of %s has no module %q", p.d.Name, name)
		}
		if slices.Contains(p.o.Include, name) && slices.Contains(p.o.Exclude, name) {
			return wrongOption("the module %q cannot be both included and excluded", name)
		}
	}
	for _, name := range p.o.Exclude {
		for _, n := range needed {
			if covers(name, n) {
				return wrongOption("the module %q cannot be excluded: no program starts without %s", name, n)
			}
		}
	}
	for _, pattern := range p.o.Extensions {
		if _, err := path.Match(pattern, ""); err != nil {
			return wrongOption("the extension module %q is no pattern: %v", pattern, err)
		}
		if strings.ContainsAny(pattern, "*?[") {
			continue
		}
		if !slices.ContainsFunc(p.d.Modules(), func(m Module) bool { return m.Extension && m.Name == pattern }) {
			return wrongOption("%s has no extension module %q in %s", p.d.Name, pattern, path.Join(p.d.Library(), extensionDir))
		}
	}
	return nil
}

// keep reports whether a file stays, shared libraries apart.
func (p *pruner) keep(name string) bool {
	if name == p.d.Interpreter() {
		return true
	}
	inside, ok := strings.CutPrefix(name, p.d.Library()+"/")
	if !ok {
		return isLicense(name) && !strings.HasPrefix(name, "lib/") || strings.HasPrefix(name, "licenses/")
	}
	m, isModule := moduleOf(inside)
	switch {
	case isModule:
		reason, pruned := p.reason(m)
		if pruned {
			p.pruned = append(p.pruned, Pruned{p.outer(m.Name, reason), reason})
		}
		return !pruned
	case !strings.Contains(inside, "/"):
		return isLicense(inside)
	}
	// Packages that have data are all among those that are taken away. Who wants
	// such a package back wants its data.
	dir := dotted(path.Dir(inside), "")
	return !strings.Contains(inside, "__pycache__/") && !strings.Contains(dir, "-") &&
		(p.o.All || slices.ContainsFunc(p.o.Include, func(name string) bool { return covers(name, dir) }))
}

// reason decides about a module. The longest name that the user gave wins.
func (p *pruner) reason(m Module) (Reason, bool) {
	include, exclude := longest(p.o.Include, m.Name), longest(p.o.Exclude, m.Name)
	switch {
	case exclude > include:
		return ByExclude, true
	case include > 0, p.o.All, m.Package && slices.ContainsFunc(p.o.Include, func(name string) bool { return covers(m.Name, name) }):
		return "", false
	case m.Extension:
		for _, pattern := range p.o.Extensions {
			if match, _ := path.Match(pattern, m.Name); match {
				return "", false
			}
		}
		return ByExtension, true
	case longest(defaultPruned, m.Name) > 0 || inTests(m.Name):
		return ByDefault, true
	case p.o.Minimal && (longest(minimalPruned, m.Name) > 0 || isMinimalCodec(m.Name)):
		return ByMinimal, true
	}
	return "", false
}

// outer returns the outermost package that goes with a module for the same reason.
func (p *pruner) outer(name string, reason Reason) string {
	for up := parent(name); up != ""; up = parent(up) {
		if r, pruned := p.reason(Module{Name: up, Package: true}); pruned && r == reason {
			name = up
		}
	}
	return name
}

// longest returns the length of the longest module that covers a name.
func longest(modules []string, name string) int {
	n := 0
	for _, m := range modules {
		if covers(m, name) {
			n = max(n, len(m))
		}
	}
	return n
}

// inTests reports whether a module is in the tests of a package.
func inTests(name string) bool {
	parts := strings.Split(name, ".")
	return slices.Contains(parts, "test") || slices.Contains(parts, "tests") || slices.Contains(parts, "idle_test")
}

func isMinimalCodec(name string) bool {
	codec, ok := strings.CutPrefix(name, "encodings.")
	return ok && slices.Contains(minimalCodecs, codec)
}

func parent(name string) string {
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		return name[:i]
	}
	return ""
}

// outermost sorts modules, without those that are named twice or lie in another.
func outermost(pruned []Pruned) []Pruned {
	slices.SortStableFunc(pruned, func(a, b Pruned) int { return strings.Compare(a.Name, b.Name) })
	var out []Pruned
	for _, p := range pruned {
		if n := len(out); n == 0 || !covers(out[n-1].Name, p.Name) {
			out = append(out, p)
		}
	}
	return out
}
