// Package diag describes what is wrong with a user's input: where, what, and
// what to do about it.
//
// Its one promise: a place costs two words while a document is worked on (a
// file and a byte offset) and becomes file:line:column only when a finding is
// printed, in the file the user wrote, also when the text at hand was merged
// from many files.
package diag

import (
	"maps"
	"slices"
	"sort"
	"sync"
	"unicode/utf8"
)

// Position is a place as people read it.
type Position struct {
	// File is the path as the user knows it; never a sandbox path.
	File string
	// Line and Column count from 1; a column is a rune. Both are 0 when only
	// the file is known.
	Line, Column int
	// Label is the build target that owns the file, such as "//sys/net:net",
	// or "" when no build system is involved.
	Label string
}

// File is one input text. It turns offsets into positions.
type File struct {
	// Name is the path shown to the user.
	Name string
	// Label is the build target that owns the file, if any.
	Label string
	// Text is the content the offsets refer to.
	Text []byte

	lines     []int
	linesOnce sync.Once
	origins   []Origin
}

// NewFile returns a File for a text that the user knows as name.
func NewFile(name string, text []byte) *File {
	return &File{Name: name, Text: text}
}

// Origin says that the bytes [Start, End) of a merged text come from the given
// places, the one that decides first.
type Origin struct {
	Start, End int
	From       []Position
}

// SetOrigins makes the file report places of the files it was merged from.
// Origins may nest; the innermost one that holds an offset wins. It must be
// called before the first Position.
func (f *File) SetOrigins(origins []Origin) {
	sorted := append([]Origin(nil), origins...)
	sort.SliceStable(sorted, func(i, j int) bool {
		if sorted[i].Start != sorted[j].Start {
			return sorted[i].Start < sorted[j].Start
		}
		return sorted[i].End > sorted[j].End
	})
	f.origins = flatten(sorted)
}

// flatten cuts nested origins into disjoint ones, so that a lookup is one
// binary search however deep the nesting.
func flatten(nested []Origin) []Origin {
	flat := make([]Origin, 0, 2*len(nested))
	var open []Origin
	at := 0
	emit := func(end int) {
		if len(open) > 0 && at < end {
			flat = append(flat, Origin{Start: at, End: end, From: open[len(open)-1].From})
		}
		at = max(at, end)
	}
	for _, o := range nested {
		for len(open) > 0 && open[len(open)-1].End <= o.Start {
			emit(open[len(open)-1].End)
			open = open[:len(open)-1]
		}
		emit(o.Start)
		at = o.Start
		open = append(open, o)
	}
	for len(open) > 0 {
		emit(open[len(open)-1].End)
		open = open[:len(open)-1]
	}
	return flat
}

// At returns the place of an offset in the file.
func (f *File) At(offset int) Pos { return Pos{File: f, Offset: int32(offset)} }

// Positions returns the place of an offset, the deciding one first; there are
// several when equal facts of several files were merged into one.
func (f *File) Positions(offset int) []Position {
	if len(f.origins) > 0 {
		i := sort.Search(len(f.origins), func(i int) bool { return f.origins[i].Start > offset }) - 1
		if i >= 0 && offset < f.origins[i].End && len(f.origins[i].From) > 0 {
			return f.origins[i].From
		}
	}
	return []Position{f.own(offset)}
}

func (f *File) own(offset int) Position {
	p := Position{File: f.Name, Label: f.Label}
	if f.Text == nil || offset < 0 {
		return p
	}
	f.linesOnce.Do(f.index)
	offset = min(offset, len(f.Text))
	line := sort.SearchInts(f.lines, offset+1) - 1
	p.Line = line + 1
	p.Column = utf8.RuneCount(f.Text[f.lines[line]:offset]) + 1
	return p
}

// index finds where lines start. JSON5 also knows U+2028 and U+2029 as line
// terminators, but editors do not count them as lines, so neither does this.
func (f *File) index() {
	f.lines = append(f.lines, 0)
	for i := 0; i < len(f.Text); i++ {
		switch f.Text[i] {
		case '\n':
			f.lines = append(f.lines, i+1)
		case '\r':
			if i+1 < len(f.Text) && f.Text[i+1] == '\n' {
				i++
			}
			f.lines = append(f.lines, i+1)
		}
	}
}

// Pos is a place in a file. The zero value is "no place".
type Pos struct {
	File   *File
	Offset int32
}

// IsValid reports whether the place is known.
func (p Pos) IsValid() bool { return p.File != nil }

// Position resolves the place; the zero Position for the zero Pos.
func (p Pos) Position() Position {
	if p.File == nil {
		return Position{}
	}
	return p.File.Positions(int(p.Offset))[0]
}

// Positions resolves the place to all files that contributed it, the deciding
// one first.
func (p Pos) Positions() []Position {
	if p.File == nil {
		return nil
	}
	return p.File.Positions(int(p.Offset))
}

// Sources returns the names of all files that a merged text comes from, sorted.
func (f *File) Sources() []string {
	names := map[string]bool{}
	for _, o := range f.origins {
		for _, p := range o.From {
			names[p.File] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// Fixed returns a place that resolves to the given positions, for findings that
// were written down and read again.
func Fixed(positions ...Position) Pos {
	if len(positions) == 0 {
		return Pos{}
	}
	return Pos{File: &File{Name: positions[0].File, origins: []Origin{{Start: 0, End: 1, From: positions}}}}
}
