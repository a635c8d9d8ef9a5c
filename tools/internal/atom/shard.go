package atom

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// shardRoot is the directory of an IDK that shards are included from (RFC-0106).
const shardRoot = "pkg/"

// checkShards checks that the manifests of an atom can be included outside by
// the strings that include them inside, with all that they include.
func (b *builder) checkShards(a *Atom) {
	if a.Kind != element.ComponentManifest {
		if len(b.spec.Shards) > 0 {
			b.errorf("a %s cannot have shards; only a %s can", a.Kind, element.ComponentManifest)
		}
		return
	}
	for _, f := range b.spec.Files {
		b.errorf("the file %s of a %s is no shard: expected a name ending in .cml", f.Source, element.ComponentManifest)
	}
	c := &shardCheck{builder: b, dir: shardRoot + a.Name + "/", includes: map[string][]cml.Str{}}
	for i := range b.spec.Shards {
		c.check(&b.spec.Shards[i])
	}
	c.cycles()
}

// shardCheck is the check of the shards of one atom.
type shardCheck struct {
	*builder
	dir string
	// includes has what the shards of the atom include of each other, by
	// destination.
	includes map[string][]cml.Str
}

func (c *shardCheck) check(s *Shard) {
	at := diag.Fixed(diag.Position{File: s.Source, Label: s.Label})
	if !strings.HasSuffix(s.Source, ".cml") || !strings.HasSuffix(s.Dest, ".cml") {
		c.diags.Add(diag.Errorf(at, "", "%s is no shard: expected a name ending in .cml", s.Source))
		return
	}
	if want := c.dir + path.Base(s.Dest); s.Dest != want {
		c.diags.Add(diag.Errorf(at, "", "the shard is to be %q in the IDK, expected %q: the directory follows from the name of the set", s.Dest, want))
	}
	c.checkIncludeString(s, at)
	text := c.read(s.File)
	if c.readError != nil {
		return
	}
	f := diag.NewFile(s.Source, text)
	f.Label = s.Label
	document := c.reader.Decode(f, c.diags)
	if document == nil {
		return
	}
	for _, include := range document.Include {
		c.checkInclude(s, include)
	}
}

// checkIncludeString checks that the shard has the same include string in the
// workspace and in the IDK.
func (c *shardCheck) checkIncludeString(s *Shard, at diag.Pos) {
	outside := strings.TrimPrefix(s.Dest, shardRoot)
	if s.IncludePath == nil {
		c.diags.Add(diag.Errorf(at, "", "a published shard is included as %q, and this one has no include path, so that its own workspace cannot", outside).
			WithHint("set include_path on %s", s.Label))
		return
	}
	dir := path.Clean(*s.IncludePath)
	inside, ok := s.Source, true
	if dir != "." {
		inside, ok = strings.CutPrefix(s.Source, dir+"/")
	}
	if !ok || inside != outside {
		d := diag.Errorf(at, "", "the shard is included as %q in its workspace and as %q from the IDK", inside, outside)
		if !ok {
			d.Msg = fmt.Sprintf("the shard is not below its include path %q", dir)
		}
		if parent, ok := strings.CutSuffix(s.Source, "/"+outside); ok {
			d.WithHint("set include_path = %q on %s", parent, s.Label)
		} else {
			d.WithHint("choose a name for the set that fits the directory, or move the file to a directory %s", outside)
		}
		c.diags.Add(d)
	}
}

// checkInclude checks that users of the IDK find what a shard includes.
func (c *shardCheck) checkInclude(s *Shard, include cml.Str) {
	if local, ok := strings.CutPrefix(include.Value, "//"); ok {
		c.diags.Add(diag.Errorf(include.Pos, "", "a published shard cannot include %q: outside, // is the workspace of whoever uses it", include.Value).
			WithHint("publish %s, too, and include it without //", local))
		return
	}
	dest := shardRoot + path.Clean(include.Value)
	if slices.ContainsFunc(c.spec.Shards, func(o Shard) bool { return o.Dest == dest }) {
		c.includes[s.Dest] = append(c.includes[s.Dest], cml.Str{Value: dest, Pos: include.Pos})
		return
	}
	if slices.Contains(c.spec.Below, dest) {
		return
	}
	for _, dep := range c.spec.Deps {
		if slices.Contains(dep.Shards, dest) {
			return
		}
	}
	c.diags.Add(diag.Errorf(include.Pos, "", "%q is in no shard of %s or of the atoms in its deps", include.Value, c.spec.Label).
		WithHint("add the atom that publishes %s to deps of %s", dest, c.spec.Label))
}

// cycles looks for shards that include each other. Between atoms there can be
// none: a build system lets no two targets depend on each other.
func (c *shardCheck) cycles() {
	done := map[string]bool{}
	var chain []cml.Str
	var visit func(dest string)
	visit = func(dest string) {
		if start := slices.IndexFunc(chain, func(s cml.Str) bool { return s.Value == dest }); start >= 0 {
			c.addCycle(chain[start:])
			return
		}
		if done[dest] {
			return
		}
		for _, include := range c.includes[dest] {
			chain = append(chain, cml.Str{Value: dest, Pos: include.Pos})
			visit(include.Value)
			chain = chain[:len(chain)-1]
		}
		done[dest] = true
	}
	for _, s := range c.spec.Shards {
		visit(s.Dest)
	}
}

// addCycle reports shards of which each includes the next, and the last the
// first.
func (c *shardCheck) addCycle(chain []cml.Str) {
	name := func(i int) string { return strings.TrimPrefix(chain[i%len(chain)].Value, shardRoot) }
	d := diag.Errorf(chain[0].Pos, "", "%s includes itself, by way of %d shards", name(0), len(chain)-1).
		WithHint("move what both need to a shard of its own")
	if len(chain) == 1 {
		d.Msg, d.Hint = name(0)+" includes itself", "delete the include"
	}
	for i := 1; i < len(chain); i++ {
		d.WithNote(chain[i].Pos, "%s includes %s", name(i), name(i+1))
	}
	c.diags.Add(d)
}
