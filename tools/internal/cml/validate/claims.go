package validate

import (
	"cmp"
	"slices"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// claims finds things that are claimed more than once. What is claimed once,
// the normal case, costs one map entry.
type claims[K comparable, V any] struct {
	first     map[K]V
	contested map[K]int
	contests  []contest[K, V]
}

// contest is a key with all who claim it.
type contest[K comparable, V any] struct {
	key       K
	claimants []V
}

// newClaims returns a table for about n keys.
func newClaims[K comparable, V any](n int) claims[K, V] {
	return claims[K, V]{first: make(map[K]V, n), contested: map[K]int{}}
}

func (c *claims[K, V]) add(key K, v V) {
	first, taken := c.first[key]
	if !taken {
		c.first[key] = v
		return
	}
	i, known := c.contested[key]
	if !known {
		i = len(c.contests)
		c.contested[key] = i
		c.contests = append(c.contests, contest[K, V]{key: key, claimants: []V{first}})
	}
	c.contests[i].claimants = append(c.contests[i].claimants, v)
}

// claimants returns all who claim a key.
func (c *claims[K, V]) claimants(key K) []V {
	if i, ok := c.contested[key]; ok {
		return c.contests[i].claimants
	}
	if v, ok := c.first[key]; ok {
		return []V{v}
	}
	return nil
}

// inSourceOrder sorts claimants so that the first one is what a reader calls
// the first one: canonical order moved them. Files keep the order in which they
// were met.
func inSourceOrder[V any](vs []V, pos func(V) diag.Pos) {
	type key struct {
		file         int
		line, column int
	}
	files := map[string]int{}
	type keyed struct {
		v V
		k key
	}
	sorted := make([]keyed, len(vs))
	for i, v := range vs {
		p := pos(v).Position()
		file, ok := files[p.File]
		if !ok {
			file = len(files)
			files[p.File] = file
		}
		sorted[i] = keyed{v, key{file, p.Line, p.Column}}
	}
	slices.SortStableFunc(sorted, func(a, b keyed) int {
		return cmp.Or(cmp.Compare(a.k.file, b.k.file), cmp.Compare(a.k.line, b.k.line), cmp.Compare(a.k.column, b.k.column))
	})
	for i := range sorted {
		vs[i] = sorted[i].v
	}
}
