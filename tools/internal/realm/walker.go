package realm

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
)

// walker follows capabilities from fact to fact through a chain of realms.
type walker struct {
	levels []Level
	nodes  []node
	// givers and takers are the facts that put a capability in a spot, and those
	// that take it from there.
	givers, takers map[spot][]node
	// children are the facts that declare children and collections.
	children map[spot]*Fact
	// steps are how many more facts may be visited or listed.
	steps int
}

// maxSteps bounds the search: a manifest that is wrong, or services of many
// sources, can have more routes than anyone can read.
const maxSteps = 2_000_000

// step takes some steps, and reports whether the search may go on.
func (w *walker) step(n int) bool {
	w.steps = max(0, w.steps-n)
	return w.steps > 0
}

// node is a fact of a level.
type node struct {
	level  int
	fact   *Fact
	number int
}

// spot is where a capability can be had, or goes to, in a level. The place is
// "parent", "#child", "self", "self/dictionary", "to #child", "to all" or
// "exposed".
type spot struct {
	level int
	place string
	capability
}

// half is the way from a fact, its first node, to an end. A problem is why that
// end is not a proper one.
type half struct {
	nodes   []node
	end     Endpoint
	problem string
}

// circular is the problem of a way that has no end.
const circular = "the route comes back to itself"

func newWalker(levels []Level) *walker {
	w := &walker{
		levels:   levels,
		givers:   map[spot][]node{},
		takers:   map[spot][]node{},
		children: map[spot]*Fact{},
		steps:    maxSteps,
	}
	for i, level := range levels {
		for _, f := range level.Facts {
			n := node{i, f, len(w.nodes)}
			w.nodes = append(w.nodes, n)
			if name := f.declaredChild(); name != "" {
				w.children[spot{level: i, place: name}] = f
			}
			if s, ok := n.source(); ok {
				w.takers[s] = append(w.takers[s], n)
			}
			if s, ok := n.target(); ok {
				w.givers[s] = append(w.givers[s], n)
			}
		}
	}
	return w
}

// taken returns what a fact takes and from where, and whether it takes anything
// at all. Of something inside a dictionary it takes the dictionary.
func taken(f *Fact) (cml.Ref, capability, bool) {
	from := f.From
	switch {
	case f.Section == "use" && from == "":
		from = "parent"
	case f.Section == "expose", f.Section == "offer", f.Section == "use", f.Section == "environments":
	case f.Section == "capabilities" && f.Type == "storage":
	default:
		return cml.Ref{}, capability{}, false
	}
	ref := cml.ParseRef(from)
	if ref.Kind == cml.RefNone {
		return cml.Ref{}, capability{}, false
	}
	if ref.Dictionary != "" {
		first, _, _ := strings.Cut(ref.Dictionary, "/")
		return ref, capability{"dictionary", first}, true
	}
	if f.Section == "capabilities" {
		return ref, capability{"directory", f.BackingDir}, true
	}
	return ref, capability{typeOfFact(f), f.Name}, true
}

// typeOfFact returns the type of the capability; the debug list of an
// environment has protocols.
func typeOfFact(f *Fact) string {
	if f.Type == "debug" {
		return "protocol"
	}
	return f.Type
}

// source returns the spot that a fact takes from.
func (n node) source() (spot, bool) {
	ref, want, ok := taken(n.fact)
	if !ok {
		return spot{}, false
	}
	if ref.Kind == cml.RefSelf && ref.Dictionary != "" {
		return spot{n.level, "self/" + want.name, n.inside()}, true
	}
	return spot{n.level, ref.Root(), want}, true
}

// inside returns what a fact takes out of the dictionary that it names: the
// capability, or the dictionary that this one is in.
func (n node) inside() capability {
	_, rest, nested := strings.Cut(cml.ParseRef(n.fact.From).Dictionary, "/")
	if nested {
		first, _, _ := strings.Cut(rest, "/")
		return capability{"dictionary", first}
	}
	return capability{typeOfFact(n.fact), n.fact.Name}
}

// unpacks reports whether a fact takes something out of a dictionary.
func (n node) unpacks() bool { return cml.ParseRef(n.fact.From).Dictionary != "" }

// target returns the spot that a fact gives to.
func (n node) target() (spot, bool) {
	f := n.fact
	given := capability{f.Type, f.Target()}
	switch {
	case f.Section == "capabilities":
		return spot{n.level, "self", given}, true
	case f.Section == "expose" && f.To != "framework":
		return spot{n.level, "exposed", given}, true
	case f.Section == "offer" && strings.HasPrefix(f.To, "self/"):
		return spot{n.level, f.To, given}, true
	case f.Section == "offer":
		return spot{n.level, "to " + f.To, given}, true
	}
	return spot{}, false
}

