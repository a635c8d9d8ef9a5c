package validate

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// identifier is a claim on the identifier space that "#name" looks into.
type identifier struct {
	name cml.Str
	// section is the section that declares it, kind what is declared there.
	section cml.Section
	kind    string
	// element is what is declared, to say how two of a kind differ.
	element any
}

// hasIdentifier reports whether declarations of a type are in the identifier
// space. The others only must not repeat a name within capabilities.
func hasIdentifier(t cml.CapabilityType) bool {
	switch t {
	case cml.TypeStorage, cml.TypeRunner, cml.TypeResolver, cml.TypeDictionary:
		return true
	}
	return false
}

// identifiers checks rule I1: children, collections, environments and four
// types of capabilities share one space of names.
func (c *checker) identifiers() {
	d := c.doc
	ids := newClaims[string, identifier](len(d.Children) + len(d.Collections) + len(d.Environments) + len(d.Capabilities))
	for _, x := range d.Children {
		ids.add(x.Name.Value, identifier{x.Name, cml.SectionChildren, "child", x})
	}
	for _, x := range d.Collections {
		ids.add(x.Name.Value, identifier{x.Name, cml.SectionCollections, "collection", x})
	}
	for _, x := range d.Capabilities {
		if len(x.Keywords) != 1 || !hasIdentifier(x.Type()) {
			continue
		}
		for _, name := range x.Names() {
			ids.add(name.Value, identifier{name, cml.SectionCapabilities, x.Type().String(), x})
		}
	}
	for _, x := range d.Environments {
		ids.add(x.Name.Value, identifier{x.Name, cml.SectionEnvironments, "environment", x})
	}
	for _, twice := range ids.contests {
		inSourceOrder(twice.claimants, func(i identifier) diag.Pos { return i.name.Pos })
		first := twice.claimants[0]
		for _, again := range twice.claimants[1:] {
			finding := wrong(again.name, "I1", "the identifier %q is declared as %s in %s, but it is already %s in %s",
				again.name.Value, article(again.kind), again.section, article(first.kind), first.section).
				WithNote(first.name.Pos, "first declared here")
			if again.kind == first.kind {
				finding.Msg = fmt.Sprintf("%s %q is declared twice in %s%s", again.kind, again.name.Value, again.section, difference(first.element, again.element))
				finding.WithHint("delete one of the two")
			} else {
				finding.WithHint("rename one of the two: \"#%s\" must mean one thing", again.name.Value)
			}
			c.report(finding)
		}
	}
}

// difference says in which fields two children or collections differ: equal
// ones of different files were merged, so a reader looks for the difference.
func difference(a, b any) string {
	var fields []string
	note := func(field string, differ bool) {
		if differ {
			fields = append(fields, "`"+field+"`")
		}
	}
	switch a := a.(type) {
	case *cml.Child:
		b := b.(*cml.Child)
		note("url", a.URL.Value != b.URL.Value)
		note("startup", cmp.Or(a.Startup.Value, "lazy") != cmp.Or(b.Startup.Value, "lazy"))
		note("on_terminate", a.OnTerminate.Value != b.OnTerminate.Value)
		note("environment", a.Environment.Value != b.Environment.Value)
	case *cml.Collection:
		b := b.(*cml.Collection)
		note("durability", a.Durability.Value != b.Durability.Value)
		note("environment", a.Environment.Value != b.Environment.Value)
		note("allowed_offers", a.AllowedOffers.Value != b.AllowedOffers.Value)
		note("allow_long_names", !equalFlags(a.AllowLongNames, b.AllowLongNames))
		note("persistent_storage", !equalFlags(a.PersistentStorage, b.PersistentStorage))
	}
	if len(fields) == 0 {
		return ""
	}
	return ", with different " + list(fields, "and")
}

func equalFlags(a, b *cml.Flag) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Value == b.Value
}

// components checks the other rules about children and collections.
func (c *checker) components() {
	for _, child := range c.doc.Children {
		c.childURL(child.URL)
		c.environmentRef("child", child.Name, child.Environment)
	}
	for _, collection := range c.doc.Collections {
		c.environmentRef("collection", collection.Name, collection.Environment)
		if f := collection.AllowLongNames; f != nil {
			c.gate(f.Pos, "C2", AllowLongNames, "`allow_long_names` of collection \""+collection.Name.Value+"\"")
		}
	}
}

// childURL checks rule C1: a source file where the compiled one belongs.
func (c *checker) childURL(url cml.Str) {
	_, fragment, found := strings.Cut(url.Value, "#")
	if !found || !strings.HasSuffix(fragment, ".cml") {
		return
	}
	c.report(wrong(url, "C1", "the URL %q ends in .cml, but a component is started from its compiled manifest", url.Value).
		WithHint("write %q", strings.TrimSuffix(url.Value, "l")))
}

// environmentRef checks rule E7.
func (c *checker) environmentRef(kind string, owner, ref cml.Str) {
	if !ref.IsSet() {
		return
	}
	name := cml.ParseRef(ref.Value).Name
	if c.scope.Environment(name) != nil {
		return
	}
	finding := wrong(ref, "E7", "%s %q is placed in the environment %q, which is not in environments", kind, owner.Value, ref.Value)
	near := c.near(name, func() []string {
		var known []string
		for _, e := range c.doc.Environments {
			known = append(known, e.Name.Value)
		}
		return known
	})
	if near != "" {
		c.report(finding.WithHint("did you mean %q?", "#"+near))
		return
	}
	c.report(finding.WithHint("declare %q in environments, or correct the name", name))
}
