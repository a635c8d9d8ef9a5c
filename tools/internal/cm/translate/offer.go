package translate

import (
	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/scope"
)

// offers translates the offer section: one declaration per source, target and
// name, then those to all children and collections.
func (t *translator) offers() []cm.Offer {
	if t.doc.Offer == nil {
		return nil
	}
	offers := make([]cm.Offer, 0, count(t.doc.Offer))
	all := t.newToAll()
	for _, c := range t.doc.Offer {
		for _, from := range c.From.Items {
			o := t.offer(c, from)
			for _, to := range c.To.Items {
				target := t.target(c, to)
				if target == nil {
					continue
				}
				for _, name := range c.Names() {
					if offer := o.declare(target, name.Value); offer != nil {
						offers = append(offers, offer)
						all.give(o, target, name)
					}
				}
			}
		}
	}
	return all.expand(offers)
}

// target resolves the to of an offer. It returns nil for "all" and for a name
// that stands for nothing and need not.
func (t *translator) target(c *cml.Clause, to cml.Str) cm.Ref {
	ref := cml.ParseRef(to.Value)
	switch ref.Kind {
	case cml.RefSelf:
		// Into a dictionary of the component's own.
		return cm.CapabilityRef{Name: ref.Dictionary}
	case cml.RefNamed:
		unknown := t.scope.ResolveRef(scope.OfferTo, c.Type(), ref).Kind == scope.Missing
		if unknown && c.TargetAvailability.Value == "unknown" {
			return nil
		}
		return t.named(scope.OfferTo, c.Type(), ref, to)
	}
	return nil
}

// offer is what the declarations of a clause share that come from one source.
type offer struct {
	t            *translator
	clause       *cml.Clause
	from         source
	availability *cm.Availability
	scope        []cm.Ref
}

func (t *translator) offer(c *cml.Clause, from cml.Str) *offer {
	o := &offer{t: t, clause: c, scope: t.scopeOf(c)}
	o.from, o.availability = t.routed(c, from)
	return o
}

// declare returns the declaration of one name to one target.
func (o *offer) declare(to cm.Ref, name string) cm.Offer {
	c, from := o.clause, o.from
	as := or(c.As, name)
	switch c.Type() {
	case cml.TypeService:
		service := &cm.OfferService{
			Source: from.ref, SourceName: &name, SourceDictionary: from.dictionary,
			Target: to, TargetName: as, Availability: o.availability,
		}
		if o.t.options.Generation.HasServiceDependency() {
			service.DependencyType = dependency(c.Dependency)
		}
		return service
	case cml.TypeProtocol:
		return &cm.OfferProtocol{
			Source: from.ref, SourceName: &name, SourceDictionary: from.dictionary,
			Target: to, TargetName: as,
			DependencyType: dependency(c.Dependency), Availability: o.availability,
		}
	case cml.TypeDirectory:
		return &cm.OfferDirectory{
			Source: from.ref, SourceName: &name, SourceDictionary: from.dictionary,
			Target: to, TargetName: as, Rights: operations(c.Rights), Subdir: optional(c.Subdir),
			DependencyType: dependency(c.Dependency), Availability: o.availability,
		}
	case cml.TypeStorage:
		return &cm.OfferStorage{
			Source: from.ref, SourceName: &name, Target: to, TargetName: as, Availability: o.availability,
		}
	case cml.TypeRunner:
		return &cm.OfferRunner{
			Source: from.ref, SourceName: &name, SourceDictionary: from.dictionary, Target: to, TargetName: as,
		}
	case cml.TypeResolver:
		return &cm.OfferResolver{
			Source: from.ref, SourceName: &name, SourceDictionary: from.dictionary, Target: to, TargetName: as,
		}
	case cml.TypeEventStream:
		return &cm.OfferEventStream{
			Source: from.ref, SourceName: &name, Scope: o.scope,
			Target: to, TargetName: as, Availability: o.availability,
		}
	case cml.TypeDictionary:
		return &cm.OfferDictionary{
			Source: from.ref, SourceName: &name, SourceDictionary: from.dictionary,
			Target: to, TargetName: as,
			DependencyType: dependency(c.Dependency), Availability: o.availability,
		}
	case cml.TypeConfig:
		return &cm.OfferConfiguration{
			Source: from.ref, SourceName: &name, SourceDictionary: from.dictionary,
			Target: to, TargetName: as, Availability: o.availability,
		}
	}
	return nil
}
