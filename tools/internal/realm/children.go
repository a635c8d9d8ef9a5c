package realm

import (
	"fmt"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/pkg"
)

// ChildManifest is the compiled manifest of a component that may be a child.
type ChildManifest struct {
	// Resource is where it is in its package, such as "meta/name.cm".
	Resource string
	// Package is the URL of the package; "" when it is not known.
	Package string
	// Facts are those of ComponentFacts.
	Facts []*Fact
	// Pos is the place that stands for the manifest in findings.
	Pos diag.Pos
}

// CheckChildren compares what a realm offers to its children with what they
// take, as far as their manifests are at hand.
//
// R3: what a child takes from its parent is offered to it, with an availability
// that is not weaker than the one it demands; that manifests are missing is a
// warning. S7: what is offered to a child, the child takes. A child that
// CheckRoutes has looked at can be left out by its name.
func CheckChildren(d *cml.Document, manifests []ChildManifest, except string, diags *diag.List) {
	facts := Facts(d)
	offers := indexOffers(facts)
	known := matchChildren(d, manifests, except, diags)
	taken := map[string]map[capability]bool{}
	for _, child := range d.Children {
		m := known[child.Name.Value]
		if m == nil {
			continue
		}
		taken[child.Name.Value] = checkNeeds(child, m, offers, diags)
	}
	noteUnusedOffers(facts, taken, len(taken) == len(d.Children) && len(d.Collections) == 0, diags)
}

// checkNeeds checks what a child takes from its parent and returns it.
func checkNeeds(child *cml.Child, m *ChildManifest, offers *offerIndex, diags *diag.List) map[capability]bool {
	name := child.Name.Value
	needs, told := map[capability]bool{}, map[capability]bool{}
	for _, f := range m.Facts {
		want, ok := takenFrom(f, cml.RefParent, "")
		if !ok {
			continue
		}
		needs[want] = true
		offer := offers.to(name, want)
		switch {
		case told[want] || offer == nil && f.Availability == "transitional":
		case offer == nil:
			told[want] = true
			diags.Add(diag.Errorf(child.Name.Pos, "realm R3", "child %q takes %s from its parent, which does not offer it", name, want).
				WithNote(m.Pos, "the child takes it here").
				WithHint(`add { %s: %q, from: …, to: "#%s" } to "offer"`, want.kind, want.name, name))
		case effective(f.Availability) == "required" && weaker(offer.Availability):
			told[want] = true
			diags.Add(diag.Errorf(offer.Places[0], "realm R3", "%s is offered to %q as %q only, but the child requires it",
				want, "#"+name, offer.Availability).
				WithNote(m.Pos, "the child takes it here").
				WithHint("make the offer availability: \"required\", or the child's use \"optional\""))
		}
	}
	return needs
}

// matchChildren finds the manifest that each child runs, by the name of the
// child: that of its package, or else one of an unknown package with the name
// that the URL has behind "#". A URL that names no package of a repository is
// content with the only manifest of that name.
func matchChildren(d *cml.Document, manifests []ChildManifest, except string, diags *diag.List) map[string]*ChildManifest {
	type key struct{ pkg, resource string }
	index := make(map[key]*ChildManifest, len(manifests))
	only := make(map[string]*ChildManifest, len(manifests)) // nil for several
	known, run := map[string]*ChildManifest{}, map[*ChildManifest]bool{}
	for i := range manifests {
		m := &manifests[i]
		k := key{m.Package, m.Resource}
		if first := index[k]; first != nil {
			run[m] = true // said here
			diags.Add(diag.Warningf(m.Pos, "realm R3", "two manifests are %s%s; the first one is checked", m.Resource, inPackage(m.Package)).
				WithNote(first.Pos, "the first one").
				WithHint("remove one of them from the realm's children, or give their packages"))
			continue
		}
		index[k] = m
		if _, several := only[m.Resource]; several {
			only[m.Resource] = nil
		} else {
			only[m.Resource] = m
		}
	}
	byResource := map[*ChildManifest]*candidates{}
	var unknown []*cml.Child
	for _, child := range d.Children {
		url, err := pkg.ParseComponentURL(child.URL.Value)
		if err != nil || child.Name.Value == except {
			continue
		}
		m := index[key{url.Unpinned().String(), url.Resource}]
		if m == nil && url.Kind != pkg.Absolute {
			m = only[url.Resource]
		}
		if m == nil {
			if m = index[key{"", url.Resource}]; m == nil {
				unknown = append(unknown, child)
				continue
			}
			if byResource[m] == nil {
				byResource[m] = &candidates{first: child, url: url.PackageURL}
			}
			byResource[m].add(child, url.PackageURL)
		}
		run[m] = true
		known[child.Name.Value] = m
	}
	for i := range manifests {
		m := &manifests[i]
		if c := byResource[m]; c != nil && c.other != nil {
			diags.Add(c.ambiguous(m))
			for _, child := range c.all {
				delete(known, child.Name.Value)
			}
		}
		if !run[m] {
			diags.Add(diag.Warningf(m.Pos, "realm R3", "no child of this realm runs this component: no URL is about %s%s",
				m.Resource, inPackage(m.Package)).
				WithHint("remove it from the realm's children, or add the shard with the child"))
		}
	}
	warnUnknown(unknown, len(d.Children), diags)
	return known
}

// candidates are the children that a manifest of an unknown package may be that
// of. Other is one that runs another package than the first.
type candidates struct {
	first, other *cml.Child
	url          pkg.PackageURL
	all          []*cml.Child
}

func (c *candidates) add(child *cml.Child, url pkg.PackageURL) {
	c.all = append(c.all, child)
	if c.other == nil && !c.url.SamePackage(url) {
		c.other = child
	}
}

func (c *candidates) ambiguous(m *ChildManifest) *diag.Diagnostic {
	return diag.Warningf(m.Pos, "realm R3", "the children %q and %q have a %s in different packages, so neither is checked",
		c.first.Name.Value, c.other.Name.Value, m.Resource).
		WithNote(c.first.URL.Pos, "the first child").
		WithNote(c.other.URL.Pos, "the second child").
		WithHint("give the component_package instead of the component_manifest")
}

func inPackage(url string) string {
	if url == "" {
		return ""
	}
	return " in " + url
}

// warnUnknown says in one warning which children are not checked.
func warnUnknown(unknown []*cml.Child, all int, diags *diag.List) {
	if len(unknown) == 0 {
		return
	}
	const shown = 5
	var names []string
	for _, child := range unknown[:min(shown, len(unknown))] {
		names = append(names, child.Name.Value)
	}
	text := strings.Join(names, ", ")
	if more := len(unknown) - shown; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	diags.Add(diag.Warningf(unknown[0].Name.Pos, "realm R3",
		"the manifests of %d of %d children are not at hand, so their routes are not checked: %s",
		len(unknown), all, text).
		WithHint("add their component_manifest targets or .cm files to the realm's children"))
}
