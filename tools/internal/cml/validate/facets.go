package validate

import (
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// The facet that describes a test, and those of its members that are restricted.
const (
	testFacet          = "fuchsia.test"
	testTypeFacet      = "type"
	allowedPackageList = "deprecated-allowed-packages"
)

// facets checks the rules F1 to F4.
func (c *checker) facets() {
	var test, allowed *cml.Member
	if c.doc.Facets != nil {
		test = memberOf(c.doc.Facets, testFacet)
	}
	if test != nil {
		if test.Value.Kind != cml.ObjectValue {
			c.report(diag.Errorf(test.Value.Pos, "F1", "the facet %q is %s, but it must be an object", testFacet, valueWord(&test.Value)).
				WithHint("write %q: { … }", testFacet))
			return
		}
		allowed = memberOf(&test.Value, allowedPackageList)
		if kind := memberOf(&test.Value, testTypeFacet); kind != nil && c.opts.Features.Has(RestrictTestTypeInFacets) {
			c.report(wrong(kind.Key, "F2", "the facet %q has %q, which the build sets", testFacet, testTypeFacet).
				WithHint("delete it, and set the type of the test in the build"))
		}
	}
	c.nonHermeticPackages(allowed)
}

// nonHermeticPackages checks the rules F3 and F4: the list of packages and the
// feature go together.
func (c *checker) nonHermeticPackages(allowed *cml.Member) {
	if !c.opts.Features.Has(EnableAllowNonHermeticPackages) {
		return
	}
	permitted := c.opts.Features.Has(AllowNonHermeticPackages)
	switch {
	case allowed != nil && !permitted:
		c.gate(allowed.Key.Pos, "F3", AllowNonHermeticPackages, "the facet \""+allowedPackageList+"\"")
	case allowed == nil && permitted:
		at := c.doc.Pos
		if c.doc.Facets != nil {
			at = c.doc.Facets.Pos
		}
		c.report(diag.Errorf(at, "F4", "the build allows non-hermetic packages, but there is no facet %q that lists any", allowedPackageList).
			WithHint("remove the feature %q from the build target", AllowNonHermeticPackages))
	}
}

// memberOf returns the member of an object with a key, the last one if it is
// repeated; nil if there is none.
func memberOf(v *cml.Value, key string) *cml.Member {
	for i := len(v.Members) - 1; i >= 0; i-- {
		if v.Members[i].Key.Value == key {
			return &v.Members[i]
		}
	}
	return nil
}
