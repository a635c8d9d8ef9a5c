package translate

import (
	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/scope"
)

// capabilities translates the capabilities section: one declaration per name.
func (t *translator) capabilities() []cm.Capability {
	if t.doc.Capabilities == nil {
		return nil
	}
	capabilities := make([]cm.Capability, 0, count(t.doc.Capabilities))
	for _, c := range t.doc.Capabilities {
		for _, name := range c.Names() {
			if capability := t.capability(c, name); capability != nil {
				capabilities = append(capabilities, capability)
			}
		}
	}
	return capabilities
}

func (t *translator) capability(c *cml.Clause, written cml.Str) cm.Capability {
	name := written.Value
	switch c.Type() {
	case cml.TypeService:
		return &cm.Service{Name: &name, SourcePath: servicePath(c, name)}
	case cml.TypeProtocol:
		return &cm.Protocol{Name: &name, SourcePath: servicePath(c, name), Delivery: delivery(c.Delivery)}
	case cml.TypeDirectory:
		return &cm.Directory{Name: &name, SourcePath: optional(c.Path), Rights: operations(c.Rights)}
	case cml.TypeStorage:
		return t.storage(c, name)
	case cml.TypeRunner:
		return &cm.Runner{Name: &name, SourcePath: optional(c.Path)}
	case cml.TypeResolver:
		return &cm.Resolver{Name: &name, SourcePath: optional(c.Path)}
	case cml.TypeDictionary:
		return &cm.Dictionary{Name: &name, SourcePath: optional(c.Path)}
	case cml.TypeConfig:
		return t.configuration(c, written)
	case cml.TypeEventStream:
		t.errorf(written.Pos, "T4", "event stream %q is declared, but only the component framework has event streams", name).
			WithHint("delete the declaration; use and offer event streams from the parent or the framework")
	}
	return nil
}

func (t *translator) storage(c *cml.Clause, name string) *cm.Storage {
	s := &cm.Storage{Name: &name, BackingDir: optional(c.BackingDir), Subdir: optional(c.Subdir)}
	if c.From.IsSet() {
		s.Source = t.source(scope.StorageFrom, cml.TypeStorage, first(c.From)).ref
	}
	switch c.StorageID.Value {
	case "static_instance_id":
		s.StorageID = cm.Ptr(cm.StaticInstanceID)
	case "static_instance_id_or_moniker":
		s.StorageID = cm.Ptr(cm.StaticInstanceIDOrMoniker)
	}
	return s
}

// configuration translates a declared configuration value.
func (t *translator) configuration(c *cml.Clause, written cml.Str) *cm.Configuration {
	name := written.Value
	switch {
	case c.ConfigType == nil || !c.ConfigType.Name.IsSet():
		t.errorf(written.Pos, "T3", "config %q is declared without a type", name).WithHint("add \"type\"")
		return nil
	case c.Value == nil:
		t.errorf(written.Pos, "T3", "config %q is declared without a value", name).WithHint("add \"value\"")
		return nil
	}
	typ := t.configType(c.ConfigType, c.Pos)
	if typ == nil {
		return nil
	}
	return &cm.Configuration{Name: &name, Value: t.configValue(c.Value, typ)}
}

func delivery(s cml.Str) *cm.DeliveryType {
	switch s.Value {
	case "immediate":
		return cm.Ptr(cm.DeliveryImmediate)
	case "on_readable":
		return cm.Ptr(cm.DeliveryOnReadable)
	}
	return nil
}
