package include

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// files is a file system by path, and counts what is read. A file whose text is
// "unreadable" cannot be read.
type files struct {
	texts map[string]string
	reads map[string]int
}

func newFiles(texts map[string]string) *files {
	return &files{texts: texts, reads: map[string]int{}}
}

func (f *files) ReadFile(name string) ([]byte, error) {
	f.reads[name]++
	text, ok := f.texts[name]
	switch {
	case !ok:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	case text == "unreadable":
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return []byte(text), nil
}

func (f *files) Stat(name string) (fs.FileInfo, error) {
	all := fstest.MapFS{}
	for path := range f.texts {
		all[strings.TrimPrefix(strings.ReplaceAll(path, "..", "up"), "/")] = &fstest.MapFile{}
	}
	if strings.HasPrefix(name, "locked/") {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrPermission}
	}
	return fs.Stat(all, strings.TrimPrefix(strings.ReplaceAll(name, "..", "up"), "/"))
}

// including is a document that includes the given strings.
func including(includes ...string) string {
	var b strings.Builder
	b.WriteString("{include: [")
	for _, s := range includes {
		b.WriteString(`"` + s + `", `)
	}
	b.WriteString("]}")
	return b.String()
}

func decode(f *diag.File, diags *diag.List) *cml.Document {
	return cml.Decode(f, cml.DecodeOptions{}, diags)
}

// resolved returns the identities of the included files, in order, and the
// findings as text.
func resolved(t *testing.T, l Loader, roots ...string) ([]string, string) {
	t.Helper()
	var diags diag.List
	tree, err := NewResolver(l, decode).Resolve(roots, &diags)
	if err != nil {
		t.Fatal(err)
	}
	return ids(tree.Includes), printed(&diags)
}

func ids(ms []Manifest) []string {
	var ids []string
	for _, m := range ms {
		ids = append(ids, m.ID)
	}
	return ids
}

func printed(diags *diag.List) string {
	var b strings.Builder
	_ = diags.Print(&b)
	return b.String()
}

// same fails if two values differ.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("%s differ (-got +want):\n%s", what, diff)
	}
}

func TestOrderOfIncludes(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"no include field", map[string]string{"a.cml": "{}"}, nil},
		{"an empty list", map[string]string{"a.cml": including()}, nil},
		{"list order", map[string]string{"a.cml": including("z", "b", "m"), "b": "{}", "m": "{}", "z": "{}"}, []string{"z", "b", "m"}},
		{
			"a shard comes after what it includes",
			map[string]string{"a.cml": including("b", "c"), "b": including("z", "y"), "c": "{}", "y": "{}", "z": including("x"), "x": "{}"},
			[]string{"x", "z", "y", "b", "c"},
		},
		{
			"a diamond",
			map[string]string{"a.cml": including("b", "c"), "b": including("d"), "c": including("d"), "d": "{}"},
			[]string{"d", "b", "c"},
		},
		{
			"one file by several strings",
			map[string]string{"a.cml": including("d/b", "//d/b", "./d/../d/b", "d/c"), "d/b": including("c"), "d/c": including("../d/e"), "d/e": "{}"},
			[]string{"d/e", "d/c", "d/b"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, findings := resolved(t, NewFileSystem(newFiles(tt.files), ".", nil), "a.cml")
			same(t, "includes", got, tt.want)
			same(t, "findings", findings, "")
		})
	}
}

// TestRootsOfARealm: the includes of all shards come after all shards, each
// file once, and a shard that is included all the same is not an include.
func TestRootsOfARealm(t *testing.T) {
	l := NewFileSystem(newFiles(map[string]string{
		"core.cml": including("x"), "1.cml": including("y", "x"), "2.cml": including("1.cml", "z"),
		"x": "{}", "y": "{}", "z": including("y"),
	}), ".", nil)
	var diags diag.List
	tree, err := NewResolver(l, decode).Resolve([]string{"core.cml", "2.cml", "1.cml", "2.cml"}, &diags)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "roots", ids(tree.Roots), []string{"core.cml", "2.cml", "1.cml"})
	same(t, "includes", ids(tree.Includes), []string{"x", "y", "z"})
	same(t, "files", tree.Files(), []string{"x", "y", "z"})
	same(t, "findings", printed(&diags), "")
	var names []string
	for _, d := range tree.Documents() {
		names = append(names, d.File.Name)
	}
	same(t, "documents", names, []string{"core.cml", "2.cml", "1.cml", "x", "y", "z"})
}

