package validate

import (
	"cmp"
	"slices"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/scope"
	"github.com/rules-idk/rules_idk/tools/internal/cml/validate/digraph"
)

// dependencies is the graph of strong dependencies of a document.
type dependencies struct {
	c *checker
	// nodes are sorted by name, self last; index finds them.
	nodes []node
	index map[node]int32
	all   []dependency
}

// strongDependencies collects the edges that the component framework counts
// (src/sys/lib/cm_graph), and those of the manifest compiler.
func (c *checker) strongDependencies() *dependencies {
	g := &dependencies{c: c}
	g.addNodes()
	for _, clause := range c.doc.Use {
		g.addUse(clause)
	}
	for _, clause := range c.doc.Capabilities {
		g.addDeclaration(clause)
	}
	for _, clause := range c.doc.Offer {
		g.addOffer(clause)
	}
	g.addOffersToAll()
	for _, e := range c.doc.Environments {
		g.addEnvironment(e)
	}
	for _, x := range c.doc.Children {
		g.addPlacement(x.Environment, childNode, &x.Name, x)
	}
	for _, x := range c.doc.Collections {
		g.addPlacement(x.Environment, collectionNode, &x.Name, x)
	}
	return g
}

func (g *dependencies) addNodes() {
	d := g.c.doc
	g.nodes = make([]node, 0, len(d.Children)+len(d.Collections)+len(d.Environments)+len(d.Capabilities)+1)
	for _, x := range d.Children {
		g.nodes = append(g.nodes, node{childNode, x.Name.Value})
	}
	for _, x := range d.Collections {
		g.nodes = append(g.nodes, node{collectionNode, x.Name.Value})
	}
	for _, x := range d.Environments {
		g.nodes = append(g.nodes, node{environmentNode, x.Name.Value})
	}
	for _, x := range d.Capabilities {
		if t := x.Type(); t == cml.TypeStorage || t == cml.TypeDictionary {
			for _, name := range x.Names() {
				g.nodes = append(g.nodes, node{capabilityNode, name.Value})
			}
		}
	}
	slices.SortFunc(g.nodes, func(a, b node) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.kind, b.kind))
	})
	g.nodes = append(slices.Compact(g.nodes), node{kind: selfNode})
	g.index = make(map[node]int32, len(g.nodes))
	for i, n := range g.nodes {
		g.index[n] = int32(i)
	}
}

func (g *dependencies) self() int32 { return int32(len(g.nodes) - 1) }

// at returns the number of a node, noNode if there is none.
func (g *dependencies) at(kind nodeKind, name string) int32 {
	if i, ok := g.index[node{kind, name}]; ok {
		return i
	}
	return noNode
}

// add adds an edge. An edge from a node to itself counts only for dictionaries
// that hold themselves: that a component uses its own capabilities is fine, and
// that a child is offered its own is rule O11.
func (g *dependencies) add(from, to int32, name *cml.Str, cause any) {
	if from == noNode || to == noNode || from == to && g.nodes[from].kind != capabilityNode {
		return
	}
	g.all = append(g.all, dependency{digraph.Edge{From: from, To: to}, name, cause})
}

// target returns the node that a name was resolved to.
func (g *dependencies) target(t scope.Target) int32 {
	switch t.Kind {
	case scope.Child:
		return g.at(childNode, t.Child.Name.Value)
	case scope.Collection:
		return g.at(collectionNode, t.Collection.Name.Value)
	case scope.Capability:
		return g.at(capabilityNode, t.Declaration.Name.Value)
	}
	return noNode
}

// source returns the node that a capability comes from. Dictionaries and
// storage from self are nodes of their own.
func (g *dependencies) source(p scope.Place, t cml.CapabilityType, name string, ref cml.Ref) int32 {
	switch {
	case ref.Kind == cml.RefNamed:
		return g.target(g.c.scope.ResolveRef(p, t, ref))
	case ref.Kind != cml.RefSelf:
		return noNode
	case ref.Dictionary != "":
		return g.at(capabilityNode, firstSegment(ref.Dictionary))
	case p == scope.OfferFrom && (t == cml.TypeDictionary || t == cml.TypeStorage):
		if _, ok := g.c.scope.Declared(t, name); ok {
			return g.at(capabilityNode, name)
		}
		return noNode
	}
	return g.self()
}

func (g *dependencies) addUse(clause *cml.Clause) {
	if len(clause.Keywords) != 1 || clause.Dependency.Value == "weak" || !clause.From.IsSet() {
		return
	}
	name := &clause.Names()[0]
	ref := cml.ParseRef(clause.From.Items[0].Value)
	from := g.source(scope.UseFrom, clause.Type(), name.Value, ref)
	if g.isOwnStorage(from) {
		// Who administers its own storage depends on itself only.
		return
	}
	g.add(from, g.self(), name, clause)
}

