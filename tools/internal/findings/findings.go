// Package findings carries findings from the action that computed them to the
// action that prints them and fails.
//
// Its one promise: a file of findings stands alone. All places are resolved, so
// that its reader needs none of the sources, and prints what the first action
// would have printed.
package findings

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Finding is a diagnostic with resolved places.
type Finding struct {
	// Severity is "error", "warning" or "note".
	Severity string `json:"severity"`
	Rule     string `json:"rule,omitempty"`
	Message  string `json:"message"`
	// Places are all that contributed what the finding is about.
	Places  []Place `json:"places,omitempty"`
	Related []Note  `json:"related,omitempty"`
	Fix     string  `json:"fix,omitempty"`
}

// Note is a second place that explains a finding.
type Note struct {
	Message string `json:"message"`
	Place   Place  `json:"place"`
}

// file is the form of a file of findings.
type file struct {
	SchemaVersion int       `json:"schema_version"`
	Findings      []Finding `json:"findings"`
}

// Of resolves all places of a list.
func Of(list *diag.List) []Finding {
	findings := []Finding{}
	for _, d := range list.All() {
		f := Finding{
			Severity: d.Severity.String(),
			Rule:     d.Rule,
			Message:  d.Msg,
			Places:   Places(d.Pos),
			Fix:      d.Hint,
		}
		for _, n := range d.Related {
			f.Related = append(f.Related, Note{n.Msg, PlaceOf(n.Pos)})
		}
		findings = append(findings, f)
	}
	return findings
}

// Write returns a file of findings.
func Write(list *diag.List) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(file{SchemaVersion: 1, Findings: Of(list)}); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Read reads what Write wrote.
func Read(text []byte) (*diag.List, error) {
	var in file
	if err := json.Unmarshal(text, &in); err != nil {
		return nil, fmt.Errorf("decode findings: %w", err)
	}
	if in.SchemaVersion != 1 {
		return nil, fmt.Errorf("decode findings: schema version %d, expected 1", in.SchemaVersion)
	}
	list := &diag.List{}
	for _, f := range in.Findings {
		list.Add(f.diagnostic())
	}
	return list, nil
}

// diagnostic is the way back.
func (f *Finding) diagnostic() *diag.Diagnostic {
	positions := make([]diag.Position, len(f.Places))
	for i, p := range f.Places {
		positions[i] = p.Position()
	}
	d := &diag.Diagnostic{
		Severity: severityOf(f.Severity),
		Rule:     f.Rule,
		Pos:      diag.Fixed(positions...),
		Msg:      f.Message,
		Hint:     f.Fix,
	}
	for _, n := range f.Related {
		d.WithNote(diag.Fixed(n.Place.Position()), "%s", n.Message)
	}
	return d
}

func severityOf(word string) diag.Severity {
	for _, s := range []diag.Severity{diag.Warning, diag.Remark} {
		if s.String() == word {
			return s
		}
	}
	return diag.Error
}
