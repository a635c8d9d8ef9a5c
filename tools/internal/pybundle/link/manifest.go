package link

import (
	"encoding/hex"
	"encoding/json"

	"github.com/rules-idk/rules_idk/tools/internal/cml/include"
)

// Manifest lists what is in a bundle, as JSON: of each file where it is, who
// brings it and the digest of its content.
func (s *Summary) Manifest() ([]byte, error) {
	type row struct {
		Path   string `json:"path"`
		What   string `json:"what"`
		Label  string `json:"label,omitempty"`
		SHA256 string `json:"sha256,omitempty"`
		Size   int64  `json:"size"`
		Stored int64  `json:"stored"`
	}
	rows := []row{}
	for _, e := range s.entries {
		r := row{Path: e.path, What: e.what, Label: include.DisplayLabel(e.label)}
		if e.blob >= 0 {
			b := &s.blobs[e.blob]
			r.SHA256, r.Size, r.Stored = hex.EncodeToString(b.SHA256[:]), b.RawLen, b.StoredLen
		}
		rows = append(rows, r)
	}
	out, err := json.MarshalIndent(map[string]any{"size": s.Size, "entries": rows}, "", "  ")
	return append(out, '\n'), err
}
