package pkg

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/far"
	"github.com/rules-idk/rules_idk/tools/internal/merkle"
)

// outputs keeps what is written in memory.
type outputs struct {
	mu    sync.Mutex
	files map[string]string
	// fail, if set, says how creating a file fails, and room how many bytes of
	// it can be written.
	fail func(name string) error
	room int
}

func newOutputs() *outputs { return &outputs{files: map[string]string{}, room: 1 << 30} }

var errFull = errors.New("no space left")

func (o *outputs) Create(name string, perm fs.FileMode) (io.WriteCloser, error) {
	name = filepath.ToSlash(name)
	if o.fail != nil {
		if err := o.fail(name); err != nil {
			return nil, err
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, ok := o.files[name]; ok {
		return nil, fmt.Errorf("%s is created twice", name)
	}
	if perm != 0o644 {
		return nil, fmt.Errorf("%s is created with permissions %o", name, perm)
	}
	o.files[name] = "being written"
	return &outputFile{o: o, name: name}, nil
}

type outputFile struct {
	o    *outputs
	name string
	b    bytes.Buffer
}

func (f *outputFile) Write(p []byte) (int, error) {
	if f.b.Len()+len(p) > f.o.room {
		return 0, errFull
	}
	return f.b.Write(p)
}

func (f *outputFile) Close() error {
	f.o.mu.Lock()
	defer f.o.mu.Unlock()
	f.o.files[f.name] = f.b.String()
	return nil
}

// buildFine builds a package that must be fine.
func buildFine(t testing.TB, spec Spec) (*Result, map[string]string) {
	t.Helper()
	out := newOutputs()
	result, err := Build(t.Context(), out, spec)
	if err != nil {
		t.Fatal(err)
	}
	return result, out.files
}

func level(t testing.TB, name string) uint64 {
	t.Helper()
	revision, err := ABIRevision(name)
	if err != nil {
		t.Fatal(err)
	}
	return revision
}

func TestBuildPublishedEmptyPackage(t *testing.T) {
	result, files := buildFine(t, Spec{Name: "my-package", ABIRevision: level(t, "8")})
	const want = "436eb4b5943bc74f97d95dc81b2de9acddf6691453a536588a86280cac55222e"
	if result.Hash.String() != want {
		t.Errorf("hash: got %s, want %s", result.Hash, want)
	}
	metaFar := files[MetaFarFile]
	if len(metaFar) != 12288 {
		t.Errorf("size: got %d, want 12288", len(metaFar))
	}
	wantFiles := map[string]string{
		"meta/contents":                 "",
		"meta/fuchsia.abi/abi-revision": "\xd8\x09\x0e\x69\xa6\x35\x67\xa5",
		"meta/package":                  `{"name":"my-package","version":"0"}`,
	}
	if diff := cmp.Diff(wantFiles, unpack(t, metaFar)); diff != "" {
		t.Errorf("meta.far (-want +got):\n%s", diff)
	}
	if got := slices.Sorted(maps.Keys(files)); !slices.Equal(got, []string{MetaFarFile, ManifestFile}) {
		t.Errorf("outputs: got %q", got)
	}
}

func TestBuildCoreExample(t *testing.T) {
	result, files := buildFine(t, Spec{
		Name: "core-example", Repository: "fuchsia.com", ABIRevision: level(t, "31"),
		Entries: []Entry{Content("meta/core.cm", "core.cm", []byte("core.cm bytes\n"))},
	})
	if result.Hash.String() != coreExampleHash {
		t.Errorf("hash: got %s, want %s", result.Hash, coreExampleHash)
	}
	metaFar := files[MetaFarFile]
	const wantSum = "845482beb6b053172c66978fb8b3875ab5d14d855b27b31f38d1f285d52de5d4"
	if sum := sha256.Sum256([]byte(metaFar)); hex.EncodeToString(sum[:]) != wantSum {
		t.Errorf("SHA-256: got %x, want %s", sum, wantSum)
	}
	r, err := far.NewReader(strings.NewReader(metaFar), int64(len(metaFar)))
	if err != nil {
		t.Fatal(err)
	}
	wantEntries := []far.Entry{
		{Name: "meta/contents", Offset: 4096, Size: 0},
		{Name: "meta/core.cm", Offset: 4096, Size: 14},
		{Name: "meta/fuchsia.abi/abi-revision", Offset: 8192, Size: 8},
		{Name: "meta/package", Offset: 12288, Size: 37},
	}
	if diff := cmp.Diff(wantEntries, r.Entries()); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(coreExampleManifest, files[ManifestFile]); diff != "" {
		t.Errorf("manifest (-want +got):\n%s", diff)
	}
}

func TestBuildHelloPackage(t *testing.T) {
	result, files := buildFine(t, Spec{
		Name: "hello-pkg", ABIRevision: level(t, "31"),
		Entries: []Entry{
			Content("meta/hello.cm", "hello.cm", []byte("x")),
			Content("bin/hello", "hello", []byte("hello\n")),
		},
		BlobsJSON: true, MetaFarMerkle: true, BlobsManifest: true,
	})
	const want = "5f0c791e182699d7e62eb30f4e3eb78a77849ff638382284fc82a8ddedcf16f4"
	if result.Hash.String() != want {
		t.Errorf("hash: got %s, want %s", result.Hash, want)
	}
	metaFar := files[MetaFarFile]
	if len(metaFar) != 20480 {
		t.Errorf("size: got %d, want 20480", len(metaFar))
	}
	const hello = "8d857f7053a65cf2f632337d3c5167715c97d6e0a428b55b4d531a0e11bf0fe2"
	if got, want := unpack(t, metaFar)["meta/contents"], "bin/hello="+hello+"\n"; got != want {
		t.Errorf("meta/contents: got %q, want %q", got, want)
	}
	delete(files, MetaFarFile)
	wantFiles := map[string]string{
		"blobs/" + hello:  "hello\n",
		"meta.far.merkle": want,
		"blobs.manifest":  want + "=meta.far\n" + hello + "=blobs/" + hello + "\n",
		"blobs.json":      helloBlobs("") + "\n",
		"package_manifest.json": `{
  "version": "1",
  "package": {
    "name": "hello-pkg",
    "version": "0"
  },
  "blobs": ` + helloBlobs("  ") + `,
  "blob_sources_relative": "file",
  "abi_revision": "0x9080590de5503f82"
}
`,
	}
	if diff := cmp.Diff(wantFiles, files); diff != "" {
		t.Errorf("outputs (-want +got):\n%s", diff)
	}
}

func helloBlobs(indent string) string {
	return strings.ReplaceAll(`[
  {
    "source_path": "meta.far",
    "path": "meta/",
    "merkle": "5f0c791e182699d7e62eb30f4e3eb78a77849ff638382284fc82a8ddedcf16f4",
    "size": 20480
  },
  {
    "source_path": "blobs/8d857f7053a65cf2f632337d3c5167715c97d6e0a428b55b4d531a0e11bf0fe2",
    "path": "bin/hello",
    "merkle": "8d857f7053a65cf2f632337d3c5167715c97d6e0a428b55b4d531a0e11bf0fe2",
    "size": 6
  }
]`, "\n", "\n"+indent)
}

func TestBuildTwoBlobsTakeFourPages(t *testing.T) {
	result, _ := buildFine(t, Spec{Name: "a", ABIRevision: 1, Entries: []Entry{
		Content("lib/mylib.so", "", []byte("mylib.so contents")),
		Content("file1", "", []byte("file1 contents")),
	}})
	if got := result.Manifest.MetaFar().Size; got != 16384 {
		t.Errorf("size of meta.far: got %d, want 16384", got)
	}
}

// sampler is a package with a bit of everything.
func sampler() Spec {
	large := bytes.Repeat([]byte("0123456789abcde\n"), smallFile/16+1)
	return Spec{
		Name: "sampler", PublishedName: "published", Repository: "fuchsia.com", ABIRevision: 1,
		Entries: []Entry{
			Content("meta/a.cm", "a.cm", []byte("a")),
			Content("meta/data/empty", "empty", nil),
			Content("bin/app", "app", []byte("app")),
			Content("bin-x", "x", []byte("x")),
			Content("bin/App", "App", []byte("x")), // only the case differs
			Content("lib/libc.so", "libc", large),
			Content("lib/libd.so", "libd", large),
			Content("data/just small", "small", large[:smallFile]),
			Content("data/just=large", "large", large[:smallFile+1]),
			Content("empty", "nothing", nil),
			Content("metadata", "metadata", []byte("outside")),
			Content("data/twice", "one", []byte("same")),
			Content("data/twice", "two", []byte("same")),
			Content("meta/twice", "one", []byte("same")),
			Content("meta/twice", "two", []byte("same")),
		},
		Subpackages: []Subpackage{
			{Name: "sub-b", Merkle: merkle.Sum([]byte("b")), ManifestPath: "x/b/package_manifest.json"},
			{Name: "sub-a", Merkle: merkle.Sum([]byte("a")), ManifestPath: "x/out/sub/package_manifest.json"},
		},
		Dir:       "x/out",
		BlobsJSON: true, MetaFarMerkle: true, BlobsManifest: true,
	}
}

func TestBuildSampler(t *testing.T) {
	spec := sampler()
	result, files := buildFine(t, spec)
	paths := []string{"meta/", "bin-x", "bin/App", "bin/app", "data/just small", "data/just=large", "data/twice", "empty", "lib/libc.so", "lib/libd.so", "metadata"}
	var got []string
	for _, b := range result.Manifest.Blobs {
		got = append(got, b.Path)
		content := files["x/out/"+b.SourcePath]
		if merkle.Sum([]byte(content)) != b.Merkle || int64(len(content)) != b.Size {
			t.Errorf("%s: the blob %s has not the stated content of %d bytes", b.Path, b.SourcePath, b.Size)
		}
	}
	if diff := cmp.Diff(paths, got); diff != "" {
		t.Errorf("blobs (-want +got):\n%s", diff)
	}
	for _, e := range spec.Entries {
		if inMeta(e.Dest) {
			continue
		}
		i := slices.IndexFunc(result.Manifest.Blobs, func(b Blob) bool { return b.Path == e.Dest })
		if content := files["x/out/"+result.Manifest.Blobs[i].SourcePath]; content != read(t, e) {
			t.Errorf("%s: the blob has another content", e.Dest)
		}
	}

	meta := unpack(t, files["x/out/meta.far"])
	contents := ""
	for _, b := range result.Manifest.Blobs[1:] {
		contents += b.Path + "=" + b.Merkle.String() + "\n"
	}
	want := map[string]string{
		"meta/a.cm":                     "a",
		"meta/contents":                 contents,
		"meta/data/empty":               "",
		"meta/fuchsia.abi/abi-revision": "\x01\x00\x00\x00\x00\x00\x00\x00",
		"meta/fuchsia.pkg/subpackages":  `{"version":"1","subpackages":{"sub-a":"` + merkle.Sum([]byte("a")).String() + `","sub-b":"` + merkle.Sum([]byte("b")).String() + `"}}`,
		"meta/package":                  `{"name":"sampler","version":"0"}`,
		"meta/twice":                    "same",
	}
	if diff := cmp.Diff(want, meta); diff != "" {
		t.Errorf("meta.far (-want +got):\n%s", diff)
	}

	wantSubpackages := []SubpackageRef{
		{"sub/package_manifest.json", "sub-a", merkle.Sum([]byte("a"))},
		{"../b/package_manifest.json", "sub-b", merkle.Sum([]byte("b"))},
	}
	if diff := cmp.Diff(wantSubpackages, result.Manifest.Subpackages); diff != "" {
		t.Errorf("subpackages (-want +got):\n%s", diff)
	}
	if result.Manifest.Name != "published" {
		t.Errorf("published name: got %s", result.Manifest.Name)
	}
	parsed, err := ParseManifest(text("m.json", files["x/out/package_manifest.json"]))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(result.Manifest, parsed); diff != "" {
		t.Errorf("manifest as read back (-result +parsed):\n%s", diff)
	}
}

func TestBuildDoesNotDependOnOrder(t *testing.T) {
	_, want := buildFine(t, sampler())
	random := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		spec := sampler()
		random.Shuffle(len(spec.Entries), func(i, j int) { spec.Entries[i], spec.Entries[j] = spec.Entries[j], spec.Entries[i] })
		slices.Reverse(spec.Subpackages)
		_, got := buildFine(t, spec)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("another order gives other outputs:\n%.2000s", diff)
		}
	}
}

