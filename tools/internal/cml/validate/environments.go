package validate

import (
	"fmt"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/scope"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// environments checks the section environments.
func (c *checker) environments() {
	for _, e := range c.doc.Environments {
		c.stopTimeout(e)
		c.runners(e)
		c.resolvers(e)
		c.debugCapabilities(e)
	}
}

// stopTimeout checks rule E1.
func (c *checker) stopTimeout(e *cml.Environment) {
	if e.StopTimeout != nil || e.Extends.Value == "realm" {
		return
	}
	if e.Extends.IsSet() {
		c.report(wrong(e.Extends, "E1", "the environment %q extends \"none\", so it needs `__stop_timeout_ms`", e.Name.Value).
			WithHint("add `__stop_timeout_ms`, such as 5000, or extend \"realm\""))
		return
	}
	c.report(wrong(e.Name, "E1", "the environment %q does not say what it extends, so it extends nothing and needs `__stop_timeout_ms`", e.Name.Value).
		WithHint("add `extends: \"realm\"`, or `__stop_timeout_ms`"))
}

// runners checks the rules E2, E3 and E4 for runners.
func (c *checker) runners(e *cml.Environment) {
	targets := newClaims[string, *cml.Registration](len(e.Runners))
	for _, r := range e.Runners {
		targets.add(registered(r, r.Names.Items[0].Value), r)
		c.registrationSource(e, r, "runner", cml.TypeRunner)
	}
	for _, twice := range targets.contests {
		inSourceOrder(twice.claimants, registrationPos)
		first := twice.claimants[0]
		for _, again := range twice.claimants[1:] {
			c.report(wrong(again.Names.Items[0], "E2", "the environment %q has two runners under the name %q: %q and %q",
				e.Name.Value, twice.key, first.Names.Items[0].Value, again.Names.Items[0].Value).
				WithNote(first.Names.Items[0].Pos, "the first one").
				WithHint("delete one of the two, or rename one with `as`"))
		}
	}
}

// resolvers checks the rules E4 and E5.
func (c *checker) resolvers(e *cml.Environment) {
	schemes := newClaims[string, *cml.Registration](len(e.Resolvers))
	for _, r := range e.Resolvers {
		schemes.add(r.Scheme.Value, r)
		c.registrationSource(e, r, "resolver", cml.TypeResolver)
	}
	for _, twice := range schemes.contests {
		inSourceOrder(twice.claimants, registrationPos)
		first := twice.claimants[0]
		for _, again := range twice.claimants[1:] {
			c.report(wrong(again.Scheme, "E5", "the environment %q has two resolvers for the scheme %q: %q and %q",
				e.Name.Value, twice.key, first.Names.Items[0].Value, again.Names.Items[0].Value).
				WithNote(first.Scheme.Pos, "the first one").
				WithHint("delete one of the two"))
		}
	}
}

func registrationPos(r *cml.Registration) diag.Pos { return r.Pos }

// registered returns the name under which a capability is registered.
func registered(r *cml.Registration, name string) string {
	if r.As.IsSet() && len(r.Names.Items) == 1 {
		return r.As.Value
	}
	return name
}

// registrationSource checks where a runner or resolver comes from. That a
// resolver from self is declared is only a warning: no compiler demands it.
func (c *checker) registrationSource(e *cml.Environment, r *cml.Registration, word string, t cml.CapabilityType) {
	name, from := r.Names.Items[0], r.From.Items[0]
	ref := cml.ParseRef(from.Value)
	switch ref.Kind {
	case cml.RefNamed:
		if c.scope.Resolve(scope.RegistrationFrom, t, ref.Name).Kind != scope.Child {
			c.unknown(unknownRef{
				ref: from, rule: "E4", accepted: scope.Accepted(scope.RegistrationFrom, t),
				what: fmt.Sprintf("the environment %q has the %s %q from %q", e.Name.Value, word, name.Value, from.Value),
			})
		}
	case cml.RefSelf:
		if _, ok := c.scope.Declared(t, name.Value); ok {
			return
		}
		finding := wrong(name, "E3", "the environment %q has the %s %q from \"self\", but capabilities does not declare it", e.Name.Value, word, name.Value)
		if near := c.near(name.Value, func() []string { return c.declaredNames(t) }); near != "" {
			finding.WithHint("did you mean %q?", near)
		} else {
			finding.WithHint("declare it in capabilities, or name the child that provides it in `from`")
		}
		if t == cml.TypeResolver {
			finding.Severity = diag.Warning
		}
		c.report(finding)
	}
}

// debugCapabilities checks rule E6 and the rules about sources.
func (c *checker) debugCapabilities(e *cml.Environment) {
	type debug struct {
		registration *cml.Registration
		name         *cml.Str
	}
	targets := newClaims[string, debug](len(e.Debug))
	for _, r := range e.Debug {
		if r.As.IsSet() && len(r.Names.Items) > 1 {
			c.report(wrong(r.As, "E6", "one `as` is given to several names: %s", subject(cml.TypeProtocol, r.Names.Items)).
				WithHint("write one registration for each name that is renamed"))
		}
		for i := range r.Names.Items {
			name := &r.Names.Items[i]
			targets.add(registered(r, name.Value), debug{r, name})
		}
		c.sources(&source{
			place: scope.DebugFrom, t: cml.TypeProtocol, names: r.Names.Items, from: r.From,
			verb:       fmt.Sprintf("registered in the environment %q", e.Name.Value),
			undeclared: "E6", dictionary: "S6",
		})
	}
	for _, twice := range targets.contests {
		inSourceOrder(twice.claimants, func(d debug) diag.Pos { return d.name.Pos })
		first := twice.claimants[0]
		for _, again := range twice.claimants[1:] {
			c.report(wrong(*again.name, "E6", "the environment %q has two debug protocols under the name %q: %q and %q",
				e.Name.Value, twice.key, first.name.Value, again.name.Value).
				WithNote(first.name.Pos, "the first one").
				WithHint("delete one of the two, or rename one with `as`"))
		}
	}
}
