package atom

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// workspace has the files that Build reads.
type workspace map[string]string

func (w workspace) reader() Reader {
	return Reader{
		ReadFile: func(name string) ([]byte, error) {
			text, ok := w[name]
			if !ok {
				return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
			}
			return []byte(text), nil
		},
		Decode: func(f *diag.File, diags *diag.List) *cml.Document { return cml.Decode(f, cml.DecodeOptions{}, diags) },
	}
}

// The shards of the example: inspect includes syslog.
var exampleFiles = workspace{
	"sdk/lib/syslog/client.shard.cml": "{ use: [ { protocol: \"fuchsia.logger.LogSink\" } ] }\n",
	"sdk/lib/inspect/client.shard.cml": `{
  include: [ "syslog/client.shard.cml" ],
  capabilities: [ { directory: "diagnostics", rights: [ "connect" ], path: "/diagnostics" } ],
  expose: [ { directory: "diagnostics", from: "self", to: "framework" } ],
}
`,
}

// shardAtom returns the declaration of a set with one shard, client.shard.cml.
func shardAtom(name string, deps ...Dep) *Spec {
	lib := "sdk/lib"
	content := Content{
		Dest: "pkg/" + name + "/client.shard.cml",
		File: "sdk/lib/" + name + "/client.shard.cml", Source: "sdk/lib/" + name + "/client.shard.cml",
	}
	return &Spec{
		Label: "//sdk/lib/" + name + ":" + name, ID: "sdk://component_manifest/" + name,
		Type: "data", DataKind: element.ComponentManifest, Category: "partner", Name: name,
		MetaDest:    "pkg/" + name + "/" + name + ".json",
		Shards:      []Shard{{Content: content, Label: "//sdk/lib/" + name + ":client", IncludePath: &lib}},
		Deps:        deps,
		API:         "sdk/lib/" + name + "/" + name + ".api",
		APIContents: []Content{content},
	}
}

var syslogDep = Dep{
	Node: Node{"//sdk/lib/syslog:syslog", "sdk://component_manifest/syslog", element.ComponentManifest, Partner},
	Name: "syslog", Shards: []string{"pkg/syslog/client.shard.cml"},
}

// fidlAtom returns the declaration of a FIDL library.
func fidlAtom(name string, deps ...Dep) *Spec {
	content := Content{Dest: "fidl/" + name + "/a.fidl", File: "fidl/a.fidl", Source: "fidl/a.fidl"}
	return &Spec{
		Label: "//fidl/" + name, ID: "sdk://fidl/" + name, Type: "fidl_library", Category: "partner", Name: name,
		Area: "Kernel", MetaDest: "fidl/" + name + "/meta.json", Deps: deps,
		Files: []File{{content.Dest, content.Source}}, API: "fidl/" + name + ".api", APIContents: []Content{content},
	}
}

