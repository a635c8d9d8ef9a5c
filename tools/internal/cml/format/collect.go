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
type span struct{ first, end int }

func (s span) empty() bool { return s.first == s.end }

// item is an element of an array, or a member of an object, with its comments.
type item struct {
	value *json5.Value
	// key is the member's key as it will be written, "" in an array.
	key string
	// rank is the place of the key in an order of keys.
	rank int
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
	text     string
	scanner  json5.Scanner
	comments []comment
	items    []item
}

// elements pushes the items of an array that reaches to an offset, and returns
// the comments behind the last one.
func (c *collector) elements(elems []json5.Value, from, to int32) span {
	for i := range elems {
		v := &elems[i]
		before := c.gap(from, v.Start, i > 0)
		c.items = append(c.items, item{value: v, before: before})
		from = v.End
	}
	return c.gap(from, to, len(elems) > 0)
}

// members pushes the items of an object that reaches to an offset, and returns
// the comments behind the last one. Comments between a key and its value belong
// before the key.
func (c *collector) members(members []json5.Member, from, to int32, order map[string]int) span {
	for i := range members {
		m := &members[i]
		before := c.gap(from, m.KeyStart, i > 0)
		before.end = c.gap(m.KeyEnd, m.Value.Start, false).end
		rank, ok := order[m.Key]
		if !ok {
			rank = len(order)
		}
		c.items = append(c.items, item{
			value:  &m.Value,
			key:    keyText(c.text[m.KeyStart:m.KeyEnd]),
			rank:   rank,
			before: before,
		})
		from = m.Value.End
	}
	return c.gap(from, to, len(members) > 0)
}

// gap pushes the comments between two offsets. When the item on top of the stack
// ends at the first of them, it gets the comments beside it. The other comments
// are returned.
func (c *collector) gap(from, to int32, afterItem bool) span {
	first := len(c.comments)
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
			apart := breaks > 1 && len(c.comments) > beside
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
	return span{beside, len(c.comments)}
}

// isBeside reports whether a line comment stands on the line of an item, or goes
// on with the one that does.
func (c *collector) isBeside(first int, start int32, breaks int) bool {
	if len(c.comments) == first {
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

// keyText returns a key without its quotes if it needs none. Otherwise it stays
// as it is: which escapes are needed depends on the kind of quotes.
func keyText(source string) string {
	if source[0] != '"' && source[0] != '\'' {
		return source
	}
	key := source[1 : len(source)-1]
	for i := 0; i < len(key); i++ {
		switch b := key[i]; {
		case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', b == '$', b == '_':
		case '0' <= b && b <= '9' && i > 0:
		default:
			return source
		}
	}
	switch key {
	case "", "true", "false", "null":
		return source
	}
	return key
}