// isOwnStorage reports whether a node is storage that the component itself
// backs.
func (g *dependencies) isOwnStorage(n int32) bool {
	if n == noNode || g.nodes[n].kind != capabilityNode {
		return false
	}
	d, ok := g.c.scope.Declared(cml.TypeStorage, g.nodes[n].name)
	return ok && d.Clause.From.IsSet() && d.Clause.From.Items[0].Value == "self"
}

func (g *dependencies) addDeclaration(clause *cml.Clause) {
	if len(clause.Keywords) != 1 {
		return
	}
	name := &clause.Names()[0]
	switch clause.Type() {
	case cml.TypeStorage:
		if clause.From.IsSet() {
			ref := cml.ParseRef(clause.From.Items[0].Value)
			g.add(g.source(scope.StorageFrom, cml.TypeStorage, name.Value, ref), g.at(capabilityNode, name.Value), name, clause)
		}
	case cml.TypeDictionary:
		if clause.Path.IsSet() {
			g.add(g.self(), g.at(capabilityNode, name.Value), name, clause)
		}
	}
}

func (g *dependencies) addOffer(clause *cml.Clause) {
	if !isStrongOffer(clause) {
		return
	}
	for _, to := range clause.To.Items {
		ref := cml.ParseRef(to.Value)
		target := int32(noNode)
		switch ref.Kind {
		case cml.RefSelf:
			target = g.at(capabilityNode, ref.Dictionary)
		case cml.RefNamed:
			target = g.target(g.c.scope.Lookup(ref.Name, scope.Accepted(scope.OfferTo, clause.Type())...))
		}
		if target != noNode {
			g.addSources(clause, target)
		}
	}
}

// isStrongOffer reports whether an offer makes edges. Event streams never do.
func isStrongOffer(clause *cml.Clause) bool {
	if len(clause.Keywords) != 1 || clause.Type() == cml.TypeEventStream {
		return false
	}
	return clause.Dependency.Value != "weak" || !canBeWeak(clause.Type())
}

// addSources adds the edges from all sources of an offer to one target. Names
// matter only where a dictionary or storage of one's own is the source.
func (g *dependencies) addSources(clause *cml.Clause, target int32) {
	names := clause.Names()
	for _, item := range clause.From.Items {
		ref := cml.ParseRef(item.Value)
		first := g.source(scope.OfferFrom, clause.Type(), names[0].Value, ref)
		if !g.backedBy(first, target) {
			g.add(first, target, &names[0], clause)
		}
		if ref.Kind != cml.RefSelf || ref.Dictionary != "" || clause.Type() != cml.TypeDictionary && clause.Type() != cml.TypeStorage {
			continue
		}
		for i := 1; i < len(names); i++ {
			if other := g.source(scope.OfferFrom, clause.Type(), names[i].Value, ref); other != first && !g.backedBy(other, target) {
				g.add(other, target, &names[i], clause)
			}
		}
	}
}

// backedBy reports whether the edge from storage to a child is the one that
// breaks rule O12: the cycle would be a second finding about the same.
func (g *dependencies) backedBy(storage, target int32) bool {
	if storage == noNode || g.nodes[storage].kind != capabilityNode || g.nodes[target].kind != childNode {
		return false
	}
	d, ok := g.c.scope.Declared(cml.TypeStorage, g.nodes[storage].name)
	return ok && d.Clause.From.IsSet() && d.Clause.From.Items[0].Value == g.nodes[target].String()
}

func (g *dependencies) addEnvironment(e *cml.Environment) {
	env := g.at(environmentNode, e.Name.Value)
	register := func(p scope.Place, t cml.CapabilityType, rs []*cml.Registration) {
		for _, r := range rs {
			name := &r.Names.Items[0]
			for _, from := range r.From.Items {
				g.add(g.source(p, t, name.Value, cml.ParseRef(from.Value)), env, name, r)
			}
		}
	}
	register(scope.RegistrationFrom, cml.TypeRunner, e.Runners)
	register(scope.RegistrationFrom, cml.TypeResolver, e.Resolvers)
	register(scope.DebugFrom, cml.TypeProtocol, e.Debug)
}

func (g *dependencies) addPlacement(environment cml.Str, kind nodeKind, name *cml.Str, cause any) {
	if environment.IsSet() {
		g.add(g.at(environmentNode, cml.ParseRef(environment.Value).Name), g.at(kind, name.Value), name, cause)
	}
}
