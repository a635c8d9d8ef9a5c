package validate

import (
	"fmt"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/scope"
)

// offers checks the section offer.
func (c *checker) offers() {
	n := 0
	for _, clause := range c.doc.Offer {
		n += len(clause.Names()) * len(clause.To.Items)
	}
	c.offered, c.toAll = newRoutes(n), newRoutes(0)
	for _, clause := range c.doc.Offer {
		if !c.capability(clause, "O1", "O1") {
			continue
		}
		c.offer(clause)
		c.ignoredFields(clause)
		for i := range clause.To.Items {
			c.offerTarget(clause, &clause.To.Items[i])
		}
	}
	c.repeatedRoutes(&c.offered, "O14", "offered")
	c.repeatedRoutes(&c.toAll, "O2", "offered")
	c.specificAgainstAll()
}

// offer checks what does not depend on the target.
func (c *checker) offer(clause *cml.Clause) {
	t, names := clause.Type(), clause.Names()
	if clause.As.IsSet() && len(names) > 1 {
		rule := "O9"
		if t == cml.TypeEventStream {
			rule = "O4"
		}
		c.asOfSeveral(clause, rule)
	}
	if clause.Dependency.IsSet() && !canBeWeak(t) {
		c.report(wrong(clause.Dependency, "O8", "the offer of %s has a `dependency`, but it is always strong", subject(t, names)).
			WithHint("delete `dependency`; protocols, services, directories and dictionaries can have it"))
	}
	c.rights(clause, "O5")
	c.eventScope(clause, "O4")
	s := sourceOf(clause)
	c.sources(&s)
}

// canBeWeak reports whether routes of a type have a dependency to choose.
func canBeWeak(t cml.CapabilityType) bool {
	switch t {
	case cml.TypeProtocol, cml.TypeService, cml.TypeDirectory, cml.TypeDictionary:
		return true
	}
	return false
}

// refusedOfferSource reports a source that no offer of the type may have.
func (c *checker) refusedOfferSource(s *source, from cml.Str, ref cml.Ref) bool {
	switch {
	case ref.Dictionary != "" && (s.t == cml.TypeStorage || s.t == cml.TypeEventStream):
		c.report(wrong(from, "O7", "%s from the dictionary %q, but dictionaries hold no capabilities of this type", act(s.t, s.names, s.verb), from.Value).
			WithHint("name another source"))
	case s.t == cml.TypeStorage && ref.Kind == cml.RefNamed:
		c.report(wrong(from, "O6", "%s from %q, but storage comes from \"parent\" or \"self\"", act(s.t, s.names, s.verb), from.Value).
			WithHint("declare the storage in capabilities with a `backing_dir` from %q, and offer it from \"self\"", from.Value))
	case s.t == cml.TypeStorage && ref.Kind == cml.RefFramework:
		c.report(wrong(from, "D6", "%s from \"framework\", but storage comes from \"parent\" or \"self\"", act(s.t, s.names, s.verb)).
			WithHint("write \"parent\" or \"self\""))
	case s.t == cml.TypeEventStream && ref.Kind == cml.RefSelf:
		c.report(wrong(from, "O4", "%s from \"self\", but only the framework has event streams", act(s.t, s.names, s.verb)).
			WithHint("write \"parent\" or \"framework\""))
	default:
		return false
	}
	return true
}

// offerTarget checks one target of an offer and enters it into the tables.
func (c *checker) offerTarget(clause *cml.Clause, to *cml.Str) {
	ref := cml.ParseRef(to.Value)
	switch ref.Kind {
	case cml.RefAll:
		if t := clause.Type(); t != cml.TypeProtocol && t != cml.TypeDictionary {
			c.report(wrong(*to, "O18", "%s to \"all\", but only protocols and dictionaries can be", act(t, clause.Names(), "offered")).
				WithHint("list the children in `to`"))
			return
		}
		c.toAll.addClause(clause, to.Value)
	case cml.RefSelf:
		if c.dictionaryTarget(clause, *to, ref) {
			c.offered.addClause(clause, to.Value)
		}
	case cml.RefNamed:
		if c.namedTarget(clause, *to, ref) {
			c.offered.addClause(clause, to.Value)
		}
	}
}

// dictionaryTarget checks rule O13 and reports whether the target exists.
func (c *checker) dictionaryTarget(clause *cml.Clause, to cml.Str, ref cml.Ref) bool {
	t := clause.Type()
	if t == cml.TypeStorage || t == cml.TypeEventStream {
		c.report(wrong(to, "O13", "%s to the dictionary %q, but dictionaries hold no capabilities of this type", act(t, clause.Names(), "offered"), to.Value).
			WithHint("offer it to the children that need it"))
	}
	d, ok := c.scope.Declared(cml.TypeDictionary, ref.Dictionary)
	if !ok {
		c.ownDictionary(to, ref, "O13")
		return false
	}
	if d.Clause.Path.IsSet() {
		c.report(wrong(to, "O13", "%s to the dictionary %q, but its content is up to the program", act(t, clause.Names(), "offered"), to.Value).
			WithNote(d.Clause.Path.Pos, "it has a path here").
			WithHint("delete the `path` of the dictionary, or offer to another one"))
	}
	return true
}

// namedTarget checks the rules O10 to O12 and reports whether the target
// exists.
func (c *checker) namedTarget(clause *cml.Clause, to cml.Str, ref cml.Ref) bool {
	t, names := clause.Type(), clause.Names()
	accepted := scope.Accepted(scope.OfferTo, t)
	if c.scope.Lookup(ref.Name, accepted...).Kind == scope.Missing {
		if clause.TargetAvailability.Value != "unknown" {
			source := ""
			if len(clause.From.Items) == 1 {
				source = fmt.Sprintf(" from %q", clause.From.Items[0].Value)
			}
			c.unknown(unknownRef{
				ref: to, rule: "O10", accepted: accepted,
				what: fmt.Sprintf("%s%s to %q", act(t, names, "offered"), source, to.Value),
				or:   "write `target_availability: \"unknown\"` if it may be missing",
			})
		}
		return false
	}
	for _, from := range clause.From.Items {
		source := cml.ParseRef(from.Value)
		if source.Kind == cml.RefNamed && source.Name == ref.Name && clause.Dependency.Value != "weak" {
			finding := wrong(to, "O11", "%s to %q, where it comes from", act(t, names, "offered"), to.Value).
				WithNote(from.Pos, "the source is here")
			if canBeWeak(t) {
				finding.WithHint("remove the target, or write `dependency: \"weak\"`")
			} else {
				finding.WithHint("remove the target")
			}
			c.report(finding)
		}
	}
	if t == cml.TypeStorage && clause.From.Items[0].Value == "self" {
		c.storageTarget(names, to, ref)
	}
	return true
}

// storageTarget checks rule O12.
func (c *checker) storageTarget(names []cml.Str, to cml.Str, ref cml.Ref) {
	for _, name := range names {
		d, ok := c.scope.Declared(cml.TypeStorage, name.Value)
		if !ok {
			continue
		}
		for _, from := range d.Clause.From.Items {
			if backing := cml.ParseRef(from.Value); backing.Kind == cml.RefNamed && backing.Name == ref.Name {
				c.report(wrong(to, "O12", "storage %q is offered to %q, which has the directory behind it", name.Value, to.Value).
					WithNote(from.Pos, "the directory comes from there").
					WithHint("remove the target: a component cannot keep its data in itself"))
			}
		}
	}
}
