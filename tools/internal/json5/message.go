package json5

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// problem is a syntax error before it is known which file it belongs to.
type problem struct {
	offset    int
	msg, hint string
	notes     []note
	// stray says that a character begins no token, which the grammar can say
	// more about.
	stray bool
}

// note is a second place that explains a problem.
type note struct {
	offset int
	msg    string
}

func (p *problem) diagnostic(f *diag.File) *diag.Diagnostic {
	d := diag.Errorf(f.At(p.offset), "", "%s", p.msg)
	d.Hint = p.hint
	for _, n := range p.notes {
		d.WithNote(f.At(n.offset), "%s", n.msg)
	}
	return d
}

// Describe names the value the way messages do: integer 55, string "x", array.
func (v *Value) Describe() string {
	switch v.Kind {
	case Number:
		if v.IsInteger() {
			return "integer " + clip(v.Text)
		}
		return "number " + clip(v.Text)
	case String:
		return "string " + strconv.Quote(clip(v.Text))
	case Bool:
		return "boolean " + v.Text
	}
	return v.Kind.String()
}

// found names the token at an offset.
func found(text string, at int) string {
	s := NewScanner(text, at)
	t := s.Next()
	literal := clip(text[t.Start:t.End])
	switch t.Kind {
	case EOF, Bad:
		return foundCharacter(text, at)
	case StringLiteral:
		return "string " + literal
	case NumberLiteral:
		return "number " + literal
	case Identifier:
		return "identifier " + strconv.Quote(literal)
	}
	return "'" + literal + "'"
}

// foundCharacter names the character at an offset. Messages about a malformed
// token use it, for they must not scan what follows.
func foundCharacter(text string, at int) string {
	switch {
	case at == len(text):
		return "the end of the file"
	case terminatorSize(text[at:]) > 0:
		return "the end of the line"
	case text[at] == ' ':
		return "a space"
	}
	r, _ := utf8.DecodeRuneInString(text[at:])
	return character(r)
}

// character names a character; one that cannot be seen by its code only.
func character(r rune) string {
	if unicode.IsGraphic(r) && !unicode.IsSpace(r) {
		return fmt.Sprintf("character %s", strconv.QuoteRune(r))
	}
	return fmt.Sprintf("character U+%04X", r)
}

// clip makes of a text what a message can hold: a short piece of one line, with
// nothing in it that would upset a terminal.
func clip(text string) string {
	const most = 60
	var b strings.Builder
	n := 0
	for i, r := range text {
		if n++; n > most || terminatorSize(text[i:]) > 0 {
			b.WriteRune('…')
			break
		}
		if !unicode.IsGraphic(r) {
			r = utf8.RuneError
		}
		b.WriteRune(r)
	}
	return b.String()
}

// unexpected is the problem of a character that begins no token.
func unexpected(text string, at int) *problem {
	r, _ := utf8.DecodeRuneInString(text[at:])
	p := &problem{offset: at, stray: true, msg: character(r) + " has no meaning here"}
	switch r {
	case '/', '#':
		p.hint = "a comment starts with // or with /*"
	case ';':
		p.hint = "write a comma between items"
	case '`', '“', '”', '„', '‘', '’', '«', '»':
		p.hint = `write strings with " or '`
	}
	return p
}

// itemHint guesses what was meant by a token that cannot follow the value
// before it.
func itemHint(t Token) string {
	switch t.Kind {
	case StringLiteral, NumberLiteral, Identifier, OpenObject, OpenArray:
		return "add a comma after the value"
	case Colon:
		return "a key has one value, and an array has no keys"
	}
	return ""
}

// valueHint guesses what was meant by a token where a value should be.
func valueHint(text string, t Token) string {
	switch t.Kind {
	case Comma:
		return "delete the comma, or write a value before it"
	case Identifier:
		switch lower := strings.ToLower(text[t.Start:t.End]); lower {
		case "true", "false", "null":
			return "write " + lower
		case "none", "nil", "undefined":
			return "write null"
		}
		return "put quotes around it: " + quotedWord(text, int(t.Start))
	case Bad:
		if word := word(text[t.Start:]); len(word) > 1 && strings.IndexByte("#/.*+-", word[0]) >= 0 {
			return "put quotes around it: " + quotedWord(text, int(t.Start))
		}
	}
	return ""
}

// keyHint guesses what was meant by a token where a key should be.
func keyHint(text string, t Token) string {
	if t.Kind == Comma {
		return "delete the comma"
	}
	if startsNumber(text, t) {
		return "put quotes around the key: " + quotedKey(text, int(t.Start))
	}
	return ""
}

// startsNumber reports whether a token is a number, be it malformed.
func startsNumber(text string, t Token) bool {
	return (t.Kind == NumberLiteral || t.Kind == Bad) && int(t.Start) < len(text) && classes[text[t.Start]] == numberByte
}

// colonHint guesses what was meant by a token where a colon should be.
func colonHint(text string, key, t Token) string {
	const missing = "write a colon between a key and its value"
	if key.Kind != Identifier || key.End != t.Start || !startsNumber(text, t) {
		return missing
	}
	return "put quotes around the key: " + quotedKey(text, int(key.Start))
}

// quotedWord is what a hint shows for a word that has no quotes.
func quotedWord(text string, at int) string {
	return strconv.Quote(clip(word(text[at:])))
}

// quotedKey is quotedWord for a key, which a colon ends.
func quotedKey(text string, at int) string {
	key, _, _ := strings.Cut(word(text[at:]), ":")
	return strconv.Quote(clip(key))
}

// word returns what stands before the next space, comma, bracket or quote.
func word(text string) string {
	return text[:span(text, func(b byte) bool { return b > ' ' && strings.IndexByte(",[]{}\"'", b) < 0 })]
}
