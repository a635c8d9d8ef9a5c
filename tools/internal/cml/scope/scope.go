// Package scope answers what a name stands for inside one document: a child, a
// collection, a declared capability, or nothing.
//
// Its one promise: validation, translation and the realm's route checks ask the
// same table, so that what was checked is what is compiled. The table is the
// one by which cmc translates references (tools/lib/cml/src/translate.rs); which
// kinds of things a place accepts at all is that of its validation
// (tools/lib/cml/src/validate.rs).
package scope

import "github.com/rules-idk/rules_idk/tools/internal/cml"

// Kind is what a name stands for.
type Kind uint8

// The kinds of things that "#name" may stand for.
const (
	Missing Kind = iota
	Child
	Collection
	Capability
)

// String returns the word for the kind that messages use.
func (k Kind) String() string {
	return [...]string{"nothing", "child", "collection", "capability"}[k]
}

// Place is where a reference is written.
type Place uint8

// The places that take "#name", apart from environment references.
const (
	UseFrom Place = iota
	ExposeFrom
	OfferFrom
	OfferTo
	// EventScope is the scope of an event stream, in any section.
	EventScope
	// StorageFrom is the from of a storage declaration.
	StorageFrom
	// RegistrationFrom is the from of a runner or resolver in an environment.
	RegistrationFrom
	// DebugFrom is the from of a debug registration.
	DebugFrom
)

// FromOf returns the place of the from field in a section of clauses.
func FromOf(s cml.Section) Place {
	switch s {
	case cml.SectionUse:
		return UseFrom
	case cml.SectionExpose:
		return ExposeFrom
	case cml.SectionCapabilities:
		return StorageFrom
	}
	return OfferFrom
}

// Target is what a reference resolved to. The field of its kind is set, the
// others are not.
type Target struct {
	Kind        Kind
	Child       *cml.Child
	Collection  *cml.Collection
	Declaration Declaration
}

// Declaration is one name of a clause in capabilities.
type Declaration struct {
	Type   cml.CapabilityType
	Name   cml.Str
	Clause *cml.Clause
}

// Scope holds the names of one document. It does not change with the document:
// make a new one after a merge.
type Scope struct {
	children     map[string]*cml.Child
	collections  map[string]*cml.Collection
	environments map[string]*cml.Environment
	capabilities map[string]Declaration
	// repeated holds declarations of a name that has another one already, by
	// type; valid documents have none.
	repeated map[typedName]Declaration
}

type typedName struct {
	t    cml.CapabilityType
	name string
}

// New collects the names of a document. Where a name is declared twice, the
// first declaration counts; validation reports the second.
func New(d *cml.Document) *Scope {
	s := &Scope{
		children:     make(map[string]*cml.Child, len(d.Children)),
		collections:  make(map[string]*cml.Collection, len(d.Collections)),
		environments: make(map[string]*cml.Environment, len(d.Environments)),
		capabilities: make(map[string]Declaration, len(d.Capabilities)),
		repeated:     make(map[typedName]Declaration),
	}
	for _, c := range d.Children {
		if _, known := s.children[c.Name.Value]; !known {
			s.children[c.Name.Value] = c
		}
	}
	for _, c := range d.Collections {
		if _, known := s.collections[c.Name.Value]; !known {
			s.collections[c.Name.Value] = c
		}
	}
	for _, e := range d.Environments {
		if _, known := s.environments[e.Name.Value]; !known {
			s.environments[e.Name.Value] = e
		}
	}
	for _, c := range d.Capabilities {
		for _, k := range c.Keywords {
			for _, name := range k.Names.Items {
				s.declare(Declaration{Type: k.Type, Name: name, Clause: c})
			}
		}
	}
	return s
}

func (s *Scope) declare(d Declaration) {
	first, known := s.capabilities[d.Name.Value]
	switch {
	case !known:
		s.capabilities[d.Name.Value] = d
	case first.Type != d.Type:
		key := typedName{d.Type, d.Name.Value}
		if _, again := s.repeated[key]; !again {
			s.repeated[key] = d
		}
	}
}

// Child returns the child of that name, nil if there is none.
func (s *Scope) Child(name string) *cml.Child { return s.children[name] }

// Collection returns the collection of that name, nil if there is none.
func (s *Scope) Collection(name string) *cml.Collection { return s.collections[name] }

// Environment returns the environment of that name, nil if there is none.
func (s *Scope) Environment(name string) *cml.Environment { return s.environments[name] }

// Declaration returns what capabilities declares under a name, of any type.
func (s *Scope) Declaration(name string) (Declaration, bool) {
	d, ok := s.capabilities[name]
	return d, ok
}

