package atom

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Golden is a file of the workspace that people review, and what it should be.
type Golden struct {
	// Subject says what the file is the golden of: "the published API of …".
	Subject string
	// Path is where the golden is in the workspace, and Text its content; nil if
	// it does not exist yet.
	Path string
	Text []byte
	// CandidatePath is where people find Candidate, what the golden should be.
	CandidatePath string
	Candidate     []byte
	// Changes are the lines that say what changed.
	Changes []string
	// Area is who owns the golden; "" if nobody said.
	Area string
	// Label is the target that makes the candidate, Update the one that writes
	// the golden, and UpdateAll one that writes all goldens; "" for none.
	Label, Update, UpdateAll string
}

// How much of a difference messages show.
const (
	maxChanges   = 20
	maxDiffLines = 16
)

// Check returns what there is to say if the golden is not as it should be, and
// nil if it is. One final newline makes no difference.
func (g *Golden) Check() *diag.Diagnostic {
	if g.Text != nil && bytes.Equal(withNewline(g.Text), withNewline(g.Candidate)) {
		return nil
	}
	d := diag.Errorf(diag.Fixed(diag.Position{File: g.Path}), "", "%s differs from its golden file", g.Subject)
	golden := g.Path
	if g.Text == nil {
		golden += ", which does not exist yet"
	}
	note := func(format string, args ...any) { d.WithNote(diag.Pos{}, format, args...) }
	note("golden: %s", golden)
	note("generated: %s", g.CandidatePath)
	for _, c := range bounded(g.Changes, maxChanges) {
		note("%s", c)
	}
	for _, line := range bounded(g.diff(), maxDiffLines) {
		note("%s", line)
	}
	if g.Label != "" {
		note("to see this again: bazel build %s", g.Label)
	}
	reviewers := "the API owners"
	if g.Area != "" {
		reviewers += " (area: " + g.Area + ")"
	}
	d.Hint = "if the change is intended, record it and have it reviewed by " + reviewers
	if g.Update != "" {
		d.Hint += ":\n    bazel run " + g.Update
	}
	if g.UpdateAll != "" {
		d.Hint += "\n  all goldens of the IDK:\n    bazel run " + g.UpdateAll
	}
	return d
}

// diff returns the lines of a unified diff from the golden to the candidate.
func (g *Golden) diff() []string {
	text := diff.Diff(g.Path, withNewline(g.Text), g.CandidatePath, withNewline(g.Candidate))
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	return lines[1:] // without the command line
}

func withNewline(text []byte) []byte {
	if len(text) == 0 || text[len(text)-1] == '\n' {
		return text
	}
	return append(slices.Clip(text), '\n')
}

// bounded returns the first lines, and says how many are missing.
func bounded(lines []string, most int) []string {
	if len(lines) <= most {
		return lines
	}
	return append(slices.Clip(lines[:most]), fmt.Sprintf("… and %d more", len(lines)-most))
}

// CheckAPI compares an API golden, nil if it does not exist, with what it should
// be.
func CheckAPI(a *Atom, g Golden) *diag.Diagnostic {
	g.Subject = fmt.Sprintf("the published API of %s (%s)", a.Label, a.ID)
	g.Label, g.Area = a.Label, a.Area
	newer, err := ParseAPI(diag.NewFile(g.CandidatePath, g.Candidate))
	if err == nil {
		older := API{}
		if g.Text != nil {
			older, err = ParseAPI(diag.NewFile(g.Path, g.Text))
		}
		for _, c := range older.Changes(newer) {
			g.Changes = append(g.Changes, c.How+": "+c.Dest)
		}
	}
	if err != nil {
		g.Changes = []string{err.Error()}
	}
	return g.Check()
}

// CheckContents compares the contents golden of an IDK, nil if it does not
// exist, with what it should be.
func CheckContents(label string, g Golden) *diag.Diagnostic {
	g.Subject = "the list of what is in " + label
	g.Label = label
	older, newer := lines(g.Text), lines(g.Candidate)
	for _, l := range without(older, newer) {
		g.Changes = append(g.Changes, "removed: "+l)
	}
	for _, l := range without(newer, older) {
		g.Changes = append(g.Changes, "added: "+l)
	}
	return g.Check()
}

// lines returns the lines of a text, sorted, without empty ones.
func lines(text []byte) []string {
	all := slices.DeleteFunc(strings.Split(string(text), "\n"), func(l string) bool { return l == "" })
	slices.Sort(all)
	return all
}
