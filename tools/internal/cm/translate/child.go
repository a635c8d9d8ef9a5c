package translate

import "github.com/rules-idk/rules_idk/tools/internal/cm"

// children translates the children section.
func (t *translator) children() []cm.Child {
	if t.doc.Children == nil {
		return nil
	}
	children := make([]cm.Child, len(t.doc.Children))
	for i, c := range t.doc.Children {
		child := cm.Child{
			Name: optional(c.Name), URL: optional(c.URL),
			Startup: cm.Ptr(cm.StartupLazy), Environment: environment(c.Environment),
		}
		if c.Startup.Value == "eager" {
			child.Startup = cm.Ptr(cm.StartupEager)
		}
		switch c.OnTerminate.Value {
		case "none":
			child.OnTerminate = cm.Ptr(cm.OnTerminateNone)
		case "reboot":
			child.OnTerminate = cm.Ptr(cm.OnTerminateReboot)
		}
		children[i] = child
	}
	return children
}

// collections translates the collections section.
func (t *translator) collections() []cm.Collection {
	if t.doc.Collections == nil {
		return nil
	}
	collections := make([]cm.Collection, len(t.doc.Collections))
	for i, c := range t.doc.Collections {
		collection := cm.Collection{Name: optional(c.Name), Environment: environment(c.Environment)}
		switch c.Durability.Value {
		case "transient":
			collection.Durability = cm.Ptr(cm.DurabilityTransient)
		case "single_run":
			collection.Durability = cm.Ptr(cm.DurabilitySingleRun)
		}
		switch c.AllowedOffers.Value {
		case "static_only":
			collection.AllowedOffers = cm.Ptr(cm.StaticOnly)
		case "static_and_dynamic":
			collection.AllowedOffers = cm.Ptr(cm.StaticAndDynamic)
		}
		if c.AllowLongNames != nil {
			collection.AllowLongNames = cm.Ptr(c.AllowLongNames.Value)
		}
		if c.PersistentStorage != nil {
			collection.PersistentStorage = cm.Ptr(c.PersistentStorage.Value)
		}
		collections[i] = collection
	}
	return collections
}
