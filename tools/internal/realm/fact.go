package realm

import (
	"cmp"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Fact is one thing that a manifest says. Lists of names, sources and targets
// are multiplied out, defaults are not filled in: a fact is what was written.
// Fields that do not apply are "".
type Fact struct {
	// Section is the top-level key: "offer", "children", …
	Section string `json:"section"`
	// Type is the capability type; "" outside of clauses.
	Type string `json:"type,omitempty"`
	// Name is the capability, child, collection, environment or configuration
	// key.
	Name               string `json:"name,omitempty"`
	From               string `json:"from,omitempty"`
	As                 string `json:"as,omitempty"`
	To                 string `json:"to,omitempty"`
	Path               string `json:"path,omitempty"`
	Subdir             string `json:"subdir,omitempty"`
	Rights             string `json:"rights,omitempty"`
	Availability       string `json:"availability,omitempty"`
	SourceAvailability string `json:"source_availability,omitempty"`
	TargetAvailability string `json:"target_availability,omitempty"`
	Dependency         string `json:"dependency,omitempty"`
	BackingDir         string `json:"backing_dir,omitempty"`
	// Detail holds every other field as "key=value", sorted by key and
	// separated by spaces: the URL of a child, the filter of an
	// event stream.
	Detail string `json:"detail,omitempty"`

	// Places are where it was written, the deciding one first.
	Places []diag.Pos `json:"-"`
}

// Target returns the name under which the target sees the capability.
func (f *Fact) Target() string { return cmp.Or(f.As, f.Name) }

// key orders facts and tells whether two are the same.
func (f *Fact) key() string {
	return strings.Join([]string{
		f.Section, f.Type, f.Name, f.From, f.As, f.To, f.Path, f.Subdir, f.Rights,
		f.Availability, f.SourceAvailability, f.TargetAvailability, f.Dependency, f.BackingDir, f.Detail,
	}, "\x00")
}

// String returns the fact as a person would say it:
//
//	offer protocol "fuchsia.logger.LogSink" from parent to #shell
func (f *Fact) String() string {
	var b strings.Builder
	b.WriteString(f.Section)
	word := func(before, text, after string) {
		if text != "" {
			b.WriteString(before + text + after)
		}
	}
	word(" ", f.Type, "")
	word(` "`, f.Name, `"`)
	word(" from ", f.From, "")
	word(` as "`, f.As, `"`)
	word(" to ", f.To, "")
	word(" at ", f.Path, "")
	word(" subdir ", f.Subdir, "")
	word(" rights ", f.Rights, "")
	word(" availability ", f.Availability, "")
	word(" source_availability ", f.SourceAvailability, "")
	word(" target_availability ", f.TargetAvailability, "")
	word(" dependency ", f.Dependency, "")
	word(" backing_dir ", f.BackingDir, "")
	word(" ", f.Detail, "")
	return b.String()
}

// Facts multiplies a document out, sorted.
func Facts(d *cml.Document) []*Fact {
	c := collector{}
	c.program(d.Program)
	for _, child := range d.Children {
		c.add(child.Name, child.Also, Fact{Section: "children", Detail: details(
			detail("environment", child.Environment.Value),
			detail("on_terminate", child.OnTerminate.Value),
			detail("startup", lazyIsDefault(child.Startup.Value)),
			detail("url", child.URL.Value),
		)})
	}
	for _, coll := range d.Collections {
		c.add(coll.Name, coll.Also, Fact{Section: "collections", Detail: details(
			detail("allow_long_names", flagText(coll.AllowLongNames)),
			detail("allowed_offers", coll.AllowedOffers.Value),
			detail("durability", coll.Durability.Value),
			detail("environment", coll.Environment.Value),
			detail("persistent_storage", flagText(coll.PersistentStorage)),
		)})
	}
	for _, env := range d.Environments {
		c.environment(env)
	}
	for _, s := range cml.ClauseSections {
		for _, clause := range *d.Clauses(s) {
			c.clause(clause)
		}
	}
	c.object("facets", d.Facets)
	if d.Config != nil {
		for _, e := range d.Config.Entries {
			c.add(e.Key, nil, Fact{Section: "config", Detail: details(
				detail("mutability", joined(e.Mutability)),
				detail("type", typeText(&e.Type)),
			)})
		}
	}
	return sorted(c.facts)
}

// sorted returns the facts in their order; equal ones stay as they were.
func sorted(facts []*Fact) []*Fact {
	type keyed struct {
		key  string
		fact *Fact
	}
	list := make([]keyed, len(facts))
	for i, f := range facts {
		list[i] = keyed{f.key(), f}
	}
	slices.SortStableFunc(list, func(a, b keyed) int { return cmp.Compare(a.key, b.key) })
	for i, k := range list {
		facts[i] = k.fact
	}
	return facts
}

// collector gathers facts.
type collector struct{ facts []*Fact }

func (c *collector) add(name cml.Str, also []diag.Pos, f Fact) {
	f.Name = name.Value
	f.Places = slices.Concat([]diag.Pos{name.Pos}, name.Also, also)
	c.facts = append(c.facts, &f)
}

func (c *collector) clause(clause *cml.Clause) {
	base := Fact{
		Section:            clause.Section.String(),
		As:                 clause.As.Value,
		Path:               clause.Path.Value,
		Subdir:             clause.Subdir.Value,
		Rights:             joined(clause.Rights.Items),
		Availability:       clause.Availability.Value,
		SourceAvailability: clause.SourceAvailability.Value,
		TargetAvailability: clause.TargetAvailability.Value,
		Dependency:         clause.Dependency.Value,
		BackingDir:         clause.BackingDir.Value,
		Detail: details(
			detail("default", valueText(clause.Default)),
			detail("delivery", clause.Delivery.Value),
			detail("filter", valueText(clause.Filter)),
			detail("key", clause.Key.Value),
			detail("numbered_handle", intText(clause.NumberedHandle)),
			detail("scope", joined(clause.Scope.Items)),
			detail("storage_id", clause.StorageID.Value),
			detail("type", typeText(clause.ConfigType)),
			detail("value", valueText(clause.Value)),
		),
	}
	for _, keyword := range clause.Keywords {
		for _, name := range keyword.Names.Items {
			for _, from := range orNone(clause.From.Items) {
				for _, to := range orNone(clause.To.Items) {
					f := base
					f.Type, f.From, f.To = keyword.Type.String(), from.Value, to.Value
					c.add(name, nil, f)
				}
			}
		}
	}
}

func (c *collector) environment(env *cml.Environment) {
	c.add(env.Name, env.Also, Fact{Section: "environments", Detail: details(
		detail("__stop_timeout_ms", intText(env.StopTimeout)),
		detail("extends", env.Extends.Value),
	)})
	for _, list := range []struct {
		word          string
		registrations []*cml.Registration
	}{{"debug", env.Debug}, {"resolver", env.Resolvers}, {"runner", env.Runners}} {
		for _, r := range list.registrations {
			for _, name := range r.Names.Items {
				for _, from := range orNone(r.From.Items) {
					c.add(name, nil, Fact{
						Section: "environments",
						Type:    list.word,
						From:    from.Value,
						As:      r.As.Value,
						To:      "environment " + env.Name.Value,
						Detail:  detail("scheme", r.Scheme.Value),
					})
				}
			}
		}
	}
}

func (c *collector) program(p *cml.Program) {
	if p == nil {
		return
	}
	if p.Runner.IsSet() {
		c.add(cml.Str{Value: "runner", Pos: p.Runner.Pos, Also: p.Runner.Also}, nil,
			Fact{Section: "program", Detail: detail("value", p.Runner.Value)})
	}
	for i := range p.Info {
		c.member("program", &p.Info[i])
	}
}

func (c *collector) object(section string, v *cml.Value) {
	if v == nil {
		return
	}
	for i := range v.Members {
		c.member(section, &v.Members[i])
	}
}

func (c *collector) member(section string, m *cml.Member) {
	c.add(m.Key, nil, Fact{Section: section, Detail: detail("value", valueText(&m.Value))})
}

// orNone makes a loop over an absent list run once.
func orNone(items []cml.Str) []cml.Str {
	if len(items) == 0 {
		return []cml.Str{{}}
	}
	return items
}

// lazyIsDefault treats the written default as absent, as printing does.
func lazyIsDefault(startup string) string {
	if startup == "lazy" {
		return ""
	}
	return startup
}
