package digraph

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
