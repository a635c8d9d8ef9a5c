package realm

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cm"
)

// ComponentFacts multiplies a compiled manifest out, sorted. Compiling fills
// defaults in, writes rights out and gives to each target what is offered to
// all, so these facts can be compared with those of another compiled manifest
// only. What goes without saying is left out again: a name at the target that
// is the one at the source, a strong dependency, the availability "required".
func ComponentFacts(c *cm.Component) ([]*Fact, error) {
	// The JSON form has the same member names in all types, and all members
	// there are: nothing is overlooked when the format grows.
	var text bytes.Buffer
	if err := cm.Print(&text, c); err != nil {
		return nil, err
	}
	var d struct {
		Program      struct{ Runner, Info json.RawMessage }
		Uses         []map[string]members
		Exposes      []map[string]members
		Offers       []map[string]members
		Capabilities []map[string]members
		Children     []members
		Collections  []members
		Environments []members
		Facets       struct{ Entries []members }
		Config       struct{ Fields []members }
	}
	if err := json.Unmarshal(text.Bytes(), &d); err != nil {
		return nil, err
	}
	k := componentFacts{}
	k.clauses("use", d.Uses)
	k.clauses("expose", d.Exposes)
	k.clauses("offer", d.Offers)
	k.clauses("capabilities", d.Capabilities)
	for _, m := range d.Children {
		k.child(m)
	}
	for _, m := range d.Collections {
		k.add(Fact{Section: "collections", Name: m.text("name"), Detail: m.details()})
	}
	for _, m := range d.Environments {
		if err := k.environment(m); err != nil {
			return nil, err
		}
	}
	if err := k.program(d.Program.Runner, d.Program.Info); err != nil {
		return nil, err
	}
	k.entries("facets", d.Facets.Entries)
	for _, m := range d.Config.Fields {
		k.add(Fact{Section: "config", Name: m.text("key"), Detail: m.details()})
	}
	return sorted(k.facts), nil
}

// componentFacts gathers the facts of a compiled manifest.
type componentFacts struct{ facts []*Fact }

func (k *componentFacts) add(f Fact) { k.facts = append(k.facts, &f) }

// clauses adds the declarations of a section; each is an object whose one member
// is named after the type.
func (k *componentFacts) clauses(section string, declarations []map[string]members) {
	for _, declaration := range declarations {
		for kind, m := range declaration {
			k.clause(section, kind, m)
		}
	}
}

func (k *componentFacts) clause(section, kind string, m members) {
	f := Fact{
		Section:      section,
		Type:         kind,
		Name:         m.text("source_name") + m.text("name"),
		From:         m.ref("source", "#"),
		To:           m.ref("target", "self/"),
		Path:         m.text("target_path") + m.text("source_path"),
		Subdir:       m.text("subdir"),
		Rights:       m.rights("rights"),
		Availability: m.text("availability"),
		Dependency:   m.text("dependency_type"),
		BackingDir:   m.text("backing_dir"),
	}
	if dictionary := m.text("source_dictionary"); dictionary != "" {
		f.From += "/" + dictionary
	}
	if as := m.text("target_name"); as != f.Name {
		f.As = as
	}
	switch {
	case section == "use" && f.From == "parent":
		f.From = ""
	case section == "expose" && f.To == "parent":
		f.To = ""
	}
	if f.Path == "/svc/"+f.Name {
		f.Path = ""
	}
	if f.Availability == "required" {
		f.Availability = ""
	}
	if f.Dependency == "strong" {
		f.Dependency = ""
	}
	f.Detail = m.details()
	k.add(f)
}

func (k *componentFacts) child(m members) {
	name, environment := m.text("name"), m.text("environment")
	if environment != "" {
		environment = "#" + environment
	}
	k.add(Fact{Section: "children", Name: name, Detail: details(
		detail("config_overrides", m.text("config_overrides")),
		detail("environment", environment),
		detail("on_terminate", m.text("on_terminate")),
		detail("startup", lazyIsDefault(m.text("startup"))),
		detail("url", m.text("url")),
	)})
}

