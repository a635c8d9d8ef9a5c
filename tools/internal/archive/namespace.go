package archive

import (
	"fmt"
	"strings"
)

// Namespace is a set of files that are to stand in one directory on any file
// system. Each has an owner, whatever that is to the caller. The zero value is
// empty.
type Namespace[Owner any] struct {
	// taken has each file and each directory above one, by its name with the
	// case of letters taken away.
	taken map[string]claim[Owner]
}

type claim[Owner any] struct {
	name  string
	owner Owner
	dir   bool
}

// Conflict says why a name cannot stand beside another.
type Conflict[Owner any] struct {
	Name, Other string
	// Owner owns Other, or a file below it.
	Owner Owner
	// Same is set when both are the same file.
	Same   bool
	reason string
}

// String returns one sentence without a full stop.
func (c *Conflict[Owner]) String() string { return c.reason }

// Add claims the name of a file, which has passed CheckName. It returns nil if
// nothing is in the way.
func (n *Namespace[Owner]) Add(name string, owner Owner) *Conflict[Owner] {
	if n.taken == nil {
		n.taken = map[string]claim[Owner]{}
	}
	for i, r := range name {
		if r != '/' {
			continue
		}
		dir := name[:i]
		old, ok := n.taken[fold(dir)]
		switch {
		case !ok:
			n.taken[fold(dir)] = claim[Owner]{dir, owner, true}
		case !old.dir:
			return n.conflict(name, old, "%q cannot be a file below %q, which is a file", name, old.name)
		case old.name != dir:
			return n.conflict(name, old, "the directories %q and %q differ in the case of letters only", dir, old.name)
		}
	}
	old, ok := n.taken[fold(name)]
	switch {
	case !ok:
		n.taken[fold(name)] = claim[Owner]{name, owner, false}
		return nil
	case old.dir:
		return n.conflict(name, old, "%q cannot be a file: other files are below %q", name, old.name)
	case old.name != name:
		return n.conflict(name, old, "%q and %q differ in the case of letters only", name, old.name)
	}
	c := n.conflict(name, old, "%q is there twice", name)
	c.Same = true
	return c
}

func (n *Namespace[Owner]) conflict(name string, old claim[Owner], format string, args ...any) *Conflict[Owner] {
	return &Conflict[Owner]{Name: name, Other: old.name, Owner: old.owner, reason: fmt.Sprintf(format, args...)}
}

// fold takes the case of letters away the way file systems without case do: by
// way of upper case, because several small letters may have one large form.
func fold(name string) string { return strings.ToLower(strings.ToUpper(name)) }
