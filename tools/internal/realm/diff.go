package realm

import (
	"cmp"
	"slices"
	"strings"
)

// Diff is how two realms differ, fact by fact.
type Diff struct {
	SchemaVersion int    `json:"schema_version"`
	Left          string `json:"left"`
	Right         string `json:"right"`
	// Groups are those that differ, in a fixed order.
	Groups []DiffGroup `json:"groups"`
	// Shards is nil when one side does not know its shards, or when only a
	// subset of the facts was compared.
	Shards *ShardDiff `json:"shards,omitempty"`
}

// DiffGroup are the differences of one section or about one child.
type DiffGroup struct {
	// Kind is "children", "collections", "environments", "capabilities",
	// "program", "config", "facets", "use" and "expose" for what the realm says
	// of itself, "all" for offers to all, "dictionary" for what is put into one,
	// and "child" for what a child or collection gets and gives.
	Kind string `json:"kind"`
	// Name is that of the child or dictionary.
	Name      string   `json:"name,omitempty"`
	OnlyLeft  []*Fact  `json:"only_left,omitempty"`
	OnlyRight []*Fact  `json:"only_right,omitempty"`
	Changed   []Change `json:"changed,omitempty"`
}

// Change is a fact that both sides state about the same thing, differently.
type Change struct {
	Left   *Fact         `json:"left"`
	Right  *Fact         `json:"right"`
	Fields []FieldChange `json:"fields"`
}

// FieldChange is a field of a Change; "" is a field that is absent.
type FieldChange struct {
	Field string `json:"field"`
	Left  string `json:"left"`
	Right string `json:"right"`
}

// ShardDiff are the shards that only one side has.
type ShardDiff struct {
	OnlyLeft  []ShardName `json:"only_left"`
	OnlyRight []ShardName `json:"only_right"`
}

// ShardName is what a shard is known by.
type ShardName struct {
	Label string `json:"label,omitempty"`
	File  string `json:"file"`
}

// Compare compares the facts of two realms that are in a subset, and their
// shards if that is everything.
func Compare(left, right *View, only Subset) *Diff {
	onlyLeft, onlyRight := difference(only.Of(left.Facts), only.Of(right.Facts))
	onlyLeft, onlyRight, changes := pair(onlyLeft, onlyRight)
	d := &Diff{SchemaVersion: 1, Left: left.Name, Right: right.Name, Groups: []DiffGroup{}}
	d.group(onlyLeft, onlyRight, changes)
	if only.everything() && left.Shards != nil && right.Shards != nil {
		d.Shards = &ShardDiff{
			OnlyLeft:  missingShards(left.Shards, right.Shards),
			OnlyRight: missingShards(right.Shards, left.Shards),
		}
	}
	return d
}

// Equal reports whether there is no difference.
func (d *Diff) Equal() bool { return len(d.Groups) == 0 && d.Shards.empty() }

// difference returns what only one of two sorted lists has; how often it does
// is of no interest.
func difference(left, right []*Fact) (onlyLeft, onlyRight []*Fact) {
	for len(left) > 0 || len(right) > 0 {
		order := 0
		switch {
		case len(left) == 0:
			order = 1
		case len(right) == 0:
			order = -1
		default:
			order = cmp.Compare(left[0].key(), right[0].key())
		}
		if order < 0 {
			onlyLeft = append(onlyLeft, left[0])
		}
		if order > 0 {
			onlyRight = append(onlyRight, right[0])
		}
		if order <= 0 {
			left = behindEqual(left)
		}
		if order >= 0 {
			right = behindEqual(right)
		}
	}
	return onlyLeft, onlyRight
}

// behindEqual skips the first fact of a sorted list and those equal to it.
func behindEqual(facts []*Fact) []*Fact {
	key := facts[0].key()
	for len(facts) > 0 && facts[0].key() == key {
		facts = facts[1:]
	}
	return facts
}

