package fidl

import (
	"fmt"
	"reflect"
	"unicode/utf8"
)

// printer appends JSON in one fixed layout: each member and element on a line of its own, two spaces per level, empty
// objects and lists as {} and [].
type printer struct {
	buf    []byte
	indent int
	path   path
}

func (p *printer) begin(bracket byte) {
	p.buf = append(p.buf, bracket)
	p.indent += 2
}

// item starts the next member or element.
func (p *printer) item() {
	if !p.fresh() {
		p.buf = append(p.buf, ',')
	}
	p.newline()
}

func (p *printer) end(bracket byte) {
	p.indent -= 2
	if !p.fresh() {
		p.newline()
	}
	p.buf = append(p.buf, bracket)
}

// fresh reports whether nothing followed the last bracket yet. Strings end with a quote, so it cannot be mistaken.
func (p *printer) fresh() bool {
	last := p.buf[len(p.buf)-1]
	return last == '{' || last == '['
}

func (p *printer) newline() {
	p.buf = append(p.buf, '\n')
	for range p.indent {
		p.buf = append(p.buf, ' ')
	}
}

func (p *printer) member(name string, c codec, v reflect.Value) error {
	p.item()
	p.path.enter(name)
	if err := p.string(name); err != nil {
		return err
	}
	p.buf = append(p.buf, ':', ' ')
	if err := c.print(p, v); err != nil {
		return err
	}
	p.path.leave()
	return nil
}

// string appends a JSON string. Only what must be escaped is.
func (p *printer) string(s string) error {
	if !utf8.ValidString(s) {
		return p.errorf("the string is not valid UTF-8")
	}
	p.buf = append(p.buf, '"')
	from := 0
	for i := range len(s) {
		if b := s[i]; b < ' ' || b == '"' || b == '\\' {
			p.buf = append(p.buf, s[from:i]...)
			p.escape(b)
			from = i + 1
		}
	}
	p.buf = append(p.buf, s[from:]...)
	p.buf = append(p.buf, '"')
	return nil
}

func (p *printer) escape(b byte) {
	switch b {
	case '"', '\\':
		p.buf = append(p.buf, '\\', b)
	case '\n':
		p.buf = append(p.buf, '\\', 'n')
	case '\t':
		p.buf = append(p.buf, '\\', 't')
	default:
		p.buf = fmt.Appendf(p.buf, "\\u%04x", b)
	}
}

func (p *printer) errorf(format string, args ...any) error {
	return &EncodeError{Path: p.path.String(), Reason: fmt.Sprintf(format, args...)}
}
