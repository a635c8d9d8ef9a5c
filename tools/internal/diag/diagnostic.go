package diag

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Severity says what a finding does to the exit code.
type Severity uint8

// An Error makes the command fail; a Warning does so only when the user asked
// for strictness; a Remark never does.
const (
	Error Severity = iota
	Warning
	Remark
)

// String returns the word printed before the message.
func (s Severity) String() string {
	switch s {
	case Warning:
		return "warning"
	case Remark:
		return "note"
	}
	return "error"
}

// Note is a second place that explains a finding.
type Note struct {
	Pos Pos
	Msg string
}

// Diagnostic is one finding about the user's input.
type Diagnostic struct {
	Severity Severity
	// Rule is the id of the broken rule, such as "O14"; "" for syntax.
	Rule string
	Pos  Pos
	// Msg is one sentence without a full stop. It names the facts: the
	// capability, the two sides of a conflict, the allowed values.
	Msg     string
	Related []Note
	// Hint says what to do; printed after "fix:".
	Hint string
}

// Errorf returns an error at a place. Rule may be "".
func Errorf(pos Pos, rule, format string, args ...any) *Diagnostic {
	return &Diagnostic{Severity: Error, Rule: rule, Pos: pos, Msg: fmt.Sprintf(format, args...)}
}

// Warningf returns a warning at a place. Rule may be "".
func Warningf(pos Pos, rule, format string, args ...any) *Diagnostic {
	return &Diagnostic{Severity: Warning, Rule: rule, Pos: pos, Msg: fmt.Sprintf(format, args...)}
}

// WithHint sets the hint and returns d, so that a finding is one expression.
func (d *Diagnostic) WithHint(format string, args ...any) *Diagnostic {
	d.Hint = fmt.Sprintf(format, args...)
	return d
}

// WithNote adds a related place and returns d.
func (d *Diagnostic) WithNote(pos Pos, format string, args ...any) *Diagnostic {
	d.Related = append(d.Related, Note{Pos: pos, Msg: fmt.Sprintf(format, args...)})
	return d
}

// List collects findings. The zero value is an empty list.
type List struct {
	items []*Diagnostic
}

// Add appends findings.
func (l *List) Add(ds ...*Diagnostic) { l.items = append(l.items, ds...) }

// Merge appends all findings of another list.
func (l *List) Merge(other *List) {
	if other != nil {
		l.items = append(l.items, other.items...)
	}
}

// Len returns the number of findings.
func (l *List) Len() int { return len(l.items) }

// All returns the findings sorted by file, line, column, severity and text;
// exact repetitions are dropped.
func (l *List) All() []*Diagnostic {
	type keyed struct {
		d *Diagnostic
		p Position
	}
	ks := make([]keyed, len(l.items))
	for i, d := range l.items {
		ks[i] = keyed{d, d.Pos.Position()}
	}
	compare := func(a, b keyed) int {
		return cmp.Or(
			cmp.Compare(a.p.File, b.p.File),
			cmp.Compare(a.p.Line, b.p.Line),
			cmp.Compare(a.p.Column, b.p.Column),
			cmp.Compare(a.d.Severity, b.d.Severity),
			cmp.Compare(a.d.Rule, b.d.Rule),
			cmp.Compare(a.d.Msg, b.d.Msg),
		)
	}
	slices.SortStableFunc(ks, compare)
	ks = slices.CompactFunc(ks, func(a, b keyed) bool { return compare(a, b) == 0 })
	out := make([]*Diagnostic, len(ks))
	for i, k := range ks {
		out[i] = k.d
	}
	return out
}

// HasErrors reports whether a finding fails the command.
func (l *List) HasErrors() bool {
	return slices.ContainsFunc(l.items, func(d *Diagnostic) bool { return d.Severity == Error })
}

// Promote turns warnings into errors, for users who asked for strictness.
func (l *List) Promote() {
	for i, d := range l.items {
		if d.Severity == Warning {
			promoted := *d
			promoted.Severity = Error
			l.items[i] = &promoted
		}
	}
}

// Err returns the list as an error when it holds errors, else nil.
func (l *List) Err() error {
	if !l.HasErrors() {
		return nil
	}
	return &ListError{List: l}
}

// ListError is a failed check of the user's input: the findings are the text.
type ListError struct{ List *List }

// Error returns all findings in their printed form.
func (e *ListError) Error() string {
	var b strings.Builder
	_ = e.List.Print(&b)
	return strings.TrimSuffix(b.String(), "\n")
}

// Print writes the findings in the house form:
//
//	sys/net/net.shard.cml:14:9: offer of protocol "p" to "#dns" is declared twice [O14] (in //sys/net:net)
//	  core/core.cml:31:5: first declared here (in //core:base)
//	  fix: delete one of the two offers
//
// Errors carry no severity word; warnings and notes do.
func (l *List) Print(w io.Writer) error {
	var b strings.Builder
	for _, d := range l.All() {
		d.print(&b)
	}
	if b.Len() == 0 {
		return nil
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (d *Diagnostic) print(b *strings.Builder) {
	positions := d.Pos.Positions()
	var at Position
	if len(positions) > 0 {
		at = positions[0]
	}
	writePlace(b, at)
	if d.Severity != Error {
		b.WriteString(d.Severity.String() + ": ")
	}
	b.WriteString(d.Msg)
	if d.Rule != "" {
		b.WriteString(" [" + d.Rule + "]")
	}
	writeLabel(b, at)
	b.WriteByte('\n')
	if len(positions) > 1 {
		for _, p := range positions[1:] {
			writeNote(b, p, "the same is declared here")
		}
	}
	for _, n := range d.Related {
		writeNote(b, n.Pos.Position(), n.Msg)
	}
	if d.Hint != "" {
		b.WriteString("  fix: " + d.Hint + "\n")
	}
}

func writeNote(b *strings.Builder, p Position, msg string) {
	b.WriteString("  ")
	writePlace(b, p)
	b.WriteString(msg)
	writeLabel(b, p)
	b.WriteByte('\n')
}

func writePlace(b *strings.Builder, p Position) {
	if s := p.String(); s != "" {
		b.WriteString(s + ": ")
	}
}

func writeLabel(b *strings.Builder, p Position) {
	if p.Label != "" {
		b.WriteString(" (in " + p.Label + ")")
	}
}

// String returns file:line:column, or what of it is known.
func (p Position) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}
