package validate

import (
	"fmt"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/scope"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// uses checks the section use.
func (c *checker) uses() {
	targets := newClaims[useTarget, used](len(c.doc.Use))
	var places []namespacePlace
	for _, clause := range c.doc.Use {
		if !c.capability(clause, "U1", "U1") {
			continue
		}
		c.use(clause)
		forEachTarget(clause, func(t useTarget, name *cml.Str) {
			targets.add(t, used{clause, name})
			if t.kind == "path" {
				places = append(places, placeOf(t.value, clause, name))
			}
		})
	}
	c.repeatedTargets(targets.contests)
	c.overlaps(places)
}

// use checks one clause.
func (c *checker) use(clause *cml.Clause) {
	t, names := clause.Type(), clause.Names()
	from := cml.Str{}
	if clause.From.IsSet() {
		from = clause.From.Items[0]
	}
	c.useByType(clause, from)
	c.useSource(clause, from)
	weak := c.weakUse(clause, from)

	if clause.Path.IsSet() && len(names) > 1 && t != cml.TypeEventStream {
		c.report(wrong(clause.Path, "U13", "one `path` is given to several names: %s", subject(t, names)).
			WithHint("write one clause for each name that needs a path; the default is /svc/NAME"))
	}
	if clause.Availability.Value == "same_as_target" {
		c.report(wrong(clause.Availability, "U14", "a use cannot be \"same_as_target\": this component is the target").
			WithHint("write \"required\", \"optional\" or \"transitional\""))
	}
	if clause.Filter != nil && t != cml.TypeEventStream {
		c.report(diag.Errorf(clause.Filter.Pos, "U7", "`filter` is for event streams, not for %s", subject(t, names)).
			WithHint("delete `filter`"))
	}
	if n := clause.NumberedHandle; n != nil {
		c.numberedHandle(clause, n)
	}
	c.eventScope(clause, "U20")
	if weak {
		c.ignoredFields(clause, "dependency")
	} else {
		c.ignoredFields(clause)
	}
}

// useByType checks what the type of a clause requires and forbids.
func (c *checker) useByType(clause *cml.Clause, from cml.Str) {
	t, names := clause.Type(), clause.Names()
	switch t {
	case cml.TypeDirectory:
		c.missing(clause, "U12", need{"path", clause.Path.IsSet()})
		c.missing(clause, "U15", need{"rights", clause.Rights.IsSet()})
		c.rights(clause, "U16")
	case cml.TypeStorage:
		c.missing(clause, "U12", need{"path", clause.Path.IsSet()})
		if from.IsSet() {
			c.report(wrong(from, "U8", "storage %q has a `from`, but storage always comes from the parent", names[0].Value).
				WithHint("delete `from`"))
		}
	case cml.TypeEventStream:
		c.noAvailability(clause, "U5")
	case cml.TypeRunner:
		c.noAvailability(clause, "U9")
	case cml.TypeConfig:
		c.configUse(clause)
	case cml.TypeDictionary:
		c.gate(clause.Keywords[0].Pos, "U24", UseDictionaries, "the use of a dictionary")
	}
}

func (c *checker) noAvailability(clause *cml.Clause, rule string) {
	if !clause.Availability.IsSet() {
		return
	}
	c.report(wrong(clause.Availability, rule, "the use of %s has an availability, but it is always required", subject(clause.Type(), clause.Names())).
		WithHint("delete `availability`"))
}

// useSource checks where a clause takes its capabilities from.
func (c *checker) useSource(clause *cml.Clause, from cml.Str) {
	t, names := clause.Type(), clause.Names()
	if !from.IsSet() || t == cml.TypeStorage {
		return
	}
	ref := cml.ParseRef(from.Value)
	if ref.Dictionary != "" && t == cml.TypeEventStream {
		c.report(wrong(from, "U10", "%s from the dictionary %q, but dictionaries hold no event streams", act(t, names, "used"), from.Value).
			WithHint("use it from \"parent\" or a child"))
		return
	}
	switch ref.Kind {
	case cml.RefSelf:
		c.useFromSelf(clause, from, ref)
	case cml.RefDebug:
		if t != cml.TypeProtocol {
			c.report(wrong(from, "U4", "%s from \"debug\", but environments only hold debug protocols", act(t, names, "used")).
				WithHint("name another source"))
		}
	case cml.RefFramework:
		if t == cml.TypeEventStream {
			c.report(wrong(from, "D4", "%s from \"framework\", but event streams come from the parent or a child", act(t, names, "used")).
				WithHint("write \"parent\", and offer the event stream there"))
		}
	case cml.RefNamed:
		accepted := scope.Accepted(scope.UseFrom, t)
		if ref.Dictionary != "" {
			accepted = scope.Accepted(scope.StorageFrom, cml.TypeStorage)
		}
		if c.scope.Lookup(ref.Name, accepted...).Kind == scope.Missing {
			c.unknown(unknownRef{
				ref: from, rule: "U20", accepted: accepted,
				what: fmt.Sprintf("%s from %q", act(t, names, "used"), from.Value),
			})
		}
	}
}

// useFromSelf checks the rules U2, U3, U6 and the last part of U9.
func (c *checker) useFromSelf(clause *cml.Clause, from cml.Str, ref cml.Ref) {
	t, names := clause.Type(), clause.Names()
	switch {
	case ref.Dictionary != "":
		c.ownDictionary(from, ref, "U3")
	case t == cml.TypeEventStream:
		c.report(wrong(from, "U6", "%s from \"self\", but only the framework has event streams", act(t, names, "used")).
			WithHint("use it from \"parent\" or a child"))
	case t == cml.TypeRunner:
		c.report(wrong(from, "U9", "%s from \"self\", but a program cannot run itself", act(t, names, "used")).
			WithHint("name the parent or a child in `from`"))
	default:
		c.fromSelf(t, names, from, "U2", "used")
	}
}

// weakUse checks rule U11 and reports whether it is broken.
func (c *checker) weakUse(clause *cml.Clause, from cml.Str) bool {
	if clause.Dependency.Value != "weak" {
		return false
	}
	ref := cml.ParseRef(from.Value)
	if ref.Kind == cml.RefNamed && ref.Dictionary == "" {
		target := c.scope.Resolve(scope.UseFrom, clause.Type(), ref.Name)
		if target.Kind == scope.Child || target.Kind == scope.Missing {
			return false
		}
		c.report(wrong(clause.Dependency, "U11", "%s weakly from %q, but only uses directly from children can be weak", act(clause.Type(), clause.Names(), "used"), from.Value).
			WithNote(from.Pos, "%q is a %s", from.Value, kindOf(target)).
			WithHint("delete `dependency`"))
		return true
	}
	source := from.Value
	if source == "" {
		source = "parent"
	}
	c.report(wrong(clause.Dependency, "U11", "%s weakly from %q, but only uses directly from children can be weak", act(clause.Type(), clause.Names(), "used"), source).
		WithHint("delete `dependency`: only dependencies on children can form cycles"))
	return true
}

// numberedHandle checks rule U23.
func (c *checker) numberedHandle(clause *cml.Clause, n *cml.Int) {
	if clause.Type() != cml.TypeProtocol {
		c.report(diag.Errorf(n.Pos, "U23", "`numbered_handle` is for protocols, not for %s", subject(clause.Type(), clause.Names())).
			WithHint("delete `numbered_handle`"))
		return
	}
	if clause.Path.IsSet() {
		c.report(diag.Errorf(n.Pos, "U23", "%s is delivered as handle %d, so it has no path", subject(clause.Type(), clause.Names()), n.Value).
			WithNote(clause.Path.Pos, "the path is here").
			WithHint("delete `path` or `numbered_handle`"))
	}
}

// eventScope checks that the scope of an event stream is known: the rules O4,
// X5 and their equal for use.
func (c *checker) eventScope(clause *cml.Clause, rule string) {
	if clause.Type() != cml.TypeEventStream {
		return
	}
	for _, item := range clause.Scope.Items {
		accepted := scope.Accepted(scope.EventScope, cml.TypeEventStream)
		if name := cml.ParseRef(item.Value).Name; c.scope.Lookup(name, accepted...).Kind == scope.Missing {
			c.unknown(unknownRef{
				ref: item, rule: rule, accepted: accepted,
				what: fmt.Sprintf("the scope of %s has %q", subject(clause.Type(), clause.Names()), item.Value),
			})
		}
	}
}
