package atom

import (
	"maps"
	"path"
	"slices"

	"github.com/rules-idk/rules_idk/tools/internal/archive"
	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Check finds all that is wrong with a group of atoms as a whole: ids, names and
// paths that two atoms claim, dependencies on atoms that are more private or of
// a wrong kind, and areas that do not exist.
func Check(group *Group, diags *diag.List) { check(group, diags) }

func check(group *Group, diags *diag.List) *graph {
	g := newGraph(group, diags)
	atoms := g.reached()
	g.checkIDs(atoms, diags)
	g.checkCategories(atoms, diags)
	g.checkEdges(atoms, diags)
	at := place(group.Label)
	for _, a := range atoms {
		if d := group.Areas.check(at, a.Label, a.ID, a.Kind, a.Area); d != nil {
			diags.Add(d.WithNote(diag.Pos{}, "the way: %s", g.way(a.Label)))
		}
	}
	checkPlaces(group.Label, exported(atoms), diags)
	return g
}

// exported returns the atoms that are in an IDK.
func exported(atoms []*Atom) []*Atom {
	return slices.DeleteFunc(slices.Clone(atoms), func(a *Atom) bool { return !a.Category.IsExported() })
}

// checkIDs checks that no id stands for two atoms.
func (g *graph) checkIDs(atoms []*Atom, diags *diag.List) {
	byID := map[string][]*Atom{}
	for _, a := range atoms {
		byID[a.ID] = append(byID[a.ID], a)
	}
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		if same := byID[id]; len(same) > 1 {
			d := diag.Errorf(place(g.group.Label), "", "the id %s is that of %d atoms: %s", id, len(same), labels(same)).
				WithHint("give each atom an id of its own")
			for _, a := range same {
				d.WithNote(diag.Pos{}, "the way: %s", g.way(a.Label))
			}
			diags.Add(d)
		}
	}
}

// checkCategories checks that atoms are as public as molecules ask for.
func (g *graph) checkCategories(atoms []*Atom, diags *diag.List) {
	floors := g.floors()
	for _, a := range atoms {
		f := floors[a.Label]
		if f.category == "" || f.category.MayUse(a.Category) {
			continue
		}
		way := floorWay(floors, a.Label)
		diags.Add(diag.Errorf(place(g.group.Label), "", "%s has the category %q, and %s asks for %q or more public: %s",
			a.Label, a.Category, f.molecule, f.category, a.ID).
			WithNote(diag.Pos{}, "the way: %s", g.wayAlong(way)).
			WithHint("make %s at least %s, or take it out of %s", a.Label, f.category, way[len(way)-2]))
	}
}

// wayAlong is way for labels that are known already.
func (g *graph) wayAlong(labels []string) string {
	first := g.way(labels[0])
	for _, label := range labels[1:] {
		first += " -> " + label
		if a := g.atoms[label]; a != nil {
			first += " (" + string(a.Category) + ")"
		}
	}
	return first
}

// checkEdges checks each dependency between two atoms.
func (g *graph) checkEdges(atoms []*Atom, diags *diag.List) {
	for _, a := range atoms {
		for _, label := range a.Deps {
			dep := g.atoms[label]
			if dep == nil {
				continue
			}
			for _, d := range checkEdge(place(g.group.Label), a.node(), dep.node()) {
				diags.Add(d.WithNote(diag.Pos{}, "the way: %s", g.way(a.Label, label)))
			}
		}
	}
}

// checkPlaces checks that the exported atoms leave each other room in the IDK.
func checkPlaces(label string, atoms []*Atom, diags *diag.List) {
	c := &places{at: place(label), diags: diags, names: map[string]*Atom{}}
	c.taken.Add(element.ManifestPath, claim{what: "the list of all elements"})
	for _, a := range atoms {
		c.add(a.MetaDest, claim{a, "the element file of " + a.Label, ""})
		for _, f := range a.Files {
			c.add(f.Dest, claim{a, f.Source + " of " + a.Label, f.Source})
		}
		c.name(a)
	}
}

// places is who claims which path.
type places struct {
	at    diag.Pos
	diags *diag.List
	taken archive.Namespace[claim]
	names map[string]*Atom
}

// claim is a file that is to be at a path.
type claim struct {
	atom *Atom
	what string
	// source is where the file comes from, "" for an element file.
	source string
}

func (c *places) add(dest string, by claim) {
	if err := archive.CheckName(dest); err != nil {
		c.diags.Add(diag.Errorf(c.at, "", "%s cannot be %q in the IDK: %v", by.what, dest, err))
		return
	}
	conflict := c.taken.Add(dest, by)
	if conflict == nil {
		return
	}
	first := conflict.Owner
	// Packages share their blobs.
	if conflict.Same && by.source != "" && first.source == by.source &&
		first.atom.Kind == element.Package && by.atom.Kind == element.Package {
		return
	}
	d := diag.Errorf(c.at, "", "%s and %s cannot both be in the IDK: %v", first.what, by.what, conflict)
	if first.atom != nil && first.atom != by.atom {
		d.WithHint("choose another path for one of them, or take %s or %s out of the IDK", first.atom.Label, by.atom.Label)
	}
	c.diags.Add(d)
}

// name checks that no two elements of a kind have one name: others refer to
// them by it. A tool has one element per host.
func (c *places) name(a *Atom) {
	key := string(a.Kind) + " " + a.Name
	if a.Kind.IsTool() {
		key += " " + path.Dir(a.MetaDest)
	}
	first := c.names[key]
	if first == nil {
		c.names[key] = a
		return
	}
	c.diags.Add(diag.Errorf(c.at, "", "%s and %s are both a %s with the name %q", first.Label, a.Label, a.Kind, a.Name).
		WithHint("give one of them another name"))
}
