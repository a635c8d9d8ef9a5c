package merge

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// environments merges environments by name: extends and the timeout must
// agree, registrations are joined. One that equals what an earlier document
// contributed to the same name adds nothing.
type environments struct {
	diags   *diag.List
	present bool
	list    []*environment
	names   occurrences[string]
}

// environment is an environment of the result.
type environment struct {
	// value is that of the first document until owned is set.
	value *cml.Environment
	owned bool
	// parts are what was merged into it, equal ones once.
	parts []*part
	index map[string]*part
}

// part is what one document, or several equally, said about an environment.
type part struct {
	pos  diag.Pos
	also []diag.Pos
}

func (e *environments) add(doc int, list []*cml.Environment) {
	e.present = e.present || list != nil
	for _, theirs := range list {
		at, known := e.names.slot(doc, theirs.Name.Value)
		if !known {
			e.list = append(e.list, &environment{value: theirs})
			continue
		}
		e.join(e.list[at], theirs)
	}
}

func (e *environments) join(ours *environment, theirs *cml.Environment) {
	ours.own()
	v := ours.value
	places{own: &v.Also, strs: []*cml.Str{&v.Name}}.add(theirs.Pos, theirs.Also, []*cml.Str{&theirs.Name})

	if !ours.addPart(theirs) {
		return
	}
	e.joinExtends(v, theirs)
	e.joinTimeout(v, theirs)
	joinRegistrations(&v.Runners, theirs.Runners)
	joinRegistrations(&v.Resolvers, theirs.Resolvers)
	joinRegistrations(&v.Debug, theirs.Debug)
}

func (e *environment) own() {
	if e.owned {
		return
	}
	e.owned = true
	e.addPart(e.value)
	v := *e.value
	places{own: &v.Also, strs: []*cml.Str{&v.Name, &v.Extends}}.clip()
	v.Runners, v.Resolvers, v.Debug = slices.Clip(v.Runners), slices.Clip(v.Resolvers), slices.Clip(v.Debug)
	e.value = &v
}

// addPart says whether a part is new.
func (e *environment) addPart(v *cml.Environment) bool {
	shape := shapeOf(v)
	if p := e.index[shape]; p != nil {
		p.also = append(append(p.also, v.Pos), v.Also...)
		return false
	}
	if e.index == nil {
		e.index = map[string]*part{}
	}
	p := &part{pos: v.Pos, also: slices.Clip(v.Also)}
	e.index[shape] = p
	e.parts = append(e.parts, p)
	return true
}

func (e *environments) joinExtends(ours, theirs *cml.Environment) {
	switch {
	case !theirs.Extends.IsSet():
	case !ours.Extends.IsSet():
		ours.Extends = ownStrs([]cml.Str{theirs.Extends})[0]
	case ours.Extends.Value == theirs.Extends.Value:
		addPlaces(&ours.Extends, &theirs.Extends)
	default:
		e.diags.Add(conflict(
			fmt.Sprintf("`extends` of environment %q", theirs.Name.Value),
			side{theirs.Extends.Pos, fmt.Sprintf("%q", theirs.Extends.Value)},
			side{ours.Extends.Pos, fmt.Sprintf("%q", ours.Extends.Value)},
		))
	}
}

func (e *environments) joinTimeout(ours, theirs *cml.Environment) {
	switch {
	case theirs.StopTimeout == nil:
	case ours.StopTimeout == nil:
		ours.StopTimeout = theirs.StopTimeout
	case ours.StopTimeout.Value != theirs.StopTimeout.Value:
		e.diags.Add(conflict(
			fmt.Sprintf("`__stop_timeout_ms` of environment %q", theirs.Name.Value),
			side{theirs.StopTimeout.Pos, fmt.Sprint(theirs.StopTimeout.Value)},
			side{ours.StopTimeout.Pos, fmt.Sprint(ours.StopTimeout.Value)},
		))
	}
}

func joinRegistrations(ours *[]*cml.Registration, theirs []*cml.Registration) {
	if *ours == nil && theirs != nil {
		*ours = []*cml.Registration{}
	}
	*ours = append(*ours, theirs...)
}

func (e *environments) finish(n *Notes) []*cml.Environment {
	if !e.present {
		return nil
	}
	list := make([]*cml.Environment, len(e.list))
	for i, env := range e.list {
		list[i] = env.value
		for _, p := range env.parts {
			n.element(cml.SectionEnvironments, env.value.Name.Value, p.pos, p.also)
		}
	}
	return list
}

// shapeOf is equal for environments that are equal in all but places.
func shapeOf(e *cml.Environment) string {
	var b []byte
	add := func(texts ...string) {
		for _, t := range texts {
			b = append(binary.AppendUvarint(b, uint64(len(t))), t...)
		}
	}
	list := func(items []cml.Str) {
		b = binary.AppendUvarint(b, uint64(len(items)))
		for _, s := range items {
			add(s.Value)
		}
	}
	add(e.Name.Value, e.Extends.Value)
	if e.StopTimeout != nil {
		b = binary.AppendVarint(append(b, 1), e.StopTimeout.Value)
	}
	for i, registrations := range [...][]*cml.Registration{e.Runners, e.Resolvers, e.Debug} {
		// An empty list differs from an absent one.
		if registrations == nil {
			continue
		}
		b = binary.AppendUvarint(append(b, byte(2+i)), uint64(len(registrations)))
		for _, r := range registrations {
			list(r.Names.Items)
			list(r.From.Items)
			add(r.As.Value, r.Scheme.Value)
		}
	}
	return string(b)
}
