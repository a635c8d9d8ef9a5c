package realm

import (
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// capability is what a route is about: a type and the name on the way.
type capability struct{ kind, name string }

// CheckRoutes compares what a realm and its parent say of each other: the
// parent has the realm as its child of the given name.
//
// R1: everything that the realm takes from its parent is offered to it, with an
// availability that is not weaker than the one the realm demands. R2:
// everything that the parent takes from the child is exposed by it. S7: either
// takes what the other one gives. The ids are those of the realm checks in
// docs/reference/findings.md.
func CheckRoutes(parent, realm *cml.Document, child string, diags *diag.List) {
	parentFacts, realmFacts := Facts(parent), Facts(realm)
	needs := checkDemands(realmFacts, indexOffers(parentFacts), child, diags)
	uses := checkChildUses(parentFacts, exposesOf(realmFacts), child, diags)
	noteUnusedOffers(parentFacts, map[string]map[capability]bool{child: needs}, false, diags)
	noteUnusedExposes(realmFacts, uses, diags)
}

// exposesOf returns what a realm exposes to its parent, by the parent's name.
func exposesOf(facts []*Fact) map[capability]*Fact {
	exposes := map[capability]*Fact{}
	for _, f := range facts {
		if f.Section == "expose" && f.To != "framework" {
			exposes[capability{f.Type, f.Target()}] = f
		}
	}
	return exposes
}

// checkDemands checks what a realm takes from its parent and returns it.
func checkDemands(facts []*Fact, offers *offerIndex, child string, diags *diag.List) map[capability]bool {
	needs, told := map[capability]bool{}, map[capability]bool{}
	for _, f := range facts {
		want, ok := takenFrom(f, cml.RefParent, "")
		if !ok {
			continue
		}
		needs[want] = true
		offer := offers.to(child, want)
		if offer == nil {
			if f.Availability == "transitional" || told[want] {
				continue
			}
			told[want] = true
			diags.Add(diag.Errorf(f.Places[0], "realm R1",
				"%s %q comes from the parent of this realm, which does not offer it to \"#%s\"",
				want.kind, want.name, child).
				WithHint(`offer it in the parent: { %s: %q, from: "parent", to: "#%s" }, or make it availability: "transitional"`,
					want.kind, want.name, child))
			continue
		}
		if demand := effective(f.Availability); demand == "required" && weaker(offer.Availability) {
			diags.Add(diag.Errorf(f.Places[0], "realm R1",
				"%s %q is required here, but the parent offers it to \"#%s\" as %q only",
				want.kind, want.name, child, offer.Availability).
				WithNote(offer.Places[0], "offered here").
				WithHint("make the offer availability: \"required\", or this one \"optional\""))
		}
	}
	return needs
}

// checkChildUses checks what a realm takes from a child and returns it.
func checkChildUses(facts []*Fact, exposes map[capability]*Fact, child string, diags *diag.List) map[capability]bool {
	uses := map[capability]bool{}
	for _, f := range facts {
		want, ok := takenFrom(f, cml.RefNamed, child)
		if !ok || uses[want] {
			continue
		}
		uses[want] = true
		if exposes[want] != nil {
			continue
		}
		d := diag.Errorf(f.Places[0], "realm R2",
			"%s %q comes from \"#%s\", which does not expose it", want.kind, want.name, child).
			WithHint(`add a shard to the child's realm that has { %s: %q } in "expose", or remove this route`,
				want.kind, want.name)
		if a := effective(f.Availability); a != "required" {
			d.Severity = diag.Remark
		}
		diags.Add(d)
	}
	return uses
}

// takenFrom returns the capability that a fact takes from the given side, and
// whether it takes one at all.
func takenFrom(f *Fact, side cml.RefKind, child string) (capability, bool) {
	ref, want, ok := taken(f)
	if !ok || ref.Kind != side || ref.Name != child {
		return capability{}, false
	}
	return want, true
}

// effective fills the default in.
func effective(availability string) string {
	if availability == "" {
		return "required"
	}
	return availability
}

// weaker reports whether an offer may turn out empty for a target that
// requires it. same_as_target never conflicts: the target decides.
func weaker(availability string) bool {
	return availability == "optional" || availability == "transitional"
}
