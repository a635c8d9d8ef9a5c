package compile

import (
	"bytes"
	"regexp"
	"sync"
	"unicode/utf8"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// LibrarySource is a source of a library.
type LibrarySource struct {
	// Path is where the source lies in the runfiles; code carries it as its file
	// name.
	Path string
	// Shown is the file as the user knows it, Label the target that owns it.
	Shown, Label string
	Content      []byte
}

// diagnostic says what the compiler said about a source.
func (p *Problem) diagnostic(s *LibrarySource) *diag.Diagnostic {
	position := diag.Position{File: s.Shown, Label: s.Label, Line: p.Line, Column: p.Column}
	if p.Column < 1 {
		position.Column = 0
	}
	hint := ""
	if p.Line < 1 || p.Column < 1 || aboutEncoding().MatchString(p.Msg) {
		// The compiler does not say where the encoding is wrong, or only the line.
		if line, column, why := encodingProblem(s.Content); line > 0 {
			position.Line, position.Column, hint = line, column, why
		}
	}
	if position.Line > 0 && position.Column == 0 {
		position.Column = 1
	}
	d := diag.Errorf(diag.Fixed(position), "", "%s: %s", p.Kind, p.Msg)
	if hint != "" {
		d.WithHint("%s", hint)
	}
	return d
}

// aboutEncoding are messages on bytes that are no text.
var aboutEncoding = once(`(?i)encoding|codec can't decode|null bytes`)

// cookie is a comment that tells the encoding, in one of the first two lines.
var cookie = once(`^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)`)

// blank is a line before such a comment.
var blank = once(`^[ \t\f]*(?:[#\r\n]|$)`)

// once compiles an expression when it is first needed: every call of the program
// would wait for it otherwise.
func once(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

// encodingProblem finds the place and the way out when a source cannot be decoded;
// line 0 if it looks fine from here.
func encodingProblem(source []byte) (line, column int, hint string) {
	text := bytes.TrimPrefix(source, []byte("\ufeff"))
	for n, rest := 1, text; n <= 2 && len(rest) > 0; n++ {
		first, after, _ := bytes.Cut(rest, []byte("\n"))
		if m := cookie().FindSubmatchIndex(first); m != nil {
			name := string(bytes.ToLower(first[m[2]:m[3]]))
			if name == "utf-8" || name == "utf8" {
				break
			}
			return n, utf8.RuneCount(first[:m[2]]) + 1, "save the file as UTF-8 and take the comment on its encoding away"
		}
		if !blank().Match(first) {
			break
		}
		rest = after
	}
	line, start := 1, 0
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			return line, utf8.RuneCount(text[start:i]) + 1, "save the file as UTF-8, or name its encoding in the first line: # coding: latin-1"
		case r == 0:
			return line, utf8.RuneCount(text[start:i]) + 1, "take the null character away: the file may be UTF-16, or no text at all"
		case r == '\n':
			line, start = line+1, i+1
		}
		i += n
	}
	return 0, 0, ""
}
