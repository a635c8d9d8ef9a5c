// Package reviewed is about text files that a build can compute and a person has
// reviewed: goldens of rules.
//
// It promises that a file is compared by what it says, line by line, whatever
// comments people wrote at its top and however their version control ends
// lines; and that updating it keeps these comments.
package reviewed

import (
	"slices"
	"strings"
)

// Text is such a file.
type Text struct {
	// Comments are the lines at the top that start with "#", and the empty lines
	// between and behind them.
	Comments []string
	// Lines is all else.
	Lines []string
}

// Parse reads a file.
func Parse(text []byte) Text {
	var t Text
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		if len(t.Lines) == 0 && (line == "" || line[0] == '#') {
			t.Comments = append(t.Comments, line)
			continue
		}
		t.Lines = append(t.Lines, line)
	}
	return t
}

// Format writes a file.
func (t Text) Format() []byte {
	var b strings.Builder
	for _, line := range slices.Concat(t.Comments, t.Lines) {
		b.WriteString(line + "\n")
	}
	return []byte(b.String())
}

// Update returns the file with new lines. A file without comments gets those
// given.
func (t Text) Update(lines, comments []string) Text {
	if len(t.Comments) > 0 {
		comments = t.Comments
	}
	return Text{comments, lines}
}

// Difference is how what was computed differs from what was reviewed.
type Difference struct {
	// Gone are the lines of the reviewed file that were not computed, New the
	// computed lines that were not reviewed; both in their order.
	Gone, New []string
	// Moved says that the same lines are in another order.
	Moved bool
}

// Compare compares lines that were computed with those that were reviewed. A
// line that is there twice must be there twice.
func Compare(computed, reviewed []string) Difference {
	d := Difference{
		Gone: without(reviewed, computed),
		New:  without(computed, reviewed),
	}
	d.Moved = d.Gone == nil && d.New == nil && !slices.Equal(computed, reviewed)
	return d
}

// Empty reports whether there is no difference.
func (d Difference) Empty() bool { return d.Gone == nil && d.New == nil && !d.Moved }

// without returns the lines that others do not have as often.
func without(lines, others []string) []string {
	count := make(map[string]int, len(others))
	for _, line := range others {
		count[line]++
	}
	var rest []string
	for _, line := range lines {
		if count[line] > 0 {
			count[line]--
			continue
		}
		rest = append(rest, line)
	}
	return rest
}
