package realm

import (
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/findings"
)

// View is a realm as one can look at it afterwards: through its merged
// manifest, its compiled manifest or its report.
type View struct {
	// Name is how the user named it.
	Name string
	// Component is the name of the component, such as "core".
	Component string
	// Facts are sorted.
	Facts []*Fact
	// Compiled says that the facts are those of a compiled manifest, in which
	// defaults are filled in and "all" has become its targets.
	Compiled bool
	// Shards are what the realm was made of, nil if that is not known.
	Shards []Contribution
}

// PlacedFact is a fact with the places that state it.
type PlacedFact struct {
	*Fact
	// Places are all that contributed the fact, the deciding one first.
	Places []findings.Place `json:"places,omitempty"`
}

// placed resolves the places of a fact.
func placed(f *Fact) PlacedFact {
	places := findings.Places(f.Places...)
	once := places[:0]
	seen := make(map[findings.Place]bool, len(places))
	for _, p := range places {
		if !seen[p] {
			seen[p] = true
			once = append(once, p)
		}
	}
	return PlacedFact{f, once}
}

// fact is the way back.
func (p PlacedFact) fact() *Fact {
	f := *p.Fact
	f.Places = nil
	if len(p.Places) > 0 {
		positions := make([]diag.Position, len(p.Places))
		for i, place := range p.Places {
			positions[i] = place.Position()
		}
		f.Places = []diag.Pos{diag.Fixed(positions...)}
	}
	return &f
}
