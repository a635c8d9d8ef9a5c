// Package digraph finds the cycles of a directed graph in bounded time.
//
// Its one promise: it always returns. A graph can have exponentially many
// elementary cycles; beyond a limit the package names short ones and says that
// there are more. Nothing in it recurses, so a chain of any length is fine.
package digraph

import "slices"

// Edge is an edge between two nodes, which are numbers from 0 on.
type Edge struct{ From, To int32 }

// Graph is a directed graph whose successors of a node are sorted.
type Graph struct {
	// The successors of v are to[first[v]:first[v+1]].
	first []int32
	to    []int32
}

// New returns the graph with nodes 0 to n-1. Repeated edges count once; edges
// from a node to itself are cycles of one node.
func New(n int, edges []Edge) *Graph {
	g := &Graph{first: make([]int32, n+1), to: make([]int32, len(edges))}
	for _, e := range edges {
		g.first[e.From+1]++
	}
	for v := range n {
		g.first[v+1] += g.first[v]
	}
	next := slices.Clone(g.first[:n])
	for _, e := range edges {
		g.to[next[e.From]] = e.To
		next[e.From]++
	}
	var kept int32
	for v := range n {
		successors := g.to[g.first[v]:g.first[v+1]]
		slices.Sort(successors)
		g.first[v] = kept
		kept += int32(copy(g.to[kept:], slices.Compact(successors)))
	}
	g.first[n] = kept
	g.to = g.to[:kept]
	return g
}

// Nodes returns the number of nodes.
func (g *Graph) Nodes() int { return len(g.first) - 1 }

// Successors returns the sorted successors of a node.
func (g *Graph) Successors(v int32) []int32 { return g.to[g.first[v]:g.first[v+1]] }
