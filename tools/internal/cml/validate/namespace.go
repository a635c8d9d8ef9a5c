package validate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
)

// namespacePlace is the directory of the program's namespace that a use takes
// part in.
type namespacePlace struct {
	// directory is the path itself for what is a directory there, else the
	// directory that holds it.
	directory string
	path      string
	whole     bool
	clause    *cml.Clause
	name      *cml.Str
}

func placeOf(path string, clause *cml.Clause, name *cml.Str) namespacePlace {
	p := namespacePlace{path: path, directory: path, whole: true, clause: clause, name: name}
	switch clause.Type() {
	case cml.TypeService, cml.TypeProtocol, cml.TypeEventStream:
		p.whole = false
		p.directory = path[:strings.LastIndexByte(path, '/')]
		if p.directory == "" {
			p.directory = "/"
		}
	}
	return p
}

func (p *namespacePlace) String() string {
	return fmt.Sprintf("%s at %q", named(p.clause.Type(), p.name.Value), p.path)
}

// where is the string that decides about the place.
func (p *namespacePlace) where() cml.Str {
	if p.clause.Path.IsSet() {
		return p.clause.Path
	}
	return *p.name
}

// overlaps checks the rules U17 and U19. Sorted by segments, all that lies
// below a directory follows it, so that each place is compared with the nearest
// directory above it only; one finding stands for all that share a directory.
func (c *checker) overlaps(places []namespacePlace) {
	for i := range places {
		c.protected(&places[i])
	}
	slices.SortStableFunc(places, func(a, b namespacePlace) int { return compareSegments(a.directory, b.directory) })
	var above [][]namespacePlace
	for start := 0; start < len(places); {
		end := start + 1
		for end < len(places) && places[end].directory == places[start].directory {
			end++
		}
		group := places[start:end]
		for len(above) > 0 && !isBelow(group[0].directory, above[len(above)-1][0].directory) {
			above = above[:len(above)-1]
		}
		c.sharedDirectory(group)
		if len(above) > 0 {
			c.nestedDirectory(above[len(above)-1], group)
		}
		above = append(above, group)
		start = end
	}
}

// protected checks rule U17: the package directory is always at /pkg.
func (c *checker) protected(p *namespacePlace) {
	const pkg = "/pkg"
	if p.directory != pkg && !isBelow(p.directory, pkg) {
		return
	}
	c.report(wrong(p.where(), "U17", "%s conflicts with %q, where the program finds its own package", p, pkg).
		WithHint("choose another `path`"))
}

// sharedDirectory reports a directory that is put where others are. Equal paths
// are the business of rule U18.
func (c *checker) sharedDirectory(group []namespacePlace) {
	i := slices.IndexFunc(group, func(p namespacePlace) bool { return p.whole })
	if i < 0 {
		return
	}
	whole := &group[i]
	var others []*namespacePlace
	for j := range group {
		if !group[j].whole {
			others = append(others, &group[j])
		}
	}
	if len(others) == 0 {
		return
	}
	finding := wrong(whole.where(), "U19", "%s covers %s%s", whole, others[0], andMore(len(others)-1)).
		WithNote(others[0].where().Pos, "%s is used here", named(others[0].clause.Type(), others[0].name.Value))
	c.report(finding.WithHint("give one of them a `path` outside of %q", whole.directory))
}

// nestedDirectory reports places whose directory lies in one that others take
// part in.
func (c *checker) nestedDirectory(outer, inner []namespacePlace) {
	in, out := &inner[0], &outer[0]
	if i := slices.IndexFunc(outer, func(p namespacePlace) bool { return p.whole }); i >= 0 {
		out = &outer[i]
	}
	c.report(wrong(in.where(), "U19", "%s%s overlaps %s%s: the directory %q is a prefix of %q",
		in, andMore(len(inner)-1), out, andMore(len(outer)-1), out.directory, in.directory).
		WithNote(out.where().Pos, "%s is used here", named(out.clause.Type(), out.name.Value)).
		WithHint("give one of them a `path` whose directory neither holds nor lies in the other's"))
}

func andMore(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf(" (and %d more)", n)
}

// isBelow reports whether a path lies below a directory, by whole segments.
func isBelow(path, directory string) bool {
	if directory == "/" {
		return path != "/"
	}
	rest, ok := strings.CutPrefix(path, directory)
	return ok && rest != "" && rest[0] == '/'
}

// compareSegments orders paths so that what lies below a directory directly
// follows it: the separator sorts before all other characters.
func compareSegments(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		x, y := a[i], b[i]
		if x == y {
			continue
		}
		if x == '/' {
			return -1
		}
		if y == '/' {
			return 1
		}
		return int(x) - int(y)
	}
	return len(a) - len(b)
}
