package validate

import (
	"fmt"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// config checks the section config: rule K1, and K2 to K4 about the uses that
// need an entry there.
func (c *checker) config() {
	section := c.doc.Config
	if section != nil && len(section.Entries) == 0 {
		c.report(diag.Errorf(section.Pos, "K1", "the section config is empty").
			WithHint("delete it, or add an entry such as name: { type: \"bool\" }"))
	}
	var entries map[string]*cml.ConfigEntry
	if section != nil {
		entries = make(map[string]*cml.ConfigEntry, len(section.Entries))
		for _, e := range section.Entries {
			entries[e.Key.Value] = e
		}
	}
	for _, clause := range c.doc.Use {
		if len(clause.Keywords) == 1 && clause.Type() == cml.TypeConfig {
			c.configEntryOf(clause, entries)
		}
	}
}

// configEntryOf checks the rules K2 to K4: a value that may be absent and has
// no default falls back to the entry of the same key.
func (c *checker) configEntryOf(clause *cml.Clause, entries map[string]*cml.ConfigEntry) {
	a := clause.Availability.Value
	if a != "optional" && a != "transitional" || clause.Default != nil || !clause.Key.IsSet() || clause.ConfigType == nil {
		return
	}
	what := fmt.Sprintf("config %q is %s and has no default", clause.Names()[0].Value, a)
	entry := entries[clause.Key.Value]
	switch {
	case entries == nil:
		c.report(wrong(clause.Key, "K2", "%s, so it needs the section config with the key %q", what, clause.Key.Value).
			WithHint("add `default`, or config: { %s: %s }", clause.Key.Value, typeText(clause.ConfigType)))
	case entry == nil:
		c.report(wrong(clause.Key, "K3", "%s, so the section config needs the key %q", what, clause.Key.Value).
			WithHint("add `default`, or %s: %s to config", clause.Key.Value, typeText(clause.ConfigType)))
	case len(entry.Mutability) > 0:
		c.report(wrong(clause.Key, "K4", "%s, but the entry %q of config has `mutability`, so the two differ", what, clause.Key.Value).
			WithNote(entry.Key.Pos, "the entry").
			WithHint("delete `mutability` there, or add `default` here"))
	case !equalTypes(clause.ConfigType, &entry.Type):
		c.report(wrong(clause.Key, "K4", "%s, but its type %s differs from %s in config", what, typeText(clause.ConfigType), typeText(&entry.Type)).
			WithNote(entry.Key.Pos, "the entry").
			WithHint("make both types equal"))
	}
}

// configUse checks the rules U21 and U22.
func (c *checker) configUse(clause *cml.Clause) {
	t := clause.ConfigType
	needs := []need{{"key", clause.Key.IsSet()}, {"type", t != nil && t.Name.IsSet()}}
	if t != nil {
		needs = append(needs, typeNeeds(t)...)
	}
	c.missing(clause, "U21", needs...)
	if clause.Default == nil {
		return
	}
	if a := clause.Availability.Value; a == "" || a == "required" {
		c.report(diag.Errorf(clause.Default.Pos, "U22", "config %q is required, so its default is never used", clause.Names()[0].Value).
			WithHint("delete `default`, or write `availability: \"optional\"`"))
	}
	c.configValue(clause, clause.Default, "default")
}

// typeNeeds returns what a type cannot do without.
func typeNeeds(t *cml.ConfigType) []need {
	switch t.Name.Value {
	case "string":
		return []need{{"max_size", t.MaxSize != nil}}
	case "vector":
		return []need{{"element", t.Element != nil}, {"max_count", t.MaxCount != nil}}
	}
	return nil
}

// configDeclaration checks that a declared value fits its type: rule D11, and
// for compiling that both are there: rule T3.
func (c *checker) configDeclaration(clause *cml.Clause) {
	t := clause.ConfigType
	if c.opts.ForCompile {
		needs := []need{{"type", t != nil && t.Name.IsSet()}, {"value", clause.Value != nil}}
		if t != nil && t.Name.Value == "vector" {
			needs = append(needs, need{"element", t.Element != nil})
		}
		c.missing(clause, "T3", needs...)
	}
	if clause.Value != nil {
		c.configValue(clause, clause.Value, "value")
	}
}

// equalTypes reports whether two types are equal in all fields.
func equalTypes(a, b *cml.ConfigType) bool {
	switch {
	case a == nil || b == nil:
		return a == b
	case a.Name.Value != b.Name.Value:
		return false
	}
	return equalInts(a.MaxSize, b.MaxSize) && equalInts(a.MaxCount, b.MaxCount) && equalTypes(a.Element, b.Element)
}

func equalInts(a, b *cml.Int) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Value == b.Value
}

// typeText writes a type as a config entry does.
func typeText(t *cml.ConfigType) string {
	var b strings.Builder
	fmt.Fprintf(&b, "{ type: %q", t.Name.Value)
	if t.MaxSize != nil {
		fmt.Fprintf(&b, ", max_size: %d", t.MaxSize.Value)
	}
	if t.MaxCount != nil {
		fmt.Fprintf(&b, ", max_count: %d", t.MaxCount.Value)
	}
	if t.Element != nil {
		b.WriteString(", element: " + typeText(t.Element))
	}
	b.WriteString(" }")
	return b.String()
}
