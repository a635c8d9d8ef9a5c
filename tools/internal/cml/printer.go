package cml

import (
	"slices"
	"strconv"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// printer writes JSON and keeps track of where its parts come from. A realm has
// hundreds of thousands of parts, so their pointers and sources are kept in two
// slabs until the end.
type printer struct {
	out     []byte
	started []bool // for each open container: whether it has an element
	path    []byte // the pointer of the value at hand
	lengths []int  // of path, for each open member or element

	places   []Place
	pointers []byte // the pointers of all places, without gaps
	ends     []int  // where each place's pointer ends
	sources  []diag.Pos
	parents  [][]diag.Pos // the sources of the open places
}

// begin opens a container.
func (p *printer) begin(bracket byte) {
	p.out = append(p.out, bracket)
	p.started = append(p.started, false)
}

// end closes a container.
func (p *printer) end(bracket byte) {
	last := len(p.started) - 1
	started := p.started[last]
	p.started = p.started[:last]
	if started {
		p.newline()
	}
	p.out = append(p.out, bracket)
}

// next begins a line for the next element of the open container.
func (p *printer) next() {
	last := len(p.started) - 1
	if p.started[last] {
		p.out = append(p.out, ',')
	}
	p.started[last] = true
	p.newline()
}

// newline begins a line. The text doubles when it is full: that copies less
// than append would for a text of megabytes.
func (p *printer) newline() {
	if cap(p.out)-len(p.out) < 512 {
		p.out = slices.Grow(p.out, max(cap(p.out), 4096))
	}
	p.out = append(p.out, '\n')
	for range p.started {
		p.out = append(p.out, "  "...)
	}
}

// key begins a member; its key comes from the given places.
func (p *printer) key(name string, from []diag.Pos) {
	p.next()
	p.lengths = append(p.lengths, len(p.path))
	p.path = append(p.path, '/')
	p.path = appendPointerToken(p.path, name)
	place := p.open(from)
	p.out = appendJSON(p.out, name)
	if place >= 0 {
		p.places[place].Key = true
	}
	p.close(place)
	p.out = append(p.out, ": "...)
}

// keyOf begins a member whose key has a place.
func (p *printer) keyOf(key *Str) { p.key(key.Value, p.sourcesOf(key.Pos, key.Also)) }

// element begins an element of an array.
func (p *printer) element(i int) {
	p.next()
	p.lengths = append(p.lengths, len(p.path))
	p.path = append(p.path, '/')
	p.path = strconv.AppendInt(p.path, int64(i), 10)
}

// endMember ends a member or element.
func (p *printer) endMember() {
	last := len(p.lengths) - 1
	p.path = p.path[:p.lengths[last]]
	p.lengths = p.lengths[:last]
}

// open begins a part that comes from the given places. It returns the number of
// the place, -1 if the part comes from where its container does.
func (p *printer) open(from []diag.Pos) int {
	if len(from) == 0 || !from[0].IsValid() {
		return -1
	}
	if n := len(p.parents); n > 0 && slices.Equal(p.parents[n-1], from) {
		return -1
	}
	p.parents = append(p.parents, from)
	if len(p.places) == cap(p.places) {
		p.places = slices.Grow(p.places, max(cap(p.places), 64))
	}
	p.places = append(p.places, Place{Start: len(p.out), From: from})
	p.pointers = append(p.pointers, p.path...)
	p.ends = append(p.ends, len(p.pointers))
	return len(p.places) - 1
}

// openAt is open for a place with those of equal parts that were merged into
// it.
func (p *printer) openAt(pos diag.Pos, also []diag.Pos) int { return p.open(p.sourcesOf(pos, also)) }

// close ends a part.
func (p *printer) close(place int) {
	if place >= 0 {
		p.places[place].End = len(p.out)
		p.parents = p.parents[:len(p.parents)-1]
	}
}

// sourcesOf joins places in a list cut from a slab.
func (p *printer) sourcesOf(pos diag.Pos, also []diag.Pos) []diag.Pos {
	if n := 1 + len(also); cap(p.sources)-len(p.sources) < n {
		p.sources = make([]diag.Pos, 0, max(n, min(2*cap(p.sources), 4096), 16))
	}
	start := len(p.sources)
	p.sources = append(p.sources, pos)
	p.sources = append(p.sources, also...)
	return p.sources[start:len(p.sources):len(p.sources)]
}

// finish gives the places their pointers.
func (p *printer) finish() []Place {
	pointers, start := string(p.pointers), 0
	for i, end := range p.ends {
		p.places[i].Pointer = pointers[start:end]
		start = end
	}
	return p.places
}

// str prints a string.
func (p *printer) str(s *Str) {
	place := p.openAt(s.Pos, s.Also)
	p.out = appendJSON(p.out, s.Value)
	p.close(place)
}

// strs prints one string or several as they were written.
func (p *printer) strs(s *Strs) {
	if !s.Array && len(s.Items) == 1 {
		p.str(&s.Items[0])
		return
	}
	place := p.openAt(s.Pos, nil)
	p.list(s.Items)
	p.close(place)
}

// list prints an array of strings.
func (p *printer) list(items []Str) {
	p.begin('[')
	for i := range items {
		p.element(i)
		p.str(&items[i])
		p.endMember()
	}
	p.end(']')
}

// integer prints an integer.
func (p *printer) integer(i *Int) {
	place := p.openAt(i.Pos, nil)
	p.out = strconv.AppendInt(p.out, i.Value, 10)
	p.close(place)
}

// flag prints a boolean.
func (p *printer) flag(f *Flag) {
	place := p.openAt(f.Pos, nil)
	p.out = strconv.AppendBool(p.out, f.Value)
	p.close(place)
}

// member prints a key and its value with the keys of objects sorted.
func (p *printer) member(m *Member) {
	p.keyOf(&m.Key)
	p.value(&m.Value, false)
	p.endMember()
}

// value prints a free-form value, its own keys in the order of the document if
// so asked.
func (p *printer) value(v *Value, inOrder bool) {
	place := p.openAt(v.Pos, nil)
	switch v.Kind {
	case StringValue:
		p.out = appendJSON(p.out, v.Text)
	case NullValue:
		p.out = append(p.out, "null"...)
	case BoolValue, NumberValue:
		p.out = append(p.out, v.Text...)
	case ArrayValue:
		p.begin('[')
		for i := range v.Items {
			p.element(i)
			p.value(&v.Items[i], false)
			p.endMember()
		}
		p.end(']')
	case ObjectValue:
		p.begin('{')
		if inOrder {
			for i := range v.Members {
				p.member(&v.Members[i])
			}
		} else {
			for _, m := range sortedMembers(v.Members) {
				p.member(m)
			}
		}
		p.end('}')
	}
	p.close(place)
}
