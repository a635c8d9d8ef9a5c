package digraph

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var roomy = Limits{List: 1 << 20, Count: 1 << 20, Steps: 1 << 30}

func TestCycles(t *testing.T) {
	tests := []struct {
		name  string
		n     int
		edges []Edge
		want  [][]int32
	}{
		{"no nodes", 0, nil, nil},
		{"chain", 4, []Edge{{0, 1}, {1, 2}, {2, 3}}, nil},
		{"diamond", 4, []Edge{{0, 1}, {0, 2}, {1, 3}, {2, 3}}, nil},
		{"loop", 2, []Edge{{1, 1}, {0, 1}}, [][]int32{{1}}},
		{"pair", 2, []Edge{{0, 1}, {1, 0}}, [][]int32{{0, 1}}},
		{"repeated edges count once", 2, []Edge{{0, 1}, {1, 0}, {0, 1}}, [][]int32{{0, 1}}},
		{"starts at the smallest node", 4, []Edge{{3, 1}, {1, 2}, {2, 3}}, [][]int32{{1, 2, 3}}},
		{"two that overlap", 3, []Edge{{0, 1}, {1, 0}, {1, 2}, {2, 1}}, [][]int32{{0, 1}, {1, 2}}},
		{"two components", 5, []Edge{{0, 1}, {1, 0}, {1, 2}, {2, 3}, {3, 4}, {4, 3}}, [][]int32{{0, 1}, {3, 4}}},
		{"loop inside a cycle", 2, []Edge{{0, 1}, {1, 0}, {1, 1}}, [][]int32{{0, 1}, {1}}},
		{"complete of three", 3, complete(3), [][]int32{{0, 1}, {0, 1, 2}, {0, 2}, {0, 2, 1}, {1, 2}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := New(test.n, test.edges).Cycles(roomy)
			if diff := cmp.Diff(Found{Cycles: test.want, Total: len(test.want), Complete: true}, got); diff != "" {
				t.Errorf("cycles (-want +got):\n%s", diff)
			}
		})
	}
}

func complete(n int32) []Edge {
	var edges []Edge
	for v := range n {
		for w := range n {
			if v != w {
				edges = append(edges, Edge{v, w})
			}
		}
	}
	return edges
}

// Johnson's algorithm must find exactly what trying every path finds.
func TestCyclesAgreeWithExhaustiveSearch(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		n := 1 + random.IntN(7)
		var edges []Edge
		for range random.IntN(n*n + 1) {
			edges = append(edges, Edge{random.Int32N(int32(n)), random.Int32N(int32(n))})
		}
		g := New(n, edges)
		want := exhaustive(g)
		got := g.Cycles(roomy)
		if diff := cmp.Diff(Found{Cycles: want, Total: len(want), Complete: true}, got); diff != "" {
			t.Fatalf("edges %v (-want +got):\n%s", edges, diff)
		}
		limited := g.Cycles(Limits{List: 3, Count: 1000, Steps: 1 << 30})
		if limited.Total != len(want) || len(limited.Cycles) != min(3, len(want)) {
			t.Fatalf("edges %v: listed %v of %d, want up to 3 of %d", edges, limited.Cycles, limited.Total, len(want))
		}
		shortest := slices.Clone(want)
		slices.SortFunc(shortest, byLength)
		listed := slices.Clone(limited.Cycles)
		slices.SortFunc(listed, byLength)
		for i := range listed {
			if len(listed[i]) != len(shortest[i]) {
				t.Fatalf("edges %v: listed %v, want the shortest of %v", edges, listed, shortest)
			}
		}
		for _, cycle := range limited.Cycles {
			if !slices.ContainsFunc(want, func(w []int32) bool { return slices.Equal(w, cycle) }) {
				t.Fatalf("edges %v: %v is no cycle of %v", edges, cycle, want)
			}
		}
	}
}

func exhaustive(g *Graph) [][]int32 {
	var found [][]int32
	var walk func(path []int32)
	walk = func(path []int32) {
		for _, w := range g.Successors(path[len(path)-1]) {
			switch {
			case w == path[0]:
				found = append(found, slices.Clone(path))
			case w > path[0] && !slices.Contains(path, w):
				walk(append(path, w))
			}
		}
	}
	for v := range g.Nodes() {
		walk([]int32{int32(v)})
	}
	slices.SortFunc(found, slices.Compare[[]int32])
	return found
}

func TestCyclesThatExplodeAreBounded(t *testing.T) {
	limits := Limits{List: 20, Count: 1000, Steps: 1 << 21}
	got := New(60, complete(60)).Cycles(limits)
	if got.Complete || got.Total < 1000 {
		t.Errorf("complete graph: total %d, complete %v; want 1000 or more, incomplete", got.Total, got.Complete)
	}
	if len(got.Cycles) != 20 {
		t.Fatalf("complete graph: %d cycles listed, want 20", len(got.Cycles))
	}
	for _, cycle := range got.Cycles {
		if len(cycle) != 2 {
			t.Errorf("listed %v; want cycles of two nodes, which are the shortest", cycle)
		}
	}
}

func TestFewStepsStillNameACycle(t *testing.T) {
	got := New(60, complete(60)).Cycles(Limits{List: 20, Count: 1000, Steps: 100})
	if got.Complete || len(got.Cycles) == 0 {
		t.Errorf("got %d cycles, complete %v; want some, incomplete", len(got.Cycles), got.Complete)
	}
}

func TestLongChainsAndRings(t *testing.T) {
	const n = 200_000
	edges := make([]Edge, 0, n)
	for v := range int32(n - 1) {
		edges = append(edges, Edge{v, v + 1})
	}
	limits := Limits{List: 20, Count: 1000, Steps: 1 << 24}
	if got := New(n, edges).Cycles(limits); got.Total != 0 || !got.Complete {
		t.Errorf("chain: %d cycles, complete %v; want none", got.Total, got.Complete)
	}
	got := New(n, append(edges, Edge{n - 1, 0})).Cycles(limits)
	if got.Total != 1 || !got.Complete || len(got.Cycles[0]) != n {
		t.Errorf("ring: total %d, complete %v; want one of all nodes", got.Total, got.Complete)
	}
}
