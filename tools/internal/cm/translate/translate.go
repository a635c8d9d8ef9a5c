// Package translate turns a manifest into the declaration that the component
// framework reads: one declaration per name, source and target, all defaults
// spelled out.
//
// It promises the declaration that cmc makes of the same canonical document
// (tools/lib/cml/src/translate.rs), in the same order, for any generation of
// cmc; and no declaration at all of a document that has none. The document is
// expected to be valid: what validation refuses is not explained again here,
// but it cannot make a translation panic.
package translate

import (
	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/scope"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Options say what a declaration has that is not in the manifest.
type Options struct {
	// Generation is the generation of cmc to equal.
	Generation cm.Generation
	// ConfigPackagePath is the path, inside the package, of the file with the
	// configuration values. A manifest with a config section needs it.
	ConfigPackagePath string
	// ManifestSources are the files that the manifest was made from, for
	// generations that record them.
	ManifestSources []string
}

// Component returns the declaration of a canonical document. It adds all
// findings to diags and returns nil if and only if it added an error.
func Component(d *cml.Document, o Options, diags *diag.List) *cm.Component {
	t := &translator{doc: d, scope: scope.New(d), options: o}
	c := &cm.Component{
		Program:      t.program(),
		Uses:         t.uses(),
		Exposes:      t.exposes(),
		Offers:       t.offers(),
		Capabilities: t.capabilities(),
		Children:     t.children(),
		Collections:  t.collections(),
		Environments: t.environments(),
		Facets:       t.facets(),
		Config:       t.config(),
	}
	if o.Generation.HasDebugInfo() {
		c.DebugInfo = &cm.DebugInfo{ManifestSources: append([]string{}, o.ManifestSources...)}
	}
	diags.Merge(&t.diags)
	if t.diags.HasErrors() {
		return nil
	}
	return c
}

// translator translates one document.
type translator struct {
	doc     *cml.Document
	scope   *scope.Scope
	options Options
	diags   diag.List
}

// errorf adds an error and returns it for hints and notes.
func (t *translator) errorf(at diag.Pos, rule, format string, args ...any) *diag.Diagnostic {
	d := diag.Errorf(at, rule, format, args...)
	t.diags.Add(d)
	return d
}

// optional returns a member for a string that may be absent.
func optional(s cml.Str) *string {
	if !s.IsSet() {
		return nil
	}
	return cm.Ptr(s.Value)
}

// or returns a member for a string, or for what stands in when it is absent.
func or(s cml.Str, fallback string) *string {
	if s.IsSet() {
		return cm.Ptr(s.Value)
	}
	return cm.Ptr(fallback)
}

// first returns the string of a field that takes only one, absent if it is.
func first(s cml.Strs) cml.Str {
	if !s.IsSet() {
		return cml.Str{}
	}
	return s.Items[0]
}

// count returns how many names the clauses of a section have: the least number
// of declarations.
func count(clauses []*cml.Clause) int {
	n := 0
	for _, c := range clauses {
		n += len(c.Names())
	}
	return n
}
