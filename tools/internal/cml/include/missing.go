package include

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// ambiguous says that an include string stands for several files.
func ambiguous(owner *source, include cml.Str, found []*source) *diag.Diagnostic {
	var files []string
	for _, s := range found {
		files = append(files, fmt.Sprintf("%s of %s", s.Path, DisplayLabel(s.Label)))
	}
	return diag.Errorf(include.Pos, "", "include %q stands for several files: %s", include.Value, strings.Join(files, " and ")).
		WithHint("keep one of them in the deps of %s", DisplayLabel(owner.Label))
}

// missing says that an include string stands for nothing that the file may
// include, and what to do about it.
func (l *Strict) missing(owners []*source, include cml.Str) *diag.Diagnostic {
	if len(owners) == 0 {
		return diag.Errorf(include.Pos, "", "include %q cannot be found: no target owns this file", include.Value)
	}
	owner := owners[0]
	label := DisplayLabel(owner.Label)
	if have := l.others(owner, clean(include.Value)); len(have) > 0 {
		slices.Sort(have)
		which := "which is not"
		if len(have) > 1 {
			which = "none of which is"
		}
		d := diag.Errorf(include.Pos, "", "include %q is a file of %s, %s in the deps of %s",
			include.Value, strings.Join(have, " and of "), which, label)
		if !isMain(owner.Label) {
			return d.WithHint("add %s to the deps of %s, in the repository that has it", have[0], label)
		}
		return d.WithHint("buildozer 'add deps %s' %s", have[0], label)
	}
	near := nearest(include.Value, l.offers(owners))
	if len(near) == 0 {
		return diag.Errorf(include.Pos, "", "include %q cannot be found: %s has no shards in its deps", include.Value, label).
			WithHint("add the target that has the file to the deps of %s", label)
	}
	return diag.Errorf(include.Pos, "", "include %q is a file of none of the deps of %s; they have %s",
		include.Value, label, listed(near)).
		WithHint("correct the string, or add the target that has the file to the deps of %s", label)
}

// others returns the labels of all shards that a name stands for, though the
// target of the including file does not depend on them.
func (l *Strict) others(owner *source, name string) []string {
	found := l.everywhere[name]
	if strings.HasPrefix(name, "//") {
		found = l.inRepo[owner.Repo][name]
	}
	var labels []string
	for _, s := range found {
		if label := DisplayLabel(s.Label); !slices.Contains(labels, label) {
			labels = append(labels, label)
		}
	}
	return labels
}

// offer is a string that could be included.
type offer struct{ name, label string }

// offers returns all that a file may include.
func (l *Strict) offers(owners []*source) []offer {
	var offers []offer
	for _, owner := range owners {
		for name, sources := range l.deps(owner) {
			offers = append(offers, offer{name, DisplayLabel(sources[0].Label)})
		}
		for _, repo := range owner.Open {
			for name, sources := range l.inRepo[repo] {
				if repo == owner.Repo || !strings.HasPrefix(name, "//") {
					offers = append(offers, offer{name, DisplayLabel(sources[0].Label)})
				}
			}
		}
	}
	return offers
}

// nearest returns the offers that are most like an include string, the nearest
// first, as a message lists them. It is cheap, for there may be thousands of
// offers and of wrong strings: likeness is what the two have in common at
// their start and at their end.
func nearest(include string, offers []offer) []string {
	likeness := func(o offer) int {
		a, b := strings.TrimPrefix(include, "//"), strings.TrimPrefix(o.name, "//")
		start := 0
		for start < len(a) && start < len(b) && a[start] == b[start] {
			start++
		}
		a, b = a[start:], b[start:]
		end := 0
		for end < len(a) && end < len(b) && a[len(a)-1-end] == b[len(b)-1-end] {
			end++
		}
		return start + end
	}
	type ranked struct {
		offer
		likeness int
	}
	best := make([]ranked, 0, most+2)
	for _, o := range offers {
		r := ranked{o, likeness(o)}
		at, _ := slices.BinarySearchFunc(best, r, func(a, b ranked) int {
			if a.likeness != b.likeness {
				return b.likeness - a.likeness
			}
			return strings.Compare(a.name+a.label, b.name+b.label)
		})
		best = slices.Insert(best, at, r)
		best = best[:min(len(best), most+1)]
	}
	var names []string
	for _, r := range best {
		name := fmt.Sprintf("%q of %s", r.name, r.label)
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
