package digraph

import "slices"

// partition finds strongly connected components, again and again in ever
// smaller parts of one graph, with one set of arrays.
type partition struct {
	g *Graph
	// part is the number of the part that a node belongs to; a search stays
	// within its part. Nodes that were taken out have part -1.
	part  []int32
	parts int32

	// The state of Tarjan's algorithm. order is 0 for nodes not seen yet.
	order, low []int32
	open       []bool
	seen       int32
	stack      []int32
	path       []frame
	steps      int
}

// frame is a node on the path of a depth-first search with the number of the
// next successor to look at.
type frame struct{ v, next int32 }

func newPartition(g *Graph) *partition {
	n := g.Nodes()
	return &partition{
		g: g, parts: 1,
		part: make([]int32, n), order: make([]int32, n), low: make([]int32, n), open: make([]bool, n),
	}
}

// split returns the components of the given nodes, all of one part, that hold a
// cycle. Each is sorted and becomes a part of its own; all other nodes of the
// part are taken out of the graph.
func (p *partition) split(nodes []int32) [][]int32 {
	if len(nodes) == 0 {
		return nil
	}
	part := p.part[nodes[0]]
	for _, v := range nodes {
		p.order[v] = 0
	}
	p.seen = 0
	var cyclic [][]int32
	for _, root := range nodes {
		if p.order[root] == 0 {
			cyclic = p.search(root, part, cyclic)
		}
	}
	for _, v := range nodes {
		p.part[v] = -1
	}
	for _, component := range cyclic {
		slices.Sort(component)
		for _, v := range component {
			p.part[v] = p.parts
		}
		p.parts++
	}
	return cyclic
}

// search is Tarjan's depth-first search from one root.
func (p *partition) search(root, part int32, cyclic [][]int32) [][]int32 {
	p.enter(root)
	for len(p.path) > 0 {
		top := &p.path[len(p.path)-1]
		v := top.v
		successors := p.g.Successors(v)
		if int(top.next) < len(successors) {
			w := successors[top.next]
			top.next++
			p.steps++
			switch {
			case p.part[w] != part:
			case p.order[w] == 0:
				p.enter(w)
			case p.open[w]:
				p.low[v] = min(p.low[v], p.order[w])
			}
			continue
		}
		p.path = p.path[:len(p.path)-1]
		if len(p.path) > 0 {
			parent := p.path[len(p.path)-1].v
			p.low[parent] = min(p.low[parent], p.low[v])
		}
		if p.low[v] == p.order[v] {
			cyclic = p.close(v, cyclic)
		}
	}
	return cyclic
}

func (p *partition) enter(v int32) {
	p.seen++
	p.order[v], p.low[v] = p.seen, p.seen
	p.open[v] = true
	p.stack = append(p.stack, v)
	p.path = append(p.path, frame{v: v})
}

// close takes the component whose first node is v off the stack.
func (p *partition) close(v int32, cyclic [][]int32) [][]int32 {
	start := len(p.stack) - 1
	for p.stack[start] != v {
		start--
	}
	component := p.stack[start:]
	p.stack = p.stack[:start]
	for _, w := range component {
		p.open[w] = false
	}
	_, loop := slices.BinarySearch(p.g.Successors(v), v)
	if len(component) > 1 || loop {
		cyclic = append(cyclic, slices.Clone(component))
	}
	return cyclic
}
