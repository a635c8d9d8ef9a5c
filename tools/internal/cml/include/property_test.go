package include

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// FuzzResolve resolves graphs of eight files; bit j of byte i says that file i
// includes file j, and the last one of them may be missing.
func FuzzResolve(f *testing.F) {
	f.Add([]byte{0b110, 0b1000, 0b1000, 0b10000, 0, 0, 0, 0}, false)
	f.Add([]byte{0b10, 0b100, 0b1, 0, 0, 0, 0, 0}, false)
	f.Add([]byte{0b1, 0, 0, 0, 0, 0, 0, 0}, false)
	f.Add([]byte{0b10000010, 0b10000000}, true)
	f.Fuzz(func(t *testing.T, graph []byte, lastMissing bool) {
		const n = 8
		includes := make([][]int, n)
		texts := map[string]string{}
		for i := range n {
			var names []string
			for j := range n {
				if i < len(graph) && graph[i]>>j&1 == 1 {
					includes[i] = append(includes[i], j)
					names = append(names, fmt.Sprint(j))
				}
			}
			if i < n-1 || !lastMissing {
				texts[fmt.Sprint(i)] = including(names...)
			} else {
				includes[i] = nil
			}
		}
		var diags diag.List
		tree, err := NewResolver(NewFileSystem(newFiles(texts), ".", nil), decode).Resolve([]string{"0"}, &diags)
		if err != nil {
			t.Fatal(err)
		}

		reached, cyclic := reach(includes)
		missing := lastMissing && reached[n-1]
		findings := printed(&diags)
		if got := strings.Contains(findings, "cycle"); got != cyclic {
			t.Errorf("cycle reported: got %v, want %v", got, cyclic)
		}
		if got := strings.Contains(findings, "is not there"); got != missing {
			t.Errorf("missing file reported: got %v, want %v", got, missing)
		}
		got := ids(tree.Includes)
		for i := 1; i < n; i++ {
			times := 0
			for _, id := range got {
				if id == fmt.Sprint(i) {
					times++
				}
			}
			want := 0
			if _, exists := texts[fmt.Sprint(i)]; reached[i] && exists {
				want = 1
			}
			if times != want {
				t.Errorf("file %d: got it %d times, want %d", i, times, want)
			}
		}
		if cyclic {
			return
		}
		for at, id := range got {
			for _, j := range includes[id[0]-'0'] {
				if k := slices.Index(got, fmt.Sprint(j)); k > at {
					t.Errorf("got %s before %d, which it includes", id, j)
				}
			}
		}
	})
}

// reach returns what can be reached from node 0 and whether there is a cycle,
// by following paths up to the length at which they must repeat a node.
func reach(edges [][]int) (reached map[int]bool, cyclic bool) {
	reached = map[int]bool{0: true}
	at := map[int]bool{0: true}
	for range edges {
		next := map[int]bool{}
		for i := range at {
			for _, j := range edges[i] {
				next[j], reached[j] = true, true
			}
		}
		at = next
	}
	return reached, len(at) > 0
}

// BenchmarkStrict shows that the cost per shard does not grow with their
// number: each includes the next one, and a manifest includes all.
func BenchmarkStrict(b *testing.B) {
	for _, n := range []int{10, 100, 1_000, 10_000} {
		manifest := shard("@@//m:m", "m.cml", "-")
		shards := make([]Shard, n)
		texts := map[string]string{}
		var all []string
		for i := range shards {
			s := shard(fmt.Sprintf("@@//s:s%d", i), fmt.Sprintf("lib/s%d.cml", i), "lib")
			next := fmt.Sprintf("s%d.cml", i+1)
			if i == n-1 {
				texts[s.File] = including()
			} else {
				texts[s.File] = including(next)
				s.Deps = []string{fmt.Sprintf("@@//s:s%d", i+1)}
			}
			all = append(all, fmt.Sprintf("s%d.cml", i))
			manifest.Deps = append(manifest.Deps, s.Label)
			shards[i] = s
		}
		texts[manifest.File] = including(all...)
		shards = append(shards, manifest)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				l, err := NewStrict(shards, StrictOptions{Read: newFiles(texts).ReadFile})
				if err != nil {
					b.Fatal(err)
				}
				var diags diag.List
				tree, err := NewResolver(l, decode).Resolve([]string{manifest.File}, &diags)
				if err != nil || diags.Len() > 0 || len(tree.Includes) != n {
					b.Fatal(err, diags.Err(), len(tree.Includes))
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/shard")
		})
	}
}
