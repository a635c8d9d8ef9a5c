package validate

import (
	"fmt"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/validate/digraph"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// cycleLimits bounds what is listed and the work for it; the steps are a
// fraction of a second.
var cycleLimits = digraph.Limits{List: 20, Count: 1000, Steps: 1 << 24}

// mostLinks bounds the links of one cycle that are spelled out.
const mostLinks = 24

// cycles reports the cycles of strong dependencies: in one, no component could
// be stopped before all others were.
func (c *checker) cycles() {
	g := c.strongDependencies()
	edges := make([]digraph.Edge, len(g.all))
	for i := range g.all {
		edges[i] = g.all[i].Edge
	}
	found := digraph.New(len(g.nodes), edges).Cycles(cycleLimits)
	if len(found.Cycles) == 0 {
		return
	}
	links := g.links(found.Cycles)
	for _, cycle := range found.Cycles {
		c.report(g.cycle(cycle, links))
	}
	if more := found.Total - len(found.Cycles); more > 0 {
		amount := fmt.Sprintf("%d more", more)
		if !found.Complete {
			amount = "more than " + amount
		}
		c.report(diag.Errorf(c.doc.Pos, cycleRule, "there are %s cycles of strong dependencies than the %d that are listed", amount, len(found.Cycles)).
			WithHint("break the listed ones first; most cycles have links in common"))
	} else if !found.Complete {
		c.report(diag.Errorf(c.doc.Pos, cycleRule, "there may be more cycles of strong dependencies than the %d that are listed", len(found.Cycles)).
			WithHint("break the listed ones first; most cycles have links in common"))
	}
}

// link is an edge with all that makes it.
type link struct {
	first *dependency
	more  int
}

// links finds what makes the edges of cycles.
func (g *dependencies) links(cycles [][]int32) map[digraph.Edge]link {
	links := map[digraph.Edge]link{}
	for _, cycle := range cycles {
		for i := range cycle {
			links[edgeOf(cycle, i)] = link{}
		}
	}
	for i := range g.all {
		d := &g.all[i]
		l, wanted := links[d.Edge]
		switch {
		case !wanted:
			continue
		case l.first == nil:
			l.first = d
		default:
			l.more++
		}
		links[d.Edge] = l
	}
	return links
}

func edgeOf(cycle []int32, i int) digraph.Edge {
	return digraph.Edge{From: cycle[i], To: cycle[(i+1)%len(cycle)]}
}

// cycle describes one cycle with the place of each of its links.
func (g *dependencies) cycle(cycle []int32, links map[digraph.Edge]link) *diag.Diagnostic {
	finding := diag.Errorf(links[edgeOf(cycle, 0)].first.name.Pos, cycleRule, "cycle of strong dependencies: %s", g.chain(cycle))
	var weak []string
	for i := range cycle {
		edge := edgeOf(cycle, i)
		l := links[edge]
		if i == mostLinks {
			finding.WithNote(l.first.name.Pos, "%d more links, beginning here", len(cycle)-i)
		} else if i < mostLinks {
			more := ""
			if l.more > 0 {
				more = fmt.Sprintf(" (and by %d more clauses)", l.more)
				if l.more == 1 {
					more = " (and by one more clause)"
				}
			}
			finding.WithNote(l.first.name.Pos, "%s -> %s: %s%s", g.nodes[edge.From], g.nodes[edge.To], l.first, more)
		}
		if l.first.canBeWeak() && len(weak) < 3 {
			verb := "offer"
			if l.first.cause.(*cml.Clause).Section == cml.SectionUse {
				verb = "use"
			}
			weak = append(weak, fmt.Sprintf("the %s that makes %s -> %s", verb, g.nodes[edge.From], g.nodes[edge.To]))
		}
	}
	if len(weak) == 0 {
		return finding.WithHint("remove one of these dependencies; none of them can be weak")
	}
	return finding.WithHint("remove one of these dependencies, or add `dependency: \"weak\"` to %s", list(weak, "or"))
}

// chain writes a cycle with its first node repeated at the end; of a long one
// only both ends.
func (g *dependencies) chain(cycle []int32) string {
	var b strings.Builder
	for i, v := range cycle {
		if len(cycle) > mostLinks && i == mostLinks/2 {
			fmt.Fprintf(&b, "… %d more … -> ", len(cycle)-mostLinks)
		}
		if len(cycle) <= mostLinks || i < mostLinks/2 || i >= len(cycle)-mostLinks/2 {
			b.WriteString(g.nodes[v].String() + " -> ")
		}
	}
	b.WriteString(g.nodes[cycle[0]].String())
	return b.String()
}