func TestBuildMakesTheAtomOfTheExample(t *testing.T) {
	result, err := Build(shardAtom("inspect", syslogDep), exampleFiles.reader())
	if err != nil {
		t.Fatal(err)
	}
	want := &Atom{
		Label: "//sdk/lib/inspect:inspect", ID: "sdk://component_manifest/inspect", Kind: element.ComponentManifest,
		Category: Partner, Stable: true, Name: "inspect", MetaDest: "pkg/inspect/inspect.json",
		Meta: map[string]any{
			"type": "component_manifest", "name": "inspect", "data": []any{"pkg/inspect/client.shard.cml"},
		},
		Files: []File{{"pkg/inspect/client.shard.cml", "sdk/lib/inspect/client.shard.cml"}},
		Deps:  []string{"//sdk/lib/syslog:syslog"},
	}
	if diff := cmp.Diff(want, result.Atom); diff != "" {
		t.Errorf("atom (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(API{"pkg/inspect/client.shard.cml": "13c27354d893afa56b359a6a4cd98876"}, result.API); diff != "" {
		t.Errorf("API (-want +got):\n%s", diff)
	}
	if n := result.Concerns.Len(); n != 0 {
		t.Errorf("%d findings", n)
	}
	text, err := result.Atom.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(result.Atom, again); diff != "" {
		t.Errorf("atom that was read again (-want +got):\n%s", diff)
	}
	for _, bad := range []string{"", "{}", `{"schema_version": 2}`, strings.Replace(string(text), `"label"`, `"name_of_target"`, 1)} {
		if _, err := Parse([]byte(bad)); err == nil {
			t.Errorf("%.40q is taken for an atom", bad)
		}
	}
}

// What an atom says must not depend on what is in its files: only then does an
// edit leave alone all who depend on it.
func TestBuildIsTheSameAfterAnEdit(t *testing.T) {
	build := func(files workspace) string {
		result, err := Build(shardAtom("syslog"), files.reader())
		if err != nil {
			t.Fatal(err)
		}
		text, err := result.Atom.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	edited := workspace{"sdk/lib/syslog/client.shard.cml": "{ use: [ { protocol: \"other\" } ] }"}
	if diff := cmp.Diff(build(exampleFiles), build(edited)); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
}

func TestBuildMakesElementFiles(t *testing.T) {
	other := Dep{Node: Node{"//fidl/b", "sdk://fidl/b", element.FIDLLibrary, Partner}, Name: "b"}
	spec := func(kind, dir string, change func(*Spec)) *Spec {
		s := &Spec{
			Label: "//x", ID: "sdk://x/x", Type: kind, Category: "partner", Name: "x", MetaDest: "x/meta.json",
			Files: []File{{dir + "/2", "2"}, {dir + "/1", "1"}}, APIExempt: "a test", Area: "Kernel",
		}
		if change != nil {
			change(s)
		}
		return s
	}
	tests := []struct {
		name string
		spec *Spec
		want map[string]any
	}{
		{"config", spec("data", "d", func(s *Spec) { s.DataKind = element.Config }), map[string]any{"type": "config", "name": "x", "data": []any{"d/2", "d/1"}}},
		{"license", spec("data", "d", func(s *Spec) { s.DataKind = element.License }), map[string]any{"type": "license", "name": "x", "data": []any{"d/2", "d/1"}}},
		{"documentation", spec("documentation", "d", nil), map[string]any{"type": "documentation", "name": "x", "docs": []any{"d/2", "d/1"}}},
		{"host tool", spec("host_tool", "tools/x64", nil), map[string]any{"type": "host_tool", "name": "x", "root": "tools", "files": []any{"tools/x64/2", "tools/x64/1"}}},
		{"companion host tool", spec("companion_host_tool", "tools", nil), map[string]any{"type": "companion_host_tool", "name": "x", "root": "tools", "files": []any{"tools/2", "tools/1"}}},
		{"test", spec("experimental_python_e2e_test", "python/x/31", nil), map[string]any{"type": "experimental_python_e2e_test", "name": "x", "root": "python/x", "files": []any{"python/x/31/2", "python/x/31/1"}}},
		{"bind library", spec("bind_library", "bind/x", nil), map[string]any{"type": "bind_library", "name": "x", "root": "bind/x", "sources": []any{"bind/x/2", "bind/x/1"}, "deps": []any{}}},
		{"FIDL library", spec("fidl_library", "fidl/x", func(s *Spec) { s.Deps = []Dep{other, other} }), map[string]any{"type": "fidl_library", "name": "x", "root": "fidl/x", "stable": true, "sources": []any{"fidl/x/2", "fidl/x/1"}, "deps": []any{"b"}}},
		{"unstable FIDL library", spec("fidl_library", "fidl/x", func(s *Spec) { s.Unstable = true }), map[string]any{"type": "fidl_library", "name": "x", "root": "fidl/x", "stable": false, "sources": []any{"fidl/x/2", "fidl/x/1"}, "deps": []any{}}},
		{"given, without stability", spec("fidl_library", "r", func(s *Spec) {
			s.Name, s.Unstable = "", true
			s.Meta = diag.NewFile("meta", []byte(`{"type": "fidl_library", "name": "y", "root": "r", "sources": ["r/1", "r/2"], "deps": []}`))
		}), map[string]any{"type": "fidl_library", "name": "y", "root": "r", "stable": false, "sources": []any{"r/1", "r/2"}, "deps": []any{}}},
		{"given as it is", spec("version_history", "", func(s *Spec) {
			s.Name, s.MetaDest, s.Files = "", "version_history.json", nil
			s.Meta = diag.NewFile("meta", []byte(`{"schema_id": "`+element.VersionHistoryID+`", "data": {"type": "version_history", "name": "v", "api_levels": {}, "special_api_levels": {}}}`))
		}), map[string]any{"schema_id": element.VersionHistoryID, "data": map[string]any{"type": "version_history", "name": "v", "api_levels": map[string]any{}, "special_api_levels": map[string]any{}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			result, err := Build(tt.spec, workspace{}.reader())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, result.Atom.Meta); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if result.API != nil {
				t.Errorf("there is an API: %v", result.API)
			}
		})
	}
}

func TestBuildRefuses(t *testing.T) {
	meta := func(text string) *diag.File { return diag.NewFile("sdk/meta.json", []byte(text)) }
	tests := []struct {
		name   string
		spec   *Spec
		change func(*Spec)
		want   string
	}{
		{"an unknown type", fidlAtom("a"), func(s *Spec) { s.Type = "emu_manifest" }, `//fidl/a: sdk://fidl/a has the type "emu_manifest", expected one of bind_library, cc_prebuilt_library, cc_source_library, companion_host_tool, dart_library, data, documentation, experimental_python_e2e_test, ffx_tool, fidl_library, host_tool, loadable_module, package, sysroot or version_history`},
		{"a bad id", fidlAtom("a"), func(s *Spec) { s.ID = "//fidl/a" }, "//fidl/a: got the id \"//fidl/a\", expected \"sdk://\" and a path of small letters, digits, \"-\", \"_\" and \".\"\n  fix: take the path of the element, such as sdk://component_manifest/a"},
		{"an unknown category", fidlAtom("a"), func(s *Spec) { s.Category = "secret" }, `//fidl/a: got the category "secret", expected one of "internal", "compat_test", "host_tool", "prebuilt", "partner", "public"`},
		{"a retired category", fidlAtom("a"), func(s *Spec) { s.Category = "cts" }, `//fidl/a: the category "cts" was retired; use "compat_test"`},
		{"no name", fidlAtom("a"), func(s *Spec) { s.Name = "" }, "//fidl/a: the atom has neither a name nor an element file\n  fix: set idk_name"},
		{"data of no kind", fidlAtom("a"), func(s *Spec) { s.Type, s.DataKind = "data", "data" }, `//fidl/a: the atom has the type "data", so it must be a component_manifest, config or license, and is "data"`},
		{"a kind whose file cannot be made", fidlAtom("a"), func(s *Spec) { s.Type = "cc_source_library" }, "//fidl/a: the element file of a cc_source_library cannot be made from its files\n  fix: give it with meta or meta_src"},
		{"an element file of another type", fidlAtom("a"), func(s *Spec) { s.Meta = meta(`{"name": "a", "type": "documentation", "docs": ["fidl/a/a.fidl"]}`) }, `sdk/meta.json:1:23: the atom has the type "fidl_library", and the element file has "documentation"`},
		{"data that is data", fidlAtom("a"), func(s *Spec) {
			s.Type, s.Meta = "data", meta(`{"name": "a", "type": "data", "data": ["fidl/a/a.fidl"]}`)
		}, `sdk/meta.json:1:23: the atom has the type "data", so the element file must have one of component_manifest, config or license, and has "data"`},
		{"data of another kind", shardAtom("syslog"), func(s *Spec) {
			s.Meta = meta(`{"name": "syslog", "type": "config", "data": ["pkg/syslog/client.shard.cml"]}`)
		}, `sdk/meta.json:1:28: the atom is a component_manifest, and the element file has the type "config"`},
		{"an element file of another name", fidlAtom("a"), func(s *Spec) {
			s.Meta = meta(`{"name": "b", "type": "fidl_library", "root": "a", "sources": ["fidl/a/a.fidl"], "deps": []}`)
		}, `sdk/meta.json:1:10: the atom has the name "a", and the element file has "b"`},
		{"an element file of another stability", fidlAtom("a"), func(s *Spec) {
			s.Meta = meta(`{"name": "a", "type": "fidl_library", "root": "a", "sources": ["fidl/a/a.fidl"], "deps": [], "stable": false}`)
		}, "sdk/meta.json:1:104: the atom and the element file differ in whether it is stable\n  fix: leave \"stable\" out of the element file"},
		{"an element file that is wrong", fidlAtom("a"), func(s *Spec) {
			s.Meta = meta(`{"name": "a", "type": "fidl_library", "root": "a", "sources": [], "deps": []}`)
		}, `sdk/meta.json:1:63: "sources": got 0 elements, expected 1 at least [fidl_library.schema.json]`},
		{"an element file that is no JSON", fidlAtom("a"), func(s *Spec) { s.Meta = meta(`{"name": a}`) }, "sdk/meta.json:1:10: this is not JSON: invalid character 'a' looking for beginning of value"},
		{"files that the element file lacks, and the other way", fidlAtom("a"), func(s *Spec) {
			s.Meta = meta(`{"name": "a", "type": "fidl_library", "root": "fidl/a", "sources": ["fidl/a/b.fidl"], "deps": []}`)
		}, "//fidl/a: the element file lists \"fidl/a/b.fidl\", which is not among the files of the atom\n  fix: add it to files, or take it out of the element file\n//fidl/a: the file \"fidl/a/a.fidl\" of the atom is not listed in the element file\n  fix: add it to the element file, or take it out of files"},
		{"sources outside of the element's directory", fidlAtom("a"), func(s *Spec) {
			s.Meta = meta(`{"name": "a", "type": "fidl_library", "root": "fidl/b", "sources": ["fidl/a/a.fidl"], "deps": []}`)
		}, "sdk/meta.json:1:47: the file fidl/a/a.fidl is not below the element's root, fidl/b"},
		{"a tool outside of tools", fidlAtom("a"), func(s *Spec) { s.Type = "host_tool" }, "//fidl/a: the file fidl/a/a.fidl is not below the element's root, tools"},
		{"headers that compilers do not find", fidlAtom("a"), func(s *Spec) {
			s.Type, s.Meta = "cc_source_library", meta(`{"name": "a", "type": "cc_source_library", "root": "fidl/a", "include_dir": "fidl/a/include", "headers": ["fidl/a/a.fidl"], "sources": [], "deps": [], "bind_deps": []}`)
		}, "sdk/meta.json:1:77: the file fidl/a/a.fidl is not below the element's include_dir, fidl/a/include"},
		{"a test for no API level", fidlAtom("a"), func(s *Spec) {
			s.Type, s.Files[0].Dest, s.APIContents[0].Dest = "experimental_python_e2e_test", "python/a/test", "python/a/test"
		}, "//fidl/a: the file python/a/test of a test must be in a directory for its API level, below python/a\n  fix: let it be python/a/<API level>/test"},
		{"instability of a kind that is stable", shardAtom("syslog"), func(s *Spec) { s.Unstable, s.API, s.APIContents, s.APIExempt = true, "", nil, "test" }, "//sdk/lib/syslog:syslog: a component_manifest cannot be unstable; only a cc_source_library or a fidl_library can\n  fix: take stable = False away"},
		{"instability of what few see", fidlAtom("a"), func(s *Spec) { s.Unstable, s.Category, s.API, s.APIContents = true, "prebuilt", "", nil }, "//fidl/a: an unstable atom must have the category \"partner\", and this one has \"prebuilt\"\n  fix: take stable = False away, or set category = \"partner\""},
		{"no golden", fidlAtom("a"), func(s *Spec) { s.API, s.APIContents = "", nil }, "//fidl/a: the atom is a fidl_library: an API golden is required unless it is unstable\n  fix: set api = \"a.api\", or api_exempt = \"<the reason>\""},
		{"no golden of a shard", shardAtom("syslog"), func(s *Spec) { s.API, s.APIContents = "", nil }, "//sdk/lib/syslog:syslog: the atom is a component_manifest: an API golden is required where the category is \"partner\" or \"public\"\n  fix: set api = \"syslog.api\", or api_exempt = \"<the reason>\""},
		{"a golden and a reason for none", fidlAtom("a"), func(s *Spec) { s.APIExempt = "lazy" }, "//fidl/a: there are both an API golden, fidl/a.api, and a reason to have none\n  fix: leave out one of api and api_exempt"},
		{"a golden of an unstable atom", fidlAtom("a"), func(s *Spec) { s.Unstable = true }, "//fidl/a: an unstable atom promises no API, and has the golden fidl/a.api\n  fix: take api away, or stable = False"},
		{"a golden without contents", fidlAtom("a"), func(s *Spec) { s.APIContents = nil }, "//fidl/a: there is an API golden, fidl/a.api, and api_contents is missing or empty\n  fix: list the files that make up the API in api_contents"},
		{"contents without a golden", fidlAtom("a"), func(s *Spec) { s.API, s.APIExempt = "", "test" }, "//fidl/a: there are api_contents, and api is missing\n  fix: set api = \"a.api\""},
		{"contents that are no files", fidlAtom("a"), func(s *Spec) { s.APIContents[0].Dest = "fidl/a/b.fidl" }, "//fidl/a: the API contains \"fidl/a/b.fidl\", which is not among the files of the atom\n  fix: add it to files, or take it out of api_contents"},
		{"an API that is no text", fidlAtom("a"), func(s *Spec) { s.APIContents[0].File = "binary" }, "fidl/a.fidl: the file is not UTF-8, as part of an API has to be (in //fidl/a)"},
		{"paths that leave the IDK", fidlAtom("a"), func(s *Spec) {
			s.Files[0].Dest, s.MetaDest = "../a.fidl", "/meta.json"
			s.APIContents[0].Dest = "../a.fidl"
		}, "//fidl/a: fidl/a.fidl cannot be \"../a.fidl\" in the IDK: a path cannot have the part \"..\"\n//fidl/a: the element file cannot be \"/meta.json\" in the IDK: a path cannot be absolute\n/meta.json:6:5: \"sources\"[0]: \"../a.fidl\" is no path in an IDK: a path cannot have the part \"..\" [fidl_library.schema.json]"},
		{"the path of the manifest", fidlAtom("a"), func(s *Spec) { s.MetaDest = "meta/manifest.json" }, `//fidl/a: the element file and the list of all elements cannot both be in the IDK: "meta/manifest.json" is there twice`},
		{"a file in place of the element file", fidlAtom("a"), func(s *Spec) { s.MetaDest = "fidl/a/a.fidl" }, `//fidl/a: fidl/a.fidl and the element file cannot both be in the IDK: "fidl/a/a.fidl" is there twice`},
		{"a file below a file", fidlAtom("a"), func(s *Spec) { s.MetaDest = "fidl/a/a.fidl/meta.json" }, `//fidl/a: fidl/a.fidl and the element file cannot both be in the IDK: "fidl/a/a.fidl" cannot be a file: other files are below "fidl/a/a.fidl"`},
	}
	files := workspace{"fidl/a.fidl": "library a;\n", "binary": "\xff", "sdk/lib/syslog/client.shard.cml": "{}"}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.change(tt.spec)
			_, err := Build(tt.spec, files.reader())
			checkError(t, err, tt.want)
		})
	}
}

