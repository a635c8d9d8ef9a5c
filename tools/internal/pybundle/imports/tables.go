package imports

import "github.com/rules-idk/rules_idk/tools/internal/pybundle/marshal"

// handler is an entry of an exception table, as offsets of bytes.
type handler struct{ start, end, target int }

// table is a table of numbers that is read from front to back: six bits of a
// number are in each byte.
type table struct {
	b  string
	at int
}

func (t *table) byte() int {
	if t.at >= len(t.b) {
		t.at++
		return 0
	}
	t.at++
	return int(t.b[t.at-1])
}

// big reads a number whose highest bits are first, as exception tables have them.
func (t *table) big() int {
	b := t.byte()
	n := b & 0x3f
	for b&0x40 != 0 && t.at < len(t.b) {
		b = t.byte()
		n = n<<6 | b&0x3f
	}
	return n
}

// little reads a number whose lowest bits are first, as line tables have them.
func (t *table) little() int {
	b := t.byte()
	n, shift := b&0x3f, 6
	for b&0x40 != 0 && t.at < len(t.b) && shift < 60 {
		b = t.byte()
		n |= (b & 0x3f) << shift
		shift += 6
	}
	return n
}

func (t *table) signed() int {
	n := t.little()
	if n&1 != 0 {
		return -(n >> 1)
	}
	return n >> 1
}

// exceptionTable reads the table of handlers.
func exceptionTable(text string) []handler {
	var handlers []handler
	for t := (table{b: text}); t.at < len(text); {
		start, size, target := t.big(), t.big(), t.big()
		t.big() // depth of the stack
		handlers = append(handlers, handler{2 * start, 2 * (start + size), 2 * target})
	}
	return handlers
}

// The codes of entries in a line table.
const (
	oneLine0 = 10
	noColumn = 13
	long     = 14
	noPlace  = 15
)

// line returns the line of the instruction at an offset.
func line(c *marshal.Code, offset int) int {
	at, line := 0, int(c.FirstLine)
	for t := (table{b: c.LineTable.Text}); t.at < len(t.b); {
		head := t.byte()
		switch code := head >> 3 & 0xf; {
		case code == noPlace:
		case code == long:
			line += t.signed()
			t.little()
			t.little()
			t.little()
		case code == noColumn:
			line += t.signed()
		case code >= oneLine0:
			line += code - oneLine0
			t.at += 2
		default:
			t.at++
		}
		at += 2 * (head&7 + 1)
		if offset < at {
			return line
		}
	}
	return line
}
