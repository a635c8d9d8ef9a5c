// Package news makes the section of a release in the changelog from the notes
// that changes came with.
//
// A note is a file of one to three lines whose name says what it is about and
// what kind of change it is: realms.added.md, 17.fixed.md. Notes in files of
// their own never conflict with each other.
package news

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Note is the note of a change.
type Note struct {
	// ID is the number of an issue, or a word where there is none.
	ID string
	// Kind is one of Kinds.
	Kind string
	Text string
}

// Kinds are the kinds of changes in the order of the changelog.
var Kinds = []string{"added", "changed", "fixed", "removed"}

// number is an id that is the number of an issue.
var number = regexp.MustCompile(`^[0-9]+$`)

// name is how a file with a note is named.
var name = regexp.MustCompile(`^([a-z0-9][a-z0-9-]*)\.(` + strings.Join(Kinds, "|") + `)\.md$`)

// maxLines is what a note may have.
const maxLines = 3

// Parse returns the note in a file. The error says what to correct.
func Parse(file, text string) (Note, error) {
	parts := name.FindStringSubmatch(file)
	text = strings.TrimSpace(text)
	switch {
	case parts == nil:
		return Note{}, fmt.Errorf("a note is named <id>.<%s>.md", strings.Join(Kinds, "|"))
	case text == "":
		return Note{}, fmt.Errorf("the note is empty")
	case strings.Count(text, "\n") >= maxLines:
		return Note{}, fmt.Errorf("the note has more than %d lines", maxLines)
	}
	return Note{ID: parts[1], Kind: parts[2], Text: text}, nil
}

// Marker is the line of a changelog below which the newest release stands.
const Marker = "<!-- releases -->"

// Release returns a changelog with a section for a version. The order of the
// notes does not matter.
func Release(changelog, version string, notes []Note) (string, error) {
	before, after, ok := strings.Cut(changelog, Marker+"\n")
	switch {
	case !ok:
		return "", fmt.Errorf("the changelog has no line %q", Marker)
	case strings.Contains(after, "\n## "+version+"\n"):
		return "", fmt.Errorf("the changelog has a section for %s already", version)
	case len(notes) == 0:
		return "", fmt.Errorf("there is no note")
	}
	notes = slices.Clone(notes)
	slices.SortFunc(notes, func(a, b Note) int { return strings.Compare(a.ID, b.ID) })

	var section strings.Builder
	fmt.Fprintf(&section, "\n## %s\n", version)
	for _, kind := range Kinds {
		first := true
		for _, n := range notes {
			if n.Kind != kind {
				continue
			}
			if first {
				fmt.Fprintf(&section, "\n### %s\n\n", strings.ToUpper(kind[:1])+kind[1:])
				first = false
			}
			fmt.Fprintf(&section, "* %s%s\n", strings.ReplaceAll(n.Text, "\n", "\n  "), reference(n.ID))
		}
	}
	return before + Marker + "\n" + section.String() + after, nil
}

// reference names the issue of a note.
func reference(id string) string {
	if number.MatchString(id) {
		return " (#" + id + ")"
	}
	return ""
}
