// Package validate checks a merged and canonicalized manifest against the rule
// book of cmc (tools/lib/cml/src/validate.rs), and against what the component
// framework checks once more in the compiled form (cm_fidl_validator).
//
// Its one promise: one run reports everything that is wrong, each thing once,
// at the string that a person has to edit, in time that grows linearly with the
// document. A finding names the capability, both sides of a conflict, and what
// to type.
package validate

import (
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/scope"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Options says what a document is checked for.
type Options struct {
	// Features are the restricted features that the document may use.
	Features Features
	// ForCompile adds the rules about what the compiled form cannot hold.
	ForCompile bool
	// Legacy2021 warns of what only manifests of 2021 may lack: the runner of a
	// program that no runner could run yet.
	Legacy2021 bool
	// MustOfferProtocol and MustOfferDictionary are offered to every child and
	// collection, MustUseProtocol is used by the component itself.
	MustOfferProtocol, MustUseProtocol, MustOfferDictionary []string
}

// Document adds everything that is wrong with a document to diags. It does not
// change the document.
func Document(d *cml.Document, o Options, diags *diag.List) {
	c := &checker{
		doc:     d,
		opts:    o,
		diags:   diags,
		scope:   scope.New(d),
		suggest: suggester{budget: suggestionBudget},
	}
	c.identifiers()
	c.components()
	c.declarations()
	c.uses()
	c.exposes()
	c.offers()
	c.environments()
	c.config()
	c.runner()
	c.cycles()
	c.required()
	c.facets()
	if o.ForCompile {
		c.compilable()
	}
}

// checker is the state of one run.
type checker struct {
	doc   *cml.Document
	opts  Options
	diags *diag.List
	scope *scope.Scope
	// offered has what each target is offered, toAll what all of them are.
	offered, toAll routes
	suggest        suggester
	applies        map[cml.Section]fieldTypes
}

// report adds findings.
func (c *checker) report(d ...*diag.Diagnostic) { c.diags.Add(d...) }

// wrong returns a finding about a string of the document. A string that several
// files wrote is wrong in all of them.
func wrong(s cml.Str, rule, format string, args ...any) *diag.Diagnostic {
	d := diag.Errorf(s.Pos, rule, format, args...)
	for i, pos := range s.Also {
		if i == mostPlaces {
			return d.WithNote(pos, "the same is written here and at %d more places", len(s.Also)-i-1)
		}
		d.WithNote(pos, "the same is written here")
	}
	return d
}

// mostPlaces bounds the places that are listed for one string.
const mostPlaces = 8

// capability checks that a clause has exactly one keyword: rules P1, P2, U1, X1
// and O1. Nothing else can be said about a clause that has not.
func (c *checker) capability(clause *cml.Clause, none, several string) bool {
	switch {
	case len(clause.Keywords) == 0:
		c.report(diag.Errorf(clause.Pos, none, "this clause of %s names no capability", clause.Section).
			WithHint("add one of %s", list(keywords(clause.Section), "or")))
	case len(clause.Keywords) > 1:
		var found []string
		for _, k := range clause.Keywords {
			found = append(found, k.Type.String())
		}
		second := clause.Keywords[1]
		c.report(diag.Errorf(second.Pos, several, "one clause of %s names several capability types: %s", clause.Section, list(found, "and")).
			WithNote(clause.Keywords[0].Pos, "the first one is here").
			WithHint("write one clause for each type"))
	default:
		return true
	}
	return false
}

// keywords returns the keywords that the clauses of a section may have.
func keywords(s cml.Section) []string {
	var words []string
	for _, f := range cml.ClauseFields(s) {
		if f.Keyword != cml.NoType {
			words = append(words, f.Name)
		}
	}
	return words
}
