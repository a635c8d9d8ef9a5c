package validate

import (
	"fmt"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/scope"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// routeKey is what only one route may have: a name at a target.
type routeKey struct{ target, name string }

// route is one name of an offer or expose, from one source.
type route struct {
	clause *cml.Clause
	name   *cml.Str
	from   *cml.Str
}

// routes are all offers or exposes by what the target gets.
type routes struct {
	claims[routeKey, route]
}

func newRoutes(n int) routes { return routes{newClaims[routeKey, route](n)} }

// addClause enters all that a clause routes to one of its targets. Only
// services are put together from several sources, so for all else the first
// source stands for the clause.
func (r *routes) addClause(clause *cml.Clause, target string) {
	names, sources := clause.Names(), clause.From.Items
	if clause.Type() != cml.TypeService {
		sources = sources[:1]
	}
	for i := range names {
		key := routeKey{target, targetName(clause, names[i].Value)}
		for j := range sources {
			r.add(key, route{clause, &names[i], &sources[j]})
		}
	}
}

// targetName returns the name that a capability has at the target of a clause.
// A clause that renames several names is wrong; they then count as not renamed.
func targetName(clause *cml.Clause, name string) string {
	if clause.As.IsSet() && len(clause.Names()) == 1 {
		return clause.As.Value
	}
	return name
}

// String names what is routed: protocol "p" as "q".
func (r route) String() string {
	name := targetName(r.clause, r.name.Value)
	if name == r.name.Value {
		return named(r.clause.Type(), name)
	}
	return fmt.Sprintf("%s as %q", named(r.clause.Type(), r.name.Value), name)
}

func (r route) pos() diag.Pos { return r.name.Pos }

// repeatedRoutes reports two routes that put the same name at the same target:
// the rules O2, O14 and X10; and for services, which are put together, rule D3.
func (c *checker) repeatedRoutes(table *routes, rule, verb string) {
	for _, twice := range table.contests {
		inSourceOrder(twice.claimants, route.pos)
		first := twice.claimants[0]
		for _, again := range twice.claimants[1:] {
			if first.clause.Type() == cml.TypeService && again.clause.Type() == cml.TypeService {
				c.aggregation(first, again, twice.key.target, verb)
				continue
			}
			finding := wrong(*again.name, rule, "%s is %s to %q, which gets %s already", again, verb, twice.key.target, first)
			if again.String() == first.String() {
				finding.Msg = fmt.Sprintf("%s is %s to %q twice", again, verb, twice.key.target)
			}
			c.report(finding.WithNote(first.name.Pos, "first %s here, from %q", verb, first.from.Value).
				WithHint("delete one of the two, or rename one with `as`"))
		}
	}
}

// aggregation checks rule D3 about two parts of one service.
func (c *checker) aggregation(first, again route, target, verb string) {
	a := c.scope.Availability(first.clause, cml.ParseRef(first.from.Value))
	b := c.scope.Availability(again.clause, cml.ParseRef(again.from.Value))
	if a != b {
		c.report(wrong(*again.name, "D3", "%s is %s to %q from %q with availability %q, but from %q with %q",
			again, verb, target, again.from.Value, b, first.from.Value, a).
			WithNote(first.name.Pos, "the first part of the service").
			WithHint("give all parts of a service the same availability"))
	}
	if again.clause.Section == cml.SectionOffer && first.name.Value != again.name.Value {
		c.report(wrong(*again.name, "D3", "%s is %s to %q and put together with %s, but all parts of a service need the same name at their source",
			again, verb, target, first).
			WithNote(first.name.Pos, "the first part of the service").
			WithHint("rename one of the two with `as`"))
	}
}

// specificAgainstAll checks the rules O15 and O16: what a child is offered by
// name must be what all are offered.
func (c *checker) specificAgainstAll() {
	if len(c.toAll.first) == 0 {
		return
	}
	for _, clause := range c.doc.Offer {
		if len(clause.Keywords) != 1 {
			continue
		}
		for i := range clause.Names() {
			name := &clause.Names()[i]
			all, ok := c.toAll.first[routeKey{"all", targetName(clause, name.Value)}]
			if !ok || all.clause == clause {
				continue
			}
			if target, ok := c.alsoInAll(clause, all); ok {
				c.againstAll(route{clause, name, &clause.From.Items[0]}, all, target)
			}
		}
	}
}

// alsoInAll returns the first target of a clause that an offer to all reaches,
// too: any child or collection but the source of that offer.
func (c *checker) alsoInAll(clause *cml.Clause, all route) (cml.Str, bool) {
	source := cml.ParseRef(all.from.Value)
	for _, to := range clause.To.Items {
		ref := cml.ParseRef(to.Value)
		if ref.Kind != cml.RefNamed || source.Kind == cml.RefNamed && source.Name == ref.Name {
			continue
		}
		if c.scope.Lookup(ref.Name, scope.Child, scope.Collection).Kind != scope.Missing {
			return to, true
		}
	}
	return cml.Str{}, false
}

func (c *checker) againstAll(specific, all route, target cml.Str) {
	var finding *diag.Diagnostic
	switch {
	case specific.clause.Type() != all.clause.Type():
		finding = wrong(*specific.name, "O14", "%s is offered to %q, which gets %s with all others already", specific, target.Value, all).
			WithHint("delete one of the two, or rename one with `as`")
	case specific.name.Value != all.name.Value:
		finding = wrong(*specific.name, "O16", "%s is offered to %q under the name of %s, which is offered to all", specific, target.Value, all).
			WithHint("choose another name with `as`, or list in `to` who gets the other one")
	case specific.from.Value != all.from.Value:
		finding = wrong(*specific.name, "O15", "%s is offered to %q from %q, but to all from %q", specific, target.Value, specific.from.Value, all.from.Value).
			WithHint("take both from the same source, or list in `to` who gets the other one")
	default:
		return
	}
	c.report(finding.WithNote(all.name.Pos, "offered to all here, from %q", all.from.Value))
}
