package merge

import (
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// clauses merges one of use, expose, offer and capabilities. Clauses are told
// apart by shape, everything but names: within a shape each name is kept once.
// In use and offer the availability is not part of the shape: the strongest
// one wins, name by name.
type clauses struct {
	section cml.Section
	diags   *diag.List
	// folded says that the document is not the only one.
	folded bool

	present bool
	entries []*entry
	shapes  map[string]int
	names   occurrences[namedShape]
	// kept has the place of each slot of names.
	kept []keptName
	// repeated are the slots that several documents fill, in order.
	repeated []int
}

type namedShape struct {
	shape int
	name  string
}

// keptName is a name of the result.
type keptName struct {
	entry *entry
	index int
	// said is nil while only one document states the name.
	said []statement
}

// entry is a clause of the result; what is left of its names.
type entry struct {
	clause *cml.Clause
	// names are own copies of the names as soon as one changed, else nil.
	names []cml.Str
	gone  []bool
	// result is set in the end.
	result *cml.Clause
}

func (e *entry) name(i int) *cml.Str {
	if e.names != nil {
		return &e.names[i]
	}
	return &e.clause.Keywords[0].Names.Items[i]
}

func (e *entry) own() {
	if e.names == nil {
		e.names = ownStrs(e.clause.Keywords[0].Names.Items)
	}
}

// also notes that a name is written at the places of another one, too.
func (e *entry) also(i int, other *cml.Str) {
	e.own()
	addPlaces(&e.names[i], other)
}

func (e *entry) drop(i int) {
	if e.gone == nil {
		e.gone = make([]bool, len(e.clause.Keywords[0].Names.Items))
	}
	e.gone[i] = true
}

func (c *clauses) add(doc int, list []*cml.Clause) {
	c.present = c.present || list != nil
	for _, clause := range list {
		e := &entry{clause: clause}
		c.entries = append(c.entries, e)
		if len(clause.Keywords) != 1 {
			c.refuse(clause)
			continue
		}
		shape := c.shape(clause)
		for i := range clause.Keywords[0].Names.Items {
			c.addName(doc, shape, e, i)
		}
	}
}

// refuse reports a clause that cannot be compared with others. One that has
// too many keywords is left to validation: it hides nothing.
func (c *clauses) refuse(clause *cml.Clause) {
	if len(clause.Keywords) > 0 || !c.folded {
		return
	}
	rule := map[cml.Section]string{
		cml.SectionUse: "U1", cml.SectionExpose: "X1", cml.SectionOffer: "O1", cml.SectionCapabilities: "P1",
	}[c.section]
	c.diags.Add(diag.Errorf(clause.Pos, rule, "a clause of `%s` names no capability, so it cannot be merged", c.section).
		WithHint("add a keyword such as `protocol` with the name of the capability"))
}

// ranked says whether availabilities of the section are compared rather than
// required to be equal.
func (c *clauses) ranked() bool {
	return c.section == cml.SectionUse || c.section == cml.SectionOffer
}

// shape numbers the shapes of clauses.
func (c *clauses) shape(clause *cml.Clause) int {
	// Availabilities that can be ordered share a shape, others do not.
	text := clause.Shape(!c.ranked() || rank(clause.Availability.Value) == 0)
	n, ok := c.shapes[text]
	if !ok {
		if c.shapes == nil {
			c.shapes = map[string]int{}
		}
		n = len(c.shapes)
		c.shapes[text] = n
	}
	return n
}

func (c *clauses) addName(doc, shape int, theirs *entry, i int) {
	name := theirs.name(i)
	slot, known := c.names.slot(doc, namedShape{shape, name.Value})
	if !known {
		c.kept = append(c.kept, keptName{entry: theirs, index: i})
		return
	}
	ours := &c.kept[slot]
	if ours.said == nil {
		c.repeated = append(c.repeated, slot)
		ours.said = statements(*ours.entry.name(ours.index), ours.entry.clause.Availability.Value)
	}
	ours.said = append(ours.said, statements(*name, theirs.clause.Availability.Value)...)

	if c.ranked() && rank(theirs.clause.Availability.Value) > rank(ours.entry.clause.Availability.Value) {
		theirs.also(i, ours.entry.name(ours.index))
		ours.entry.drop(ours.index)
		ours.entry, ours.index = theirs, i
		return
	}
	ours.entry.also(ours.index, name)
	theirs.drop(i)
}

func (c *clauses) finish(notes *Notes) []*cml.Clause {
	if !c.present {
		return nil
	}
	list := make([]*cml.Clause, 0, len(c.entries))
	for _, e := range c.entries {
		if e.result = e.finish(); e.result != nil {
			list = append(list, e.result)
		}
	}
	for _, slot := range c.repeated {
		k := &c.kept[slot]
		notes.clause(k.entry.result, k.entry.name(k.index).Value, k.said)
	}
	return list
}

// finish returns the clause with what is left of its names, nil if nothing is.
func (e *entry) finish() *cml.Clause {
	if e.names == nil && e.gone == nil {
		return e.clause
	}
	keyword := e.clause.Keywords[0]
	if e.names != nil {
		keyword.Names.Items = e.names
	}
	if e.gone != nil {
		left := make([]cml.Str, 0, len(keyword.Names.Items))
		for i, n := range keyword.Names.Items {
			if !e.gone[i] {
				left = append(left, n)
			}
		}
		if len(left) == 0 {
			return nil
		}
		keyword.Names.Items = left
		keyword.Names.Array = len(left) > 1
	}
	result := *e.clause
	result.Keywords = []cml.Keyword{keyword}
	return &result
}

// rank orders availabilities by what they demand. It is 0 for those that
// cannot be compared with others.
func rank(availability string) int {
	switch availability {
	case "", "required":
		return 3
	case "optional":
		return 2
	case "transitional":
		return 1
	}
	return 0
}

// explicit is the availability that an absent one stands for.
func explicit(availability string) string {
	if availability == "" {
		return "required"
	}
	return availability
}
