package include

import (
	"fmt"
	"path"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Strict finds includes in a closed list of shards. A file may include only
// shards that its target depends on:
//
//   - "//p" is the file p of the repository that the including file is in;
//   - any other string is a shard's path relative to its include path.
//
// Neither directories nor the including file's folder are searched. A file's
// identity is where it is read.
type Strict struct {
	read  func(path string) ([]byte, error)
	roots map[string]string
	// owners are the sources of a file: targets may share it.
	owners map[string][]*source
	// labels are the sources that a label stands for, groups the labels.
	labels map[string][]*source
	groups map[string][]string
	// everywhere has all sources by include string.
	everywhere names
	// inRepo has those of a repository.
	inRepo map[string]names
}

// source is a shard as its target describes it.
type source struct {
	Shard
	// local is the include string by which files of the same repository can
	// include it, portable that for all files; "" if there is none.
	local, portable string
	// deps has what the target's dependencies offer; see Strict.deps.
	deps names
}

// names are sources by include string.
type names map[string][]*source

func (n names) add(name string, s *source) {
	if name != "" {
		n[name] = append(n[name], s)
	}
}

// StrictOptions say how to read and what "//" is.
type StrictOptions struct {
	// Read reads a shard's File.
	Read func(path string) ([]byte, error)
	// Roots gives, by canonical name of a repository, the directory in it that
	// "//" stands for in its files. By default that is its root.
	Roots map[string]string
}

// NewStrict returns a loader that knows the given shards. An error means that
// the list contradicts itself.
func NewStrict(shards []Shard, o StrictOptions) (*Strict, error) {
	l := &Strict{
		read: o.Read, roots: o.Roots,
		owners: map[string][]*source{}, labels: map[string][]*source{}, groups: map[string][]string{},
		everywhere: names{}, inRepo: map[string]names{},
	}
	known := map[string]bool{}
	for i := range shards {
		s := &shards[i]
		known[s.Label] = true
		if s.File == "" {
			l.groups[s.Label] = s.Deps
			continue
		}
		if err := l.add(s); err != nil {
			return nil, err
		}
	}
	for i := range shards {
		for _, d := range shards[i].Deps {
			if !known[d] {
				return nil, fmt.Errorf("%s depends on %s, which is not among the given shards",
					DisplayLabel(shards[i].Label), DisplayLabel(d))
			}
		}
	}
	return l, nil
}

func (l *Strict) add(shard *Shard) error {
	for _, s := range l.labels[shard.Label] {
		if s.File == shard.File {
			return nil
		}
	}
	s := &source{Shard: *shard}
	if p, ok := below(l.root(s.Repo), s.Path); ok {
		s.local = "//" + p
	}
	if s.IncludePath != nil {
		p, ok := below(*s.IncludePath, s.Path)
		if !ok {
			return fmt.Errorf("%s: the file %s is not below the include path %q",
				DisplayLabel(s.Label), s.Path, *s.IncludePath)
		}
		s.portable = p
	}
	if l.inRepo[s.Repo] == nil {
		l.inRepo[s.Repo] = names{}
	}
	l.owners[s.File] = append(l.owners[s.File], s)
	l.labels[s.Label] = append(l.labels[s.Label], s)
	l.everywhere.add(s.portable, s)
	l.inRepo[s.Repo].add(s.portable, s)
	l.inRepo[s.Repo].add(s.local, s)
	return nil
}

func (l *Strict) root(repo string) string {
	if dir, ok := l.roots[repo]; ok {
		return dir
	}
	return "."
}

// Read reads a shard.
func (l *Strict) Read(id string) (*diag.File, error) {
	text, err := l.read(id)
	if err != nil {
		return nil, err
	}
	f := diag.NewFile(id, text)
	if owners := l.owners[id]; len(owners) > 0 {
		f.Name, f.Label = owners[0].Path, DisplayLabel(owners[0].Label)
	}
	return f, nil
}

// Find returns the shard that an include string stands for, if the target of
// the including file depends on it.
func (l *Strict) Find(from string, include cml.Str) (string, *diag.Diagnostic) {
	name := clean(include.Value)
	owners := l.owners[from]
	var found []*source
	for _, owner := range owners {
		found = addDistinct(found, l.visible(owner, name)...)
	}
	switch {
	case len(found) == 1:
		return found[0].File, nil
	case len(found) > 1:
		return "", ambiguous(owners[0], include, found)
	}
	for _, owner := range owners {
		if name == owner.local || name == owner.portable {
			return from, nil // a cycle
		}
	}
	return "", l.missing(owners, include)
}

// clean takes "." and ".." out of an include string.
func clean(include string) string {
	if p, ok := strings.CutPrefix(include, "//"); ok {
		return "//" + path.Clean(p)
	}
	return path.Clean(include)
}

// addDistinct adds sources whose file is not there yet.
func addDistinct(list []*source, more ...*source) []*source {
next:
	for _, m := range more {
		for _, s := range list {
			if s.File == m.File {
				continue next
			}
		}
		list = append(list, m)
	}
	return list
}

// visible returns the sources that a file may include by a name.
func (l *Strict) visible(owner *source, name string) []*source {
	found := l.deps(owner)[name]
	for _, repo := range owner.Open {
		if repo == owner.Repo || !strings.HasPrefix(name, "//") {
			found = append(found[:len(found):len(found)], l.inRepo[repo][name]...)
		}
	}
	return found
}

// deps returns what the dependencies of a target offer to its file.
func (l *Strict) deps(owner *source) names {
	if owner.deps != nil {
		return owner.deps
	}
	owner.deps = names{}
	seen := map[string]bool{}
	var add func(labels []string)
	add = func(labels []string) {
		for _, label := range labels {
			if seen[label] {
				continue
			}
			seen[label] = true
			for _, s := range l.labels[label] {
				owner.deps.add(s.portable, s)
				if s.Repo == owner.Repo {
					owner.deps.add(s.local, s)
				}
			}
			add(l.groups[label])
		}
	}
	add(owner.Deps)
	return owner.deps
}
