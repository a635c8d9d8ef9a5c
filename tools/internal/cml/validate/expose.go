package validate

import (
	"github.com/rules-idk/rules_idk/tools/internal/cml"
)

// exposes checks the section expose.
func (c *checker) exposes() {
	exposed := newRoutes(len(c.doc.Expose))
	for _, clause := range c.doc.Expose {
		if !c.capability(clause, "X1", "X1") {
			continue
		}
		c.expose(clause)
		c.ignoredFields(clause)
		exposed.addClause(clause, exposeTarget(clause))
	}
	c.repeatedRoutes(&exposed, "X10", "exposed")
}

// exposeTarget returns where an expose goes, its default filled in.
func exposeTarget(clause *cml.Clause) string {
	if clause.To.IsSet() {
		return clause.To.Items[0].Value
	}
	return "parent"
}

// expose checks one clause.
func (c *checker) expose(clause *cml.Clause) {
	t, names := clause.Type(), clause.Names()
	isStream := t == cml.TypeEventStream
	if clause.As.IsSet() && len(names) > 1 {
		rule := "X9"
		if isStream {
			rule = "X5"
		}
		c.asOfSeveral(clause, rule)
	}
	if exposeTarget(clause) == "framework" {
		if clause.Subdir.IsSet() && t == cml.TypeDirectory {
			c.report(wrong(clause.Subdir, "X4", "%s to \"framework\", which takes no `subdir`", act(t, names, "exposed")).
				WithHint("delete `subdir`"))
		}
		if isStream {
			c.report(wrong(clause.To.Items[0], "X5", "%s to \"framework\", which takes no event streams", act(t, names, "exposed")).
				WithHint("expose it to the parent"))
		}
	}
	c.rights(clause, "X3")
	c.eventScope(clause, "X5")
	s := sourceOf(clause)
	c.sources(&s)
}

// refusedExposeSource reports a source that no expose of the type may have.
func (c *checker) refusedExposeSource(s *source, from cml.Str, ref cml.Ref) bool {
	switch {
	case ref.Dictionary != "" && s.t == cml.TypeEventStream:
		c.report(wrong(from, "X6", "%s from the dictionary %q, but dictionaries hold no event streams", act(s.t, s.names, s.verb), from.Value).
			WithHint("name a child in `from`"))
	case ref.Dictionary != "" && ref.Kind != cml.RefSelf && ref.Kind != cml.RefNamed:
		c.report(wrong(from, "X7", "%s from %q, but the dictionary must be one of \"self\" or of a child", act(s.t, s.names, s.verb), from.Value).
			WithHint("write \"self/%s\" or \"#child/%s\"; what the parent offers cannot be exposed to it", ref.Dictionary, ref.Dictionary))
	case ref.Kind == cml.RefSelf && s.t == cml.TypeEventStream:
		c.report(wrong(from, "X5", "%s from \"self\", but only the framework has event streams", act(s.t, s.names, s.verb)).
			WithHint("name a child in `from`"))
	default:
		return false
	}
	return true
}

// asOfSeveral reports the rules O9, X9 and their equals for event streams.
func (c *checker) asOfSeveral(clause *cml.Clause, rule string) {
	c.report(wrong(clause.As, rule, "one `as` is given to several names: %s", subject(clause.Type(), clause.Names())).
		WithHint("write one clause for each name that is renamed"))
}