// up follows a fact to all its sources.
func (w *walker) up(n node) []half {
	var halves []half
	w.climb(n, nil, nil, func(h half) { halves = append(halves, h) })
	return halves
}

// climb goes from a fact towards the source. Inner is what the way is about when
// it goes inside a dictionary.
func (w *walker) climb(n node, inner *capability, path []node, found func(half)) {
	if !w.step(1 + len(path)) {
		return
	}
	if slices.Contains(path, n) {
		found(half{path, w.self(n.level), circular})
		return
	}
	path = append(slices.Clip(path), n)
	s, ok := n.source()
	if !ok {
		found(half{path, w.self(n.level), ""})
		return
	}
	if n.unpacks() && !strings.HasPrefix(s.place, "self/") {
		content := n.inside()
		inner = &content
	}
	next, end, problem := w.before(s, inner, n)
	if len(next) == 0 {
		found(half{path, end, problem})
		return
	}
	if strings.HasPrefix(s.place, "self/") || s.place == "self" && inner != nil {
		inner = nil // it has been taken out
	}
	for _, m := range next {
		w.climb(m, inner, path, found)
	}
}

// before returns the facts that give what a fact takes from a spot, or, if there
// are none, the end and what is wrong with it.
func (w *walker) before(s spot, inner *capability, n node) ([]node, Endpoint, string) {
	here := w.levels[s.level].Component
	name, isNamed := strings.CutPrefix(s.place, "#")
	switch {
	case s.place == "parent":
		return w.fromParent(s)
	case isNamed && s.level > 0 && name == w.levels[s.level-1].Child:
		below := w.levels[s.level-1].Component
		return w.givers[spot{s.level - 1, "exposed", s.capability}], Endpoint{Realm: below, Kind: "self"},
			fmt.Sprintf("%s does not expose %s", below, s.capability)
	case isNamed:
		return w.fromChild(s, name, n)
	case s.place == "self" && inner != nil:
		return w.givers[spot{s.level, "self/" + s.name, *inner}], Endpoint{Realm: here, Kind: "dictionary", Name: s.name},
			fmt.Sprintf("%s puts no %s into the dictionary %q", here, *inner, s.name)
	case s.place == "self":
		return w.givers[s], Endpoint{Realm: here, Kind: "self"}, fmt.Sprintf("%s does not declare %s", here, s.capability)
	case strings.HasPrefix(s.place, "self/"):
		dictionary := strings.TrimPrefix(s.place, "self/")
		return w.givers[s], Endpoint{Realm: here, Kind: "dictionary", Name: dictionary},
			fmt.Sprintf("%s puts no %s into the dictionary %q", here, s.capability, dictionary)
	}
	return nil, Endpoint{Realm: here, Kind: s.place}, ""
}

// fromParent finds what the next level offers to this one.
func (w *walker) fromParent(s spot) ([]node, Endpoint, string) {
	level := w.levels[s.level]
	if s.level+1 == len(w.levels) {
		return nil, Endpoint{Realm: level.Component, Kind: "parent"}, ""
	}
	given := w.givers[spot{s.level + 1, "to #" + level.Child, s.capability}]
	if given == nil {
		for _, n := range w.givers[spot{s.level + 1, "to all", s.capability}] {
			if n.fact.From != "#"+level.Child {
				given = append(given, n)
			}
		}
	}
	above := w.levels[s.level+1].Component
	return given, Endpoint{Realm: above, Kind: "self"},
		fmt.Sprintf("%s does not offer %s to \"#%s\"", above, s.capability, level.Child)
}

// fromChild ends at a child, a collection, or a capability of that name.
func (w *walker) fromChild(s spot, name string, n node) ([]node, Endpoint, string) {
	if child := w.child(s.level, name); child.Kind != "unknown" {
		return nil, child, ""
	}
	here := w.levels[s.level].Component
	for _, kind := range []string{s.kind, "storage", "dictionary"} {
		if given := w.givers[spot{s.level, "self", capability{kind, name}}]; given != nil {
			return given, Endpoint{}, ""
		}
	}
	if n.fact.SourceAvailability == "unknown" {
		return nil, Endpoint{Realm: here, Kind: "void"}, ""
	}
	return nil, w.child(s.level, name), fmt.Sprintf("%s has no child %q", here, name)
}

// down follows a fact to all its targets.
func (w *walker) down(n node) []half {
	var halves []half
	w.descend(n, nil, nil, func(h half) { halves = append(halves, h) })
	return halves
}

