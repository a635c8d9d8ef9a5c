package translate

import (
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// toAll expands offers to "all": to every child, then to every collection, but
// not to the source itself and not where the target has the capability already.
type toAll struct {
	t       *translator
	clauses []*cml.Clause
	// has knows what the targets are given; nil when nothing is offered to all.
	has map[gift]origin
	// told has the places of conflicts that were reported.
	told map[diag.Pos]bool
}

// gift is a capability that a target has.
type gift struct {
	target cm.Ref
	typ    cml.CapabilityType
	name   string
}

// origin is where a gift comes from.
type origin struct {
	ref              cm.Ref
	dictionary, name string
	written          cml.Str
}

func (t *translator) newToAll() *toAll {
	a := &toAll{t: t}
	for _, c := range t.doc.Offer {
		if !slices.ContainsFunc(c.To.Items, isAll) {
			continue
		}
		if typ := c.Type(); typ == cml.TypeProtocol || typ == cml.TypeDictionary {
			a.clauses = append(a.clauses, c)
			continue
		}
		at := c.To.Items[slices.IndexFunc(c.To.Items, isAll)].Pos
		t.errorf(at, "", "only protocols and dictionaries can be offered to \"all\", not a clause of type %s", c.Type()).
			WithHint("list the children and collections")
	}
	if len(a.clauses) > 0 {
		a.has, a.told = map[gift]origin{}, map[diag.Pos]bool{}
	}
	return a
}

func isAll(to cml.Str) bool { return cml.ParseRef(to.Value).Kind == cml.RefAll }

// origin returns where an offer of one name comes from.
func (o *offer) origin(name cml.Str) origin {
	from := origin{ref: o.from.ref, name: name.Value, written: name}
	if o.from.dictionary != nil {
		from.dictionary = *o.from.dictionary
	}
	return from
}

// give remembers that a target has a capability; the first offer counts.
func (a *toAll) give(o *offer, target cm.Ref, name cml.Str) {
	if a.has == nil {
		return
	}
	key := gift{target, o.clause.Type(), *or(o.clause.As, name.Value)}
	if _, known := a.has[key]; !known {
		a.has[key] = o.origin(name)
	}
}

// lacks reports whether a target still needs an offer to all. That it has the
// same capability from another source is an error, told once per name.
func (a *toAll) lacks(o *offer, target cm.Ref, name cml.Str) bool {
	key := gift{target, o.clause.Type(), *or(o.clause.As, name.Value)}
	has, known := a.has[key]
	if !known {
		return true
	}
	now := o.origin(name)
	sameSource := has.ref == now.ref && has.dictionary == now.dictionary
	if sameSource && has.name == now.name || a.told[name.Pos] {
		return false
	}
	rule, difference := "O15", "from different sources"
	if sameSource {
		rule, difference = "O16", "as different capabilities"
	}
	a.told[name.Pos] = true
	a.t.errorf(name.Pos, rule, "%s %q is offered to \"all\" and to %q %s", key.typ, key.name, written(target), difference).
		WithNote(has.written.Pos, "offered to %q here", written(target))
	return false
}

// expand appends the offers to all.
func (a *toAll) expand(offers []cm.Offer) []cm.Offer {
	if len(a.clauses) == 0 {
		return offers
	}
	targets := a.targets()
	for _, c := range a.clauses {
		for _, from := range c.From.Items {
			o := a.t.offer(c, from)
			for _, target := range targets {
				if target == o.from.ref {
					continue
				}
				for _, name := range c.Names() {
					if a.lacks(o, target, name) {
						a.give(o, target, name)
						offers = append(offers, o.declare(target, name.Value))
					}
				}
			}
		}
	}
	return offers
}

// targets returns the children sorted by name, then the collections.
func (a *toAll) targets() []cm.Ref {
	var children, collections []string
	for _, c := range a.t.doc.Children {
		children = append(children, c.Name.Value)
	}
	for _, c := range a.t.doc.Collections {
		collections = append(collections, c.Name.Value)
	}
	slices.SortFunc(children, strings.Compare)
	slices.SortFunc(collections, strings.Compare)
	targets := make([]cm.Ref, 0, len(children)+len(collections))
	for _, name := range children {
		targets = append(targets, cm.ChildRef{Name: name})
	}
	for _, name := range collections {
		targets = append(targets, cm.CollectionRef{Name: name})
	}
	return targets
}

// written returns how a manifest writes a target.
func written(r cm.Ref) string {
	switch r := r.(type) {
	case cm.ChildRef:
		return "#" + r.Name
	case cm.CollectionRef:
		return "#" + r.Name
	case cm.CapabilityRef:
		return "self/" + r.Name
	}
	return ""
}
