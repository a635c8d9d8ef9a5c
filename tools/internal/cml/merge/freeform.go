package merge

import (
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// object is a free-form object of the result. It keeps an index of its keys,
// because thousands of documents may add to it.
type object struct {
	pos     diag.Pos
	members []member
	index   map[string]int
}

type member struct {
	key cml.Str
	// value is anything but an object; the items of an array are owned by the
	// result once joined is set.
	value  cml.Value
	joined bool
	// object is set when the value is one.
	object *object
}

func (m *member) pos() diag.Pos {
	if m.object != nil {
		return m.object.pos
	}
	return m.value.Pos
}

func newObject(pos diag.Pos, members []cml.Member) *object {
	o := &object{pos: pos, members: make([]member, 0, len(members)), index: make(map[string]int, len(members))}
	for i := range members {
		o.insert(&members[i])
	}
	return o
}

// insert appends a member. Of two with the same key in one document the last
// one counts.
func (o *object) insert(theirs *cml.Member) {
	m := member{key: ownStrs([]cml.Str{theirs.Key})[0], value: theirs.Value}
	if theirs.Value.Kind == cml.ObjectValue {
		m.object = newObject(theirs.Value.Pos, theirs.Value.Members)
	}
	if i, ok := o.index[m.key.Value]; ok {
		o.members[i] = m
		return
	}
	o.index[m.key.Value] = len(o.members)
	o.members = append(o.members, m)
}

// list returns the members as a document has them.
func (o *object) list() []cml.Member {
	list := make([]cml.Member, len(o.members))
	for i := range o.members {
		m := &o.members[i]
		list[i] = cml.Member{Key: m.key, Value: m.value}
		if m.object != nil {
			list[i].Value = cml.Value{Kind: cml.ObjectValue, Pos: m.object.pos, Members: m.object.list()}
		}
	}
	return list
}

// merging joins free-form objects.
type merging struct {
	diags *diag.List
	// concatenates says whether the arrays at a key of the outermost object
	// are concatenated; those of nested objects always are. nil is always.
	concatenates func(key string) bool
}

func (m *merging) join(ours *object, theirs []cml.Member, path string, nested bool) {
	for i := range theirs {
		their := &theirs[i]
		at, ok := ours.index[their.Key.Value]
		if !ok {
			ours.insert(their)
			continue
		}
		our := &ours.members[at]
		dotted := path + "." + their.Key.Value
		switch {
		case our.object != nil && their.Value.Kind == cml.ObjectValue:
			m.join(our.object, their.Value.Members, dotted, true)
		case our.value.Kind == cml.ArrayValue && their.Value.Kind == cml.ArrayValue &&
			(nested || m.concatenates == nil || m.concatenates(their.Key.Value)):
			our.concatenate(their.Value.Items)
		case our.object != nil || !cml.EqualValue(&our.value, &their.Value):
			m.diags.Add(conflict("`"+dotted+"`",
				side{their.Value.Pos, describe(&their.Value)}, side{our.pos(), describe(our.asValue())}))
			continue
		}
		addPlaces(&our.key, &their.Key)
	}
}

func (m *member) asValue() *cml.Value {
	if m.object == nil {
		return &m.value
	}
	return &cml.Value{Kind: cml.ObjectValue, Members: m.object.list()}
}

func (m *member) concatenate(items []cml.Value) {
	if !m.joined {
		m.joined = true
		m.value.Items = append(make([]cml.Value, 0, len(m.value.Items)+len(items)), m.value.Items...)
	}
	m.value.Items = append(m.value.Items, items...)
}

// program merges program sections.
type program struct {
	merging
	first *cml.Program
	// runner and info are in use from the second section on.
	runner cml.Str
	info   *object
}

func (p *program) add(theirs *cml.Program) {
	switch {
	case theirs == nil:
		return
	case p.first == nil:
		p.first = theirs
		return
	case p.info == nil:
		p.concatenates = func(key string) bool { return key == "environ" || key == "features" }
		p.runner = ownStrs([]cml.Str{p.first.Runner})[0]
		p.info = newObject(p.first.Pos, p.first.Info)
	}
	switch {
	case !theirs.Runner.IsSet():
	case !p.runner.IsSet():
		p.runner = ownStrs([]cml.Str{theirs.Runner})[0]
	case p.runner.Value == theirs.Runner.Value:
		addPlaces(&p.runner, &theirs.Runner)
	default:
		p.diags.Add(conflict("`program.runner`",
			side{theirs.Runner.Pos, `"` + theirs.Runner.Value + `"`},
			side{p.runner.Pos, `"` + p.runner.Value + `"`}))
	}
	p.join(p.info, theirs.Info, "program", false)
}

func (p *program) finish() *cml.Program {
	if p.info == nil {
		return p.first
	}
	return &cml.Program{Pos: p.first.Pos, Runner: p.runner, Info: p.info.list()}
}

// facets merges facets sections.
type facets struct {
	merging
	first *cml.Value
	all   *object
}

func (f *facets) add(theirs *cml.Value) {
	switch {
	case theirs == nil:
		return
	case f.first == nil:
		f.first = theirs
		return
	case f.all == nil:
		f.all = newObject(f.first.Pos, f.first.Members)
	}
	f.join(f.all, theirs.Members, "facets", false)
}

func (f *facets) finish() *cml.Value {
	if f.all == nil {
		return f.first
	}
	return &cml.Value{Kind: cml.ObjectValue, Pos: f.first.Pos, Members: f.all.list()}
}
