package format

import (
	"unicode/utf8"

	"github.com/rules-idk/rules_idk/tools/internal/json5"
)

// comment is a comment of the source.
type comment struct {
	start, end int32
	block      bool
	// apart says that a blank line stands between this line comment and the
	// one before it.
	apart bool
}

// span is a range of the collected comments.
type span struct{ first, end int32 }

func (s span) empty() bool { return s.first == s.end }

// item is an element of an array, or a member of an object, with its comments.
type item struct {
	node int32 // its index in the tree
	// start and end are where the value stands.
	start, end int32
	container  bool
	// keyStart and keyEnd are where the key will be copied from; an element of an
	// array has none.
	keyStart, keyEnd int32
	// rank is the place of the key in an order of keys.
	rank int32
	// before are the comments that stand before the item.
	before span
	// beside are the line comments that stand after the item on its line; more
	// than one if they go on below, in the same column.
	beside span
}

// collector finds the comments of the items of a container. They stand in the
// gaps between the values of the syntax tree.
//
// Items and comments lie on stacks, because a container is written before the
// next one of its level is looked at.
type collector struct {
	tree     *json5.Tree
	text     string
	scanner  json5.Scanner
	comments []comment
	items    []item
}

func newItem(node int32, n *json5.Node, before span) item {
	return item{
		node: node, start: n.Start, end: n.End, container: n.Kind == json5.Array || n.Kind == json5.Object,
		before: before,
	}
}

// elements pushes the items from a node to another, which are those of an array
// that reaches from an offset to another. It returns the comments behind the
// last one.
func (c *collector) elements(node, end, from, to int32) span {
	first := node
	for node < end {
		n := &c.tree.Nodes[node]
		before := c.gap(from, n.Start, node > first)
		c.items = append(c.items, newItem(node, n, before))
		from, node = n.End, n.Next
	}
	return c.gap(from, to, end > first)
}

// members pushes the items of an object like elements. Comments between a key
// and its value belong before the key.
func (c *collector) members(node, end, from, to int32, rank rank) span {
	first := node
	for node < end {
		n := &c.tree.Nodes[node]
		before := c.gap(from, n.KeyStart, node > first)
		before.end = c.gap(n.KeyEnd, n.Start, false).end
		start, end := n.KeyStart, n.KeyEnd
		if needsNoQuotes(c.text[start:end]) {
			start, end = start+1, end-1
		}
		i := newItem(node, n, before)
		i.keyStart, i.keyEnd, i.rank = start, end, rank(c.tree.Key(n))
		c.items = append(c.items, i)
		from, node = n.End, n.Next
	}
	return c.gap(from, to, end > first)
}

// gap pushes the comments between two offsets. When the item on top of the stack
// ends at the first of them, it gets the comments beside it. The other comments
// are returned.
func (c *collector) gap(from, to int32, afterItem bool) span {
	first := int32(len(c.comments))
	if isBlank(c.text[from:to]) {
		if afterItem {
			c.items[len(c.items)-1].beside = span{first, first}
		}
		return span{first, first}
	}
	beside := first // end of the comments beside the item
	open := afterItem
	breaks := 0 // line breaks since the last token that is no space
	for c.scanner.Reset(int(from)); from < to; {
		t := c.scanner.Next()
		from = t.End
		switch t.Kind {
		case json5.Space:
			breaks = lineBreaks(c.text[t.Start:t.End])
			continue
		case json5.LineComment:
			open = open && c.isBeside(first, t.Start, breaks)
			apart := breaks > 1 && int32(len(c.comments)) > beside
			c.comments = append(c.comments, comment{start: t.Start, end: t.End, apart: apart})
			if open {
				beside++
			}
		case json5.BlockComment:
			open = false
			c.comments = append(c.comments, comment{start: t.Start, end: t.End, block: true})
		default:
			// A comma may stand between an item and the comment beside it.
			open = open && breaks == 0 && beside == first
		}
		breaks = 0
	}
	if afterItem {
		c.items[len(c.items)-1].beside = span{first, beside}
	}
	return span{beside, int32(len(c.comments))}
}

// isBlank reports whether there is nothing but a comma or colon and ordinary
// space between two values, which is what most gaps are.
func isBlank(gap string) bool {
	for i := 0; i < len(gap); i++ {
		switch gap[i] {
		case ' ', '\n', ',', ':', '\r', '\t':
		default:
			return false
		}
	}
	return true
}

// isBeside reports whether a line comment stands on the line of an item, or goes
// on with the one that does.
func (c *collector) isBeside(first, start int32, breaks int) bool {
	if int32(len(c.comments)) == first {
		return breaks == 0
	}
	return breaks == 1 && column(c.text, int(start)) == column(c.text, int(c.comments[first].start))
}

// column returns how many characters stand before an offset on its line.
func column(text string, offset int) int {
	start := offset
	for start > 0 {
		r, size := utf8.DecodeLastRuneInString(text[:start])
		if isLineBreak(r) {
			break
		}
		start -= size
	}
	return utf8.RuneCountInString(text[start:offset])
}

// lineBreaks counts the line breaks in a run of space.
func lineBreaks(space string) int {
	n := 0
	for i, r := range space {
		if isLineBreak(r) && (r != '\n' || i == 0 || space[i-1] != '\r') {
			n++
		}
	}
	return n
}

func isLineBreak(r rune) bool {
	return r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029'
}

// needsNoQuotes reports whether a key has quotes that it does not need. Any
// other key stays as it is: which escapes are needed depends on the kind of
// quotes.
func needsNoQuotes(source string) bool {
	if source[0] != '"' && source[0] != '\'' {
		return false
	}
	key := source[1 : len(source)-1]
	for i := 0; i < len(key); i++ {
		switch b := key[i]; {
		case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', b == '$', b == '_':
		case '0' <= b && b <= '9' && i > 0:
		default:
			return false
		}
	}
	switch key {
	case "", "true", "false", "null":
		return false
	}
	return true
}
