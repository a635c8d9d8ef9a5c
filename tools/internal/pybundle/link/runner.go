package link

import (
	"fmt"
	"slices"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/marshal"
)

// auto is the runner of a program that leaves the choice to its main module.
const auto = "auto"

// runner returns what runs the main module: the module itself if it says what it
// does as a program, else unittest. A test without test cases then fails: that
// it passes without having tested anything would be worse. A module that as a
// program does nothing but call unittest or pytest is run by our runner of that
// name, which knows what Bazel asks for.
func (l *linker) runner(names []named, main string) (string, error) {
	i := slices.IndexFunc(names, func(n named) bool { return n.name == main })
	if i < 0 || names[i].unit == nil {
		return "unittest", nil
	}
	m := l.modules[names[i].unit.path]
	if m == nil {
		return "none", nil // native code
	}
	runs, _ := m.library.Archive.Meta["runs"].(map[string]any)
	switch runs[m.path] {
	case "unittest":
		return "unittest", nil
	case "pytest":
		if l.runsPytest(names) {
			return "pytest", nil
		}
		return "none", nil
	}
	content, err := m.library.Archive.ReadBlob(m.entry.Blob)
	if err != nil {
		return "", fmt.Errorf("read %s: %w", m.library.Name, err)
	}
	o, err := marshal.Parse(content)
	if err != nil {
		return "", fmt.Errorf("read %s: %s: %w", m.library.Name, m.path, err)
	}
	if o.Code != nil && has(o.Code.Names, "__name__") && has(o.Code.Consts, "__main__") {
		return "none", nil
	}
	return "unittest", nil
}

// runsPytest reports whether the program brings pytest, and has its sources as
// files, which pytest needs.
func (l *linker) runsPytest(names []named) bool {
	return l.Meta.Text("layout") == "extract" && slices.ContainsFunc(names, func(n named) bool { return n.name == "pytest" })
}

// has reports whether a tuple has a string.
func has(tuple *marshal.Object, text string) bool {
	return slices.ContainsFunc(tuple.Items, func(o *marshal.Object) bool {
		return o.Kind == marshal.KindStr && o.Text == text
	})
}
