package digraph

import "slices"

// short returns the shortest cycles found by taking, for each node, the
// shortest cycle in which it is the smallest. It is for graphs whose cycles are
// too many to find all: the short ones are those that a reader can break.
func (g *Graph) short(components [][]int32, limits Limits) [][]int32 {
	s := shortest{
		g: g, steps: limits.Steps, bound: g.Nodes(),
		part:  make([]int32, g.Nodes()),
		epoch: make([]int32, g.Nodes()),
		via:   make([]int32, g.Nodes()),
	}
	var cycles [][]int32
	for i, component := range components {
		for _, v := range component {
			s.part[v] = int32(i) + 1
		}
		for _, root := range component {
			if cycle := s.through(root); cycle != nil {
				cycles = append(cycles, cycle)
			}
			s.part[root] = 0
			if len(cycles) >= 2*limits.List {
				slices.SortFunc(cycles, byLength)
				cycles = cycles[:limits.List]
				s.bound = len(cycles[len(cycles)-1])
			}
			if s.steps <= 0 {
				break
			}
		}
	}
	slices.SortFunc(cycles, byLength)
	return cycles[:min(len(cycles), limits.List)]
}

// shortest is a breadth-first search for cycles.
type shortest struct {
	g     *Graph
	steps int
	// bound is the length of the longest cycle still of interest.
	bound int
	// part is 0 for nodes that no longer count.
	part []int32
	// epoch is the number of the last search that saw the node, via the node
	// from which it did.
	epoch, via []int32
	searches   int32
	queue      []int32
}

// through returns a shortest cycle through root within its part, nil if it is
// longer than the bound or the steps are used up.
func (s *shortest) through(root int32) []int32 {
	s.searches++
	s.epoch[root] = s.searches
	s.queue = append(s.queue[:0], root)
	level, end := 1, 1
	for at := 0; at < len(s.queue) && s.steps > 0; at++ {
		if at == end {
			level, end = level+1, len(s.queue)
			if level > s.bound {
				return nil
			}
		}
		v := s.queue[at]
		for _, w := range s.g.Successors(v) {
			s.steps--
			switch {
			case w == root:
				cycle := make([]int32, level)
				for i := level - 1; i >= 0; i-- {
					cycle[i] = v
					v = s.via[v]
				}
				return cycle
			case s.part[w] == s.part[root] && s.epoch[w] != s.searches:
				s.epoch[w], s.via[w] = s.searches, v
				s.queue = append(s.queue, w)
			}
		}
	}
	return nil
}