// Declared returns the declaration of a name with one type.
func (s *Scope) Declared(t cml.CapabilityType, name string) (Declaration, bool) {
	if d, ok := s.capabilities[name]; ok && d.Type == t {
		return d, true
	}
	d, ok := s.repeated[typedName{t, name}]
	return d, ok
}

// Resolve returns what "#name" means at a place in a clause of type t. The type
// of a debug registration is protocol; places that do not depend on a type
// ignore it.
func (s *Scope) Resolve(p Place, t cml.CapabilityType, name string) Target {
	for _, k := range order(p, t) {
		if target := s.lookup(k, name); target.Kind != Missing {
			return target
		}
	}
	return Target{}
}

// ResolveRef is Resolve for a reference of kind RefNamed with or without a
// dictionary path: dictionaries are taken from children only.
func (s *Scope) ResolveRef(p Place, t cml.CapabilityType, r cml.Ref) Target {
	switch {
	case r.Kind != cml.RefNamed:
		return Target{}
	case r.Dictionary != "":
		return s.lookup(Child, r.Name)
	}
	return s.Resolve(p, t, r.Name)
}

func (s *Scope) lookup(k Kind, name string) Target {
	switch k {
	case Child:
		if c := s.children[name]; c != nil {
			return Target{Kind: Child, Child: c}
		}
	case Collection:
		if c := s.collections[name]; c != nil {
			return Target{Kind: Collection, Collection: c}
		}
	case Capability:
		if d, ok := s.capabilities[name]; ok {
			return Target{Kind: Capability, Declaration: d}
		}
	}
	return Target{}
}

// The lists that order and Accepted choose from; never changed.
var (
	onlyChild              = []Kind{Child}
	childCapability        = []Kind{Child, Capability}
	childCollection        = []Kind{Child, Collection}
	collectionChild        = []Kind{Collection, Child}
	capabilityChild        = []Kind{Capability, Child}
	childCollectionCap     = []Kind{Child, Collection, Capability}
	capabilityCollectChild = []Kind{Capability, Collection, Child}
)

// order returns the kinds that are tried, in the order in which they are.
func order(p Place, t cml.CapabilityType) []Kind {
	switch p {
	case UseFrom:
		if t == cml.TypeService {
			return childCollectionCap
		}
		return childCapability
	case OfferFrom:
		return capabilityCollectChild
	case OfferTo:
		return childCollectionCap
	case EventScope:
		return childCollection
	case ExposeFrom:
		switch t {
		case cml.TypeProtocol:
			return capabilityChild
		case cml.TypeService:
			return collectionChild
		}
	case DebugFrom:
		return capabilityChild
	}
	return onlyChild
}

// Accepted returns the kinds of things that a valid "#name" at a place may
// stand for; the caller must not change the list. It is narrower than what
// Resolve finds: an offer of a directory from "#x" resolves x to a capability
// of that name, and is then refused.
func Accepted(p Place, t cml.CapabilityType) []Kind {
	switch p {
	case OfferTo, EventScope:
		return childCollection
	case StorageFrom, RegistrationFrom:
		return onlyChild
	}
	switch {
	case t == cml.TypeService:
		return childCollection
	case t == cml.TypeProtocol, p == UseFrom, p == DebugFrom:
		return childCapability
	}
	return onlyChild
}

// Lookup returns what a name stands for if only the given kinds count, the
// first one that is known.
func (s *Scope) Lookup(name string, kinds ...Kind) Target {
	for _, k := range kinds {
		if t := s.lookup(k, name); t.Kind != Missing {
			return t
		}
	}
	return Target{}
}

// Void reports whether an offer or expose is compiled as coming from nowhere:
// it says so itself, or its source is not in the document and
// source_availability allows that. Runners and resolvers have no availability,
// so for them a missing source stays an error.
func (s *Scope) Void(c *cml.Clause, from cml.Ref) bool {
	switch {
	case from.Kind == cml.RefVoid:
		return true
	case from.Kind != cml.RefNamed || c.SourceAvailability.Value != "unknown":
		return false
	case c.Type() == cml.TypeRunner || c.Type() == cml.TypeResolver:
		return false
	}
	return s.ResolveRef(FromOf(c.Section), c.Type(), from).Kind == Missing
}

// Availability returns what the availability of an offer, expose or use is from
// one of its sources, defaults filled in.
func (s *Scope) Availability(c *cml.Clause, from cml.Ref) string {
	switch {
	case c.Availability.IsSet():
		return c.Availability.Value
	case from.Kind != cml.RefVoid && s.Void(c, from):
		return "optional"
	}
	return "required"
}
