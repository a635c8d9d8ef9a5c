package pkg

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Level is an API level, a set of the platform's APIs, with the number that
// stands for its semantics in a package.
type Level struct {
	// Name is a decimal number, or a word such as "NEXT".
	Name string
	// Revision is the ABI revision; 0 when the level has none yet.
	Revision uint64
	// Phase is where the level is in its life: "supported", "sunset",
	// "retired"; "" when nobody says.
	Phase string
}

// History is a set of API levels.
type History struct{ levels []Level }

// KnownLevels returns the levels whose revisions are frozen. Others, and the
// special ones, come from the version_history.json of an SDK.
func KnownLevels() History {
	return History{levels: []Level{
		{"8", 0xA56735A6690E09D8, "retired"},
		{"27", 0x826AF640460EC304, "supported"},
		{"28", 0x755F6F1D48E87748, "supported"},
		{"29", 0x08A5ACA0909D1405, "supported"},
		{"30", 0x9F57AD4916246E87, "supported"},
		{"31", 0x9080590DE5503F82, "supported"},
	}}
}

// ABIRevision returns the revision of one of the KnownLevels.
func ABIRevision(level string) (uint64, error) {
	l, err := KnownLevels().Lookup(level)
	return l.Revision, err
}

// Levels returns the levels, numbers first.
func (h History) Levels() []Level { return slices.Clone(h.levels) }

// Lookup returns the level with a name. It has a revision.
func (h History) Lookup(name string) (Level, error) {
	i := slices.IndexFunc(h.levels, func(l Level) bool { return l.Name == name })
	if i < 0 {
		names := make([]string, len(h.levels))
		for i, l := range h.levels {
			names[i] = l.Name
		}
		return Level{}, fmt.Errorf("API level: got %s, expected one of %s; others need the version_history.json of their SDK, or an ABI revision", quote(name), strings.Join(names, ", "))
	}
	if h.levels[i].Revision == 0 {
		return Level{}, fmt.Errorf("API level: %s has no ABI revision in this version_history.json; take the file from an SDK, not from a source tree", quote(name))
	}
	return h.levels[i], nil
}

// generatedByBuild stands in a source tree for the revisions that the build of
// an SDK assigns.
const generatedByBuild = "GENERATED_BY_BUILD"

// ParseVersionHistory reads the version_history.json of an SDK.
func ParseVersionHistory(f *diag.File) (History, error) {
	type level struct {
		ABIRevision string `json:"abi_revision"`
		Phase       string `json:"phase"`
		Status      string `json:"status"` // what older files have for phase
	}
	var document struct {
		Data struct {
			Type    string           `json:"type"`
			Levels  map[string]level `json:"api_levels"`
			Special map[string]level `json:"special_api_levels"`
		} `json:"data"`
	}
	if err := decodeJSON(f, &document); err != nil {
		return History{}, err
	}
	var (
		l diag.List
		h History
	)
	if got := document.Data.Type; got != "version_history" {
		l.Add(diag.Errorf(f.At(0), "", "data.type: got %s, expected \"version_history\"", quote(got)))
	}
	for _, object := range []struct {
		name   string
		levels map[string]level
	}{{"api_levels", document.Data.Levels}, {"special_api_levels", document.Data.Special}} {
		for name, entry := range object.levels {
			revision, err := ParseABIRevision(entry.ABIRevision)
			switch {
			case err == nil, entry.ABIRevision == generatedByBuild:
			default:
				l.Add(diag.Errorf(f.At(0), "", "data.%s[%s]: %v", object.name, quote(name), err))
			}
			h.levels = append(h.levels, Level{Name: name, Revision: revision, Phase: cmp.Or(entry.Phase, entry.Status)})
		}
	}
	slices.SortFunc(h.levels, compareLevels)
	for i := 1; i < len(h.levels); i++ {
		if name := h.levels[i].Name; name == h.levels[i-1].Name {
			l.Add(diag.Errorf(f.At(0), "", "the API level %s is both numbered and special", quote(name)))
		}
	}
	if err := l.Err(); err != nil {
		return History{}, err
	}
	return h, nil
}

// compareLevels sorts numbers before words.
func compareLevels(a, b Level) int {
	return cmp.Or(
		cmp.Compare(levelNumber(a), levelNumber(b)),
		cmp.Compare(a.Name, b.Name),
		cmp.Compare(a.Revision, b.Revision),
		cmp.Compare(a.Phase, b.Phase),
	)
}

func levelNumber(l Level) uint64 {
	n, err := strconv.ParseUint(l.Name, 10, 32)
	if err != nil {
		return 1 << 32
	}
	return n
}

// ParseABIRevision reads a revision: "0x" and 1 to 16 hexadecimal digits, or 16
// digits alone. 0 is not a revision.
func ParseABIRevision(s string) (uint64, error) {
	digits, prefixed := strings.CutPrefix(strings.ToLower(s), "0x")
	if prefixed || len(digits) == 16 {
		n, err := strconv.ParseUint(digits, 16, 64)
		if err == nil && n != 0 && len(digits) <= 16 {
			return n, nil
		}
	}
	return 0, fmt.Errorf("ABI revision: got %s, expected \"0x\" and up to 16 hexadecimal digits, not all zero", quote(s))
}

// FormatABIRevision writes a revision as package_manifest.json has it.
func FormatABIRevision(revision uint64) string { return fmt.Sprintf("0x%016x", revision) }