func TestCycles(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{
			"a manifest that includes itself",
			map[string]string{"a.cml": including("./a.cml")},
			`a.cml:1:12: include cycle: a.cml -> a.cml
  a.cml:1:12: a.cml includes a.cml
  fix: remove one of these includes
`,
		},
		{
			"two files",
			map[string]string{"a.cml": including("b"), "b": including("a.cml")},
			`b:1:12: include cycle: a.cml -> b -> a.cml
  a.cml:1:12: a.cml includes b
  b:1:12: b includes a.cml
  fix: remove one of these includes
`,
		},
		{
			"three shards below a manifest",
			map[string]string{"a.cml": including("b"), "b": including("c"), "c": including("ok", "d"), "d": including("b"), "ok": "{}"},
			`d:1:12: include cycle: a.cml -> b -> c -> d -> b
  a.cml:1:12: a.cml includes b
  b:1:12: b includes c
  c:1:18: c includes d
  d:1:12: d includes b
  fix: remove one of these includes
`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, findings := resolved(t, NewFileSystem(newFiles(tt.files), ".", nil), "a.cml")
			same(t, "findings", findings, tt.want)
		})
	}
}

func TestAllWrongFilesAreReported(t *testing.T) {
	l := NewFileSystem(newFiles(map[string]string{
		"a.cml":   including("b", "gone", "wrong", "secret", "wrong"),
		"b":       including("//gone/too", "wrong"),
		"wrong":   "{use: [",
		"secret":  "unreadable",
		"another": including("gone"),
	}), ".", nil)
	got, findings := resolved(t, l, "a.cml")
	same(t, "includes", got, []string{"b"})
	for _, want := range []string{
		"a.cml:1:17: include \"gone\" is not there; looked for gone\n",
		"a.cml:1:34: the file secret of include \"secret\" cannot be read: permission denied\n  fix: make it readable\n",
		"b:1:12: include \"//gone/too\" is not there; looked for gone/too\n",
	} {
		if !strings.Contains(findings, want) {
			t.Errorf("got findings %q, want %q among them", findings, want)
		}
	}
	if n := strings.Count(findings, "wrong:1:8:"); n != 1 {
		t.Errorf("got %d findings in the wrong file, want 1:\n%s", n, findings)
	}
}

func TestManifestThatCannotBeRead(t *testing.T) {
	var diags diag.List
	_, err := NewResolver(NewFileSystem(newFiles(nil), ".", nil), decode).Resolve([]string{"a.cml"}, &diags)
	if !errors.Is(err, fs.ErrNotExist) || err.Error() != "read a.cml: file does not exist" {
		t.Errorf("got error %v", err)
	}
}

func TestManifestThatCannotBeDecoded(t *testing.T) {
	var diags diag.List
	tree, err := NewResolver(NewFileSystem(newFiles(map[string]string{"a.cml": "[", "b.cml": "{}"}), ".", nil), decode).
		Resolve([]string{"a.cml", "b.cml"}, &diags)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "roots", ids(tree.Roots), []string{"b.cml"})
	if !diags.HasErrors() {
		t.Error("got no finding, want the syntax error")
	}
}

// TestFilesAreReadOnce: thousands of shards include the same few files.
func TestFilesAreReadOnce(t *testing.T) {
	fs := newFiles(map[string]string{
		"a.cml": including("s", "bad"), "b.cml": including("bad", "s"), "s": including("t"), "t": "{}", "bad": "{x: 1}",
	})
	r := NewResolver(NewFileSystem(fs, ".", nil), decode)
	for _, roots := range [][]string{{"a.cml"}, {"b.cml"}, {"a.cml", "b.cml"}} {
		var diags diag.List
		tree, err := r.Resolve(roots, &diags)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "includes", ids(tree.Includes), []string{"t", "s"})
		if n := strings.Count(printed(&diags), "bad:1:2"); n != 1 {
			t.Errorf("roots %v: got %d findings in the bad file, want 1", roots, n)
		}
	}
	for name, n := range fs.reads {
		if n != 1 {
			t.Errorf("%s: got %d reads, want 1", name, n)
		}
	}
}
