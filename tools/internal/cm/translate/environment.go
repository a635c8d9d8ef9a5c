package translate

import (
	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/scope"
)

// environments translates the environments section. Registrations keep their
// order.
func (t *translator) environments() []cm.Environment {
	if t.doc.Environments == nil {
		return nil
	}
	environments := make([]cm.Environment, len(t.doc.Environments))
	for i, e := range t.doc.Environments {
		environment := cm.Environment{
			Name: optional(e.Name), Extends: cm.Ptr(cm.ExtendsNone),
			Runners:           t.runnerRegistrations(e.Runners),
			Resolvers:         t.resolverRegistrations(e.Resolvers),
			DebugCapabilities: t.debugRegistrations(e.Debug),
		}
		if e.Extends.Value == "realm" {
			environment.Extends = cm.Ptr(cm.ExtendsRealm)
		}
		if e.StopTimeout != nil {
			environment.StopTimeoutMS = cm.Ptr(uint32(e.StopTimeout.Value))
		}
		environments[i] = environment
	}
	return environments
}

func (t *translator) runnerRegistrations(list []*cml.Registration) []cm.RunnerRegistration {
	if list == nil {
		return nil
	}
	registrations := make([]cm.RunnerRegistration, 0, len(list))
	for _, r := range list {
		for _, name := range r.Names.Items {
			for _, from := range r.From.Items {
				registrations = append(registrations, cm.RunnerRegistration{
					SourceName: optional(name), TargetName: or(r.As, name.Value),
					Source: t.source(scope.RegistrationFrom, cml.TypeRunner, from).ref,
				})
			}
		}
	}
	return registrations
}

func (t *translator) resolverRegistrations(list []*cml.Registration) []cm.ResolverRegistration {
	if list == nil {
		return nil
	}
	registrations := make([]cm.ResolverRegistration, 0, len(list))
	for _, r := range list {
		for _, name := range r.Names.Items {
			for _, from := range r.From.Items {
				registrations = append(registrations, cm.ResolverRegistration{
					Resolver: optional(name), Scheme: optional(r.Scheme),
					Source: t.source(scope.RegistrationFrom, cml.TypeResolver, from).ref,
				})
			}
		}
	}
	return registrations
}

func (t *translator) debugRegistrations(list []*cml.Registration) []cm.DebugRegistration {
	if list == nil {
		return nil
	}
	registrations := make([]cm.DebugRegistration, 0, len(list))
	for _, r := range list {
		for _, name := range r.Names.Items {
			for _, from := range r.From.Items {
				s := t.source(scope.DebugFrom, cml.TypeProtocol, from)
				if s.dictionary != nil {
					t.errorf(from.Pos, "", "a debug registration cannot take protocol %q from the dictionary %q: a compiled manifest has no place for it", name.Value, from.Value)
				}
				registrations = append(registrations, &cm.DebugProtocolRegistration{
					Source: s.ref, SourceName: optional(name), TargetName: or(r.As, name.Value),
				})
			}
		}
	}
	return registrations
}
