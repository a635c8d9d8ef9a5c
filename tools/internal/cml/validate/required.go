package validate

import (
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// required checks the rules M1 to M3: what the build demands of every manifest.
func (c *checker) required() {
	c.mustOffer("M1", cml.TypeProtocol, c.opts.MustOfferProtocol)
	c.mustOffer("M2", cml.TypeDictionary, c.opts.MustOfferDictionary)
	if len(c.opts.MustUseProtocol) == 0 {
		return
	}
	used := map[string]bool{}
	for _, clause := range c.doc.Use {
		if len(clause.Keywords) == 1 && clause.Type() == cml.TypeProtocol {
			for _, name := range clause.Names() {
				used[name.Value] = true
			}
		}
	}
	for _, name := range c.opts.MustUseProtocol {
		if !used[name] {
			c.report(diag.Errorf(c.doc.Pos, "M3", "protocol %q is not used, but every component must use it", name).
				WithHint("add { protocol: %q } to use", name))
		}
	}
}

func (c *checker) mustOffer(rule string, t cml.CapabilityType, names []string) {
	for _, name := range names {
		if c.hasRoute(&c.toAll, t, routeKey{"all", name}) {
			continue
		}
		check := func(kind string, target cml.Str) {
			if c.hasRoute(&c.offered, t, routeKey{"#" + target.Value, name}) {
				return
			}
			c.report(wrong(target, rule, "%s is not offered to %s %q, but every child and collection must get it", named(t, name), kind, target.Value).
				WithHint("add { %s: %q, from: \"parent\", to: %q } to offer, or offer it to \"all\"", t, name, "#"+target.Value))
		}
		for _, child := range c.doc.Children {
			check("child", child.Name)
		}
		for _, collection := range c.doc.Collections {
			check("collection", collection.Name)
		}
	}
}

func (c *checker) hasRoute(table *routes, t cml.CapabilityType, key routeKey) bool {
	for _, r := range table.claimants(key) {
		if r.clause.Type() == t {
			return true
		}
	}
	return false
}