// descend goes from a fact towards the targets. Inner is what the way is about
// when it goes inside a dictionary.
func (w *walker) descend(n node, inner *capability, path []node, found func(half)) {
	if !w.step(1 + len(path)) {
		return
	}
	if slices.Contains(path, n) {
		found(half{path, w.self(n.level), circular})
		return
	}
	path = append(slices.Clip(path), n)
	next, end, problem := w.behind(n)
	if dictionary, ok := strings.CutPrefix(n.fact.To, "self/"); ok && inner == nil {
		content := capability{n.fact.Type, n.fact.Target()}
		for _, m := range w.takers[spot{n.level, "self", capability{"dictionary", dictionary}}] {
			w.descend(m, &content, path, found)
			problem = ""
			end = Endpoint{}
		}
	}
	followed := false
	for _, m := range next {
		outer := inner
		if inner != nil && m.unpacks() {
			if m.inside() != *inner {
				continue // it takes something else out of the dictionary
			}
			outer = nil
		}
		followed = true
		w.descend(m, outer, path, found)
	}
	if end.Kind == "all" || !followed && end.Kind != "" {
		found(half{path, end, problem})
	}
}

// behind returns the facts that take what a fact gives, the end of the route if
// there are none, and what is wrong with that end.
func (w *walker) behind(n node) ([]node, Endpoint, string) {
	f, level := n.fact, w.levels[n.level]
	here := level.Component
	given, gives := n.target()
	switch {
	case f.Section == "environments":
		return nil, Endpoint{Realm: here, Kind: "environment", Name: strings.TrimPrefix(f.To, "environment ")}, ""
	case !gives && f.Section == "expose":
		return nil, Endpoint{Realm: here, Kind: "framework"}, ""
	case !gives:
		return nil, w.self(n.level), ""
	case f.Section == "expose" && n.level+1 < len(w.levels):
		above := w.levels[n.level+1].Component
		return w.takers[spot{n.level + 1, "#" + level.Child, given.capability}], Endpoint{Realm: above, Kind: "self"},
			fmt.Sprintf("%s does not take %s from \"#%s\"", above, given.capability, level.Child)
	case f.Section == "expose":
		return nil, Endpoint{Realm: here, Kind: "parent"}, ""
	case f.Section == "capabilities":
		return w.takers[given], w.self(n.level), fmt.Sprintf("nothing in %s takes %s", here, given.capability)
	case strings.HasPrefix(f.To, "self/"):
		dictionary := strings.TrimPrefix(f.To, "self/")
		return w.takers[given], Endpoint{Realm: here, Kind: "dictionary", Name: dictionary},
			fmt.Sprintf("nothing in %s takes it or the dictionary", here)
	}
	return w.offered(n, given)
}

// offered follows an offer into the level below or to the child that gets it.
func (w *walker) offered(n node, given spot) ([]node, Endpoint, string) {
	f := n.fact
	var below *Level
	if n.level > 0 {
		below = &w.levels[n.level-1]
	}
	if f.To == "all" {
		all := Endpoint{Realm: w.levels[n.level].Component, Kind: "all"}
		if below == nil || f.From == "#"+below.Child ||
			w.givers[spot{n.level, "to #" + below.Child, given.capability}] != nil {
			return nil, all, ""
		}
		return w.takers[spot{n.level - 1, "parent", given.capability}], all, ""
	}
	name := namedIn(f.To)
	if below != nil && name == below.Child {
		return w.takers[spot{n.level - 1, "parent", given.capability}], w.self(n.level - 1),
			fmt.Sprintf("%s does not take %s from its parent", below.Component, given.capability)
	}
	end := w.child(n.level, name)
	if end.Kind == "unknown" && f.TargetAvailability != "unknown" {
		return nil, end, fmt.Sprintf("%s has no child %q", w.levels[n.level].Component, name)
	}
	return nil, end, ""
}

func (w *walker) self(level int) Endpoint {
	return Endpoint{Realm: w.levels[level].Component, Kind: "self"}
}

// child returns the endpoint for a child or collection.
func (w *walker) child(level int, name string) Endpoint {
	e := Endpoint{Realm: w.levels[level].Component, Kind: "unknown", Name: name}
	f := w.children[spot{level: level, place: name}]
	if f == nil {
		return e
	}
	e.Kind, e.Places = "child", placed(f).Places
	if f.Section == "collections" {
		e.Kind = "collection"
	}
	for _, field := range f.Fields() {
		if field.Name == "url" {
			e.URL = field.Value
		}
	}
	return e
}
