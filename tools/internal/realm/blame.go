package realm

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/findings"
)

// Blame tells of each fact which labels, files and lines brought it.
type Blame struct {
	SchemaVersion int          `json:"schema_version"`
	Realm         string       `json:"realm"`
	Facts         []PlacedFact `json:"facts"`
}

// NewBlame looks the facts of a subset up. With labels or files given, it keeps
// those to which one of them contributed.
func NewBlame(v *View, only Subset, labels, files []string) *Blame {
	b := &Blame{SchemaVersion: 1, Realm: v.Name, Facts: []PlacedFact{}}
	for _, f := range only.Of(v.Facts) {
		p := placed(f)
		if p.isFrom(labels, func(at findings.Place) string { return at.Label }) &&
			p.isFrom(files, func(at findings.Place) string { return at.File }) {
			b.Facts = append(b.Facts, p)
		}
	}
	return b
}

// isFrom reports whether a place is one of those wanted; an empty list wants
// all.
func (p PlacedFact) isFrom(wanted []string, of func(findings.Place) string) bool {
	return len(wanted) == 0 || slices.ContainsFunc(p.Places, func(at findings.Place) bool {
		return slices.Contains(wanted, of(at))
	})
}

// Print writes each fact after the place that decides, and below it the others
// that contributed.
func (b *Blame) Print(w io.Writer) error {
	var text strings.Builder
	for _, f := range b.Facts {
		if len(f.Places) == 0 {
			fmt.Fprintf(&text, "%s\n", f.Fact)
			continue
		}
		fmt.Fprintf(&text, "%s: %s%s\n", f.Places[0].Position(), f.Fact, inLabel(f.Places[0]))
		for _, p := range f.Places[1:] {
			fmt.Fprintf(&text, "  %s: also here%s\n", p.Position(), inLabel(p))
		}
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// inLabel says whose file a place is in, as findings do.
func inLabel(p findings.Place) string {
	if p.Label == "" {
		return ""
	}
	return " (in " + p.Label + ")"
}

// Marshal returns the facts as JSON.
func (b *Blame) Marshal() ([]byte, error) { return marshal(b) }
