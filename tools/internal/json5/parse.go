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
	p := newParser(text)
	p.advance()
	ok = p.value(0, "a value")
	if ok && p.token.Kind != EOF {
		ok = p.expected("the end of the file after the value", p.surplusHint())
	}
	if !ok {
		diags.Add(p.problem.diagnostic(f))
		return nil
	}
	return &Document{File: f, Root: p.tree.value()}
}

// ParseAll reads a text that holds any number of values with commas between
// them. It adds the first syntax error to diags and returns nil if there is
// one.
func ParseAll(f *diag.File, diags *diag.List) *Tree {
	text, ok := source(f, diags)
	if !ok {
		return nil
	}
	p := newParser(text)
	for p.advance(); p.token.Kind != EOF; {
		ok = p.value(0, "a value")
		if ok && p.token.Kind == Comma {
			p.advance()
		} else if ok && p.token.Kind != EOF {
			ok = p.expected("',' or the end of the file after the value", p.surplusHint())
		}
		if !ok {
			diags.Add(p.problem.diagnostic(f))
			return nil
		}
	}
	return &p.tree
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
type parser struct {
	scanner Scanner
	token   Token
	tree    Tree
	problem *problem
}

func newParser(text string) *parser {
	p := &parser{scanner: Scanner{text: text}}
	p.tree.Text = text
	// There is a value for every 20 to 40 bytes of a formatted text.
	p.tree.Nodes = make([]Node, 0, 4+len(text)/32)
	return p
}

// advance moves to the next token.
func (p *parser) advance() { p.token = p.scanner.significant() }

// value reads the value that the current token starts, and moves behind it.
func (p *parser) value(depth int, expected string) bool {
	return p.valueOf(Token{}, depth, expected)
}

// valueOf is value for the value of a key.
func (p *parser) valueOf(key Token, depth int, expected string) bool {
	t := p.token
	kind := Null
	switch t.Kind {
	case OpenObject:
		return p.object(key, depth+1)
	case OpenArray:
		return p.array(key, depth+1)
	case StringLiteral:
		kind = String
	case NumberLiteral:
		kind = Number
	case Identifier:
		switch p.scanner.text[t.Start:t.End] {
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
	p.tree.add(kind, key, t)
	p.advance()
	return true
}

func (p *parser) array(key Token, depth int) bool {
	if depth > MaxDepth {
		return p.tooDeep()
	}
	start := p.token.Start
	node := p.tree.add(Array, key, p.token)
	expected := "a value or ']'"
	count := int32(0)
	for p.advance(); p.token.Kind != CloseArray; count++ {
		if !p.value(depth, expected) {
			return p.inside(start, "the array starts here")
		}
		if p.token.Kind == Comma {
			p.advance()
			expected = "a value or ']' after the comma"
		} else if p.token.Kind != CloseArray {
			p.expected("',' or ']' after the value", itemHint(p.token))
			return p.inside(start, "the array starts here")
		}
	}
	p.tree.close(node, p.token.End, count)
	p.tree.elems += int(count)
	p.advance()
	return true
}

func (p *parser) object(key Token, depth int) bool {
	if depth > MaxDepth {
		return p.tooDeep()
	}
	start := p.token.Start
	node := p.tree.add(Object, key, p.token)
	expected := "a key or '}'"
	count := int32(0)
	for p.advance(); p.token.Kind != CloseObject; count++ {
		key := p.token
		if !p.key(expected) || !p.valueOf(key, depth, "a value after ':'") {
			return p.inside(start, "the object starts here")
		}
		if p.token.Kind == Comma {
			p.advance()
			expected = "a key or '}' after the comma"
		} else if p.token.Kind != CloseObject {
			p.expected("',' or '}' after the value", itemHint(p.token))
			return p.inside(start, "the object starts here")
		}
	}
	p.tree.close(node, p.token.End, count)
	p.tree.members += int(count)
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
