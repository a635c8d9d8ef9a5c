// Package format lays out component manifests the way cmc format does.
//
// It is purely syntactic: whatever is JSON5 is formatted, be it a manifest or
// not. It promises that formatting a second time changes nothing, that the
// values stay the same but for the order of array items that are no containers,
// and that no comment is lost.
package format

import (
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/json5"
)

// Source returns the formatted text of a file. If the text is not JSON5, it
// adds a finding to diags and returns nil. Like cmc, it accepts several values
// with commas between them, and none at all.
func Source(f *diag.File, diags *diag.List) []byte {
	return source(f, json5.MaxSize, diags)
}

// source is Source with a limit for the size of the result.
func source(f *diag.File, limit int, diags *diag.List) []byte {
	tree := json5.ParseAll(f, diags)
	if tree == nil {
		return nil
	}
	w := &writer{
		out:   make([]byte, 0, len(tree.Text)+len(tree.Text)/8),
		limit: limit,
		collector: collector{
			tree:    tree,
			text:    tree.Text,
			scanner: *json5.NewScanner(tree.Text, 0),
		},
	}
	w.document()
	if len(w.out) > limit {
		diags.Add(diag.Errorf(f.At(0), "", "the formatted text would have more than %d bytes", limit))
		return nil
	}
	return w.out
}
