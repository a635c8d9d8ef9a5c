package cm

import "fmt"

// Generation is the generation of the SDK's compiler whose files are to be matched. The format did not change between
// them, but what the compiler writes did. The zero value is the default.
type Generation int

// Generations.
const (
	R24 Generation = iota - 1 // early 2024, API levels 18 to 20
	R25                       // 2025, API level 25 on
	R26                       // 2026, API level 31
)

// Generations returns all generations, oldest first.
func Generations() []Generation { return []Generation{R24, R25, R26} }

// ParseGeneration reads "r24", "r25" or "r26".
func ParseGeneration(s string) (Generation, error) {
	for _, g := range Generations() {
		if g.String() == s {
			return g, nil
		}
	}
	return R25, fmt.Errorf("no generation %q; want r24, r25 or r26", s)
}

// String returns "r24", "r25" or "r26".
func (g Generation) String() string {
	switch g {
	case R24:
		return "r24"
	case R26:
		return "r26"
	default:
		return "r25"
	}
}

// Set reads what ParseGeneration does, so that a Generation can be a flag.
func (g *Generation) Set(s string) (err error) {
	*g, err = ParseGeneration(s)
	return err
}

// MarshalText returns what String does, so that a Generation can be a member of JSON.
func (g Generation) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// UnmarshalText reads what ParseGeneration does.
func (g *Generation) UnmarshalText(text []byte) error { return g.Set(string(text)) }

// HasServiceDependency reports whether offers of services carry a dependency type.
func (g Generation) HasServiceDependency() bool { return g >= R25 }

// HasDebugInfo reports whether a declaration lists the manifests it was made from.
func (g Generation) HasDebugInfo() bool { return g >= R26 }

// SortsGroupedNames reports whether the names of grouped config and dictionary clauses are sorted; before, they stayed in
// the order of the source.
func (g Generation) SortsGroupedNames() bool { return g >= R26 }

// HasRootInDepfile reports whether a depfile lists the root manifest beside the included ones.
func (g Generation) HasRootInDepfile() bool { return g >= R26 }
