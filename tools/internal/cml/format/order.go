package format

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// rank returns the place of a key in an order of keys, unranked for a key that
// follows in the order of the source.
type rank func(key string) int32

const unranked = math.MaxInt32

// documentRank is the order of the sections of a document.
func documentRank(key string) int32 {
	switch key {
	case "include":
		return 0
	case "program":
		return 1
	case "children":
		return 2
	case "collections":
		return 3
	case "capabilities":
		return 4
	case "use":
		return 5
	case "offer":
		return 6
	case "expose":
		return 7
	case "environments":
		return 8
	case "facets":
		return 9
	}
	return unranked
}

// programRank is the order of the keys of the program section.
func programRank(key string) int32 {
	switch key {
	case "runner":
		return 0
	case "binary":
		return 1
	case "args":
		return 2
	}
	return unranked
}

// clauseRank is the order of the keys of clauses and of what looks like one.
func clauseRank(key string) int32 {
	switch key {
	case "name":
		return 0
	case "url":
		return 1
	case "startup":
		return 2
	case "environment":
		return 3
	case "config":
		return 4
	case "dictionary":
		return 5
	case "durability":
		return 6
	case "service":
		return 7
	case "protocol":
		return 8
	case "directory":
		return 9
	case "storage":
		return 10
	case "runner":
		return 11
	case "resolver":
		return 12
	case "event":
		return 13
	case "event_stream":
		return 14
	case "from":
		return 15
	case "as":
		return 16
	case "to":
		return 17
	case "rights":
		return 18
	case "path":
		return 19
	case "subdir":
		return 20
	case "filter":
		return 21
	case "dependency":
		return 22
	case "extends":
		return 23
	case "runners":
		return 24
	case "resolvers":
		return 25
	case "debug":
		return 26
	}
	return unranked
}

// noRank leaves all keys in the order of the source.
func noRank(string) int32 {
	return unranked
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

// rank returns the order of the keys of an object. Clauses, children and the
// like are two levels below the document, the registrations of an environment
// are four.
func (p place) rank() rank {
	switch {
	case p.depth == 0:
		return documentRank
	case p.isProgram():
		return programRank
	case !p.program && (p.depth == 2 || p.depth == 4):
		return clauseRank
	}
	return noRank
}

// sorts reports whether the items of an array are sorted. Those of the program
// section keep their order, for they are arguments of a program.
func (p place) sorts() bool { return !p.program || p.depth != 2 }

// collapses reports whether a container of a single item fits on one line.
func (p place) collapses() bool { return !p.isProgram() }

// sortMembers sorts members by the order of their keys. Objects of manifests
// have few members, most of which are in order, so each is inserted among those
// before it, as long as there are not too many.
func sortMembers(items []item) {
	if len(items) > 32 {
		slices.SortFunc(items, func(a, b item) int {
			return cmp.Or(cmp.Compare(a.rank, b.rank), bySource(a, b))
		})
		return
	}
	for i := 1; i < len(items); i++ {
		for j := i; j > 0 && items[j].rank < items[j-1].rank; j-- {
			items[j], items[j-1] = items[j-1], items[j]
		}
	}
}

// sortElements sorts those elements that are no containers by their text.
// Containers stay where they are.
func (w *writer) sortElements(items []item) {
	compare := func(a, b item) int {
		left, right := w.text[a.start:a.end], w.text[b.start:b.end]
		return cmp.Or(compareFold(left, right), strings.Compare(left, right), bySource(a, b))
	}
	if !slices.ContainsFunc(items, isContainer) {
		slices.SortFunc(items, compare)
		return
	}
	var primitives []item
	for _, i := range items {
		if !i.container {
			primitives = append(primitives, i)
		}
	}
	slices.SortFunc(primitives, compare)
	for i := range items {
		if !items[i].container {
			items[i], primitives = primitives[0], primitives[1:]
		}
	}
}

// bySource compares the places of items in the source. It makes the order of
// equal items certain.
func bySource(a, b item) int { return cmp.Compare(a.start, b.start) }

func isContainer(i item) bool { return i.container }

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
