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

// circuits is the state of Johnson's algorithm: a node stays blocked after the
// search left it as long as every way from it to the root is cut by the path,
// so that no dead end is explored twice between two cycles.
type circuits struct {
	*partition
	limits  Limits
	blocked []bool
	// closed says that a cycle was found through the node since it was entered.
	closed []bool
	// waiting are the nodes to unblock together with a node.
	waiting [][]int32
	trail   []frame
	freed   []int32

	total int
	// cycles are the shortest ones so far.
	cycles [][]int32
}

// enumerate finds the cycles within the components and reports whether it saw
// all of them.
func (c *circuits) enumerate(work [][]int32) bool {
	for len(work) > 0 {
		component := work[len(work)-1]
		work = work[:len(work)-1]
		root := component[0]
		for _, v := range component {
			c.blocked[v], c.closed[v] = false, false
			c.waiting[v] = c.waiting[v][:0]
		}
		if !c.through(root) {
			return false
		}
		c.part[root] = -1
		work = append(work, c.split(component[1:])...)
		if c.steps > c.limits.Steps {
			return len(work) == 0
		}
	}
	return true
}

// through finds the cycles of the root's part that go through the root. It
// reports false when it gave up.
func (c *circuits) through(root int32) bool {
	part := c.part[root]
	c.blocked[root] = true
	c.trail = append(c.trail[:0], frame{v: root})
	for len(c.trail) > 0 {
		top := &c.trail[len(c.trail)-1]
		v := top.v
		successors := c.g.Successors(v)
		if int(top.next) < len(successors) {
			w := successors[top.next]
			top.next++
			c.steps++
			switch {
			case c.part[w] != part:
			case w == root:
				c.closed[v] = true
				c.emit()
				if c.total >= c.limits.Count {
					return false
				}
			case !c.blocked[w]:
				c.blocked[w], c.closed[w] = true, false
				c.trail = append(c.trail, frame{v: w})
			}
			if c.steps > c.limits.Steps {
				return false
			}
			continue
		}
		c.leave(v, part)
	}
	return true
}

// emit counts the cycle on the trail and keeps it if it is one of the shortest.
func (c *circuits) emit() {
	c.total++
	at := len(c.cycles)
	if at < c.limits.List {
		c.cycles = append(c.cycles, nil)
	} else if at = c.longest(); at < 0 || len(c.cycles[at]) <= len(c.trail) {
		return
	}
	cycle := make([]int32, len(c.trail))
	for i, f := range c.trail {
		cycle[i] = f.v
	}
	c.cycles[at] = cycle
}

// longest returns the number of the longest cycle kept, -1 if none is.
func (c *circuits) longest() int {
	longest := -1
	for i := range c.cycles {
		if longest < 0 || len(c.cycles[i]) > len(c.cycles[longest]) {
			longest = i
		}
	}
	return longest
}

func (c *circuits) leave(v, part int32) {
	c.trail = c.trail[:len(c.trail)-1]
	if c.closed[v] {
		c.unblock(v)
		if len(c.trail) > 0 {
			c.closed[c.trail[len(c.trail)-1].v] = true
		}
		return
	}
	for _, w := range c.g.Successors(v) {
		if c.part[w] == part {
			c.waiting[w] = append(c.waiting[w], v)
		}
	}
}

func (c *circuits) unblock(v int32) {
	c.freed = append(c.freed[:0], v)
	for len(c.freed) > 0 {
		v := c.freed[len(c.freed)-1]
		c.freed = c.freed[:len(c.freed)-1]
		if !c.blocked[v] {
			continue
		}
		c.blocked[v] = false
		c.freed = append(c.freed, c.waiting[v]...)
		c.waiting[v] = c.waiting[v][:0]
	}
}

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