// pair takes out what both sides state once about the same thing.
func pair(left, right []*Fact) (onlyLeft, onlyRight []*Fact, changes []Change) {
	leftOf, rightOf := bySubject(left), bySubject(right)
	paired := func(s subject) bool { return len(leftOf[s]) == 1 && len(rightOf[s]) == 1 }
	for _, f := range left {
		s := f.subject()
		if !paired(s) {
			onlyLeft = append(onlyLeft, f)
			continue
		}
		other := rightOf[s][0]
		changes = append(changes, Change{Left: f, Right: other, Fields: changedFields(f, other)})
	}
	for _, f := range right {
		if !paired(f.subject()) {
			onlyRight = append(onlyRight, f)
		}
	}
	return onlyLeft, onlyRight, changes
}

// subject is what a fact is about: a target gets one capability of a type and
// name, a realm has one child of a name.
type subject struct{ section, kind, name, to string }

func (f *Fact) subject() subject { return subject{f.Section, f.Type, f.Target(), f.To} }

func bySubject(facts []*Fact) map[subject][]*Fact {
	index := make(map[subject][]*Fact, len(facts))
	for _, f := range facts {
		s := f.subject()
		index[s] = append(index[s], f)
	}
	return index
}

// changedFields compares the fields of two facts in the order of their names.
func changedFields(left, right *Fact) []FieldChange {
	values := map[string]*FieldChange{}
	var names []string
	at := func(name string) *FieldChange {
		if values[name] == nil {
			values[name] = &FieldChange{Field: name}
			names = append(names, name)
		}
		return values[name]
	}
	for _, f := range left.Fields() {
		at(f.Name).Left = f.Value
	}
	for _, f := range right.Fields() {
		at(f.Name).Right = f.Value
	}
	slices.Sort(names)
	changes := []FieldChange{}
	for _, name := range names {
		if c := values[name]; c.Left != c.Right {
			changes = append(changes, *c)
		}
	}
	return changes
}

// missingShards returns the shards that the other side lacks, in merge order.
func missingShards(shards, others []Contribution) []ShardName {
	has := make(map[string]bool, len(others))
	for _, c := range others {
		has[cmp.Or(c.Label, c.File)] = true
	}
	missing := []ShardName{}
	for _, c := range shards {
		if !has[cmp.Or(c.Label, c.File)] {
			missing = append(missing, ShardName{c.Label, c.File})
		}
	}
	return missing
}

// groupKey says to which group a fact belongs. The rank is its place in the
// order of groups.
type groupKey struct {
	rank int
	kind string
	name string
}

// groupKinds are the kinds of groups in their order.
var groupKinds = []string{
	"children", "collections", "environments", "capabilities", "program", "config", "facets", "use", "expose",
	"all", "dictionary", "child",
}

func (f *Fact) group() groupKey {
	kind, name := f.Section, ""
	switch {
	case f.Section == "offer" && f.To == "all":
		kind = "all"
	case f.Section == "offer" && strings.HasPrefix(f.To, "self/"):
		kind, name = "dictionary", strings.TrimPrefix(f.To, "self/")
	case f.Section == "offer":
		kind, name = "child", namedIn(f.To)
	case f.Section == "expose" && namedIn(f.From) != "":
		kind, name = "child", namedIn(f.From)
	}
	return groupKey{slices.Index(groupKinds, kind), kind, name}
}

// group sorts the differences into groups.
func (d *Diff) group(onlyLeft, onlyRight []*Fact, changes []Change) {
	groups := map[groupKey]*DiffGroup{}
	var keys []groupKey
	at := func(f *Fact) *DiffGroup {
		key := f.group()
		if groups[key] == nil {
			groups[key] = &DiffGroup{Kind: key.kind, Name: key.name}
			keys = append(keys, key)
		}
		return groups[key]
	}
	for _, f := range onlyLeft {
		g := at(f)
		g.OnlyLeft = append(g.OnlyLeft, f)
	}
	for _, f := range onlyRight {
		g := at(f)
		g.OnlyRight = append(g.OnlyRight, f)
	}
	for _, c := range changes {
		g := at(c.Left)
		g.Changed = append(g.Changed, c)
	}
	slices.SortFunc(keys, func(a, b groupKey) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.name, b.name))
	})
	for _, key := range keys {
		d.Groups = append(d.Groups, *groups[key])
	}
}
