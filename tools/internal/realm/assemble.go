package realm

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/include"
	"github.com/rules-idk/rules_idk/tools/internal/cml/merge"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Parts are what a realm is made of. Files are given by their identities in the
// resolver's loader.
type Parts struct {
	Base   string
	Shards []string
	// Slots has the slot of each shard that fills one, by the shard's identity.
	Slots map[string]string
	// Child is the child for the realm below; nil for none.
	Child *Child
}

// Realm is an assembled realm.
type Realm struct {
	// Document is merged, not yet canonicalized; it has no include left.
	Document *cml.Document
	Notes    *Notes
}

// Assemble merges a base and shards, and then the includes of all of them
// (RFC-0089). Shards are merged in the order of their file names, whatever the
// order in which they are given. It returns nil if it added an error to diags;
// an error means that a file cannot be read.
func Assemble(parts Parts, resolver *include.Resolver, diags *diag.List) (*Realm, error) {
	shards := slices.Clone(parts.Shards)
	slices.SortStableFunc(shards, func(a, b string) int {
		return cmp.Or(cmp.Compare(path.Base(a), path.Base(b)), cmp.Compare(a, b))
	})
	tree, err := resolver.Resolve(append([]string{parts.Base}, shards...), diags)
	if err != nil {
		return nil, err
	}
	checkFileNames(tree.Roots, diags)
	if diags.HasErrors() {
		return nil, nil
	}
	document, merged := merge.WithNotes(tree.Documents(), diags)
	if diags.HasErrors() {
		return nil, nil
	}
	document.Include = nil
	if parts.Child != nil {
		PutChild(document, *parts.Child)
	}
	return &Realm{Document: document, Notes: notesOf(tree, parts.Slots, merged)}, nil
}

// checkFileNames reports shards whose file names are the same: the merge order
// would depend on where they are.
func checkFileNames(roots []include.Manifest, diags *diag.List) {
	first := map[string]include.Manifest{}
	for i, m := range roots {
		if i == 0 {
			continue // the base is merged first, whatever its name
		}
		name := path.Base(m.ID)
		other, known := first[name]
		if !known {
			first[name] = m
			continue
		}
		diags.Add(diag.Errorf(m.Document.Pos, "", "two shards have the file name %q", name).
			WithNote(other.Document.Pos, "the other one is here").
			WithHint("rename one of the files"))
	}
}

func notesOf(tree *include.Tree, slots map[string]string, merged *merge.Notes) *Notes {
	n := &Notes{SchemaVersion: 1, Shards: []Contribution{}, Includes: []Contribution{}}
	for i, m := range tree.Roots {
		c := contribution(m)
		if i == 0 {
			n.Base = c
			continue
		}
		c.Slot = slots[m.ID]
		n.Shards = append(n.Shards, c)
	}
	for _, m := range tree.Includes {
		n.Includes = append(n.Includes, contribution(m))
	}
	n.Duplicates = duplicatesOf(merged.Duplicates)
	n.Promoted = promotedOf(merged.Promoted)
	return n
}

func contribution(m include.Manifest) Contribution {
	file := m.Document.File
	sum := sha256.Sum256(file.Text)
	c := Contribution{
		Label:    file.Label,
		File:     file.Name,
		SHA256:   hex.EncodeToString(sum[:]),
		Includes: []string{},
	}
	for _, s := range m.Document.Include {
		c.Includes = append(c.Includes, s.Value)
	}
	return c
}
