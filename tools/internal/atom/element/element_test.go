package element

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// valid returns an element file of each kind.
func valid(t testing.TB) []txtar.File {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/valid.txtar")
	if err != nil {
		t.Fatal(err)
	}
	return archive.Files
}

// parse parses an element file, and shows it to its JSON Schema.
func parse(t testing.TB, p, text string) (*Element, *diag.List) {
	t.Helper()
	diags := &diag.List{}
	e := Parse(p, diag.NewFile(p, []byte(text)), diags)
	agree(t, []byte(text), e != nil)
	return e, diags
}

func TestParseTakesEveryKind(t *testing.T) {
	want := map[string][]string{
		"bind_library fuchsia.usb":              {"bind/fuchsia.usb/usb.bind"},
		"cc_prebuilt_library fdio":              {".build-id/aa/bb.debug", "arch/x64/dist/libfdio.so", "arch/x64/lib/libfdio.so", "obj/arm64-api-31/lib/libfdio.ifs", "obj/arm64-api-31/lib/libfdio.so", "obj/arm64-api-NEXT/lib/libfdio.so", "pkg/fdio/include/fdio.h", "pkg/fdio/libfdio.ifs"},
		"cc_source_library async":               {"pkg/async/async.c", "pkg/async/include/async.h"},
		"companion_host_tool aemu":              {"tools/x64/aemu/emulator", "tools/x64/aemu/lib.so"},
		"component_manifest syslog":             {"pkg/syslog/client.shard.cml"},
		"config audio":                          {"data/config/audio/config.json"},
		"dart_library zircon":                   {"dart/zircon/lib/a.dart"},
		"documentation low_level":               {"NOTICE.fuchsia", "docs/a.md"},
		"ffx_tool ffx-scrutiny":                 {"tools/x64/ffx_tools/extra", "tools/x64/ffx_tools/scrutiny", "tools/x64/ffx_tools/scrutiny.json"},
		"fidl_library fuchsia.logger":           {"fidl/fuchsia.logger/logger.fidl"},
		"host_tool cmc":                         {"tools/x64/cmc", "tools/x64/cmc.x64"},
		"license license":                       {"LICENSE"},
		"loadable_module vulkan":                {"arch/x64/dist/vk.so", "pkg/vulkan/data/vk.json"},
		"package driver_host":                   {"packages/blobs/00", "packages/driver_host/x64-api-PLATFORM/release/package_manifest.json"},
		"experimental_python_e2e_test lacewing": {"python/lacewing/31/test.pyz"},
		"sysroot sysroot":                       {"arch/x64/sysroot/dist/lib/libc.so", "arch/x64/sysroot/include/a.h", "arch/x64/sysroot/lib/libc.so", "obj/x64-api-31/sysroot/lib/libc.so", "pkg/sysroot/libc.ifs"},
		"version_history Platform version map":  nil,
	}
	got := map[string][]string{}
	for _, f := range valid(t) {
		e, diags := parse(t, f.Name, string(f.Data))
		if err := diags.Err(); err != nil {
			t.Fatal(err)
		}
		if !e.Kind.Known() || e.Path != f.Name {
			t.Errorf("%s: kind %q, path %q", f.Name, e.Kind, e.Path)
		}
		got[string(e.Kind)+" "+e.Name] = e.Files()
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"no JSON", `{"name": x}`, `m.json:1:10: this is not JSON: invalid character 'x' looking for beginning of value`},
		{"JSON5", "{// comment\n}", `m.json:1:2: this is not JSON: invalid character '/' looking for beginning of object key string`},
		{"half a file", "{\n  \"name\": \"x", "m.json:2:13: the JSON text ends too early"},
		{"nothing", "", "m.json:1:1: the JSON text ends too early"},
		{"two values", "{} {}", "m.json:1:4: this is not JSON: invalid character '{' after top-level value"},
		{"bytes", "{\"name\": \"\xff\"}", "m.json:1:11: this is not JSON: the text is not UTF-8"},
		{"a list", "[]", "m.json:1:1: got a list, expected an object"},
		{"no type", `{"name": "x"}`, `m.json:1:1: the key "type" is missing`},
		{"no name", `{"type": "config"}`, `m.json:1:1: the key "name" is missing`},
		{"a name of another type", `{"name": 7, "type": "config"}`, `m.json:1:10: "name": got 7, expected a text`},
		{"a key twice", "{\"name\": \"a\",\n \"name\": \"b\"}", "m.json:2:2: the key \"name\" is there twice\n  m.json:1:2: first here"},
		{"an unknown key", `{"name": "x", "type": "config", "data": ["a"], "deps": []}`, `m.json:1:48: the key "deps" is not known [data.schema.json]`},
		{"a missing key", `{"name": "x", "type": "config"}`, `m.json:1:1: the key "data" is missing [data.schema.json]`},
		{"an empty list", `{"name": "x", "type": "config", "data": []}`, `m.json:1:41: "data": got 0 elements, expected 1 at least [data.schema.json]`},
		{"no list", `{"name": "x", "type": "config", "data": "a"}`, `m.json:1:41: "data": got the text "a", expected a list [data.schema.json]`},
		{"a wrong element", `{"name": "x", "type": "config", "data": ["a", null]}`, `m.json:1:47: "data"[1]: got null, expected a path [data.schema.json]`},
		{"a path that leaves", `{"name": "x", "type": "config", "data": ["../a"]}`, `m.json:1:42: "data"[0]: "../a" is no path in an IDK: a path cannot have the part ".." [data.schema.json]`},
		{"an absolute path", `{"name": "x", "type": "config", "data": ["/a"]}`, `m.json:1:42: "data"[0]: "/a" is no path in an IDK: a path cannot be absolute [data.schema.json]`},
		{"stability where there is none", `{"name": "x", "type": "config", "data": ["a"], "stable": true}`, `m.json:1:48: the key "stable" is not known [data.schema.json]`},
		{"stability that is no boolean", `{"name": "x", "type": "fidl_library", "root": "fidl/x", "sources": ["a"], "deps": [], "stable": "yes"}`, `m.json:1:97: "stable": got the text "yes", expected true or false [fidl_library.schema.json]`},
		{"a tool without files", `{"name": "x", "type": "host_tool", "root": "tools"}`, `m.json:1:1: one of the keys "files" or "target_files" must be there [host_tool.schema.json]`},
		{"a target that tools do not have", `{"name": "x", "type": "host_tool", "root": "tools", "target_files": {"riscv64": []}}`, `m.json:1:70: "target_files": got the key "riscv64", expected "arm64" or "x64" [host_tool.schema.json]`},
		{"no target at all", `{"name": "x", "type": "host_tool", "root": "tools", "target_files": {}}`, `m.json:1:69: "target_files": got 0 keys, expected 1 at least [host_tool.schema.json]`},
		{"another format", `{"name": "x", "type": "cc_prebuilt_library", "root": "pkg/x", "format": "thin", "include_dir": "pkg/x", "headers": [], "deps": []}`, `m.json:1:73: "format": got "thin", expected "shared" or "static" [cc_prebuilt_library.schema.json]`},
		{"a level of another type", `{"name": "x", "type": "package", "variants": [{"api_level": 1.5, "arch": "x64", "manifest_file": "a", "files": []}]}`, `m.json:1:61: "variants"[0]."api_level": got 1.5, expected an API level [package.schema.json]`},
		{"another wrapper", `{"schema_id": "x", "data": {"name": "x", "type": "version_history", "api_levels": {}, "special_api_levels": {}}}`, `m.json:1:15: "schema_id": got "x", expected "https://fuchsia.dev/schema/version_history.json" [version_history.schema.json]`},
		{"a placeholder", `{"schema_id": "https://fuchsia.dev/schema/version_history.json", "data": {"name": "x", "type": "version_history", "api_levels": {}, "special_api_levels": {"NEXT": {"abi_revision": "GENERATED_BY_BUILD", "as_u32": -1}}}}`, `m.json:1:181: "data"."special_api_levels"."NEXT"."abi_revision": got "GENERATED_BY_BUILD", expected "0x" and 16 hexadecimal digits [version_history.schema.json]
m.json:1:213: "data"."special_api_levels"."NEXT"."as_u32": got -1, expected a whole number [version_history.schema.json]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e, diags := parse(t, "m.json", tt.text)
			if e != nil {
				t.Error("an element was returned")
			}
			err := diags.Err()
			if err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseTakesKindsOfOtherDays(t *testing.T) {
	e, diags := parse(t, "emu/meta.json", `{"name": "qemu", "type": "virtual_device", "hardware": 7}`)
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	if e.Kind.Known() || e.Name != "qemu" || e.Files() != nil || !e.Stable() {
		t.Errorf("got %+v", e)
	}
	if e, _ := parse(t, "x.json", `{"name": "x", "type": "data", "data": ["a"]}`); e == nil || e.Kind.Known() {
		t.Errorf("the part type is a kind: %+v", e)
	}
}

func TestElementTellsItsParts(t *testing.T) {
	e, _ := parse(t, "fidl/x/meta.json", `{
  "name": "x", "type": "fidl_library", "root": "fidl/x", "sources": ["a"],
  "deps": ["z", "y"], "stable": false}`)
	if e.Stable() {
		t.Error("the library is stable")
	}
	if diff := cmp.Diff([]string{"z", "y"}, e.List("deps")); diff != "" {
		t.Errorf("deps (-want +got):\n%s", diff)
	}
	if got := e.At("deps").Position().String(); got != "fidl/x/meta.json:3:11" {
		t.Errorf("place of deps: %s", got)
	}
	if got := e.At("gone").Position().String(); got != "fidl/x/meta.json:1:1" {
		t.Errorf("place of what is not there: %s", got)
	}
}

// What is written is what is read, and what was read is written with its own
// bytes.
func TestMarshalAndParseAreOpposites(t *testing.T) {
	for _, f := range valid(t) {
		first, _ := parse(t, f.Name, string(f.Data))
		diags := &diag.List{}
		second := New(f.Name, first.Value, diags)
		if err := diags.Err(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first.Value, second.Value); diff != "" {
			t.Errorf("%s (-first +second):\n%s", f.Name, diff)
		}
		if again := Marshal(second.Value); string(again) != string(second.Text()) {
			t.Errorf("%s: written differently the second time:\n%s", f.Name, again)
		}
		if !json.Valid(second.Text()) {
			t.Errorf("%s: no JSON:\n%s", f.Name, second.Text())
		}
	}
}

func TestMarshal(t *testing.T) {
	got := string(Marshal(map[string]any{
		"z": []string{}, "b": []any{}, "a": map[string]any{}, "n": nil, "t": true, "i": 7, "j": json.Number("4291821568"),
		"text": "<&> \"q\" \\ / \b\f\n\r\t \x01\x7f ä€😀\u2028",
		"list": []any{"x", map[string]any{"k": false}},
	}))
	want := `{
  "a": {},
  "b": [],
  "i": 7,
  "j": 4291821568,
  "list": [
    "x",
    {
      "k": false
    }
  ],
  "n": null,
  "t": true,
  "text": "<&> \"q\" \\ / \b\f\n\r\t \u0001` + "\x7f" + ` \u00e4\u20ac\ud83d\ude00\u2028",
  "z": []
}`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMarshalPanicsOnOtherTypes(t *testing.T) {
	defer func() {
		if v := recover(); v != "a value of type float64 cannot be in a metadata file" {
			t.Errorf("got panic %v", v)
		}
	}()
	Marshal(1.5)
}

func TestPartTypes(t *testing.T) {
	if !slices.IsSorted(PartTypes()) {
		t.Error("the types are not sorted")
	}
	want := slices.Sorted(maps.Keys(schemas()))
	if diff := cmp.Diff(want, slices.Sorted(slices.Values(append(PartTypes(), ManifestSchema)))); diff != "" {
		t.Errorf("schemas (-schemas +types):\n%s", diff)
	}
}
