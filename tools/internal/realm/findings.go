package realm

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// findingsFile is the form in which one action hands its findings to another:
// places are resolved, so that the reader needs none of the sources.
type findingsFile struct {
	SchemaVersion int       `json:"schema_version"`
	Findings      []Finding `json:"findings"`
}

// Finding is a diagnostic with resolved places.
type Finding struct {
	// Severity is "error", "warning" or "note".
	Severity string `json:"severity"`
	Rule     string `json:"rule,omitempty"`
	Message  string `json:"message"`
	// Places are all that contributed what the finding is about.
	Places  []Place       `json:"places,omitempty"`
	Related []RelatedNote `json:"related,omitempty"`
	Fix     string        `json:"fix,omitempty"`
}

// RelatedNote is a second place that explains a finding.
type RelatedNote struct {
	Message string `json:"message"`
	Place   Place  `json:"place"`
}

// Place is where something was written.
type Place struct {
	Label  string `json:"label,omitempty"`
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

func placeOf(p diag.Position) Place { return Place{p.Label, p.File, p.Line, p.Column} }

func (p Place) position() diag.Position {
	return diag.Position{Label: p.Label, File: p.File, Line: p.Line, Column: p.Column}
}

func placesOf(pos []diag.Pos) []Place {
	var places []Place
	for _, p := range pos {
		for _, at := range p.Positions() {
			places = append(places, placeOf(at))
		}
	}
	return places
}

// FindingsOf resolves all places of a list.
func FindingsOf(list *diag.List) []Finding {
	findings := []Finding{}
	for _, d := range list.All() {
		f := Finding{
			Severity: d.Severity.String(),
			Rule:     d.Rule,
			Message:  d.Msg,
			Places:   placesOf([]diag.Pos{d.Pos}),
			Fix:      d.Hint,
		}
		for _, n := range d.Related {
			f.Related = append(f.Related, RelatedNote{n.Msg, placeOf(n.Pos.Position())})
		}
		findings = append(findings, f)
	}
	return findings
}

// WriteFindings returns a findings file.
func WriteFindings(list *diag.List) ([]byte, error) {
	return marshal(findingsFile{SchemaVersion: 1, Findings: FindingsOf(list)})
}

// ReadFindings reads what WriteFindings wrote.
func ReadFindings(text []byte) (*diag.List, error) {
	var file findingsFile
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, fmt.Errorf("decode findings: %w", err)
	}
	if file.SchemaVersion != 1 {
		return nil, fmt.Errorf("decode findings: schema version %d, expected 1", file.SchemaVersion)
	}
	list := &diag.List{}
	for _, f := range file.Findings {
		positions := make([]diag.Position, len(f.Places))
		for i, p := range f.Places {
			positions[i] = p.position()
		}
		d := &diag.Diagnostic{
			Severity: severityOf(f.Severity),
			Rule:     f.Rule,
			Pos:      diag.Fixed(positions...),
			Msg:      f.Message,
			Hint:     f.Fix,
		}
		for _, n := range f.Related {
			d.Related = append(d.Related, diag.Note{Pos: diag.Fixed(n.Place.position()), Msg: n.Message})
		}
		list.Add(d)
	}
	return list, nil
}

func severityOf(word string) diag.Severity {
	for _, s := range []diag.Severity{diag.Warning, diag.Remark} {
		if s.String() == word {
			return s
		}
	}
	return diag.Error
}

// marshal writes JSON for people and machines: two spaces, no HTML escapes, a
// final newline.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
