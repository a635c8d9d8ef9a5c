package validate

import (
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/scope"
)

// unknownRef is a "#name" that does not stand for what it must at its place.
type unknownRef struct {
	ref  cml.Str
	rule string
	// accepted are the kinds that it may stand for.
	accepted []scope.Kind
	// what says what refers to it: protocol "p" is offered to "#x".
	what string
	// or is another way out than to declare the name; "" is to correct it.
	or string
}

// unknown reports a reference, and what the name stands for if it is known at
// all.
func (c *checker) unknown(u unknownRef) {
	name := cml.ParseRef(u.ref.Value).Name
	kinds, sections := make([]string, len(u.accepted)), make([]string, len(u.accepted))
	for i, k := range u.accepted {
		kinds[i], sections[i] = article(k.String()), sectionOf(k)
	}
	if found := c.scope.Lookup(name, scope.Child, scope.Collection, scope.Capability); found.Kind != scope.Missing {
		// Children are accepted everywhere, so it is a collection or a capability.
		kind, declared := "a declared "+found.Declaration.Type.String(), found.Declaration.Name.Pos
		if found.Kind == scope.Collection {
			kind, declared = "a collection", found.Collection.Name.Pos
		}
		finding := wrong(u.ref, u.rule, "%s, but %q is %s; it must be %s here", u.what, name, kind, list(kinds, "or")).
			WithNote(declared, "%q is declared here", name)
		if found.Kind == scope.Capability && found.Declaration.Type == cml.TypeDictionary {
			finding.WithHint("write %q for the own dictionary", "self/"+name)
		} else {
			finding.WithHint("name %s instead", list(kinds, "or"))
		}
		c.report(finding)
		return
	}
	finding := wrong(u.ref, u.rule, "%s, but %q does not appear in %s", u.what, name, list(sections, "or"))
	if near := c.near(name, func() []string { return c.names(u.accepted) }); near != "" {
		finding.WithHint("did you mean %q?", "#"+near)
	} else if u.or != "" {
		finding.WithHint("declare %q in %s, or %s", name, list(sections, "or"), u.or)
	} else {
		finding.WithHint("declare %q in %s, or correct the name", name, list(sections, "or"))
	}
	c.report(finding)
}

func sectionOf(k scope.Kind) string {
	switch k {
	case scope.Child:
		return "children"
	case scope.Collection:
		return "collections"
	}
	return "capabilities"
}

// names returns all names of some kinds.
func (c *checker) names(kinds []scope.Kind) []string {
	var names []string
	for _, k := range kinds {
		switch k {
		case scope.Child:
			for _, x := range c.doc.Children {
				names = append(names, x.Name.Value)
			}
		case scope.Collection:
			for _, x := range c.doc.Collections {
				names = append(names, x.Name.Value)
			}
		case scope.Capability:
			names = append(names, c.declaredNames(cml.NoType)...)
		}
	}
	return names
}

// declaredNames returns the names that capabilities declares with a type, of
// any type for NoType.
func (c *checker) declaredNames(t cml.CapabilityType) []string {
	var names []string
	for _, clause := range c.doc.Capabilities {
		if t != cml.NoType && clause.Type() != t {
			continue
		}
		for _, n := range clause.Names() {
			names = append(names, n.Value)
		}
	}
	return names
}
