package translate

import (
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/scope"
)

// source is where a route starts.
type source struct {
	ref cm.Ref
	// dictionary is the path to take below ref, nil if there is none.
	dictionary *string
}

// source resolves the from of a clause, of a declaration or of a registration.
func (t *translator) source(p scope.Place, typ cml.CapabilityType, from cml.Str) source {
	ref := cml.ParseRef(from.Value)
	s := source{ref: keyword(ref.Kind)}
	if ref.Kind == cml.RefNamed {
		s.ref = t.named(p, typ, ref, from)
	}
	if ref.Dictionary != "" {
		s.dictionary = cm.Ptr(ref.Dictionary)
	}
	return s
}

// routed is source for an offer or expose, whose source may be missing.
func (t *translator) routed(c *cml.Clause, from cml.Str) (source, *cm.Availability) {
	ref := cml.ParseRef(from.Value)
	level := availability(t.scope.Availability(c, ref))
	if t.scope.Void(c, ref) {
		return source{ref: cm.VoidRef{}}, level
	}
	return t.source(scope.FromOf(c.Section), c.Type(), from), level
}

// keyword returns what a reference that is no name stands for; an absent one
// stands for the parent.
func keyword(k cml.RefKind) cm.Ref {
	switch k {
	case cml.RefSelf:
		return cm.SelfRef{}
	case cml.RefFramework:
		return cm.FrameworkRef{}
	case cml.RefDebug:
		return cm.DebugRef{}
	case cml.RefVoid:
		return cm.VoidRef{}
	}
	return cm.ParentRef{}
}

// named resolves "#name" and reports a name that stands for nothing.
func (t *translator) named(p scope.Place, typ cml.CapabilityType, ref cml.Ref, written cml.Str) cm.Ref {
	switch t.scope.ResolveRef(p, typ, ref).Kind {
	case scope.Collection:
		return cm.CollectionRef{Name: ref.Name}
	case scope.Capability:
		return cm.CapabilityRef{Name: ref.Name}
	case scope.Missing:
		t.missing(p, typ, ref, written)
	}
	return cm.ChildRef{Name: ref.Name}
}

// missing reports a name that stands for nothing.
func (t *translator) missing(p scope.Place, typ cml.CapabilityType, ref cml.Ref, written cml.Str) {
	kinds := []string{scope.Child.String()}
	if ref.Dictionary == "" {
		kinds = kinds[:0]
		for _, k := range scope.Accepted(p, typ) {
			kinds = append(kinds, k.String())
		}
	}
	rule := [...]string{
		scope.UseFrom:          "U20",
		scope.ExposeFrom:       "S2",
		scope.OfferFrom:        "S2",
		scope.OfferTo:          "O10",
		scope.EventScope:       "O4",
		scope.StorageFrom:      "P9",
		scope.RegistrationFrom: "E4",
		scope.DebugFrom:        "S2",
	}[p]
	t.errorf(written.Pos, rule, "%q names no %s of this manifest", ref.Root(), strings.Join(kinds, " or "))
}

// scopeOf resolves the scope of an event stream, nil if there is none.
func (t *translator) scopeOf(c *cml.Clause) []cm.Ref {
	if !c.Scope.IsSet() || c.Type() != cml.TypeEventStream {
		return nil
	}
	refs := make([]cm.Ref, len(c.Scope.Items))
	for i, s := range c.Scope.Items {
		refs[i] = t.named(scope.EventScope, cml.TypeEventStream, cml.ParseRef(s.Value), s)
	}
	return refs
}

// environment returns the plain name of an environment reference.
func environment(s cml.Str) *string {
	if !s.IsSet() {
		return nil
	}
	return cm.Ptr(cml.ParseRef(s.Value).Name)
}
