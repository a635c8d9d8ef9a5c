package merge

import (
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Notes says what a merge did besides appending; a report shows it. The order
// is that of the sections, then that in which documents repeated facts.
type Notes struct {
	Duplicates []Duplicate
	Promoted   []Promotion
}

// Duplicate is a fact that several documents state and the result has once.
type Duplicate struct {
	Section cml.Section
	// Name is what the fact is about: a capability, child, collection,
	// environment or key of config.
	Name string
	// Clause is the clause of the result that has the name; nil in sections
	// that do not consist of clauses.
	Clause *cml.Clause
	// Places are where it is written, the kept one first.
	Places []diag.Pos
}

// Promotion is a capability that documents use or offer with different
// availabilities: the strongest of them decides.
type Promotion struct {
	Section cml.Section
	Name    string
	// Clause is the clause of the result that has the name.
	Clause *cml.Clause
	// From is the availability that was written at Weak, To the stronger one
	// that was written at Strong and that the result has.
	From, To     string
	Weak, Strong diag.Pos
}

// statement is one place that states a fact.
type statement struct {
	pos          diag.Pos
	availability string
}

// statements returns the places of a string that was merged before.
func statements(s cml.Str, availability string) []statement {
	all := make([]statement, 1, 1+len(s.Also))
	all[0] = statement{s.Pos, availability}
	for _, p := range s.Also {
		all = append(all, statement{p, availability})
	}
	return all
}

// clause records what several documents said about a name of a clause.
func (n *Notes) clause(c *cml.Clause, name string, said []statement) {
	strongest := said[0]
	for _, s := range said {
		if rank(s.availability) > rank(strongest.availability) {
			strongest = s
		}
	}
	var places []diag.Pos
	for _, s := range said {
		if rank(s.availability) == rank(strongest.availability) {
			places = append(places, s.pos)
			continue
		}
		n.Promoted = append(n.Promoted, Promotion{
			Section: c.Section, Name: name, Clause: c,
			From: s.availability, To: explicit(strongest.availability),
			Weak: s.pos, Strong: strongest.pos,
		})
	}
	if len(places) > 1 {
		n.Duplicates = append(n.Duplicates, Duplicate{Section: c.Section, Name: name, Clause: c, Places: places})
	}
}

// element records an element that several documents have, if so.
func (n *Notes) element(s cml.Section, name string, pos diag.Pos, also []diag.Pos) {
	if len(also) == 0 {
		return
	}
	places := append([]diag.Pos{pos}, also...)
	n.Duplicates = append(n.Duplicates, Duplicate{Section: s, Name: name, Places: places})
}
