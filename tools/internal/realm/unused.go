package realm

import (
	"fmt"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// noteUnusedOffers notes offers to children that do not take them; if all children
// are known, also offers to all that none of them takes.
func noteUnusedOffers(facts []*Fact, taken map[string]map[capability]bool, allKnown bool, diags *diag.List) {
	byAny := map[capability]bool{}
	for _, needs := range taken {
		for want := range needs {
			byAny[want] = true
		}
	}
	for _, f := range facts {
		if f.Section != "offer" {
			continue
		}
		given := capability{f.Type, f.Target()}
		if f.To == "all" {
			if allKnown && !byAny[given] {
				addUnused(f, given, "is offered to all children, but none of them takes it", diags)
			}
			continue
		}
		name := namedIn(f.To)
		if needs, known := taken[name]; known && !needs[given] {
			addUnused(f, given, fmt.Sprintf("is offered to \"#%s\", which does not take it", name), diags)
		}
	}
}

// noteUnusedExposes notes what a realm exposes to a parent that does not take it.
func noteUnusedExposes(facts []*Fact, taken map[capability]bool, diags *diag.List) {
	for _, f := range facts {
		given := capability{f.Type, f.Target()}
		if f.Section == "expose" && f.To != "framework" && !taken[given] {
			addUnused(f, given, "is exposed to the parent of this realm, which does not take it", diags)
		}
	}
}

// addUnused adds the note that a fact is of no use (S7).
func addUnused(f *Fact, given capability, problem string, diags *diag.List) {
	diags.Add((&diag.Diagnostic{
		Severity: diag.Remark,
		Rule:     "realm S7",
		Pos:      f.Places[0],
		Msg:      given.String() + " " + problem,
	}).WithHint("remove it, unless other products need it"))
}
