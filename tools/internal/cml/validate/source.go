package validate

import (
	"fmt"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/scope"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// source is where an offer, an expose or a debug registration takes
// capabilities from, with what the rules about it depend on.
type source struct {
	place              scope.Place
	t                  cml.CapabilityType
	names              []cml.Str
	from               cml.Strs
	availability       cml.Str
	sourceAvailability cml.Str
	// at is the place of the clause, verb what it does: "is offered".
	at   diag.Pos
	verb string
	// undeclared is the rule that capabilities from self break when they are not
	// declared, dictionary that of dictionaries.
	undeclared, dictionary string
}

// sourceOf describes the source of an offer or expose.
func sourceOf(clause *cml.Clause) source {
	s := source{
		place: scope.FromOf(clause.Section), t: clause.Type(), names: clause.Names(), from: clause.From,
		availability: clause.Availability, sourceAvailability: clause.SourceAvailability,
		at: clause.Pos, verb: "is offered", undeclared: "O3", dictionary: "O7",
	}
	if clause.Section == cml.SectionExpose {
		s.verb, s.undeclared, s.dictionary = "is exposed", "X2", "X8"
	}
	return s
}

// sources checks the rules S1 to S6 and those about capabilities from self.
func (c *checker) sources(s source) {
	if len(s.from.Items) > 1 && s.t != cml.TypeService {
		c.report(wrong(s.from.Items[1], "S1", "%s %s from several sources, but only services can be put together", subject(s.t, s.names), s.verb).
			WithNote(s.from.Items[0].Pos, "the first source is %q", s.from.Items[0].Value).
			WithHint("keep one of the sources"))
	}
	for _, from := range s.from.Items {
		c.source(s, from, cml.ParseRef(from.Value))
	}
}

func (c *checker) source(s source, from cml.Str, ref cml.Ref) {
	switch {
	case ref.Kind == cml.RefVoid:
		c.voidSource(s, from)
	case ref.Kind == cml.RefSelf && ref.Dictionary == "":
		c.fromSelf(s.t, s.names, from, s.undeclared, s.verb)
	case ref.Kind == cml.RefSelf:
		c.ownDictionary(from, ref, s.dictionary)
	case ref.Kind == cml.RefNamed:
		c.namedSource(s, from, ref)
	}
}

// voidSource checks rule S3.
func (c *checker) voidSource(s source, from cml.Str) {
	if s.availability.Value == "optional" {
		return
	}
	at, has := from, "has none"
	if s.availability.IsSet() {
		at, has = s.availability, fmt.Sprintf("has %q", s.availability.Value)
	}
	c.report(wrong(at, "S3", "%s %s from \"void\", so its availability must be \"optional\", but it %s", subject(s.t, s.names), s.verb, has).
		WithHint("write `availability: \"optional\"`, or name a source"))
}

// fromSelf checks that every name is declared with its type.
func (c *checker) fromSelf(t cml.CapabilityType, names []cml.Str, from cml.Str, rule, verb string) {
	for _, name := range names {
		if _, ok := c.scope.Declared(t, name.Value); ok {
			continue
		}
		finding := wrong(name, rule, "%s %s from \"self\", but capabilities does not declare it", named(t, name.Value), verb).
			WithNote(from.Pos, "the source is here")
		if other, ok := c.scope.Declaration(name.Value); ok {
			finding.WithNote(other.Name.Pos, "capabilities declares %s", named(other.Type, name.Value)).
				WithHint("make both the same type, or name the component that provides it in `from`")
		} else if near := c.near(name.Value, func() []string { return c.declaredNames(t) }); near != "" {
			finding.WithHint("did you mean %q?", near)
		} else {
			finding.WithHint("declare it in capabilities, or name the component that provides it in `from`")
		}
		c.report(finding)
	}
}

// ownDictionary checks that "self/d" names a declared dictionary.
func (c *checker) ownDictionary(ref cml.Str, parsed cml.Ref, rule string) {
	name := firstSegment(parsed.Dictionary)
	if _, ok := c.scope.Declared(cml.TypeDictionary, name); ok {
		return
	}
	finding := wrong(ref, rule, "%q needs the dictionary %q, which capabilities does not declare", ref.Value, name)
	if other, ok := c.scope.Declaration(name); ok {
		finding.WithNote(other.Name.Pos, "%q is declared as %s here", name, other.Type)
	}
	if near := c.near(name, func() []string { return c.declaredNames(cml.TypeDictionary) }); near != "" {
		c.report(finding.WithHint("did you mean %q?", "self/"+near))
		return
	}
	c.report(finding.WithHint("add { dictionary: %q } to capabilities", name))
}

// namedSource checks the rules S2, S4 and S5.
func (c *checker) namedSource(s source, from cml.Str, ref cml.Ref) {
	accepted, rule := scope.Accepted(s.place, s.t), "S2"
	if ref.Dictionary != "" {
		accepted, rule = scope.Accepted(scope.StorageFrom, cml.TypeStorage), "S5"
	}
	found := c.scope.Lookup(ref.Name, accepted...)
	switch {
	case found.Kind != scope.Missing:
		if meant := c.scope.ResolveRef(s.place, s.t, ref); meant.Kind != found.Kind {
			c.shadowed(s, from, ref, meant)
		}
		return
	case !c.missingIsFine(s, ref):
		c.unknown(from, rule, accepted, "%s %s from %q", subject(s.t, s.names), s.verb, from.Value)
	case s.availability.IsSet() && s.availability.Value != "optional":
		c.report(wrong(s.availability, "S4", "%s %s from %q, which is not in this manifest, as its `source_availability` allows; then its availability must be unset or \"optional\", not %q",
			subject(s.t, s.names), s.verb, from.Value, s.availability.Value).
			WithNote(from.Pos, "the missing source").
			WithHint("delete `availability` or write \"optional\""))
	}
}

// missingIsFine reports whether a source may be missing: nothing in the
// document has the name, and the clause says that it expects that. Runners and
// resolvers have no availability, so nothing can be put in place of them.
func (c *checker) missingIsFine(s source, ref cml.Ref) bool {
	if s.sourceAvailability.Value != "unknown" || s.t == cml.TypeRunner || s.t == cml.TypeResolver {
		return false
	}
	if ref.Dictionary != "" {
		return true
	}
	return c.scope.Lookup(ref.Name, scope.Child, scope.Collection, scope.Capability).Kind == scope.Missing
}

// shadowed warns that a reference does not mean the child that it looks like.
func (c *checker) shadowed(s source, from cml.Str, ref cml.Ref, meant scope.Target) {
	finding := diag.Warningf(from.Pos, "W2", "%q means the %s here, not the child of that name", from.Value, kindOf(meant))
	if child := c.scope.Child(ref.Name); child != nil {
		finding.WithNote(child.Name.Pos, "the child")
	}
	if meant.Kind == scope.Capability {
		finding.WithNote(meant.Declaration.Name.Pos, "the %s", meant.Declaration.Type)
	}
	c.report(finding.WithHint("rename one of the two"))
}

func kindOf(t scope.Target) string {
	if t.Kind == scope.Capability {
		return t.Declaration.Type.String()
	}
	return t.Kind.String()
}

// unknown reports a "#name" that does not stand for one of the accepted kinds.
// The format says what refers to it.
func (c *checker) unknown(ref cml.Str, rule string, accepted []scope.Kind, format string, args ...any) {
	name := cml.ParseRef(ref.Value).Name
	kinds, sections := make([]string, len(accepted)), make([]string, len(accepted))
	for i, k := range accepted {
		kinds[i], sections[i] = article(k.String()), sectionOf(k)
	}
	what := fmt.Sprintf(format, args...)
	other := c.scope.Lookup(name, scope.Child, scope.Collection, scope.Capability)
	switch other.Kind {
	case scope.Child:
		c.report(wrong(ref, rule, "%s, but %q is a child; it must be %s here", what, name, list(kinds, "or")).
			WithNote(other.Child.Name.Pos, "the child is declared here").
			WithHint("name %s instead", list(kinds, "or")))
		return
	case scope.Collection:
		c.report(wrong(ref, rule, "%s, but %q is a collection; it must be %s here", what, name, list(kinds, "or")).
			WithNote(other.Collection.Name.Pos, "the collection is declared here").
			WithHint("name %s instead; only services can be taken from a collection", list(kinds, "or")))
		return
	case scope.Capability:
		finding := wrong(ref, rule, "%s, but %q is a declared capability (%s); it must be %s here", what, name, other.Declaration.Type, list(kinds, "or")).
			WithNote(other.Declaration.Name.Pos, "the capability is declared here")
		if other.Declaration.Type == cml.TypeDictionary {
			finding.WithHint("write %q for the own dictionary", "self/"+name)
		} else {
			finding.WithHint("write \"self\" for own capabilities, or name %s", list(kinds, "or"))
		}
		c.report(finding)
		return
	}
	finding := wrong(ref, rule, "%s, but %q does not appear in %s", what, name, list(sections, "or"))
	if near := c.near(name, func() []string { return c.names(accepted) }); near != "" {
		finding.WithHint("did you mean %q?", "#"+near)
	} else if rule == "S2" || rule == "S5" {
		finding.WithHint("declare %q in %s, or write `source_availability: \"unknown\"` if it may be missing", name, sections[0])
	} else if rule == "O10" {
		finding.WithHint("declare %q in %s, or write `target_availability: \"unknown\"` if it may be missing", name, list(sections, "or"))
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
