package merge

import (
	"slices"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// ownStrs copies strings so that places can be added to them: a list of places
// that is shared with a document must not be appended to.
func ownStrs(ss []cml.Str) []cml.Str {
	own := slices.Clone(ss)
	for i := range own {
		own[i].Also = slices.Clip(own[i].Also)
	}
	return own
}

// addPlaces adds the places of a string to an equal one, which must be owned.
func addPlaces(s, other *cml.Str) {
	s.Also = append(append(s.Also, other.Pos), other.Also...)
}

// places are those of an owned element and of the strings in it.
type places struct {
	own  *[]diag.Pos
	strs []*cml.Str
}

// clip makes the lists of places ready to be appended to.
func (p places) clip() {
	*p.own = slices.Clip(*p.own)
	for _, s := range p.strs {
		s.Also = slices.Clip(s.Also)
	}
}

// add adds the places of an equal element. A string that only one side has
// stands for its default on the other.
func (p places) add(pos diag.Pos, also []diag.Pos, strs []*cml.Str) {
	*p.own = append(append(*p.own, pos), also...)
	for i, s := range p.strs {
		if s.IsSet() && strs[i].IsSet() {
			addPlaces(s, strs[i])
		}
	}
}