func TestBuildNeedsNoGoldenWhereNothingIsPromised(t *testing.T) {
	private := shardAtom("syslog")
	private.Category, private.API, private.APIContents = "internal", "", nil
	unstable := fidlAtom("a")
	unstable.Unstable, unstable.API, unstable.APIContents = true, "", nil
	exempt := fidlAtom("a")
	exempt.API, exempt.APIContents, exempt.APIExempt = "", nil, "it is frozen elsewhere"
	for _, s := range []*Spec{private, unstable, exempt} {
		if _, err := Build(s, exampleFiles.reader()); err != nil {
			t.Error(err)
		}
	}
}

func TestBuildReportsUnreadableFiles(t *testing.T) {
	_, err := Build(shardAtom("syslog"), workspace{}.reader())
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestBuildIsConcernedAboutDependencies(t *testing.T) {
	dep := func(kind element.Kind, category Category) Dep {
		return Dep{Node: Node{"//dep", "sdk://dep", kind, category}, Name: "dep"}
	}
	tests := []struct {
		name string
		spec *Spec
		want string
	}{
		{"shard on shard", shardAtom("syslog", dep(element.ComponentManifest, Public)), ""},
		{"shard on FIDL", shardAtom("syslog", dep(element.FIDLLibrary, Partner)), ""},
		{"a more private one", shardAtom("syslog", dep(element.ComponentManifest, Internal)), "//sdk/lib/syslog:syslog: //sdk/lib/syslog:syslog (partner) cannot depend on //dep (internal), which is more private: sdk://dep\n  fix: make //dep at least partner, or take it out of deps\n"},
		{"one of a wrong kind", fidlAtom("a", dep(element.CCSourceLibrary, Partner)), "//fidl/a: //fidl/a is a fidl_library and depends on //dep, which is a cc_source_library\n  fix: take it out of deps: a fidl_library may depend on atoms of the kind fidl_library\n"},
		{"one of a wrong kind, where none may be", func() *Spec {
			s := fidlAtom("a", dep(element.FIDLLibrary, Partner))
			s.Type = "documentation"
			return s
		}(), "//fidl/a: //fidl/a is a documentation and depends on //dep, which is a fidl_library\n  fix: take it out of deps: a documentation depends on no atom\n"},
		{"no area", func() *Spec {
			s := fidlAtom("a")
			s.Area, s.Areas = "", Areas{"Kernel", "Unknown"}
			return s
		}(), "//fidl/a: //fidl/a (sdk://fidl/a) has no area, and a fidl_library must have one\n  fix: use one of Kernel or Unknown\n"},
	}
	files := workspace{"fidl/a.fidl": "library a;\n", "sdk/lib/syslog/client.shard.cml": "{}"}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			result, err := Build(tt.spec, files.reader())
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			if err := result.Concerns.Print(&got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestUsable(t *testing.T) {
	want := map[element.Kind][]element.Kind{
		element.ComponentManifest: {element.ComponentManifest, element.FIDLLibrary},
		element.CCSourceLibrary:   {element.BindLibrary, element.CCPrebuiltLibrary, element.CCSourceLibrary, element.FIDLLibrary},
		element.CCPrebuiltLibrary: {element.CCPrebuiltLibrary, element.CCSourceLibrary},
		element.FIDLLibrary:       {element.FIDLLibrary},
		element.BindLibrary:       {element.BindLibrary},
	}
	kinds := element.DataKinds()
	for _, name := range element.PartTypes() {
		kinds = append(kinds, element.Kind(name))
	}
	for _, kind := range kinds {
		if diff := cmp.Diff(want[kind], usable(kind)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", kind, diff)
		}
	}
}

func TestIDs(t *testing.T) {
	for id, want := range map[string]bool{
		"sdk://a":                        true,
		"sdk://component_manifest/a.b-c": true,
		"sdk://fidl/1/2_":                true,
		"":                               false,
		"sdk://":                         false,
		"sdk:///a":                       false,
		"sdk://a/":                       false,
		"sdk://a//b":                     false,
		"sdk://1":                        false,
		"sdk://A":                        false,
		"sdk://a/.b":                     false,
		"sdk://a/-":                      false,
		"sdk://a b":                      false,
		"//a":                            false,
	} {
		if got := isID(id); got != want {
			t.Errorf("%q: got %v, want %v", id, got, want)
		}
	}
}
