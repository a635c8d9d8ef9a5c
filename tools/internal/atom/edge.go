package atom

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Node is what a dependent needs to know of an atom.
type Node struct {
	Label, ID string
	Kind      element.Kind
	Category  Category
}

// usable returns the kinds that atoms of a kind may depend on.
func usable(k element.Kind) []element.Kind {
	switch k {
	case element.ComponentManifest:
		return []element.Kind{element.ComponentManifest, element.FIDLLibrary}
	case element.CCSourceLibrary:
		return []element.Kind{element.BindLibrary, element.CCPrebuiltLibrary, element.CCSourceLibrary, element.FIDLLibrary}
	case element.CCPrebuiltLibrary:
		return []element.Kind{element.CCPrebuiltLibrary, element.CCSourceLibrary}
	case element.FIDLLibrary, element.BindLibrary:
		return []element.Kind{k}
	}
	return nil
}

// checkEdge says what is wrong with a dependency.
func checkEdge(at diag.Pos, from, to Node) []*diag.Diagnostic {
	var found []*diag.Diagnostic
	if kinds := usable(from.Kind); !slices.Contains(kinds, to.Kind) {
		d := diag.Errorf(at, "", "%s is a %s and depends on %s, which is a %s", from.Label, from.Kind, to.Label, to.Kind)
		if len(kinds) == 0 {
			d.WithHint("take it out of deps: a %s depends on no atom", from.Kind)
		} else {
			d.WithHint("take it out of deps: a %s may depend on atoms of the kind %s", from.Kind, words(kinds, "or"))
		}
		found = append(found, d)
	}
	if !from.Category.MayUse(to.Category) {
		found = append(found, diag.Errorf(at, "", "%s (%s) cannot depend on %s (%s), which is more private: %s",
			from.Label, from.Category, to.Label, to.Category, to.ID).
			WithHint("make %s at least %s, or take it out of deps", to.Label, from.Category))
	}
	return found
}

// words joins names for people: "a, b or c".
func words[S ~string](names []S, last string) string {
	var b strings.Builder
	for i, n := range names {
		switch {
		case i == 0:
		case i == len(names)-1:
			fmt.Fprintf(&b, " %s ", last)
		default:
			b.WriteString(", ")
		}
		b.WriteString(string(n))
	}
	return b.String()
}
