package translate

import (
	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/scope"
)

// uses translates the use section: one declaration per name.
func (t *translator) uses() []cm.Use {
	if t.doc.Use == nil {
		return nil
	}
	uses := make([]cm.Use, 0, count(t.doc.Use))
	for _, c := range t.doc.Use {
		u := t.use(c)
		for _, name := range c.Names() {
			if use := u.declare(name.Value); use != nil {
				uses = append(uses, use)
			}
		}
	}
	return uses
}

// use is what the declarations of a clause share.
type use struct {
	clause *cml.Clause
	from   source
	scope  []cm.Ref
	filter *cm.Data
	// typ and value are those of a use of configuration.
	typ   *cm.ConfigType
	value cm.ConfigValue
}

func (t *translator) use(c *cml.Clause) *use {
	u := &use{clause: c, from: t.source(scope.UseFrom, c.Type(), first(c.From))}
	switch c.Type() {
	case cml.TypeEventStream:
		u.scope, u.filter = t.scopeOf(c), t.filter(c.Filter)
	case cml.TypeConfig:
		u.typ = t.configType(c.ConfigType, c.Pos)
		if c.Default != nil {
			u.value = t.configValue(c.Default, u.typ)
		}
	}
	return u
}

// declare returns the declaration of one name.
func (u *use) declare(name string) cm.Use {
	c, from := u.clause, u.from
	switch c.Type() {
	case cml.TypeService:
		return &cm.UseService{
			Source: from.ref, SourceName: &name, SourceDictionary: from.dictionary,
			TargetPath:     servicePath(c, name),
			DependencyType: dependency(c.Dependency), Availability: availability(c.Availability.Value),
		}
	case cml.TypeProtocol:
		use := &cm.UseProtocol{
			Source: from.ref, SourceName: &name, SourceDictionary: from.dictionary,
			DependencyType: dependency(c.Dependency), Availability: availability(c.Availability.Value),
		}
		if c.NumberedHandle != nil {
			use.NumberedHandle = cm.Ptr(uint8(c.NumberedHandle.Value))
		} else {
			use.TargetPath = servicePath(c, name)
		}
		return use
	case cml.TypeDirectory:
		return &cm.UseDirectory{
			Source: from.ref, SourceName: &name, SourceDictionary: from.dictionary,
			TargetPath: optional(c.Path), Rights: operations(c.Rights), Subdir: optional(c.Subdir),
			DependencyType: dependency(c.Dependency), Availability: availability(c.Availability.Value),
		}
	case cml.TypeStorage:
		return &cm.UseStorage{
			SourceName: &name, TargetPath: optional(c.Path), Availability: availability(c.Availability.Value),
		}
	case cml.TypeEventStream:
		return &cm.UseEventStream{
			Source: from.ref, SourceName: &name, Scope: u.scope,
			TargetPath:   or(c.Path, "/svc/fuchsia.component.EventStream"),
			Availability: availability(c.Availability.Value), Filter: u.filter,
		}
	case cml.TypeRunner:
		return &cm.UseRunner{Source: from.ref, SourceName: &name, SourceDictionary: from.dictionary}
	case cml.TypeConfig:
		return &cm.UseConfiguration{
			Source: from.ref, SourceName: &name, SourceDictionary: from.dictionary,
			TargetName: optional(c.Key), Type: u.typ, Default: u.value,
			Availability: availability(c.Availability.Value),
		}
	case cml.TypeDictionary:
		return &cm.UseDictionary{
			Source: from.ref, SourceName: &name, SourceDictionary: from.dictionary,
			TargetPath:     servicePath(c, name),
			DependencyType: dependency(c.Dependency), Availability: availability(c.Availability.Value),
		}
	}
	return nil
}

// servicePath returns where a program finds what it uses, or provides what it
// declares.
func servicePath(c *cml.Clause, name string) *string { return or(c.Path, "/svc/"+name) }
