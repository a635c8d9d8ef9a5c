package atom

import (
	"bytes"
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// API is what an API golden holds: a fingerprint of each file by its path in the
// IDK. It says that something changed, and not whether that is compatible.
type API map[string]string

// Fingerprint returns the MD5 of a text in UTF-8, in which all line ends count
// as line feeds: a golden is the same on every system.
func Fingerprint(content []byte) (string, error) {
	if !utf8.Valid(content) {
		return "", fmt.Errorf("the file is not UTF-8, as part of an API has to be")
	}
	content = bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n"))
	content = bytes.ReplaceAll(content, []byte("\r"), []byte("\n"))
	sum := md5.Sum(content)
	return hex.EncodeToString(sum[:]), nil
}

// Marshal returns the text of the golden.
func (a API) Marshal() []byte {
	value := make(map[string]any, len(a))
	for dest, sum := range a {
		value[dest] = sum
	}
	return element.Marshal(value)
}

// ParseAPI reads a golden.
func ParseAPI(f *diag.File) (API, error) {
	var api API
	if err := json.Unmarshal(f.Text, &api); err != nil {
		return nil, fmt.Errorf("this is no API file, an object of paths and MD5 sums: %w", err)
	}
	if api == nil {
		return nil, fmt.Errorf("this is no API file, an object of paths and MD5 sums")
	}
	return api, nil
}

// Change says what happened to a file between two APIs.
type Change struct {
	// How is "added", "removed" or "changed".
	How  string
	Dest string
}

// Changes returns what is different in a newer API, sorted by path.
func (a API) Changes(newer API) []Change {
	var changes []Change
	for dest, sum := range a {
		switch now, ok := newer[dest]; {
		case !ok:
			changes = append(changes, Change{"removed", dest})
		case now != sum:
			changes = append(changes, Change{"changed", dest})
		}
	}
	for dest := range newer {
		if _, ok := a[dest]; !ok {
			changes = append(changes, Change{"added", dest})
		}
	}
	slices.SortFunc(changes, func(x, y Change) int { return strings.Compare(x.Dest, y.Dest) })
	return changes
}
