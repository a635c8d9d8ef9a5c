package validate

import (
	"slices"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// fieldTypes says which capability types a field of a section is for.
type fieldTypes map[string][]cml.CapabilityType

// limited returns the fields of a section that are not for every type. They
// are collected when a clause first has a field that may be one: in a small
// manifest, none has.
func (c *checker) limited(s cml.Section) fieldTypes {
	types, known := c.applies[s]
	if known {
		return types
	}
	types = fieldTypes{}
	for _, f := range cml.ClauseFields(s) {
		if f.Types != nil {
			types[f.Name] = f.Types
		}
	}
	if c.applies == nil {
		c.applies = make(map[cml.Section]fieldTypes, len(cml.ClauseSections))
	}
	c.applies[s] = types
	return types
}

// ignoredFields warns about fields that mean nothing for the type of a clause:
// rule W1. Fields that break a rule of their own are not reported here.
func (c *checker) ignoredFields(clause *cml.Clause, reported ...string) {
	t := clause.Type()
	forEachField(clause, func(name string, pos diag.Pos) {
		for_, limited := c.limited(clause.Section)[name]
		if !limited || slices.Contains(for_, t) || slices.Contains(reported, name) || hasOwnRule(clause, t, name) {
			return
		}
		c.report(diag.Warningf(pos, "W1", "`%s` means nothing for %s and is ignored", name, subject(t, clause.Names())).
			WithHint("delete `%s`", name))
	})
}

// hasOwnRule reports whether a field that does not apply to a type is an error
// by a rule of its own.
func hasOwnRule(clause *cml.Clause, t cml.CapabilityType, name string) bool {
	switch clause.Section {
	case cml.SectionCapabilities:
		return name == "path" && t == cml.TypeStorage ||
			name == "from" && (t == cml.TypeRunner || t == cml.TypeResolver)
	case cml.SectionUse:
		switch name {
		case "filter", "numbered_handle":
			return true
		case "from":
			return t == cml.TypeStorage
		case "availability":
			return t == cml.TypeEventStream || t == cml.TypeRunner
		}
	case cml.SectionOffer:
		if name == "dependency" {
			return true
		}
	}
	// Void sources need an availability whatever the type, and a runner that may
	// be missing is refused when it is.
	return name == "availability" && clause.From.IsSet() && clause.From.Items[0].Value == "void"
}

// forEachField calls f for the fields of a clause that are not for every type
// and are set.
func forEachField(clause *cml.Clause, f func(name string, pos diag.Pos)) {
	str := func(name string, s *cml.Str) {
		if s.IsSet() {
			f(name, s.Pos)
		}
	}
	strs := func(name string, s *cml.Strs) {
		if s.IsSet() {
			f(name, s.Pos)
		}
	}
	strs("from", &clause.From)
	str("path", &clause.Path)
	strs("rights", &clause.Rights)
	str("subdir", &clause.Subdir)
	strs("scope", &clause.Scope)
	if clause.Filter != nil {
		f("filter", clause.Filter.Pos)
	}
	str("dependency", &clause.Dependency)
	str("availability", &clause.Availability)
	str("source_availability", &clause.SourceAvailability)
	if clause.NumberedHandle != nil {
		f("numbered_handle", clause.NumberedHandle.Pos)
	}
	str("backing_dir", &clause.BackingDir)
	str("storage_id", &clause.StorageID)
	str("delivery", &clause.Delivery)
	str("key", &clause.Key)
	if t := clause.ConfigType; t != nil {
		switch {
		case t.Name.IsSet():
			f("type", t.Name.Pos)
		case t.MaxSize != nil:
			f("max_size", t.MaxSize.Pos)
		case t.MaxCount != nil:
			f("max_count", t.MaxCount.Pos)
		case t.Element != nil:
			f("element", t.Element.Pos)
		}
	}
	if clause.Value != nil {
		f("value", clause.Value.Pos)
	}
	if clause.Default != nil {
		f("default", clause.Default.Pos)
	}
}
