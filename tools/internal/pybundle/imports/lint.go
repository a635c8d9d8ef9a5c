package imports

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Stdlib is what a pruned standard library does not serve.
type Stdlib struct {
	// Pruned are modules that are not there, each with the reason.
	Pruned map[string]string
	// Needs are modules that are there and import others that are not.
	Needs map[string][]string
}

// Lint says which imports the standard library cannot serve.
type Lint struct {
	Stdlib Stdlib
	// Provided reports whether the program itself has a top-level module.
	Provided func(module string) bool
	// Position is where a source is, for people.
	Position func(path string) diag.Position
	// Fix says how the user gets a module that is missing for a reason.
	Fix func(module, reason string) string
}

// machine are modules that read what only some machines have, and the packages of
// others that bring it.
var machine = map[string]struct{ what, brings string }{
	"zoneinfo": {"the time zones", "tzdata"},
	"ssl":      {"the certificates of authorities", "certifi"},
}

// Check looks at the imports of all sources. An import that is carried out at all
// events and must fail is an error; one that is carried out sometimes, a warning;
// one whose failure is handled, a remark.
func (l *Lint) Check(files Files) *diag.List {
	found := &diag.List{}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		for _, i := range files[path] {
			if top, _, _ := strings.Cut(i.Module, "."); i.Level > 0 || l.Provided(top) {
				continue
			}
			l.check(path, i, found)
		}
	}
	return found
}

func (l *Lint) check(path string, i Import, found *diag.List) {
	at := l.Position(path)
	at.Line, at.Column = i.Line, 1
	add := func(severity diag.Severity, hint, format string, args ...any) {
		d := diag.Errorf(diag.Fixed(at), "", format, args...)
		d.Severity = severity
		found.Add(d.WithHint("%s", hint))
	}
	severity := [...]diag.Severity{Always: diag.Error, Sometimes: diag.Warning, Attempt: diag.Remark}[i.When]
	for _, name := range i.candidates() {
		if reason, pruned := l.Stdlib.Pruned[name]; pruned {
			add(severity, l.Fix(name, reason), "the runtime has no module %q", name)
			return
		}
		for _, other := range l.Stdlib.Needs[name] {
			add(severity, l.Fix(other, l.Stdlib.Pruned[other]), "the runtime has no module %q, which %q imports", other, name)
		}
		if m, ok := machine[name]; ok && !l.Provided(m.brings) {
			add(diag.Remark, fmt.Sprintf("add the package %s to the dependencies if they must be the same everywhere", m.brings),
				"%s of the module %q are those of the machine", m.what, name)
		}
	}
}

// candidates are the modules that an import imports: packages first, then what may
// be a module in the last of them.
func (i Import) candidates() []string {
	var names []string
	for n, c := range i.Module {
		if c == '.' {
			names = append(names, i.Module[:n])
		}
	}
	names = append(names, i.Module)
	for _, name := range i.Names {
		names = append(names, i.Module+"."+name)
	}
	return names
}
