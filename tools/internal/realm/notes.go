package realm

import (
	"encoding/json"
	"fmt"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/merge"
	"github.com/rules-idk/rules_idk/tools/internal/findings"
)

// Notes say what a merge did. The merging action writes them, so that checks
// and the report need none of the shards.
type Notes struct {
	SchemaVersion int          `json:"schema_version"`
	Base          Contribution `json:"base"`
	// Shards are in merge order.
	Shards     []Contribution `json:"shards"`
	Includes   []Contribution `json:"includes"`
	Duplicates []Duplicate    `json:"duplicates"`
	Promoted   []Promotion    `json:"promoted"`
}

// Contribution is a file that was merged.
type Contribution struct {
	Label  string `json:"label,omitempty"`
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
	// Includes are the strings as they are in the file.
	Includes []string `json:"includes"`
	Slot     string   `json:"slot,omitempty"`
}

// Duplicate is a fact that several files state; the realm has it once.
type Duplicate struct {
	Section string `json:"section"`
	Type    string `json:"type,omitempty"`
	Name    string `json:"name"`
	// Places are all that state it, the kept one first.
	Places []findings.Place `json:"places"`
}

// Promotion is a capability that files demand with different availabilities.
type Promotion struct {
	Section string `json:"section"`
	Type    string `json:"type"`
	Name    string `json:"name"`
	// From is what the weaker place says, To what the realm has.
	From   string         `json:"from"`
	To     string         `json:"to"`
	Weak   findings.Place `json:"weak"`
	Strong findings.Place `json:"strong"`
}

func duplicatesOf(list []merge.Duplicate) []Duplicate {
	out := make([]Duplicate, len(list))
	for i, d := range list {
		out[i] = Duplicate{
			Section: d.Section.String(),
			Type:    typeOf(d.Clause),
			Name:    d.Name,
			Places:  findings.Places(d.Places...),
		}
	}
	return out
}

func promotedOf(list []merge.Promotion) []Promotion {
	out := make([]Promotion, len(list))
	for i, p := range list {
		out[i] = Promotion{
			Section: p.Section.String(),
			Type:    typeOf(p.Clause),
			Name:    p.Name,
			From:    p.From,
			To:      p.To,
			Weak:    findings.PlaceOf(p.Weak),
			Strong:  findings.PlaceOf(p.Strong),
		}
	}
	return out
}

func typeOf(c *cml.Clause) string {
	if c == nil {
		return ""
	}
	return c.Type().String()
}

// Marshal returns the notes as JSON.
func (n *Notes) Marshal() ([]byte, error) { return marshal(n) }

// ReadNotes reads what Marshal wrote.
func ReadNotes(text []byte) (*Notes, error) {
	n := &Notes{}
	if err := json.Unmarshal(text, n); err != nil {
		return nil, fmt.Errorf("decode merge notes: %w", err)
	}
	if n.SchemaVersion != 1 {
		return nil, fmt.Errorf("decode merge notes: schema version %d, expected 1", n.SchemaVersion)
	}
	return n, nil
}
