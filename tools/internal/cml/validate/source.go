package validate

import (
	"fmt"
	"strconv"

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
	// verb is what is done with them: "offered".
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
		verb: "offered", undeclared: "O3", dictionary: "O7",
	}
	if clause.Section == cml.SectionExpose {
		s.verb, s.undeclared, s.dictionary = "exposed", "X2", "X8"
	}
	return s
}

// sources checks the rules S1 to S6 and those about capabilities from self.
func (c *checker) sources(s *source) {
	if len(s.from.Items) > 1 && s.t != cml.TypeService {
		c.report(wrong(s.from.Items[1], "S1", "%s from several sources, but only services can be put together", act(s.t, s.names, s.verb)).
			WithNote(s.from.Items[0].Pos, "the first source is %q", s.from.Items[0].Value).
			WithHint("keep one of the sources"))
	}
	for _, from := range s.from.Items {
		ref := cml.ParseRef(from.Value)
		if !c.refusedSource(s, from, ref) {
			c.source(s, from, ref)
		}
	}
}

// refusedSource reports a source that is wrong for the type whatever it names.
func (c *checker) refusedSource(s *source, from cml.Str, ref cml.Ref) bool {
	switch s.place {
	case scope.OfferFrom:
		return c.refusedOfferSource(s, from, ref)
	case scope.ExposeFrom:
		return c.refusedExposeSource(s, from, ref)
	}
	return false
}

func (c *checker) source(s *source, from cml.Str, ref cml.Ref) {
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
func (c *checker) voidSource(s *source, from cml.Str) {
	if s.availability.Value == "optional" {
		return
	}
	if s.place == scope.DebugFrom {
		c.report(wrong(from, "S3", "%s from \"void\", but what is registered there cannot be optional", act(s.t, s.names, s.verb)).
			WithHint("name a source, or delete the registration"))
		return
	}
	at, has := from, "not set"
	if s.availability.IsSet() {
		at, has = s.availability, strconv.Quote(s.availability.Value)
	}
	c.report(wrong(at, "S3", "%s from \"void\", so the availability must be \"optional\", but it is %s", act(s.t, s.names, s.verb), has).
		WithHint("write `availability: \"optional\"`, or name a source"))
}

// fromSelf checks that every name is declared with its type.
func (c *checker) fromSelf(t cml.CapabilityType, names []cml.Str, from cml.Str, rule, verb string) {
	for _, name := range names {
		if _, ok := c.scope.Declared(t, name.Value); ok {
			continue
		}
		finding := wrong(name, rule, "%s is %s from \"self\", but capabilities does not declare it", named(t, name.Value), verb).
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
func (c *checker) namedSource(s *source, from cml.Str, ref cml.Ref) {
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
		bad := unknownRef{ref: from, rule: rule, accepted: accepted, what: fmt.Sprintf("%s from %q", act(s.t, s.names, s.verb), from.Value)}
		if s.place != scope.DebugFrom && s.t != cml.TypeRunner && s.t != cml.TypeResolver {
			bad.or = "write `source_availability: \"unknown\"` if it may be missing"
		}
		c.unknown(bad)
	case s.availability.IsSet() && s.availability.Value != "optional":
		c.report(wrong(s.availability, "S4", "%s from %q, which is not in this manifest, as `source_availability` allows; then the availability must be unset or \"optional\", not %q",
			act(s.t, s.names, s.verb), from.Value, s.availability.Value).
			WithNote(from.Pos, "the missing source").
			WithHint("delete `availability` or write \"optional\""))
	}
}

// missingIsFine reports whether a source may be missing: nothing in the
// document has the name, and the clause says that it expects that. Runners and
// resolvers have no availability, so nothing can be put in place of them.
func (c *checker) missingIsFine(s *source, ref cml.Ref) bool {
	if s.sourceAvailability.Value != "unknown" || s.t == cml.TypeRunner || s.t == cml.TypeResolver {
		return false
	}
	if ref.Dictionary != "" {
		return true
	}
	return c.scope.Lookup(ref.Name, scope.Child, scope.Collection, scope.Capability).Kind == scope.Missing
}

// shadowed warns that a reference does not mean the child that it looks like.
func (c *checker) shadowed(s *source, from cml.Str, ref cml.Ref, meant scope.Target) {
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