func TestBuildDoesNotDependOnPlace(t *testing.T) {
	var outputs []map[string]string
	for _, base := range []string{t.TempDir(), filepath.Join(t.TempDir(), "another", "output base")} {
		var entries []Entry
		for dest, content := range map[string]string{"meta/a.cm": "a", "bin/b": "b", "data/c": "c"} {
			source := filepath.Join(base, "src", filepath.FromSlash(dest))
			if err := os.MkdirAll(filepath.Dir(source), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(source, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			entries = append(entries, Entry{Dest: dest, Source: source})
		}
		dir := filepath.Join(base, "out")
		_, files := buildFine(t, Spec{
			Name: "a", ABIRevision: 1, Entries: entries, Dir: dir,
			Subpackages: []Subpackage{{Name: "s", ManifestPath: filepath.Join(base, "s", "package_manifest.json")}},
			BlobsJSON:   true, MetaFarMerkle: true, BlobsManifest: true,
		})
		relative := map[string]string{}
		for name, content := range files {
			relative[strings.TrimPrefix(name, filepath.ToSlash(dir)+"/")] = content
		}
		outputs = append(outputs, relative)
	}
	if len(outputs[0]) != 7 {
		t.Errorf("got %d outputs, want 7", len(outputs[0]))
	}
	if diff := cmp.Diff(outputs[0], outputs[1]); diff != "" {
		t.Errorf("another place gives other outputs:\n%s", diff)
	}
}

func TestBuildRefuses(t *testing.T) {
	good := func(change func(*Spec)) Spec {
		spec := Spec{Name: "a", ABIRevision: 1}
		change(&spec)
		return spec
	}
	entries := func(es ...Entry) Spec { return Spec{Name: "a", ABIRevision: 1, Entries: es} }
	at := func(e Entry, pos diag.Pos) Entry { e.Pos = pos; return e }
	list := &diag.File{Name: "app.fini", Label: "//app:pkg", Text: []byte("x=a\nx=b\n")}
	const other = "\n  fix: choose another path in the package"
	tests := []struct {
		name string
		spec Spec
		want string
	}{
		{"no name", good(func(s *Spec) { s.Name = "" }), `package name: got "", expected 1 to 255 bytes`},
		{"a bad published name", good(func(s *Spec) { s.PublishedName = "A" }), `published name: package name: got "A", expected only a-z, 0-9, "-", "_" and "."`},
		{"a bad repository", good(func(s *Spec) { s.Repository = "a/b" }), `repository: host: got "a/b", expected only a-z, 0-9, "-" and "."`},
		{"no revision", good(func(s *Spec) { s.ABIRevision = 0 }), "the package has no ABI revision\n  fix: state an API level or an ABI revision"},

		{"a file meta", entries(Content("meta", "src/m", nil)), `src/m: "meta" is the directory of the package's metadata, not a file` + other},
		{"a bad path", entries(Content("a/../b", "src/b", nil)), `src/b: resource path: got "a/../b", expected no segment "." or ".."` + other},
		{"a newline", entries(Content("meta/a\nb", "src/b", nil)), `src/b: resource path: got "meta/a\nb", expected no newline` + other},
		{"an empty path", entries(Content("", "src/b", nil)), `src/b: resource path: got "", expected at least one byte` + other},
		{"a path only of meta", entries(Content("meta/", "src/b", nil)), `src/b: resource path: got "meta/", expected no "/" at the end` + other},
		{"a path too long for meta.far", entries(Content("meta"+strings.Repeat("/"+strings.Repeat("x", 255), 256), "src/b", nil)), `src/b: name is too long: "meta/` + strings.Repeat("x", 195) + `"... (65540 bytes)` + other},
		{"the contents", entries(Content("meta/contents", "src/b", nil)), `src/b: "meta/contents" is made by the package build and cannot be given` + "\n  fix: leave it out"},
		{"the package file", entries(Content("meta/package", "src/b", nil)), `src/b: "meta/package" is made by the package build and cannot be given` + "\n  fix: leave it out"},
		{"the revision", entries(Content("meta/fuchsia.abi/abi-revision", "src/b", nil)), `src/b: "meta/fuchsia.abi/abi-revision" is made by the package build and cannot be given` + "\n  fix: leave it out"},
		{"the subpackages", entries(Content("meta/fuchsia.pkg/subpackages", "src/b", nil)), `src/b: "meta/fuchsia.pkg/subpackages" is made by the package build and cannot be given` + "\n  fix: leave it out"},

		{
			"a file that is a directory", entries(Content("foo/bar/baz", "src/baz", nil), Content("foo/quux", "src/quux", nil), Content("foo-bar", "src/x", nil), Content("foo", "src/foo", nil)),
			`src/foo: "foo" is a file (src/foo) and the directory of "foo/bar/baz" (src/baz)` + "\n  fix: choose another path for one of them",
		},
		{
			"a metadata file that is a directory", entries(Content("meta/data/x", "src/x", nil), Content("meta/data", "src/data", nil)),
			`src/data: "meta/data" is a file (src/data) and the directory of "meta/data/x" (src/x)` + "\n  fix: choose another path for one of them",
		},
		{
			"a directory of a generated file", entries(Content("meta/fuchsia.abi", "src/abi", nil)),
			`src/abi: "meta/fuchsia.abi" is a file (src/abi) and the directory of "meta/fuchsia.abi/abi-revision" (the package build)` + "\n  fix: choose another path for one of them",
		},
		{
			"a generated file that is a directory", entries(Content("meta/package/x", "src/x", nil)),
			`the package build: "meta/package" is a file (the package build) and the directory of "meta/package/x" (src/x)` + "\n  fix: choose another path for one of them",
		},

		{
			"two blobs of one path", entries(Content("x", "src/a", []byte("a")), Content("x", "src/b", []byte("b"))),
			`src/b: two different files are to be "x" in the package: src/a and src/b` + "\n  src/a: the other one\n  fix: leave one of them out, or choose another path",
		},
		{
			"two metadata files of one path", entries(Content("meta/x", "src/b", []byte("b")), Content("meta/x", "src/a", []byte("a"))),
			`src/b: two different files are to be "meta/x" in the package: src/a and src/b` + "\n  src/a: the other one\n  fix: leave one of them out, or choose another path",
		},
		{
			"a place for each", entries(at(Content("x", "a", []byte("a")), list.At(0)), at(Content("x", "b", []byte("b")), list.At(4))),
			`app.fini:2:1: two different files are to be "x" in the package: a and b (in //app:pkg)` + "\n  app.fini:1:1: the other one (in //app:pkg)\n  fix: leave one of them out, or choose another path",
		},

		{"a bad subpackage", good(func(s *Spec) { s.Subpackages = []Subpackage{{Name: "S"}} }), `subpackage: package name: got "S", expected only a-z, 0-9, "-", "_" and "."`},
		{
			"two subpackages of one name", good(func(s *Spec) {
				s.Subpackages = []Subpackage{{Name: "s", ManifestPath: "b"}, {Name: "s", ManifestPath: "a"}}
			}),
			`two subpackages are called "s": a and b` + "\n  fix: rename one of them, or leave it out",
		},
		{
			"a subpackage out of reach", good(func(s *Spec) {
				s.Dir = "/out"
				s.Subpackages = []Subpackage{{Name: "s", ManifestPath: "rel/s"}}
			}),
			`the manifest "rel/s" of subpackage "s" cannot be reached from the output directory "/out"` + "\n  fix: make both paths absolute",
		},

		{
			"several faults", good(func(s *Spec) {
				s.Name = ".."
				s.Entries = []Entry{Content("meta", "m", nil), Content("/x", "x", nil)}
			}),
			`package name: got "..", expected a name other than "." and ".."
m: "meta" is the directory of the package's metadata, not a file
  fix: choose another path in the package
x: resource path: got "/x", expected no "/" at the start
  fix: choose another path in the package`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out := newOutputs()
			result, err := Build(t.Context(), out, tt.spec)
			checkError(t, err, tt.want)
			var findings *diag.ListError
			if !errors.As(err, &findings) {
				t.Errorf("got a %T, want a *diag.ListError", err)
			}
			if result != nil {
				t.Errorf("got a result: %+v", result)
			}
			if _, ok := out.files[ManifestFile]; ok {
				t.Error("a manifest is written")
			}
		})
	}
}

func TestBuildFailsWithTheWorld(t *testing.T) {
	broken := errors.New("broken")
	files := fstest.MapFS{"dir/x": {Data: []byte("x")}}
	reading := func(r func() io.Reader) Entry {
		return Entry{Dest: "x", Source: "src/x", Open: func() (io.ReadCloser, error) { return io.NopCloser(r()), nil }}
	}
	changing := func(dest string, contents ...string) Entry {
		return Entry{Dest: dest, Source: "src/x", Open: func() (io.ReadCloser, error) {
			content := contents[0]
			contents = contents[1:]
			return io.NopCloser(strings.NewReader(content)), nil
		}}
	}
	large := strings.Repeat("x", smallFile)
	failing := func(file string, err error) *outputs {
		o := newOutputs()
		o.fail = func(name string) error {
			if name == file {
				return err
			}
			return nil
		}
		return o
	}
	full := newOutputs()
	full.room = 100
	tests := []struct {
		name  string
		out   *outputs
		entry Entry
		want  string
	}{
		{"a file that is not there", newOutputs(), Entry{Dest: "x", Source: "gone"}, "read gone: file does not exist"},
		{"a directory", newOutputs(), Entry{Dest: "x", Source: "dir"}, "read dir: invalid argument"},
		{"an opener that fails", newOutputs(), Entry{Dest: "x", Source: "src/x", Open: func() (io.ReadCloser, error) { return nil, broken }}, "read src/x: broken"},
		{"a file that breaks", newOutputs(), reading(func() io.Reader { return io.MultiReader(strings.NewReader("x"), iotest.ErrReader(broken)) }), "read src/x: broken"},
		{"a large file that breaks", newOutputs(), reading(func() io.Reader { return io.MultiReader(strings.NewReader(large+large), iotest.ErrReader(broken)) }), "read src/x: broken"},
		{"a source that ends unexpectedly", newOutputs(), reading(func() io.Reader { return iotest.ErrReader(io.ErrUnexpectedEOF) }), "read src/x: unexpected EOF"},
		{"a large file that changes", newOutputs(), changing("x", large+"ab", large+"ac"), "read src/x: the file has changed meanwhile"},
		{"a metadata file that grows", newOutputs(), changing("meta/x", "ab", "abc"), `content does not have the stated size: "meta/x" has more than the expected 2 bytes`},
		{"a metadata file that shrinks", newOutputs(), changing("meta/x", "ab", "a"), `content does not have the stated size: "meta/x" has 1 bytes, expected 2`},
		{"a blob that cannot be made", failing("blobs/"+merkle.Sum([]byte("x")).String(), broken), Content("x", "", []byte("x")), "broken"},
		{"a blob that cannot be written", full, Content("x", "", make([]byte, 101)), "no space left"},
		{"a large blob that cannot be written", full, Content("x", "", []byte(large+large)), "no space left"},
		{"a meta.far that cannot be made", failing("meta.far", broken), Content("x", "", nil), "broken"},
		{"a meta.far that cannot be written", full, Content("meta/x", "", nil), "no space left"},
		{"a blobs.json that cannot be made", failing("blobs.json", broken), Content("x", "", nil), "broken"},
		{"a meta.far.merkle that cannot be made", failing("meta.far.merkle", broken), Content("x", "", nil), "broken"},
		{"a blobs.manifest that cannot be made", failing("blobs.manifest", broken), Content("x", "", nil), "broken"},
		{"a manifest that cannot be made", failing("package_manifest.json", broken), Content("x", "", nil), "broken"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			result, err := Build(t.Context(), tt.out, Spec{
				Name: "a", ABIRevision: 1, Entries: []Entry{tt.entry}, Open: files.Open,
				BlobsJSON: true, MetaFarMerkle: true, BlobsManifest: true,
			})
			checkError(t, err, tt.want)
			if findings := new(diag.ListError); errors.As(err, &findings) {
				t.Error("a fault of the world is called a finding")
			}
			if result != nil {
				t.Errorf("got a result: %+v", result)
			}
		})
	}
}

