package atom

import (
	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Spec is an atom as its target declares it.
type Spec struct {
	// Label is the target, as people write it.
	Label string
	ID    string
	// Type is the part type; Data stands for several kinds.
	Type string
	// DataKind is the kind of an atom of type Data whose Meta is left out.
	DataKind element.Kind
	Category string
	// Name may be left out where Meta has it.
	Name     string
	MetaDest string
	// Meta is the element file; nil if it is to be made from the rest.
	Meta     *diag.File
	Unstable bool
	Area     string
	Areas    Areas
	Files    []File
	// Shards are files of the atom, too: manifests that others may include.
	Shards []Shard
	Deps   []Dep
	// Below are where shards are in IDKs that users have as well, below the one
	// that the atom is for.
	Below []string

	// API is the path of the API golden in the workspace; "" if there is none,
	// for the reason of APIExempt.
	API, APIExempt string
	// APIContents are the files that make up the API.
	APIContents []Content
}

// Dep is what an atom knows of another that it depends on.
type Dep struct {
	Node
	// Name is the name of the element.
	Name string
	// Shards are the destinations of the manifests that can be included.
	Shards []string
}

// Content is a file whose bytes are part of the API.
type Content struct {
	// Dest is where the file is in the IDK.
	Dest string
	// File is where to read it; Source where it is in the workspace.
	File, Source string
}

// Shard is a manifest that others may include.
type Shard struct {
	Content
	// Label is the target of the file, as people write it.
	Label string
	// IncludePath is the directory in the file's repository below which its path
	// is its include string; nil if it can be included by "//" only.
	IncludePath *string
}

// Reader is how Build gets at contents.
type Reader struct {
	ReadFile func(name string) ([]byte, error)
	// Decode decodes a manifest; it returns nil if it added an error.
	Decode func(f *diag.File, diags *diag.List) *cml.Document
}

// allFiles returns the files of the atom in the order of the declaration.
func (s *Spec) allFiles() []File {
	files := make([]File, 0, len(s.Files)+len(s.Shards))
	files = append(files, s.Files...)
	for _, shard := range s.Shards {
		files = append(files, File{shard.Dest, shard.Source})
	}
	return files
}
