package reference

import (
	"strings"
	"unicode/utf8"
)

// The measures of a terminal page, in characters.
const (
	lineWidth  = 80
	leftColumn = 26
)

// paper is a page of text in lines of bounded width. Words are never cut.
type paper struct{ strings.Builder }

// gap ends a block.
func (p *paper) gap() { p.WriteByte('\n') }

// paragraph writes text over the full width.
func (p *paper) paragraph(text string) { p.fill("", "", text) }

// heading starts a block.
func (p *paper) heading(text string) {
	p.gap()
	p.paragraph(text)
}

// row writes a name and, beside it, what it means.
func (p *paper) row(name, meaning string) {
	p.fill("  "+name, strings.Repeat(" ", leftColumn), meaning)
}

// verbatim writes lines as they are, indented.
func (p *paper) verbatim(text string) {
	for line := range strings.Lines(text) {
		p.WriteString("  " + line)
	}
}

// fill writes words behind a first text, and lines that do not fit behind an
// indent.
func (p *paper) fill(first, indent, text string) {
	line, width := first, utf8.RuneCountInString(first)
	if width >= len(indent) && first != "" {
		p.WriteString(line + "\n")
		line, width = "", 0
	}
	pad := func() {
		line += strings.Repeat(" ", len(indent)-width)
		width = len(indent)
	}
	pad()
	for i, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case width+1+n > lineWidth:
			p.WriteString(line + "\n")
			line, width = "", 0
			pad()
		default:
			line += " "
			width++
		}
		line += word
		width += n
	}
	p.WriteString(strings.TrimRight(line, " ") + "\n")
}
