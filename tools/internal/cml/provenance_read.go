package cml

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// provenancePlace is an entry of "keys" or of "values".
type provenancePlace struct {
	pointer string
	from    []diag.Position
}

// readProvenance reads a provenance file. It reads the JSON of that one shape
// only, so that the file of a large realm costs no tree.
func readProvenance(text []byte) (*provenanceReader, error) {
	r := &provenanceReader{text: string(text)}
	// Each entry has a line, and few other things do.
	lines := strings.Count(r.text, "\n")
	r.object(func(key string) {
		switch {
		case key == "schema_version":
			if n := r.number(); n != provenanceVersion && r.err == nil {
				r.err = fmt.Errorf("schema_version is %d, only %d is known", n, provenanceVersion)
			}
		case key == "files":
			r.array(r.file)
		case key == "keys":
			r.keys = slices.Grow(r.keys, lines/3)
			r.object(func(pointer string) { r.keys = append(r.keys, r.place(pointer)) })
		case key == "values":
			r.values = slices.Grow(r.values, max(0, lines-len(r.keys)))
			r.object(func(pointer string) { r.values = append(r.values, r.place(pointer)) })
		default:
			r.fail("the key %q is not known", key)
		}
	})
	if r.peek(); r.err == nil && r.pos < len(r.text) {
		r.fail("something follows the end")
	}
	return r, r.err
}

// provenanceReader reads JSON of objects, arrays, strings and natural numbers.
type provenanceReader struct {
	text string
	pos  int
	err  error // the first one; reading goes on without effect

	files        []sourceFile
	keys, values []provenancePlace
	slab         []diag.Position // the places of many entries
}

// file reads an element of "files".
func (r *provenanceReader) file() {
	var f sourceFile
	r.object(func(key string) {
		switch key {
		case "path":
			f.path = r.string()
		case "label":
			f.label = r.string()
		default:
			r.fail("the key %q is not known", key)
		}
	})
	r.files = append(r.files, f)
}

// place reads the places of a part.
func (r *provenanceReader) place(pointer string) provenancePlace {
	if cap(r.slab)-len(r.slab) < 16 {
		r.slab = make([]diag.Position, 0, 4096)
	}
	start := len(r.slab)
	r.array(func() {
		var at [3]int
		n := 0
		r.array(func() {
			if x := r.number(); n < len(at) {
				at[n] = x
			}
			n++
		})
		switch {
		case n != len(at):
			r.fail("a place must have a file, a line and a column")
		case at[0] >= len(r.files):
			r.fail("there is no file number %d", at[0])
		default:
			f := r.files[at[0]]
			r.slab = append(r.slab, diag.Position{File: f.path, Label: f.label, Line: at[1], Column: at[2]})
		}
	})
	if len(r.slab) == start {
		r.fail("%q has no place", pointer)
	}
	return provenancePlace{pointer: pointer, from: r.slab[start:len(r.slab):len(r.slab)]}
}

// fail keeps the first error.
func (r *provenanceReader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("byte %d: "+format, append([]any{r.pos}, args...)...)
	}
}

// peek returns the next byte that is not space, 0 at the end and after errors.
func (r *provenanceReader) peek() byte {
	if r.err != nil {
		return 0
	}
	for r.pos < len(r.text) {
		switch c := r.text[r.pos]; c {
		case ' ', '\t', '\n', '\r':
			r.pos++
		default:
			return c
		}
	}
	return 0
}

// take consumes a byte that must be next.
func (r *provenanceReader) take(c byte) {
	if r.peek() != c {
		r.fail("expected %q", c)
		return
	}
	r.pos++
}

// list reads elements between brackets.
func (r *provenanceReader) list(open, end byte, element func()) {
	r.take(open)
	if r.peek() == end {
		r.take(end)
		return
	}
	for r.err == nil {
		element()
		if r.peek() != ',' {
			break
		}
		r.take(',')
	}
	r.take(end)
}

// array reads an array.
func (r *provenanceReader) array(element func()) { r.list('[', ']', element) }

// object reads an object.
func (r *provenanceReader) object(member func(key string)) {
	r.list('{', '}', func() {
		key := r.string()
		r.take(':')
		member(key)
	})
}

// string reads a string.
func (r *provenanceReader) string() string {
	r.take('"')
	if r.err != nil {
		return ""
	}
	start := r.pos
	end := strings.IndexAny(r.text[start:], `"\`)
	if end >= 0 && r.text[start+end] == '"' {
		r.pos = start + end + 1
		return r.text[start : start+end]
	}
	return r.escaped(start - 1)
}

// escaped reads a string with escapes, from its quote on.
func (r *provenanceReader) escaped(start int) string {
	var s string
	d := json.NewDecoder(strings.NewReader(r.text[start:]))
	if err := d.Decode(&s); err != nil {
		r.err = errors.Join(errors.New("read a string"), err)
		return ""
	}
	r.pos = start + int(d.InputOffset())
	return s
}

// number reads a natural number of at most nine digits.
func (r *provenanceReader) number() int {
	r.peek()
	start, n := r.pos, 0
	for r.pos < len(r.text) && r.pos-start < 9 && '0' <= r.text[r.pos] && r.text[r.pos] <= '9' {
		n = 10*n + int(r.text[r.pos]-'0')
		r.pos++
	}
	if r.pos == start {
		r.fail("expected a number")
	}
	return n
}
