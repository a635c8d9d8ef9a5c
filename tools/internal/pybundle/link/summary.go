package link

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml/include"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

// Summary says what a bundle consists of.
type Summary struct {
	// Size is how long the file is.
	Size    int64
	entries []entry
	blobs   []hpa.Blob
}

// shown is how many of the largest entries are listed.
const shown = 10

// CheckSize returns an error with the largest entries if a bundle is larger than
// it may be. Carrier is how long what stands in front of the archive is.
func (s *Summary) CheckSize(name, label string, limit, carrier int64) error {
	if limit <= 0 || s.Size <= limit {
		return nil
	}
	d := diag.Errorf(at(name, label), "", "the bundle has %d bytes, more than size_limit = %d", s.Size, limit)
	all := s.largest()
	if carrier > 0 {
		all = append(all, sized{"", "the runtime", carrier})
		slices.SortStableFunc(all, func(a, b sized) int { return cmp.Compare(b.size, a.size) })
	}
	for _, e := range all[:min(len(all), shown)] {
		d.Related = append(d.Related, diag.Note{Pos: at(e.path, e.label), Msg: fmt.Sprintf("%d bytes", e.size)})
	}
	list := &diag.List{}
	list.Add(d.WithHint("remove what is not needed, share it in a suite, or raise size_limit"))
	return list.Err()
}

// sized is a file and what it takes.
type sized struct {
	label, path string
	size        int64
}

// largest returns all files, the largest first, with what their blobs take. A
// blob that several share counts for the first.
func (s *Summary) largest() []sized {
	type key struct{ label, path string }
	sizes, counted := map[key]int64{}, map[int]bool{}
	var order []key
	for _, e := range s.entries {
		if e.blob < 0 || counted[e.blob] {
			continue
		}
		counted[e.blob] = true
		k := key{include.DisplayLabel(e.label), e.path}
		if _, ok := sizes[k]; !ok {
			order = append(order, k)
		}
		sizes[k] += s.blobs[e.blob].StoredLen
	}
	all := make([]sized, len(order))
	for i, k := range order {
		all[i] = sized{k.label, k.path, sizes[k]}
	}
	slices.SortFunc(all, func(a, b sized) int {
		return cmp.Or(cmp.Compare(b.size, a.size), strings.Compare(a.path, b.path))
	})
	return all
}
