package realm

import (
	"bytes"
	"encoding/json"
)

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
