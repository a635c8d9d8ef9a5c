package merge

import (
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Documents folds documents from left to right into one; on equal footing the
// earlier document decides. Conflicts are added to diags, at the later of the
// two places; the result is complete only if none was added. The result shares
// what it can with the documents, which are never changed.
//
// The lists of clauses come out as merging leaves them; Canonicalize puts them
// in order.
func Documents(docs []*cml.Document, diags *diag.List) *cml.Document {
	d, _ := WithNotes(docs, diags)
	return d
}

// WithNotes is Documents and says as well which facts several documents
// stated.
func WithNotes(docs []*cml.Document, diags *diag.List) (*cml.Document, *Notes) {
	m := merger{
		diags:        diags,
		program:      program{merging: merging{diags: diags}},
		facets:       facets{merging: merging{diags: diags}},
		config:       config{diags: diags},
		environments: environments{diags: diags},
	}
	for i, s := range cml.ClauseSections {
		m.clauses[i] = clauses{section: s, diags: diags, folded: len(docs) > 1}
	}
	for i, d := range docs {
		m.add(i, d)
	}
	return m.finish()
}

// merger is the accumulator of a merge: a part for each kind of section.
type merger struct {
	diags        *diag.List
	first        *cml.Document
	include      includes
	clauses      [len(cml.ClauseSections)]clauses
	children     children
	collections  collections
	environments environments
	program      program
	facets       facets
	config       config
}

func (m *merger) add(doc int, d *cml.Document) {
	if m.first == nil {
		m.first = d
	}
	for i, s := range cml.ClauseSections {
		m.clauses[i].add(doc, *d.Clauses(s))
	}
	m.include.add(d.Include)
	m.children.add(doc, d.Children)
	m.collections.add(doc, d.Collections)
	m.environments.add(doc, d.Environments)
	m.program.add(d.Program)
	m.facets.add(d.Facets)
	m.config.add(d.Config)
}

func (m *merger) finish() (*cml.Document, *Notes) {
	d, n := &cml.Document{}, &Notes{}
	if m.first != nil {
		d.File, d.Pos = m.first.File, m.first.Pos
	}
	for i, s := range cml.ClauseSections {
		*d.Clauses(s) = m.clauses[i].finish(n)
	}
	d.Include = m.include.finish()
	d.Children = m.children.finish(n)
	d.Collections = m.collections.finish(n)
	d.Environments = m.environments.finish(n)
	d.Program = m.program.finish()
	d.Facets = m.facets.finish()
	d.Config = m.config.finish(n)
	return d, n
}
