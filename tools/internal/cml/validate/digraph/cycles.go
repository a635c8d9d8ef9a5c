package digraph

import (
	"cmp"
	"slices"
)

// Limits bounds the search for cycles.
type Limits struct {
	// List is the greatest number of cycles to return.
	List int
	// Count is the number at which counting stops.
	Count int
	// Steps bounds the work: the number of edges looked at.
	Steps int
}

// Found is the result of a search for cycles.
type Found struct {
	// Cycles are elementary cycles without repetition of the first node, each
	// starting at its smallest node, sorted. When there are more cycles than
	// may be listed, these are the shortest of those that were found.
	Cycles [][]int32
	// Total is the number of elementary cycles, and Complete says that it is
	// exact; else there are at least that many.
	Total    int
	Complete bool
}

// Cycles finds the elementary cycles of the graph with Johnson's algorithm.
func (g *Graph) Cycles(limits Limits) Found {
	p := newPartition(g)
	all := make([]int32, g.Nodes())
	for v := range all {
		all[v] = int32(v)
	}
	components := p.split(all)
	if len(components) == 0 {
		return Found{Complete: true}
	}
	p.steps = 0
	c := &circuits{
		partition: p,
		limits:    limits,
		blocked:   make([]bool, g.Nodes()),
		closed:    make([]bool, g.Nodes()),
		waiting:   make([][]int32, g.Nodes()),
	}
	found := Found{Complete: c.enumerate(slices.Clone(components))}
	found.Total, found.Cycles = c.total, c.cycles
	if !found.Complete {
		// The search went through a part of the graph only; elsewhere may be
		// shorter ones.
		found.Cycles = append(found.Cycles, g.short(components, limits)...)
		slices.SortFunc(found.Cycles, byLength)
		found.Cycles = slices.CompactFunc(found.Cycles, slices.Equal[[]int32])
		found.Total = max(found.Total, len(found.Cycles))
		found.Cycles = found.Cycles[:min(len(found.Cycles), limits.List)]
	}
	slices.SortFunc(found.Cycles, slices.Compare[[]int32])
	return found
}

func byLength(a, b []int32) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), slices.Compare(a, b))
}
