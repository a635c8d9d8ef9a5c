package format

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rules-idk/rules_idk/tools/internal/json5"
)

// The orders of keys. Other keys follow in the order of the source.
var (
	documentOrder = ranks("include", "program", "children", "collections", "capabilities", "use", "offer", "expose",
		"environments", "facets")
	programOrder = ranks("runner", "binary", "args")
	clauseOrder  = ranks("name", "url", "startup", "environment", "config", "dictionary", "durability", "service",
		"protocol", "directory", "storage", "runner", "resolver", "event", "event_stream", "from", "as", "to", "rights",
		"path", "subdir", "filter", "dependency", "extends", "runners", "resolvers", "debug")
)

func ranks(keys ...string) map[string]int {
	ranks := make(map[string]int, len(keys))
	for i, key := range keys {
		ranks[key] = i
	}
	return ranks
}

// place is where a value stands in a document; the rules of the layout depend
// on nothing else.
type place struct {
	// depth is the number of containers around the value.
	depth int
	// program says that the value is the program section or lies in it.
	program bool
}

// inside returns the place of an item; key is "" in an array.
func (p place) inside(key string) place {
	return place{p.depth + 1, p.program || p.depth == 0 && key == "program"}
}

// isProgram reports whether this is the program section itself.
func (p place) isProgram() bool { return p.program && p.depth == 1 }

// order returns the order of the keys of an object, nil for the order of the
// source. Clauses, children and the like are two levels below the document, the
// registrations of an environment are four.
func (p place) order() map[string]int {
	switch {
	case p.depth == 0:
		return documentOrder
	case p.isProgram():
		return programOrder
	case !p.program && (p.depth == 2 || p.depth == 4):
		return clauseOrder
	}
	return nil
}

// sorts reports whether the items of an array are sorted. Those of the program
// section keep their order, for they are arguments of a program.
func (p place) sorts() bool { return !p.program || p.depth != 2 }

// collapses reports whether a container of a single item fits on one line.
func (p place) collapses() bool { return !p.isProgram() }

// sortMembers sorts members by the order of their keys.
func sortMembers(items []item) {
	slices.SortFunc(items, func(a, b item) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), bySource(a, b))
	})
}

// sortElements sorts those elements that are no containers by their text.
// Containers stay where they are.
func (w *writer) sortElements(items []item) {
	compare := func(a, b item) int {
		left, right := w.text[a.value.Start:a.value.End], w.text[b.value.Start:b.value.End]
		return cmp.Or(compareFold(left, right), strings.Compare(left, right), bySource(a, b))
	}
	if !slices.ContainsFunc(items, isContainer) {
		slices.SortFunc(items, compare)
		return
	}
	var primitives []item
	for _, i := range items {
		if !isContainer(i) {
			primitives = append(primitives, i)
		}
	}
	slices.SortFunc(primitives, compare)
	for i := range items {
		if !isContainer(items[i]) {
			items[i], primitives = primitives[0], primitives[1:]
		}
	}
}

// bySource compares the places of items in the source. It makes the order of
// equal items certain.
func bySource(a, b item) int { return cmp.Compare(a.value.Start, b.value.Start) }

func isContainer(i item) bool {
	return i.value.Kind == json5.Array || i.value.Kind == json5.Object
}

// compareFold compares texts in lower case.
func compareFold(a, b string) int {
	for i := range min(len(a), len(b)) {
		x, y := a[i], b[i]
		if x >= utf8.RuneSelf || y >= utf8.RuneSelf {
			return strings.Compare(strings.ToLower(a[i:]), strings.ToLower(b[i:]))
		}
		if x, y = lower(x), lower(y); x != y {
			return cmp.Compare(x, y)
		}
	}
	return cmp.Compare(len(a), len(b))
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}
