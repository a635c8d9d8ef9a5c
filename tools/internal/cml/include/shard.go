package include

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"strings"
)

// Shard is a file that a build system knows: a manifest, or what manifests may
// include.
type Shard struct {
	// Label is the canonical label of the target that owns the file.
	Label string
	// Repo is the canonical name of the repository that the file is in, "" for
	// the main one; Path is where it is in there.
	Repo, Path string
	// IncludePath is the directory, in the repository, below which the file's
	// path is its include string; "." is the root of the repository. If nil,
	// the file can be included by "//" only.
	IncludePath *string
	// File is where to read the file. A shard without File stands for all its
	// Deps: whoever may include it may include them.
	File string
	// Deps are the canonical labels of what the file may include.
	Deps []string
	// Open are repositories all of whose shards the file may include as well,
	// by canonical name: shards of an IDK do not say what they include.
	Open []string
}

// ParseShard reads a shard from the JSON object that the rules pass on a
// command line. Its path starts with "../<repository>/" outside of the main
// repository.
func ParseShard(text string) (Shard, error) {
	var fields struct {
		Deps        []string `json:"deps"`
		File        string   `json:"file"`
		IncludePath *string  `json:"include_path"`
		Label       string   `json:"label"`
		Open        []string `json:"open"`
		Path        string   `json:"path"`
	}
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&fields); err != nil {
		return Shard{}, fmt.Errorf("read description of shard %s: %w", text, err)
	}
	s := Shard{
		Label: fields.Label, Path: fields.Path, IncludePath: fields.IncludePath,
		File: fields.File, Deps: fields.Deps, Open: fields.Open,
	}
	if external, ok := strings.CutPrefix(fields.Path, "../"); ok {
		s.Repo, s.Path, _ = strings.Cut(external, "/")
	}
	return s, nil
}

// below returns a path relative to a directory that holds it; both are
// relative to the same root.
func below(dir, p string) (string, bool) {
	dir, p = path.Clean(dir), path.Clean(p)
	if dir == "." {
		return p, true
	}
	return strings.CutPrefix(p, dir+"/")
}
