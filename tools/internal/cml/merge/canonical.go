package merge

import (
	"cmp"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
)

// Canonicalize brings a document into the order in which it is written and
// compiled: children, collections, environments and clauses sorted, clauses
// that differ only in their names collapsed. Doing it twice changes nothing.
// Only d itself is changed, not what it points to.
//
// Two kinds of clauses are not collapsed, so that validation can report them
// by the places they were written at: those with `as`, and those that repeat a
// name.
func Canonicalize(d *cml.Document) { CanonicalizeFor(d, false) }

// CanonicalizeFor is Canonicalize for a generation of the compiled form: the
// compiler of 2026 also sorts the names of collapsed config and dictionary
// clauses, earlier ones leave them in source order.
func CanonicalizeFor(d *cml.Document, sortGroupedNames bool) {
	d.Children = sorted(d.Children, func(c *cml.Child) string { return c.Name.Value })
	d.Collections = sorted(d.Collections, func(c *cml.Collection) string { return c.Name.Value })
	d.Environments = sorted(d.Environments, func(e *cml.Environment) string { return e.Name.Value })
	for _, s := range cml.ClauseSections {
		list := d.Clauses(s)
		*list = canonicalClauses(*list, sortGroupedNames)
	}
}

// sorted returns a list sorted by name; equal names keep their order.
func sorted[T any](list []*T, name func(*T) string) []*T {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b *T) int { return strings.Compare(name(a), name(b)) })
	return list
}

func canonicalClauses(list []*cml.Clause, sortGroupedNames bool) []*cml.Clause {
	if list == nil {
		return nil
	}
	var g grouping
	ordered := make([]orderedClause, 0, len(list))
	for _, c := range list {
		c = withSortedScope(c)
		if groupable(c) {
			g.add(c)
			continue
		}
		c = withSortedNames(c)
		ordered = append(ordered, orderedClause{c, firstName(c)})
	}
	for _, group := range g.groups {
		c := group.clause(sortGroupedNames)
		group.name = firstName(c)
		if group.repeats != nil {
			group.name = group.repeats.name
		}
		ordered = append(ordered, orderedClause{c, group.name})
	}
	slices.SortStableFunc(ordered, func(a, b orderedClause) int {
		return cmp.Or(cmp.Compare(a.clause.Type(), b.clause.Type()), strings.Compare(a.name, b.name))
	})
	result := make([]*cml.Clause, len(ordered))
	for i, o := range ordered {
		result[i] = o.clause
	}
	return result
}

// orderedClause is a clause with the name that decides its place.
type orderedClause struct {
	clause *cml.Clause
	name   string
}

func firstName(c *cml.Clause) string {
	if names := c.Names(); len(names) > 0 {
		return names[0].Value
	}
	return ""
}

// groupable says whether a clause may be collapsed with others. What is not
// keeps its place before those that are, also when their names are equal.
func groupable(c *cml.Clause) bool {
	if len(c.Keywords) != 1 || len(c.Names()) == 0 || c.Path.IsSet() {
		return false
	}
	switch c.Type() {
	case cml.TypeService, cml.TypeProtocol, cml.TypeEventStream:
		return true
	case cml.TypeDirectory, cml.TypeRunner, cml.TypeResolver, cml.TypeConfig:
		return c.Section == cml.SectionOffer || c.Section == cml.SectionExpose
	case cml.TypeStorage:
		return c.Section == cml.SectionOffer
	case cml.TypeDictionary:
		return c.Section == cml.SectionExpose
	}
	return false
}

// inSourceOrder says whether the names of a type are never sorted, unless a
// generation sorts them in groups.
func inSourceOrder(t cml.CapabilityType) bool {
	return t == cml.TypeConfig || t == cml.TypeDictionary
}

// grouping collects clauses of equal shape. Its groups are in the order in
// which they were met.
type grouping struct {
	groups []*group
	shapes map[string]int
	layers map[layer]*group
	uses   map[namedShape]int
}

// layer tells apart the groups of one shape: the n-th one has the n-th
// statements of repeated names.
type layer struct{ shape, n int }

