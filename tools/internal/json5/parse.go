package json5

import (
	"fmt"
	"unicode/utf8"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// The limits of what is read. They keep a crafted text from exhausting the
// stack or the memory, and are far above what a realm needs.
const (
	// MaxDepth is how deep arrays and objects may be nested.
	MaxDepth = 1000
	// MaxSize is how many bytes a text may have.
	MaxSize = 256 << 20
)

// Parse reads a text that holds one value. It adds the first syntax error to
// diags and returns nil if there is one.
func Parse(f *diag.File, diags *diag.List) *Document {
	text, ok := source(f, diags)
	if !ok {
		return nil
	}
	p := &parser{scanner: Scanner{text: text}}
	p.advance()
	ok = p.value(0, "a value")
	if ok && p.token.Kind != EOF {
		ok = p.expected("the end of the file after the value", p.surplusHint())
	}
	if !ok {
		diags.Add(p.problem.diagnostic(f))
		return nil
	}
	return &Document{File: f, Root: p.last}
}

// ParseAll reads a text that holds any number of values with commas between
// them. It adds the first syntax error to diags and returns false if there is
// one.
func ParseAll(f *diag.File, diags *diag.List) ([]Value, bool) {
	text, ok := source(f, diags)
	if !ok {
		return nil, false
	}
	p := &parser{scanner: Scanner{text: text}}
	for p.advance(); p.token.Kind != EOF; {
		ok = p.value(0, "a value")
		p.elems.items = append(p.elems.items, p.last)
		if ok && p.token.Kind == Comma {
			p.advance()
		} else if ok && p.token.Kind != EOF {
			ok = p.expected("',' or the end of the file after the value", p.surplusHint())
		}
		if !ok {
			diags.Add(p.problem.diagnostic(f))
			return nil, false
		}
	}
	return p.elems.take(0), true
}

// source returns the text of a file if it is text and not too much of it.
func source(f *diag.File, diags *diag.List) (string, bool) {
	if len(f.Text) > MaxSize {
		diags.Add(diag.Errorf(diag.Pos{File: &diag.File{Name: f.Name, Label: f.Label}}, "",
			"the file has %d bytes, at most %d are read", len(f.Text), MaxSize))
		return "", false
	}
	text := string(f.Text)
	if !utf8.ValidString(text) {
		at := invalidUTF8(text)
		diags.Add(diag.Errorf(f.At(at), "", "byte 0x%02X is not valid UTF-8", text[at]).
			WithHint("save the file in the encoding UTF-8"))
		return "", false
	}
	return text, true
}

// invalidUTF8 returns the offset of the first byte that is not UTF-8.
func invalidUTF8(text string) int {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(text)
}

// parser is a recursive descent over the tokens that are not trivia.
//
// Items of open containers lie on two stacks, so that each container is
// allocated once and in its final size.
type parser struct {
	scanner Scanner
	token   Token
	last    Value // the value that was read last
	elems   stack[Value]
	members stack[Member]
	problem *problem
}

// advance moves to the next token.
func (p *parser) advance() { p.token = p.scanner.significant() }

// value reads the value that the current token starts into p.last, and moves
// behind it.
func (p *parser) value(depth int, expected string) bool {
	t := p.token
	text := p.scanner.text[t.Start:t.End]
	kind := Null
	switch t.Kind {
	case OpenObject:
		return p.object(t.Start, depth+1)
	case OpenArray:
		return p.array(t.Start, depth+1)
	case StringLiteral:
		kind = String
		text = unquote(text, t)
	case NumberLiteral:
		kind = Number
	case Identifier:
		switch text {
		case "true", "false":
			kind = Bool
		case "null":
		case "Infinity", "NaN":
			kind = Number
		default:
			return p.expected(expected, valueHint(p.scanner.text, t))
		}
	default:
		return p.expected(expected, valueHint(p.scanner.text, t))
	}
	p.last = Value{Kind: kind, Start: t.Start, End: t.End, Text: text}
	p.advance()
	return true
}

func (p *parser) array(start int32, depth int) bool {
	if depth > MaxDepth {
		return p.tooDeep()
	}
	first := len(p.elems.items)
	expected := "a value or ']'"
	for p.advance(); p.token.Kind != CloseArray; {
		if !p.value(depth, expected) {
			return p.inside(start, "the array starts here")
		}
		p.elems.items = append(p.elems.items, p.last)
		if p.token.Kind == Comma {
			p.advance()
			expected = "a value or ']' after the comma"
		} else if p.token.Kind != CloseArray {
			p.expected("',' or ']' after the value", itemHint(p.token))
			return p.inside(start, "the array starts here")
		}
	}
	p.last = Value{Kind: Array, Start: start, End: p.token.End, Elems: p.elems.take(first)}
	p.advance()
	return true
}

func (p *parser) object(start int32, depth int) bool {
	if depth > MaxDepth {
		return p.tooDeep()
	}
	first := len(p.members.items)
	expected := "a key or '}'"
	for p.advance(); p.token.Kind != CloseObject; {
		key := p.token
		if !p.key(expected) || !p.value(depth, "a value after ':'") {
			return p.inside(start, "the object starts here")
		}
		p.members.items = append(p.members.items, Member{
			Key:      unquote(p.scanner.text[key.Start:key.End], key),
			KeyStart: key.Start,
			KeyEnd:   key.End,
			Value:    p.last,
		})
		if p.token.Kind == Comma {
			p.advance()
			expected = "a key or '}' after the comma"
		} else if p.token.Kind != CloseObject {
			p.expected("',' or '}' after the value", itemHint(p.token))
			return p.inside(start, "the object starts here")
		}
	}
	p.last = Value{Kind: Object, Start: start, End: p.token.End, Members: p.members.take(first)}
	p.advance()
	return true
}

// key moves behind a key and its colon.
func (p *parser) key(expected string) bool {
	key := p.token
	if key.Kind != StringLiteral && key.Kind != Identifier {
		if key.Kind == Bad && startsNumber(p.scanner.text, key) {
			p.scanner.problem.stray = true // never mind what is wrong with the number
		}
		return p.expected(expected, keyHint(p.scanner.text, key))
	}
	if p.advance(); p.token.Kind != Colon {
		return p.expected("':' after the key", colonHint(p.scanner.text, key, p.token))
	}
	p.advance()
	return true
}

// expected keeps the syntax error that the current token is, and returns false.
// A malformed token explains itself better than the grammar can, unless it is
// just a stray character.
func (p *parser) expected(what, hint string) bool {
	if bad := p.scanner.problem; bad != nil {
		if !bad.stray {
			p.problem = bad
			return false
		}
		if hint == "" {
			hint = bad.hint
		}
	}
	at := int(p.token.Start)
	p.problem = &problem{
		offset: at,
		msg:    fmt.Sprintf("expected %s, found %s", what, found(p.scanner.text, at)),
		hint:   hint,
	}
	return false
}

// inside adds where the innermost container starts to an error that is about
// its end, and returns false.
func (p *parser) inside(start int32, msg string) bool {
	switch p.token.Kind {
	case EOF, CloseArray, CloseObject:
		if len(p.problem.notes) == 0 {
			p.problem.notes = append(p.problem.notes, note{int(start), msg})
		}
	}
	return false
}

func (p *parser) tooDeep() bool {
	p.problem = &problem{
		offset: int(p.token.Start),
		msg:    fmt.Sprintf("arrays and objects are nested deeper than %d levels", MaxDepth),
	}
	return false
}

// surplusHint guesses why something stands behind the value of a document.
func (p *parser) surplusHint() string {
	switch p.token.Kind {
	case CloseArray, CloseObject:
		return "delete the bracket, or open it before"
	case Comma:
		return "delete the comma"
	}
	return ""
}

// stack holds the items of all containers that are open.
type stack[T any] struct {
	items []T
	slab  []T
}

// take removes the items from a height on, and returns them as a slice of their
// own. Slices are cut from slabs, because most containers are small.
func (s *stack[T]) take(first int) []T {
	n := len(s.items) - first
	if n == 0 {
		return nil
	}
	items := s.items[first:]
	s.items = s.items[:first]
	const slabSize, large = 1024, 128
	if n >= large {
		return append(make([]T, 0, n), items...)
	}
	if cap(s.slab)-len(s.slab) < n {
		s.slab = make([]T, 0, max(n, min(slabSize, 2*cap(s.slab)), 8))
	}
	start := len(s.slab)
	s.slab = append(s.slab, items...)
	return s.slab[start:len(s.slab):len(s.slab)]
}
