package merge

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/include"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// memory is a file system of texts.
type memory map[string]string

func (m memory) ReadFile(name string) ([]byte, error) {
	if text, ok := m[name]; ok {
		return []byte(text), nil
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

func (m memory) Stat(name string) (fs.FileInfo, error) {
	all := fstest.MapFS{}
	for path := range m {
		all[path] = &fstest.MapFile{}
	}
	return fs.Stat(all, name)
}

// included merges the manifest a.cml of some files with its shards.
func included(t *testing.T, files memory) (*cml.Document, string) {
	t.Helper()
	var diags diag.List
	r := include.NewResolver(include.NewFileSystem(files, ".", []string{"lib"}), func(f *diag.File, diags *diag.List) *cml.Document {
		return cml.Decode(f, cml.DecodeOptions{}, diags)
	})
	tree, err := r.Resolve([]string{"a.cml"}, &diags)
	if err != nil {
		t.Fatal(err)
	}
	d := Documents(tree.Documents(), &diags)
	d.Include = nil
	Canonicalize(d)
	var b strings.Builder
	_ = diags.Print(&b)
	return d, b.String()
}

func TestManifestWithShards(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files memory
		want  string
	}{
		{
			"a shard with a use",
			memory{
				"a.cml":           `{include: ["s.shard.cml"], program: {runner: "elf", binary: "b"}}`,
				"lib/s.shard.cml": `{use: [{protocol: "p"}]}`,
			},
			`{program: {runner: "elf", binary: "b"}, use: [{protocol: "p"}]}`,
		},
		{
			"a shard with dictionaries",
			memory{
				"a.cml":           `{include: ["s.shard.cml"], capabilities: [{dictionary: "d"}]}`,
				"lib/s.shard.cml": `{capabilities: [{dictionary: "d"}, {dictionary: "e"}], offer: [{protocol: "p", from: "parent", to: "self/d"}], expose: [{dictionary: "d", from: "self"}]}`,
			},
			`{capabilities: [{dictionary: "d"}, {dictionary: "e"}], offer: [{protocol: "p", from: "parent", to: "self/d"}], expose: [{dictionary: "d", from: "self"}]}`,
		},
		{
			"a shard with a protocol that the manifest has, too",
			memory{
				"a.cml":           `{include: ["s.shard.cml"], use: [{protocol: ["p", "q"]}]}`,
				"lib/s.shard.cml": `{use: [{protocol: "p"}]}`,
			},
			`{use: [{protocol: ["p", "q"]}]}`,
		},
		{
			"a shard of a shard, both included",
			memory{
				"a.cml":           `{include: ["s.shard.cml", "//lib/t.shard.cml"], use: [{protocol: "a"}]}`,
				"lib/s.shard.cml": `{include: ["t.shard.cml"], use: [{protocol: "s"}]}`,
				"lib/t.shard.cml": `{include: [], use: [{protocol: "t"}], environments: [{name: "e", debug: [{protocol: "x", from: "self"}]}]}`,
			},
			`{use: [{protocol: ["a", "s", "t"]}], environments: [{name: "e", debug: [{protocol: "x", from: "self"}]}]}`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, findings := included(t, tt.files)
			if findings != "" {
				t.Error(findings)
			}
			want(t, d, tt.want)
		})
	}
}

func TestShardThatConflictsIsNamed(t *testing.T) {
	_, got := included(t, memory{
		"a.cml":           `{include: ["s.shard.cml"], program: {runner: "elf", binary: "b"}}`,
		"lib/s.shard.cml": `{program: {binary: "c"}}`,
	})
	want := "lib/s.shard.cml:1:20: `program.binary` is \"c\" here, but \"b\" in an earlier manifest\n" +
		"  a.cml:1:61: here it is \"b\"\n"
	if !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestArrayOfDocumentsMergesLikeFiles: generated metadata comes as one array.
func TestArrayOfDocumentsMergesLikeFiles(t *testing.T) {
	var diags diag.List
	docs := cml.DecodeAll(diag.NewFile("all.json", []byte(`[{"use": [{"protocol": "b"}]}, {}, {"use": [{"protocol": ["a", "b"]}]}]`)),
		cml.DecodeOptions{}, &diags)
	d := Documents(docs, &diags)
	Canonicalize(d)
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	want(t, d, `{use: [{protocol: ["a", "b"]}]}`)
}
