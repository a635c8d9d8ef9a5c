package format

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"github.com/rules-idk/rules_idk/tools/internal/json5"
)

// writer lays out a document.
type writer struct {
	collector
	out   []byte
	limit int
}

// document writes all values of a text, with commas between them only.
func (w *writer) document() {
	trailing := w.elements(0, int32(len(w.tree.Nodes)), 0, int32(len(w.text)))
	values := len(w.items)
	for i := range values {
		item := w.items[i] // the stack of items may move while it is written
		w.item(&item, place{}, 0, i == 0, i < values-1)
		if len(w.out) > w.limit {
			return
		}
	}
	w.trailing(trailing, 0, values > 0)
}

// value writes a value that stands at a depth of indentation.
func (w *writer) value(i *item, at place, indent int) {
	if i.container {
		w.container(i.node, at, indent)
	} else {
		w.out = append(w.out, w.text[i.start:i.end]...)
	}
}

// container writes an array or an object.
func (w *writer) container(node int32, at place, indent int) {
	v := &w.tree.Nodes[node]
	firstItem, firstComment := len(w.items), len(w.comments)
	open, end := byte('['), byte(']')
	var trailing span
	if v.Kind == json5.Array {
		trailing = w.elements(node+1, v.Next, v.Start+1, v.End-1)
	} else {
		open, end = '{', '}'
		trailing = w.members(node+1, v.Next, v.Start+1, v.End-1, at.rank())
	}
	items := w.items[firstItem:]
	commented := len(w.comments) > firstComment
	if v.Kind == json5.Object {
		sortMembers(items)
	} else if at.sorts() {
		w.sortElements(items)
	}

	w.out = append(w.out, open)
	switch {
	case len(items) == 0 && !commented:
	case len(items) == 1 && !commented && !items[0].container && at.collapses():
		w.out = append(w.out, ' ')
		w.key(&items[0])
		w.value(&items[0], at, indent)
		w.out = append(w.out, ' ')
	default:
		w.out = append(w.out, '\n')
		for i := range items {
			// The stack of items may move while the item is written.
			item := w.items[firstItem+i]
			w.item(&item, at.inside(w.text[item.keyStart:item.keyEnd]), indent+1, i == 0, true)
			if len(w.out) > w.limit {
				return
			}
		}
		w.trailing(trailing, indent+1, len(items) > 0)
		w.indent(indent)
	}
	w.out = append(w.out, end)
	w.items, w.comments = w.items[:firstItem], w.comments[:firstComment]
}

// item writes an item with its comments on lines of its own.
func (w *writer) item(i *item, at place, indent int, first, comma bool) {
	if cap(w.out)-len(w.out) < 256 {
		// A text without indentation becomes twice as long and more, and growing
		// by a quarter, as append does, would copy it several times.
		w.out = slices.Grow(w.out, len(w.out))
	}
	if !first && !i.before.empty() {
		w.out = append(w.out, '\n')
	}
	w.commentLines(i.before, indent)
	w.indent(indent)
	w.key(i)
	w.value(i, at, indent)
	if comma {
		w.out = append(w.out, ',')
	}
	w.beside(i.beside)
	w.out = append(w.out, '\n')
}

func (w *writer) key(i *item) {
	if i.keyEnd > 0 {
		w.out = append(w.out, w.text[i.keyStart:i.keyEnd]...)
		w.out = append(w.out, ": "...)
	}
}

// trailing writes the comments behind the last item of a container.
func (w *writer) trailing(s span, indent int, apart bool) {
	if apart && !s.empty() {
		w.out = append(w.out, '\n')
	}
	w.commentLines(s, indent)
}

// beside writes the comments that stand on the line of an item, and below each
// other if there are several.
func (w *writer) beside(s span) {
	if s.empty() {
		return
	}
	w.out = append(w.out, ' ')
	start := len(w.out)
	w.lineComment(w.comments[s.first])
	if s.end == s.first+1 {
		return
	}
	line := string(w.out[bytes.LastIndexByte(w.out, '\n')+1 : start])
	below := column(line, len(line))
	for _, c := range w.comments[s.first+1 : s.end] {
		w.out = append(w.out, '\n')
		w.spaces(below)
		w.lineComment(c)
	}
}

// commentLines writes comments on lines of their own. A blank line separates
// blocks: block comments, and line comments that were apart.
func (w *writer) commentLines(s span, indent int) {
	comments := w.comments[s.first:s.end]
	for i, c := range comments {
		if i > 0 && (c.apart || c.block || comments[i-1].block) {
			w.out = append(w.out, '\n')
		}
		w.indent(indent)
		if c.block {
			w.blockComment(c, 4*indent)
		} else {
			w.lineComment(c)
		}
		w.out = append(w.out, '\n')
	}
}

func (w *writer) lineComment(c comment) {
	w.out = append(w.out, strings.TrimRightFunc(w.text[c.start:c.end], unicode.IsSpace)...)
}

// blockComment writes a block comment whose first line is indented already. Its
// other lines move with the first if none of them begins left of it, and stay
// in their columns otherwise.
func (w *writer) blockComment(c comment, indent int) {
	lines := strings.Split(w.text[c.start:c.end], "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRightFunc(line, unicode.IsSpace)
	}
	w.out = append(w.out, lines[0]...)
	if len(lines) == 1 {
		return
	}
	// A comment whose lines all begin behind its new column would move the next
	// time, so it has to look now as it will then.
	cut := column(w.text, int(c.start))
	if !beginAt(cut, lines[1:]) {
		cut = indent
	}
	moves := beginAt(cut, lines[1:])
	for _, line := range lines[1:] {
		w.out = append(w.out, '\n')
		switch {
		case line == "":
			continue
		case moves && isEnd(line):
			w.spaces(indent)
			line = "*/"
		case moves:
			w.spaces(indent)
			line = line[cut:]
		}
		w.out = append(w.out, line...)
	}
}

// beginAt reports whether no line begins before a column. An end that stands
// alone may: it will be put below the start of the comment.
func beginAt(column int, lines []string) bool {
	for _, line := range lines {
		if line != "" && !isEnd(line) && len(line)-len(strings.TrimLeft(line, " ")) < column {
			return false
		}
	}
	return true
}

// isEnd reports whether a line of a block comment holds nothing but its end.
func isEnd(line string) bool { return strings.TrimSpace(line) == "*/" }

func (w *writer) indent(depth int) { w.spaces(4 * depth) }

func (w *writer) spaces(n int) {
	const blank = "                                                                "
	for ; n > len(blank); n -= len(blank) {
		w.out = append(w.out, blank...)
	}
	w.out = append(w.out, blank[:n]...)
}
