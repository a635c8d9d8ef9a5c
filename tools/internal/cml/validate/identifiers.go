package validate

import (
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
		ids.add(x.Name.Value, identifier{x.Name, cml.SectionChildren, "child"})
	}
	for _, x := range d.Collections {
		ids.add(x.Name.Value, identifier{x.Name, cml.SectionCollections, "collection"})
	}
	for _, x := range d.Capabilities {
		if len(x.Keywords) != 1 || !hasIdentifier(x.Type()) {
			continue
		}
		for _, name := range x.Names() {
			ids.add(name.Value, identifier{name, cml.SectionCapabilities, x.Type().String()})
		}
	}
	for _, x := range d.Environments {
		ids.add(x.Name.Value, identifier{x.Name, cml.SectionEnvironments, "environment"})
	}
	for _, twice := range ids.contests {
		inSourceOrder(twice.claimants, func(i identifier) diag.Pos { return i.name.Pos })
		first := twice.claimants[0]
		for _, again := range twice.claimants[1:] {
			finding := wrong(again.name, "I1", "the identifier %q is declared as %s in %s, but it is already %s in %s",
				again.name.Value, article(again.kind), again.section, article(first.kind), first.section).
				WithNote(first.name.Pos, "first declared here")
			if again.kind == first.kind {
				finding.Msg = "the " + again.kind + " \"" + again.name.Value + "\" is declared twice in " + again.section.String()
				finding.WithHint("delete one of the two; equal ones of different files are merged, so these differ in some field, or stand in one file")
			} else {
				finding.WithHint("rename one of the two: \"#%s\" must mean one thing", again.name.Value)
			}
			c.report(finding)
		}
	}
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
