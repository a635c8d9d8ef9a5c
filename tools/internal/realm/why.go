package realm

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/findings"
)

// Level is a realm of a chain in which each is a child of the next.
type Level struct {
	*View
	// Child is the name of the child of the next level that runs this one; it
	// does not matter for the last level.
	Child string
}

// Why tells how the capabilities of a name get through a chain of realms.
type Why struct {
	SchemaVersion int    `json:"schema_version"`
	Name          string `json:"name"`
	// Realms are the levels, the lowest first.
	Realms []string `json:"realms"`
	Routes []Route  `json:"routes"`
	// Truncated says that there are more routes than were looked for.
	Truncated bool `json:"truncated,omitempty"`
}

// Route is one way from a source to a target.
type Route struct {
	Type string `json:"type"`
	// Status is "complete"; "broken", with Problem, when a link is missing; or
	// "unused" when the target does not take what it is given.
	Status  string   `json:"status"`
	Problem string   `json:"problem,omitempty"`
	Source  Endpoint `json:"source"`
	Target  Endpoint `json:"target"`
	// Hops are the facts of the route, from the source to the target.
	Hops []Hop `json:"hops"`
}

// Endpoint is where a route begins or ends, as far as the realms tell.
type Endpoint struct {
	// Realm is the component's name.
	Realm string `json:"realm"`
	// Kind is "self", "parent", "child", "collection", "all" for all children,
	// "environment", "dictionary", "framework", "debug", "void", or "unknown"
	// when there is nothing of the name.
	Kind string `json:"kind"`
	Name string `json:"name,omitempty"`
	URL  string `json:"url,omitempty"`
	// Places are where a child or collection is declared.
	Places []findings.Place `json:"places,omitempty"`
}

// Hop is a fact of a route in its realm.
type Hop struct {
	Realm string `json:"realm"`
	PlacedFact
}

// FindRoutes returns all routes on which a capability has the name somewhere.
func FindRoutes(name string, levels []Level) *Why {
	w := newWalker(levels)
	why := &Why{SchemaVersion: 1, Name: name, Routes: []Route{}}
	for _, level := range levels {
		why.Realms = append(why.Realms, level.Component)
	}
	known := map[string]bool{}
	for _, n := range w.nodes {
		if !n.fact.isAbout(name) {
			continue
		}
		ups, downs := w.up(n), w.down(n)
		for _, up := range ups {
			for _, down := range downs {
				if !w.step(len(up.nodes) + len(down.nodes)) {
					break
				}
				if id := routeID(up, down); !known[id] {
					known[id] = true
					why.Routes = append(why.Routes, w.route(name, up, down))
				}
			}
		}
	}
	why.Truncated = w.steps == 0
	slices.SortStableFunc(why.Routes, func(a, b Route) int {
		return cmp.Or(
			cmp.Compare(a.Type, b.Type),
			cmp.Compare(a.Source.String(), b.Source.String()),
			cmp.Compare(a.Target.String(), b.Target.String()),
		)
	})
	return why
}

// isAbout reports whether a capability of the name is on either side of a fact.
func (f *Fact) isAbout(name string) bool {
	return f.Type != "" && (f.Name == name || f.As == name || f.BackingDir == name)
}

// routeID tells routes apart: the facts from the source to the target, and the
// end.
func routeID(up, down half) string {
	var id []byte
	for i := len(up.nodes) - 1; i > 0; i-- {
		id = append(strconv.AppendInt(id, int64(up.nodes[i].number), 10), ' ')
	}
	for _, n := range down.nodes {
		id = append(strconv.AppendInt(id, int64(n.number), 10), ' ')
	}
	return string(id) + down.end.Kind
}

// route joins two halves, which share their first node.
func (w *walker) route(name string, up, down half) Route {
	r := Route{Status: "complete", Source: up.end, Target: down.end}
	switch {
	case up.problem != "":
		r.Status, r.Problem = "broken", up.problem
	case down.problem == circular:
		r.Status, r.Problem = "broken", circular
	case down.problem != "":
		r.Status, r.Problem = "unused", down.problem
	}
	nodes := slices.Clone(up.nodes)
	slices.Reverse(nodes)
	for _, n := range append(nodes, down.nodes[1:]...) {
		r.Hops = append(r.Hops, Hop{w.levels[n.level].Component, placed(n.fact)})
		switch {
		case r.Type != "" || !n.fact.isAbout(name):
		case n.fact.BackingDir == name:
			r.Type = "directory"
		default:
			r.Type = typeOfFact(n.fact)
		}
	}
	return r
}

// NamesLike returns some names of capabilities that have a text in them, in
// upper or lower case, sorted.
func NamesLike(text string, levels []Level) []string {
	const enough = 5
	names := map[string]bool{}
	for _, level := range levels {
		for _, f := range level.Facts {
			for _, name := range []string{f.Name, f.As} {
				if f.Type != "" && name != "" && strings.Contains(strings.ToLower(name), strings.ToLower(text)) {
					names[name] = true
				}
			}
		}
	}
	list := slices.Sorted(maps.Keys(names))
	return list[:min(enough, len(list))]
}