func (k *componentFacts) environment(m members) error {
	name := m.text("name")
	for _, list := range []struct{ member, word, name string }{
		{"debug_capabilities", "debug", "source_name"},
		{"resolvers", "resolver", "resolver"},
		{"runners", "runner", "source_name"},
	} {
		registrations, err := m.list(list.member)
		if err != nil {
			return err
		}
		for _, r := range registrations {
			if protocol := r["protocol"]; protocol != nil {
				if err := json.Unmarshal(protocol, &r); err != nil {
					return err
				}
				delete(r, "protocol")
			}
			f := Fact{
				Section: "environments",
				Type:    list.word,
				Name:    r.text(list.name),
				From:    r.ref("source", "#"),
				To:      "environment " + name,
			}
			if as := r.text("target_name"); as != f.Name {
				f.As = as
			}
			f.Detail = r.details()
			k.add(f)
		}
	}
	k.add(Fact{Section: "environments", Name: name, Detail: m.details()})
	return nil
}

func (k *componentFacts) program(runner, info json.RawMessage) error {
	if runner != nil {
		m := members{"value": runner}
		k.add(Fact{Section: "program", Name: "runner", Detail: m.details()})
	}
	if info == nil {
		return nil
	}
	var data struct{ Entries []members }
	if err := json.Unmarshal(info, &data); err != nil {
		return err
	}
	k.entries("program", data.Entries)
	return nil
}

func (k *componentFacts) entries(section string, entries []members) {
	for _, m := range entries {
		k.add(Fact{Section: section, Name: m.text("key"), Detail: m.details()})
	}
}

// members are the members of an object that have not been looked at.
type members map[string]json.RawMessage

// text takes a value out; "" if there is none.
func (m members) text(name string) string {
	text := plain(m[name])
	delete(m, name)
	return text
}

// ref takes a reference out, as manifests write it; own is what they write in
// front of a capability of the component's own.
func (m members) ref(name, own string) string {
	var ref map[string]struct{ Name string }
	if m[name] == nil || json.Unmarshal(m[name], &ref) != nil {
		return ""
	}
	delete(m, name)
	for kind, r := range ref {
		switch kind {
		case "child", "collection":
			return "#" + r.Name
		case "capability":
			return own + r.Name
		case "void_type":
			return "void"
		}
		return kind
	}
	return ""
}

// list takes a list of objects out.
func (m members) list(name string) ([]members, error) {
	var list []members
	if m[name] != nil {
		if err := json.Unmarshal(m[name], &list); err != nil {
			return nil, err
		}
	}
	delete(m, name)
	return list, nil
}

// rightsToken returns the word of manifests for a usual set of rights, "" for
// any other.
func rightsToken(rights string) string {
	switch rights {
	case "connect,read_bytes,get_attributes,enumerate,traverse":
		return "r*"
	case "connect,write_bytes,update_attributes,enumerate,traverse,modify_directory":
		return "w*"
	case "connect,execute,enumerate,traverse":
		return "x*"
	case "connect,read_bytes,write_bytes,get_attributes,update_attributes,enumerate,traverse,modify_directory":
		return "rw*"
	case "connect,read_bytes,execute,get_attributes,enumerate,traverse":
		return "rx*"
	}
	return ""
}

// rights takes rights out, in the shortest words.
func (m members) rights(name string) string {
	var words []string
	if m[name] == nil || json.Unmarshal(m[name], &words) != nil {
		return ""
	}
	delete(m, name)
	text := strings.Join(words, ",")
	if token := rightsToken(text); token != "" {
		return token
	}
	return text
}

// details takes everything that is left.
func (m members) details() string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(m)) {
		parts = append(parts, detail(name, plain(m[name])))
	}
	return details(parts...)
}

// plain returns a string as it is and every other value as compact JSON.
func plain(value json.RawMessage) string {
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text
	}
	var compact bytes.Buffer
	if json.Compact(&compact, value) != nil {
		return string(value)
	}
	return compact.String()
}