// group is one clause of the result.
type group struct {
	members []*cml.Clause
	names   []cml.Str
	// repeats is the group of the same shape that has the first statements of
	// the names; it gives the group its place.
	repeats *group
	name    string
}

func (g *grouping) add(c *cml.Clause) {
	if c.As.IsSet() {
		g.groups = append(g.groups, &group{members: []*cml.Clause{c}, names: c.Names()})
		return
	}
	shape := g.shape(c)
	for _, name := range c.Names() {
		named := namedShape{shape, name.Value}
		at := layer{shape, g.uses[named]}
		g.uses[named]++
		into := g.layers[at]
		if into == nil {
			into = &group{repeats: g.layers[layer{shape, 0}]}
			g.layers[at] = into
			g.groups = append(g.groups, into)
		}
		if n := len(into.members); n == 0 || into.members[n-1] != c {
			into.members = append(into.members, c)
		}
		into.names = append(into.names, name)
	}
}

// shape numbers shapes, availability included.
func (g *grouping) shape(c *cml.Clause) int {
	if g.shapes == nil {
		g.shapes, g.layers, g.uses = map[string]int{}, map[layer]*group{}, map[namedShape]int{}
	}
	text := c.Shape(true)
	n, ok := g.shapes[text]
	if !ok {
		n = len(g.shapes)
		g.shapes[text] = n
	}
	return n
}

// clause makes one clause of a group: the first member gives its fields, all
// give names and places.
func (g *group) clause(sortGroupedNames bool) *cml.Clause {
	first := g.members[0]
	names := g.names
	if sortGroupedNames || !inSourceOrder(first.Type()) {
		names = sortedStrs(names)
	}
	result := *first
	keyword := first.Keywords[0]
	keyword.Names.Items, keyword.Names.Array = names, len(names) > 1
	result.Keywords = []cml.Keyword{keyword}
	if len(g.members) > 1 {
		joinFields(&result, g.members[1:])
	}
	return &result
}

// joinFields adds the places of equal fields to those of a copied clause, so
// that a wrong source is reported for each clause that has it.
func joinFields(own *cml.Clause, members []*cml.Clause) {
	for _, list := range listsOf(own) {
		list.Items = ownStrs(list.Items)
	}
	for _, field := range fieldsOf(own) {
		field.Also = slices.Clip(field.Also)
	}
	for _, m := range members {
		theirs := listsOf(m)
		for i, list := range listsOf(own) {
			for j := range list.Items {
				addPlaces(&list.Items[j], &theirs[i].Items[j])
			}
		}
		fields := fieldsOf(m)
		for i, field := range fieldsOf(own) {
			if field.IsSet() {
				addPlaces(field, fields[i])
			}
		}
	}
}

func listsOf(c *cml.Clause) [4]*cml.Strs {
	return [...]*cml.Strs{&c.From, &c.To, &c.Rights, &c.Scope}
}

func fieldsOf(c *cml.Clause) [7]*cml.Str {
	return [...]*cml.Str{
		&c.Subdir, &c.Dependency, &c.Availability, &c.SourceAvailability, &c.TargetAvailability, &c.Delivery, &c.Key,
	}
}

func withSortedScope(c *cml.Clause) *cml.Clause {
	if c.Type() != cml.TypeEventStream || isSorted(c.Scope.Items) {
		return c
	}
	own := *c
	own.Scope.Items = sortedStrs(c.Scope.Items)
	return &own
}

func withSortedNames(c *cml.Clause) *cml.Clause {
	if len(c.Keywords) != 1 || inSourceOrder(c.Type()) || isSorted(c.Names()) {
		return c
	}
	own := *c
	keyword := c.Keywords[0]
	keyword.Names.Items = sortedStrs(keyword.Names.Items)
	own.Keywords = []cml.Keyword{keyword}
	return &own
}

func compareStrs(a, b cml.Str) int { return strings.Compare(a.Value, b.Value) }

func isSorted(ss []cml.Str) bool { return slices.IsSortedFunc(ss, compareStrs) }

func sortedStrs(ss []cml.Str) []cml.Str {
	if isSorted(ss) {
		return ss
	}
	ss = slices.Clone(ss)
	slices.SortStableFunc(ss, compareStrs)
	return ss
}
