package validate

import (
	"slices"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/scope"
)

// mostSourcesToAll bounds the children whose offers to all are followed. Any
// two of them depend on each other already, so more would add nothing but time.
const mostSourcesToAll = 32

// addOffersToAll adds the edges of what is offered to all children and
// collections: to each but the source, unless an offer by name replaces it.
func (g *dependencies) addOffersToAll() {
	// reached has, for each source, the targets that got their edge.
	reached := map[int32][]bool{}
	children := 0
	for _, clause := range g.c.doc.Offer {
		if !isStrongOffer(clause) || clause.Type() != cml.TypeProtocol && clause.Type() != cml.TypeDictionary ||
			!slices.ContainsFunc(clause.To.Items, func(to cml.Str) bool { return to.Value == "all" }) {
			continue
		}
		ref := cml.ParseRef(clause.From.Items[0].Value)
		for j := range clause.Names() {
			name := &clause.Names()[j]
			from := g.source(scope.OfferFrom, clause.Type(), name.Value, ref)
			if from == noNode {
				break
			}
			if reached[from] == nil {
				if kind := g.nodes[from].kind; kind == childNode || kind == collectionNode {
					if children == mostSourcesToAll {
						continue
					}
					children++
				}
				reached[from] = make([]bool, len(g.nodes))
			}
			g.addToAll(from, clause, name, reached[from])
		}
	}
}

func (g *dependencies) addToAll(from int32, clause *cml.Clause, name *cml.Str, reached []bool) {
	for target, n := range g.nodes {
		if reached[target] || n.kind != childNode && n.kind != collectionNode {
			continue
		}
		if _, replaced := g.c.offered.first[routeKey{n.String(), targetName(clause, name.Value)}]; !replaced {
			reached[target] = true
			g.add(from, int32(target), name, clause)
		}
	}
}