func TestBuildReportsTheFirstFailure(t *testing.T) {
	var spec Spec
	spec.Name, spec.ABIRevision = "a", 1
	for i := range 200 {
		content := Content(fmt.Sprintf("f%03d", i), fmt.Sprint(i), []byte("x"))
		if i%10 == 7 {
			content.Open = func() (io.ReadCloser, error) { return nil, fs.ErrPermission }
		}
		spec.Entries = append(spec.Entries, content)
	}
	for range 20 {
		_, err := Build(t.Context(), newOutputs(), spec)
		checkError(t, err, "read 7: permission denied")
	}
}

func TestBuildStopsWithItsContext(t *testing.T) {
	// The context ends while the file at hand is read.
	for _, dest := range []string{"x", "meta/x"} {
		ctx, cancel := context.WithCancel(t.Context())
		endless := Entry{Dest: dest, Source: "endless", Open: func() (io.ReadCloser, error) {
			return io.NopCloser(readFunc(func(p []byte) (int, error) { cancel(); return len(p), nil })), nil
		}}
		out := newOutputs()
		_, err := Build(ctx, out, Spec{Name: "a", ABIRevision: 1, Entries: []Entry{endless}})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v, want %v", dest, err, context.Canceled)
		}
		if len(out.files) > 0 {
			t.Errorf("%s: outputs are written: %q", dest, slices.Sorted(maps.Keys(out.files)))
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Build(ctx, newOutputs(), Spec{Name: "a", ABIRevision: 1}); !errors.Is(err, context.Canceled) {
		t.Errorf("a package without files: got %v, want %v", err, context.Canceled)
	}
}

func TestBuildReadsASourceNamedTwiceOnce(t *testing.T) {
	opened := 0
	files := fstest.MapFS{"src/x": {Data: []byte("x")}}
	spec := Spec{Name: "a", ABIRevision: 1, Entries: []Entry{{Dest: "x", Source: "src/x"}, {Dest: "x", Source: "src/x"}}}
	spec.Open = func(name string) (fs.File, error) { opened++; return files.Open(name) }
	result, _ := buildFine(t, spec)
	if opened != 1 || len(result.Manifest.Blobs) != 2 {
		t.Errorf("opened %d times for %d blobs, want 1 and 2", opened, len(result.Manifest.Blobs))
	}
}

func BenchmarkBuild(b *testing.B) {
	const files = 10_000
	dir := b.TempDir()
	spec := Spec{Name: "many", ABIRevision: 1, Dir: "out"}
	for i := range files {
		source := filepath.Join(dir, fmt.Sprint(i))
		if err := os.WriteFile(source, fmt.Appendf(nil, "the content of file %d\n", i), 0o644); err != nil {
			b.Fatal(err)
		}
		spec.Entries = append(spec.Entries, Entry{Dest: fmt.Sprintf("data/%d/%d", i%100, i), Source: source})
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Build(b.Context(), discard{}, spec); err != nil {
			b.Fatal(err)
		}
	}
}

// discard forgets what is written.
type discard struct{}

func (discard) Create(string, fs.FileMode) (io.WriteCloser, error) { return discard{}, nil }
func (discard) Write(p []byte) (int, error)                        { return len(p), nil }
func (discard) Close() error                                       { return nil }

type readFunc func(p []byte) (int, error)

func (f readFunc) Read(p []byte) (int, error) { return f(p) }

// unpack returns the files of an archive.
func unpack(t testing.TB, archive string) map[string]string {
	t.Helper()
	r, err := far.NewReader(strings.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, e := range r.Entries() {
		content, err := r.ReadFile(e.Name)
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name] = string(content)
	}
	return files
}

// read returns the content of an entry.
func read(t testing.TB, e Entry) string {
	t.Helper()
	r, err := e.Open()
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
