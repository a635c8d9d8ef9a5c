package translate

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFindings translates documents that have no declaration, and some that
// validation would have refused before.
func TestFindings(t *testing.T) {
	const only = `, and can only be a string, a list of strings or a list of objects [T1]`
	for _, c := range []struct{ name, cml, want string }{
		{"number in program", `{ program: { runner: "elf", n: { m: 7 } } }`, `
test.cml:1:37: "n.m" in program is a number` + only + `
  fix: write it as the string "7"`},
		{"boolean in facets", `{ facets: { b: true } }`, `
test.cml:1:16: "b" in facets is a boolean` + only + `
  fix: write it as the string "true"`},
		{"mixed list", `{ facets: { l: [ "x", {}, 1 ] } }`, `
test.cml:1:23: element 2 of "l" in facets is an object, and a list can only have strings, or only objects [T1]`},
		{"list of numbers", `{ facets: { l: [ 1, 2 ] } }`, `
test.cml:1:18: element 1 of "l" in facets is a number, and a list can only have strings, or only objects [T1]`},
		{"list of lists", `{ facets: { l: [ [] ] } }`, `
test.cml:1:18: element 1 of "l" in facets is a list, and a list can only have strings, or only objects [T1]`},
		{"list of null", `{ facets: { l: [ "x", null ] } }`, `
test.cml:1:23: element 2 of "l" in facets is null, and a list can only have strings, or only objects [T1]`},
		{"number in an object of a list", `{ facets: { l: [ { a: 1.5 } ] } }`, `
test.cml:1:23: "a" in facets is a number` + only + `
  fix: write it as the string "1.5"`},
		{"object in a filter", `{ use: [ { event_stream: [ "x", "y" ], filter: { a: {} } } ] }`, `
test.cml:1:53: "a" in filter is an object` + only},

		{"config without a place", `{ config: { a: { type: "bool" } } }`, `
test.cml:1:11: the manifest has a config section, but it is not known where in the package its values will be [T2]
  fix: pass --config-package-path meta/NAME.cvf`},
		{"config without type", `{ capabilities: [ { config: "x", value: 1 } ] }`, `
test.cml:1:29: config "x" is declared without a type [T3]
  fix: add "type"`},
		{"config without value", `{ capabilities: [ { config: "x", type: "bool" } ] }`, `
test.cml:1:29: config "x" is declared without a value [T3]
  fix: add "value"`},
		{"config without bounds", `{ capabilities: [
{ config: "x", type: "string", value: "" },
{ config: "y", type: "vector", element: { type: "bool" }, value: [] },
{ config: "z", type: "vector", max_count: 1, value: [] } ] }`, `
test.cml:2:22: the type string has no bound [T3]
  fix: add "max_size"
test.cml:3:22: the type vector has no bound [T3]
  fix: add "max_count"
test.cml:4:22: the type vector has no element type [T3]
  fix: add "element"`},
		{"values of other types", `{ capabilities: [
{ config: "a", type: "bool", value: "true" },
{ config: "b", type: "uint8", value: 256 },
{ config: "c", type: "uint8", value: -1 },
{ config: "d", type: "int16", value: -32769 },
{ config: "e", type: "int64", value: 1.5 },
{ config: "f", type: "string", max_size: 2, value: "abc" },
{ config: "g", type: "string", max_size: 2, value: [] },
{ config: "h", type: "vector", max_count: 1, element: { type: "bool" }, value: [ true, 0 ] },
{ config: "i", type: "vector", max_count: 1, element: { type: "bool" }, value: true },
{ config: "j", type: "uint32", value: "1" },
] }`, `
test.cml:2:37: the configuration value is a string, and its type wants a boolean [T3]
test.cml:3:38: the configuration value is 256, and its type wants a number of type uint8 [T3]
test.cml:4:38: the configuration value is -1, and its type wants a number of type uint8 [T3]
test.cml:5:38: the configuration value is -32769, and its type wants a number of type int16 [T3]
test.cml:6:38: the configuration value is 1.5, and its type wants a number of type int64 [T3]
test.cml:7:52: the string has 3 bytes, and its type allows 2 [T3]
test.cml:8:52: the configuration value is a list, and its type wants a string [T3]
test.cml:9:80: the list has 2 elements, and its type allows 1 [T3]
test.cml:9:88: the configuration value is 0, and its type wants a boolean [T3]
test.cml:10:80: the configuration value is a boolean, and its type wants a list [T3]
test.cml:11:39: the configuration value is a string, and its type wants a number of type uint32 [T3]`},
		{"default of another type", `{ use: [ { config: "x", key: "k", type: "bool", availability: "optional", default: 1 } ] }`, `
test.cml:1:84: the configuration value is 1, and its type wants a boolean [T3]`},
		{"use of config without type", `{ use: [ { config: "x", key: "k" } ] }`, `
test.cml:1:10: a configuration value has no type [T3]
  fix: add "type"`},

		{"event stream declared", `{ capabilities: [ { event_stream: "x" } ] }`, `
test.cml:1:35: event stream "x" is declared, but only the component framework has event streams [T4]
  fix: delete the declaration; use and offer event streams from the parent or the framework`},
		{"event stream exposed", `{ expose: [ { event_stream: [ "x", "y" ], from: "framework" } ] }`, `
test.cml:1:15: an event stream is exposed, and a compiled manifest cannot say that
  fix: delete the clause: event streams can be used and offered only`},

		{"unknown sources and targets", `{
capabilities: [ { storage: "s", from: "#n1", backing_dir: "b", storage_id: "static_instance_id" } ],
use: [ { protocol: "x", from: "#n2" }, { service: "x", from: "#n3" }, { protocol: "y", from: "#n4/d" } ],
expose: [ { directory: "x", from: "#n5" }, { runner: "y", from: "#n6", source_availability: "unknown" } ],
offer: [ { protocol: "x", from: "#n7", to: "#n8" }, { event_stream: "x", from: "parent", to: "all", scope: "#n9" } ],
environments: [ { name: "e", runners: [ { runner: "r", from: "#n10" } ], resolvers: [ { resolver: "r", from: "#n11", scheme: "a" } ],
debug: [ { protocol: "p", from: "#n12" }, { protocol: "q", from: "parent/d" } ] } ] }`, `
test.cml:2:39: "#n1" names no child of this manifest [P9]
test.cml:3:31: "#n2" names no child or capability of this manifest [U20]
test.cml:3:62: "#n3" names no child or collection of this manifest [U20]
test.cml:3:94: "#n4" names no child of this manifest [U20]
test.cml:4:35: "#n5" names no child of this manifest [S2]
test.cml:4:65: "#n6" names no child of this manifest [S2]
test.cml:5:33: "#n7" names no child or capability of this manifest [S2]
test.cml:5:44: "#n8" names no child or collection of this manifest [O10]
test.cml:5:94: only protocols and dictionaries can be offered to "all", not a clause of type event_stream
  fix: list the children and collections
test.cml:5:108: "#n9" names no child or collection of this manifest [O4]
test.cml:6:62: "#n10" names no child of this manifest [E4]
test.cml:6:110: "#n11" names no child of this manifest [E4]
test.cml:7:33: "#n12" names no child or capability of this manifest [S2]
test.cml:7:66: a debug registration cannot take protocol "q" from the dictionary "parent/d": a compiled manifest has no place for it`},

		{"to all and to one from different sources", `{ children: [ { name: "a", url: "#a.cm" }, { name: "b", url: "#b.cm" } ], offer: [
{ protocol: "x", from: "parent", to: "all" },
{ protocol: "x", from: "framework", to: [ "#a", "#b" ] },
{ protocol: "y", from: "parent", to: "all" },
{ protocol: "z", from: "parent", to: "#b", as: "y" },
] }`, `
test.cml:2:13: protocol "x" is offered to "all" and to "#a" from different sources [O15]
  test.cml:3:13: offered to "#a" here
test.cml:4:13: protocol "y" is offered to "all" and to "#b" as different capabilities [O16]
  test.cml:5:13: offered to "#b" here`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, diags := compile(t, c.cml, Options{})
			if got != nil {
				t.Errorf("got a declaration, want none")
			}
			if diff := cmp.Diff("\n"+diags.Err().Error(), c.want); diff != "" {
				t.Errorf("(-got +want):\n%s", diff)
			}
		})
	}
}
