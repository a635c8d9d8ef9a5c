package include

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Loader finds and reads files. An identity is a text that is the same for the
// same file and shows in dependency lists.
type Loader interface {
	// Find returns the identity of the file that an include string stands for
	// in the file from, or says why there is none.
	Find(from string, include cml.Str) (string, *diag.Diagnostic)
	// Read returns a file under the name that the user knows it by.
	Read(id string) (*diag.File, error)
}

// Decode decodes a file; it returns nil if it added an error.
type Decode func(f *diag.File, diags *diag.List) *cml.Document

// Resolver resolves includes. It keeps what it has decoded, so that the shards
// of a realm, or several manifests, share the files that they include.
type Resolver struct {
	loader Loader
	decode Decode
	files  map[string]*file
}

// NewResolver returns a Resolver that has read nothing yet.
func NewResolver(loader Loader, decode Decode) *Resolver {
	return &Resolver{loader: loader, decode: decode, files: map[string]*file{}}
}

// file is a file that was read, or cannot be.
type file struct {
	id       string
	name     string
	document *cml.Document // nil if it is wrong
	findings diag.List
	err      error
	// edges are the includes of the document, in list order.
	edges    []edge
	resolved bool
}

// edge is an include and what it leads to: a file or a problem.
type edge struct {
	include cml.Str
	to      *file
	problem *diag.Diagnostic
}

// Manifest is a decoded file.
type Manifest struct {
	ID       string
	Document *cml.Document
}

// Tree is what one manifest is made of: the files that were asked for, and all
// that they include, directly or not.
type Tree struct {
	Roots    []Manifest
	Includes []Manifest
}

// Documents returns all documents in the order in which they are merged. What
// they merge to still has their include lists.
func (t *Tree) Documents() []*cml.Document {
	docs := make([]*cml.Document, 0, len(t.Roots)+len(t.Includes))
	for _, list := range [...][]Manifest{t.Roots, t.Includes} {
		for _, m := range list {
			docs = append(docs, m.Document)
		}
	}
	return docs
}

// Files returns the identities of the included files, sorted: what a
// dependency file lists.
func (t *Tree) Files() []string {
	ids := make([]string, len(t.Includes))
	for i, m := range t.Includes {
		ids[i] = m.ID
	}
	slices.Sort(ids)
	return ids
}

// Resolve reads files, given by their identities, and all that they include.
// Missing files, cycles and files that cannot be decoded are added to diags and
// left out of the tree. An error means that one of the given files itself
// cannot be read.
func (r *Resolver) Resolve(roots []string, diags *diag.List) (*Tree, error) {
	w := walk{resolver: r, diags: diags, tree: &Tree{}, states: map[*file]state{}, roots: map[*file]bool{}}
	var files []*file
	for _, id := range roots {
		f := r.load(id)
		if f.err != nil {
			return nil, fmt.Errorf("read %s: %w", id, reason(f.err))
		}
		if !w.roots[f] {
			w.roots[f] = true
			files = append(files, f)
		}
	}
	for _, f := range files {
		if f.document != nil {
			w.tree.Roots = append(w.tree.Roots, Manifest{f.id, f.document})
		}
		if w.states[f] == unseen {
			w.visit(f)
		}
	}
	return w.tree, nil
}

// load returns a file, reading and decoding it the first time.
func (r *Resolver) load(id string) *file {
	if f := r.files[id]; f != nil {
		return f
	}
	f := &file{id: id}
	r.files[id] = f
	text, err := r.loader.Read(id)
	if err != nil {
		f.err = err
		return f
	}
	f.name = text.Name
	f.document = r.decode(text, &f.findings)
	return f
}

// edges returns the includes of a file, found the first time.
func (r *Resolver) edges(f *file) []edge {
	if f.resolved || f.document == nil {
		return f.edges
	}
	f.resolved = true
	f.edges = make([]edge, len(f.document.Include))
	for i, s := range f.document.Include {
		f.edges[i] = r.edge(f, s)
	}
	return f.edges
}

func (r *Resolver) edge(f *file, s cml.Str) edge {
	id, problem := r.loader.Find(f.id, s)
	if problem != nil {
		return edge{include: s, problem: problem}
	}
	to := r.load(id)
	if to.err != nil {
		problem = unreadable(s, id, to.err)
	}
	return edge{include: s, to: to, problem: problem}
}

// unreadable says that an include leads to a file that cannot be read.
func unreadable(include cml.Str, path string, err error) *diag.Diagnostic {
	d := diag.Errorf(include.Pos, "", "the file %s of include %q cannot be read: %v", path, include.Value, reason(err))
	if errors.Is(err, fs.ErrPermission) {
		return d.WithHint("make it readable")
	}
	return d
}

// reason is an error without the path: the message has it already.
func reason(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}

// walk is one run of Resolve.
type walk struct {
	resolver *Resolver
	diags    *diag.List
	tree     *Tree
	roots    map[*file]bool
	states   map[*file]state
	// trail are the includes from a root to the file at hand.
	trail []step
}

type state uint8

const (
	unseen state = iota
	entered
	left
)

// step is one include on the way to a file.
type step struct {
	from    *file
	include cml.Str
}

func (w *walk) visit(f *file) {
	w.states[f] = entered
	w.diags.Merge(&f.findings)
	for _, e := range w.resolver.edges(f) {
		if e.problem != nil {
			w.diags.Add(e.problem)
			continue
		}
		w.trail = append(w.trail, step{f, e.include})
		switch w.states[e.to] {
		case unseen:
			w.visit(e.to)
		case entered:
			w.diags.Add(w.cycle(e.to))
		}
		w.trail = w.trail[:len(w.trail)-1]
	}
	w.states[f] = left
	if f.document != nil && !w.roots[f] {
		w.tree.Includes = append(w.tree.Includes, Manifest{f.id, f.document})
	}
}

// cycle describes the way from the manifest to a file that includes itself, by
// every include on it.
func (w *walk) cycle(to *file) *diag.Diagnostic {
	var names []string
	for _, s := range w.trail {
		names = append(names, s.from.name)
	}
	names = append(names, to.name)
	last := w.trail[len(w.trail)-1]
	d := diag.Errorf(last.include.Pos, "", "include cycle: %s", strings.Join(names, " -> ")).
		WithHint("remove one of these includes")
	for i, s := range w.trail {
		d.WithNote(s.include.Pos, "%s includes %s", s.from.name, names[i+1])
	}
	return d
}
