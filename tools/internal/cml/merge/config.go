package merge

import (
	"fmt"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// config unites config sections by key; entries under one key must be equal.
type config struct {
	diags   *diag.List
	first   *cml.ConfigSection
	entries []*configEntry
	index   map[string]*configEntry
}

type configEntry struct {
	entry *cml.ConfigEntry
	shape string
	// own is set from the second equal entry on.
	own *cml.ConfigEntry
}

func (c *config) add(theirs *cml.ConfigSection) {
	if theirs == nil {
		return
	}
	if c.first == nil {
		c.first = theirs
		c.index = map[string]*configEntry{}
	}
	for _, e := range theirs.Entries {
		shape := e.Shape()
		ours, ok := c.index[e.Key.Value]
		switch {
		case !ok:
			added := &configEntry{entry: e, shape: shape}
			c.index[e.Key.Value] = added
			c.entries = append(c.entries, added)
		case ours.shape == shape:
			ours.also(&e.Key)
		default:
			c.diags.Add(conflict(fmt.Sprintf("`config.%s`", e.Key.Value),
				side{e.Key.Pos, describeConfig(e)}, side{ours.entry.Key.Pos, describeConfig(ours.entry)}))
		}
	}
}

func (e *configEntry) also(key *cml.Str) {
	if e.own == nil {
		own := *e.entry
		own.Key = ownStrs([]cml.Str{own.Key})[0]
		e.own, e.entry = &own, &own
	}
	addPlaces(&e.own.Key, key)
}

func (c *config) finish(n *Notes) *cml.ConfigSection {
	if c.first == nil {
		return nil
	}
	section := &cml.ConfigSection{Pos: c.first.Pos, Entries: make([]*cml.ConfigEntry, len(c.entries))}
	for i, e := range c.entries {
		section.Entries[i] = e.entry
		if e.own != nil {
			n.element(cml.SectionConfig, e.own.Key.Value, e.own.Key.Pos, e.own.Key.Also)
		}
	}
	return section
}

// describeConfig returns an entry as a message shows it.
func describeConfig(e *cml.ConfigEntry) string {
	text := describeType(&e.Type)
	if len(e.Mutability) > 0 {
		names := make([]string, len(e.Mutability))
		for i, m := range e.Mutability {
			names[i] = m.Value
		}
		text += " mutable by " + strings.Join(names, ", ")
	}
	return text
}

func describeType(t *cml.ConfigType) string {
	text := t.Name.Value
	if t.MaxSize != nil {
		text += fmt.Sprintf(" of at most %d bytes", t.MaxSize.Value)
	}
	if t.Element != nil {
		text += " of " + describeType(t.Element)
	}
	if t.MaxCount != nil {
		text += fmt.Sprintf(", at most %d elements", t.MaxCount.Value)
	}
	return text
}
