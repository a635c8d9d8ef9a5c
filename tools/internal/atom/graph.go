package atom

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Molecule is a named group of atoms and of other molecules.
type Molecule struct {
	// Label is the target, as people write it.
	Label string
	// Category is the most private category that its atoms may have; "" for any.
	Category Category
	// Deps are the labels of its members.
	Deps []string
}

// Group is a set of atoms with all that they depend on: a molecule, or an IDK.
type Group struct {
	Molecule
	// Molecules are the molecules in it, and Atoms the atoms, in any order.
	Molecules []Molecule
	Atoms     []*Atom
	Areas     Areas
}

// graph is a group with its parts by label.
type graph struct {
	group     *Group
	atoms     map[string]*Atom
	molecules map[string]*Molecule
	// order has the labels that can be reached, each after one that leads to it.
	order []string
	// from has, for each label in order, one of those that lead to it.
	from map[string]string
}

// newGraph finds what belongs to a group. It reports labels that stand for
// nothing, or for two things.
func newGraph(group *Group, diags *diag.List) *graph {
	g := &graph{group: group, atoms: map[string]*Atom{}, molecules: map[string]*Molecule{}, from: map[string]string{}}
	at := place(group.Label)
	for i := range group.Molecules {
		g.molecules[group.Molecules[i].Label] = &group.Molecules[i]
	}
	g.molecules[group.Label] = &group.Molecule
	for _, a := range group.Atoms {
		if g.atoms[a.Label] != nil || g.molecules[a.Label] != nil {
			diags.Add(diag.Errorf(at, "", "%s is there twice", a.Label))
		}
		g.atoms[a.Label] = a
	}
	g.reach(diags)
	return g
}

// reach walks along dependencies, the shortest ways first, and in the order of
// labels: the ways that messages show are always the same.
func (g *graph) reach(diags *diag.List) {
	g.order = []string{g.group.Label}
	g.from[g.group.Label] = ""
	for i := 0; i < len(g.order); i++ {
		label := g.order[i]
		for _, dep := range slices.Sorted(slices.Values(g.deps(label))) {
			if _, seen := g.from[dep]; seen {
				continue
			}
			if g.atoms[dep] == nil && g.molecules[dep] == nil {
				diags.Add(diag.Errorf(place(g.group.Label), "", "%s depends on %s, which is no atom", label, dep).
					WithHint("put %s into non_sdk_deps of %s, or make it an atom", dep, label))
				continue
			}
			g.from[dep] = label
			g.order = append(g.order, dep)
		}
	}
}

func (g *graph) deps(label string) []string {
	if a := g.atoms[label]; a != nil {
		return a.Deps
	}
	return g.molecules[label].Deps
}

// reached returns the atoms of the group, sorted by id and label.
func (g *graph) reached() []*Atom {
	var atoms []*Atom
	for _, label := range g.order {
		if a := g.atoms[label]; a != nil {
			atoms = append(atoms, a)
		}
	}
	slices.SortFunc(atoms, func(a, b *Atom) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Label, b.Label))
	})
	return atoms
}

// way returns how the group comes to have a label, and what it leads to.
func (g *graph) way(label string, more ...string) string {
	way := more
	for ; label != ""; label = g.from[label] {
		way = append([]string{label}, way...)
	}
	for i, label := range way {
		if a := g.atoms[label]; a != nil {
			way[i] = label + " (" + string(a.Category) + ")"
		}
	}
	return strings.Join(way, " -> ")
}

// floor is the strictest of the categories that molecules ask of their atoms.
type floor struct {
	category Category
	// molecule asks for it.
	molecule string
	// from is the label by which it comes down to an atom.
	from string
}

// floors returns what is asked of each label.
func (g *graph) floors() map[string]floor {
	floors := map[string]floor{}
	// Parents come before their children, unlike in order, where the shortest
	// ways come first.
	for _, label := range g.sorted() {
		f := floors[label]
		if m := g.molecules[label]; m != nil && m.Category.rank() > f.category.rank() {
			f = floor{m.Category, label, ""}
		}
		floors[label] = f
		for _, dep := range slices.Sorted(slices.Values(g.deps(label))) {
			if f.category.rank() > floors[dep].category.rank() {
				floors[dep] = floor{f.category, f.molecule, label}
			}
		}
	}
	return floors
}

// sorted returns the labels that can be reached, each after all that lead to it.
func (g *graph) sorted() []string {
	var post []string
	visited := map[string]bool{}
	var visit func(label string)
	visit = func(label string) {
		if _, reached := g.from[label]; !reached || visited[label] {
			return
		}
		visited[label] = true
		for _, dep := range slices.Sorted(slices.Values(g.deps(label))) {
			visit(dep)
		}
		post = append(post, label)
	}
	visit(g.group.Label)
	slices.Reverse(post)
	return post
}

// floorWay returns the way by which a floor comes down to a label.
func floorWay(floors map[string]floor, label string) []string {
	way := []string{label}
	for f := floors[label]; f.from != ""; f = floors[f.from] {
		way = append(way, f.from)
	}
	slices.Reverse(way)
	return way
}

// labels returns the labels of atoms, sorted, as one text.
func labels(atoms []*Atom) string {
	set := map[string]bool{}
	for _, a := range atoms {
		set[a.Label] = true
	}
	return words(slices.Sorted(maps.Keys(set)), "and")
}
