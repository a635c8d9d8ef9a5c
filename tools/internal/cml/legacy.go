package cml

import "github.com/rules-idk/rules_idk/tools/internal/json5"

// This file knows what manifests of earlier years have. Some of it is accepted
// with a warning, always or on demand; the rest is refused with a hint that
// names the form of today.

// obsoleteFieldHint says what became of a field.
func obsoleteFieldHint(object, field string) (string, bool) {
	switch field {
	case "legacy_service":
		return `write "protocol"`, true
	case "event", "subscriptions", "mode", "modes":
		return eventHint, true
	}
	switch object {
	case documentTable.Name:
		switch field {
		case "storage", "runners", "resolvers":
			return `declare each one as an element of "capabilities"`, true
		case "sandbox":
			return "this is CMX, which is not supported; say with \"use\" what the program needs", true
		}
	case useTable.Name:
		switch field {
		case "as":
			return `a used capability cannot be renamed; say with "path" where the program finds it`, true
		case "resolver":
			return "resolvers are not used but registered in an environment", true
		}
	case exposeTable.Name:
		switch field {
		case "filter":
			return `move it to the clause that uses the event stream`, true
		case "storage":
			return "storage cannot be exposed, only offered to children", true
		}
	case offerTable.Name:
		if field == "filter" {
			return `move it to the clause that uses the event stream`, true
		}
	case debugTable.Name:
		if field == "path" {
			return "delete it; a debug protocol has no path of its own", true
		}
	}
	return "", false
}

// eventHint says what became of events.
const eventHint = `events are event streams today: { event_stream: "name", from: …, scope: … }`

// obsoleteTargetHint says what became of targets that were objects.
func obsoleteTargetHint(f *Field) string {
	if f.Name == "to" {
		return `write each target as a string: to: [ "#name" ]`
	}
	return "write a string"
}

// obsoleteWord returns what a word of an enumeration is called today, if it is
// still accepted.
func (d *decoder) obsoleteWord(f *Field, s Str) (string, bool) {
	switch {
	case f.Name == "dependency" && s.Value == "weak_for_migration":
		d.warnf(s.Pos.Offset, `"weak_for_migration" is obsolete, it means "weak"`).WithHint(`write "weak"`)
		return "weak", true
	case f.Name == "durability" && s.Value == "persistent" && d.options.Legacy2021:
		d.warnf(s.Pos.Offset, `durability "persistent" is obsolete, it is read as "transient"`).WithHint(`write "transient"`)
		return "transient", true
	}
	return "", false
}

// obsoleteWordHint says what became of a word that is no longer accepted.
func obsoleteWordHint(f *Field, word string) (string, bool) {
	if f.Name == "durability" && word == "persistent" {
		return `write "transient"`, true
	}
	return "", false
}

// obsoleteClause reports a clause about the events of 2021 and whether there is
// one. Nothing else of such a clause is looked at.
func (d *decoder) obsoleteClause(name string, v *json5.Value) bool {
	for i := range v.Members {
		m := &v.Members[i]
		if m.Key != "event" && m.Key != "subscriptions" {
			continue
		}
		if d.options.Legacy2021 {
			d.warnf(m.KeyStart, "%s with %q is obsolete and left out", name, m.Key).WithHint("%s", eventHint)
		} else {
			d.errorf(m.KeyStart, "%s has no field %q", name, m.Key).WithHint("%s", eventHint)
		}
		return true
	}
	return false
}

// obsoleteStorage gives storage without an id the behaviour of 2021.
func (d *decoder) obsoleteStorage(c *Clause) {
	if !d.options.Legacy2021 || c.Section != SectionCapabilities || c.Type() != TypeStorage || c.StorageID.IsSet() {
		return
	}
	c.StorageID = Str{Value: "static_instance_id_or_moniker", Pos: c.Pos}
	c.ImpliedStorageID = true
	d.warnf(c.Pos.Offset, "storage without \"storage_id\" is obsolete, it is read as %q", c.StorageID.Value).
		WithHint("add storage_id: %q", c.StorageID.Value)
}
