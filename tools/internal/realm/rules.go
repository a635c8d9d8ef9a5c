package realm

import "github.com/rules-idk/rules_idk/tools/internal/cml/validate"

// Rules returns every id that a finding of this package can carry; they are
// apart from those of a single manifest, which has the same letters.
func Rules() []validate.Rule {
	return []validate.Rule{
		{ID: "realm R1", Text: "the core realm takes from its parent what root does not offer it, or offers only as optional", Fix: `offer it in root, or make the route availability: "transitional" or "optional"`},
		{ID: "realm R2", Text: "root takes from the core realm what that does not expose; a note if root can do without", Fix: "add a shard to the core realm that exposes it, or remove the route from root"},
		{ID: "realm R3", Text: "a child takes what the realm does not offer it, or offers only as optional; a warning if its manifest is not at hand", Fix: "offer it to the child; add the child's component_manifest to the realm's children"},
		{ID: "realm S1", Text: "a route names a child that the realm does not have, and allows for it (note)", Fix: "add the shard with the child, if the product is to have it"},
		{ID: "realm S7", Text: "a shard adds nothing to the realm, or a capability is offered or exposed to nobody who takes it (note)", Fix: "remove it, unless other products need it"},
		{ID: "realm S8", Text: "the package of a child is not in the product (warning)", Fix: "add it to the realm's packages, or remove the shard that brings the child"},
	}
}
