package cml

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// AgreeWithSchema checks that the JSON Schema of the language takes a text if and
// only if it decodes. The tests of the package that makes the schema set it.
var AgreeWithSchema func(t testing.TB, text []byte, decodes bool)

// findings decodes a text and returns what is printed about it.
func findings(t testing.TB, text string, o DecodeOptions) string {
	t.Helper()
	var diags diag.List
	d := Decode(diag.NewFile("a.cml", []byte(text)), o, &diags)
	if (d == nil) != diags.HasErrors() {
		t.Errorf("got document %v, errors %v", d != nil, diags.HasErrors())
	}
	if !o.Legacy2021 && o.CheckURL == nil {
		AgreeWithSchema(t, []byte(text), d != nil)
	}
	var b strings.Builder
	if err := diags.Print(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

type decodeTest struct {
	name, text string
	want       string // what is printed
}

func testDecode(t *testing.T, o DecodeOptions, tests []decodeTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(strings.TrimPrefix(tt.want, "\n"), findings(t, tt.text, o)); d != "" {
				t.Errorf("findings (-want +got):\n%s", d)
			}
		})
	}
}

const documentFields = "the fields are include, program, children, collections, environments, capabilities, use, expose, offer, facets, config"

func TestDecodeDocument(t *testing.T) {
	testDecode(t, DecodeOptions{}, []decodeTest{
		{"empty document", `{}`, ""},
		{"null is absent", `{ use: null, program: null, config: null, children: [ { name: "a", url: "#a.cm", startup: null } ] }`, ""},
		{"not an object", `[]`, `
a.cml:1:1: a document must be an object, not an array
`},
		{"unknown field", `{ uses: [] }`, `
a.cml:1:3: the document has no field "uses"
  fix: write "use"; ` + documentFields + `
`},
		{"unknown field that is like none", "{\n  disable: [],\n}", `
a.cml:2:3: the document has no field "disable"
  fix: ` + documentFields + `
`},
		{"wrong types", `{ use: "x", program: 55, include: "x", children: {}, facets: 0x10, config: 1.5, expose: true }`, `
a.cml:1:8: "use" of the document must be an array of objects, not string "x"
  fix: put it in brackets: [ … ]
a.cml:1:22: "program" of the document must be an object, not integer 55
a.cml:1:35: "include" of the document must be an array of strings, not string "x"
  fix: put it in brackets: [ … ]
a.cml:1:50: "children" of the document must be an array of objects, not an object
  fix: put it in brackets: [ … ]
a.cml:1:62: "facets" of the document must be an object, not integer 0x10
a.cml:1:76: "config" of the document must be an object, not floating-point number 1.5
a.cml:1:89: "expose" of the document must be an array of objects, not boolean true
`},
		{"wrong elements", `{ include: [ "a", 5, null, "" ], use: [ [], null ] }`, `
a.cml:1:19: an element of "include" of the document must be a string, not integer 5
a.cml:1:22: an element of "include" of the document must be a string, not null
a.cml:1:28: "include" of the document: "" is not a string: it is empty
a.cml:1:41: an element of "use" of the document must be an object, not an array
a.cml:1:45: an element of "use" of the document must be an object, not null
`},
		{"two sections of a name", `{ use: [], "use": [] }`, `
a.cml:1:12: the document has the field "use" twice
  a.cml:1:3: first written here
  fix: delete one of the two
`},
	})
}

func TestDecodeSyntaxError(t *testing.T) {
	if got, want := findings(t, `{ use: [ }`, DecodeOptions{}), "a.cml:1:10: expected "; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q first", got, want)
	}
}

func TestDecodeObjects(t *testing.T) {
	testDecode(t, DecodeOptions{}, []decodeTest{
		{"unknown field of a child", `{ children: [ { name: "a", url: "#a.cm", startp: "lazy" } ] }`, `
a.cml:1:42: a child has no field "startp"
  fix: write "startup"; the fields are name, url, startup, on_terminate, environment
`},
		{"unknown field of an offer", `{ offer: [ { protocol: "a", from: "self", to: "all", path: "/svc/a" } ] }`, `
a.cml:1:54: an offer clause has no field "path"
  fix: the fields are service, protocol, directory, runner, resolver, storage, dictionary, config, from, to, as, dependency, rights, subdir, event_stream, scope, availability, source_availability, target_availability
`},
		{"misspelt keyword", `{ use: [ { protocl: "a" } ] }`, `
a.cml:1:12: a use clause has no field "protocl"
  fix: write "protocol"; the fields are service, protocol, directory, storage, event_stream, runner, config, dictionary, from, path, numbered_handle, rights, subdir, scope, filter, dependency, availability, key, type, max_size, max_count, element, default
`},
		{"duplicate field", "{ use: [ {\n  protocol: \"a\",\n  from: \"self\",\n  'protocol': [ \"b\" ],\n} ] }", `
a.cml:4:3: a use clause has the field "protocol" twice
  a.cml:2:3: first written here
  fix: delete one of the two
`},
		{"missing fields", `{ children: [ {} ], offer: [ { protocol: "a" } ], expose: [ { protocol: "a" } ], collections: [ {} ] }`, `
a.cml:1:15: a child needs the field "name"
  fix: add name: "name"
a.cml:1:15: a child needs the field "url"
  fix: add url: "#meta/name.cm"
a.cml:1:30: an offer clause needs the field "from"
  fix: add from: "parent"
a.cml:1:30: an offer clause needs the field "to"
  fix: add to: "#name"
a.cml:1:61: an expose clause needs the field "from"
  fix: add from: "#name"
a.cml:1:97: a collection needs the field "durability"
  fix: add durability: "transient"
a.cml:1:97: a collection needs the field "name"
  fix: add name: "name"
`},
		{"missing fields of registrations", `{ environments: [ { runners: [ {} ], resolvers: [ {} ], debug: [ {} ] } ] }`, `
a.cml:1:19: an environment needs the field "name"
  fix: add name: "name"
a.cml:1:32: a runner registration needs the field "from"
  fix: add from: "parent"
a.cml:1:32: a runner registration needs the field "runner"
  fix: add runner: "name"
a.cml:1:51: a resolver registration needs the field "from"
  fix: add from: "parent"
a.cml:1:51: a resolver registration needs the field "resolver"
  fix: add resolver: "name"
a.cml:1:51: a resolver registration needs the field "scheme"
  fix: add scheme: "fuchsia-pkg"
a.cml:1:66: a debug registration needs the field "from"
  fix: add from: "parent"
a.cml:1:66: a debug registration needs the field "protocol"
  fix: add protocol: "name"
`},
		{"a misspelt field is not missing as well", `{ children: [ { nam: "a", url: "#a.cm" } ] }`, `
a.cml:1:17: a child has no field "nam"
  fix: write "name"; the fields are name, url, startup, on_terminate, environment
`},
		{"null for a required field", `{ children: [ { name: null, url: "#a.cm" } ] }`, `
a.cml:1:23: "name" of a child must be a name, not null
`},
		{"flags", `{ collections: [ { name: "a", durability: "transient", allow_long_names: "true", persistent_storage: 1 } ] }`, `
a.cml:1:74: "allow_long_names" of a collection must be true or false, not string "true"
a.cml:1:102: "persistent_storage" of a collection must be true or false, not integer 1
`},
	})
}

func TestDecodeForms(t *testing.T) {
	testDecode(t, DecodeOptions{}, []decodeTest{
		{"paths", `{ use: [ { protocol: "p", path: "svc/p" }, { protocol: "p", path: 1 } ] }`, `
a.cml:1:33: "path" of a use clause: "svc/p" is not an absolute path: it does not start with /
  fix: write names with a / before each, such as "/svc/name"
a.cml:1:67: "path" of a use clause must be an absolute path, not integer 1
`},
		{"relative paths", `{ use: [ { directory: "d", subdir: "/d" }, { directory: "d", subdir: {} } ] }`, `
a.cml:1:36: "subdir" of a use clause: "/d" is not a relative path: it starts with /
  fix: write names separated by /, such as "dir/name", or "."
a.cml:1:70: "subdir" of a use clause must be a relative path, not an object
`},
		{"URLs", `{ children: [ { name: "a", url: "a.cm" }, { name: "b", url: false } ] }`, `
a.cml:1:33: "url" of a child: "a.cm" is not a URL: a relative URL needs a fragment, such as "#meta/name.cm"
a.cml:1:61: "url" of a child must be a URL, not boolean false
`},
		{"schemes", `{ environments: [ { name: "e", resolvers: [ { resolver: "r", from: "self", scheme: "A" }, { resolver: "r", from: {}, scheme: 1 } ] } ] }`, `
a.cml:1:84: "scheme" of a resolver registration: "A" is not a URL scheme: it starts with 'A'; a scheme starts with a lower-case letter
  fix: use lower-case letters, digits and + . - (a letter first)
a.cml:1:114: "from" of a resolver registration must be a reference, not an object
  fix: write a string
a.cml:1:126: "scheme" of a resolver registration must be a URL scheme, not integer 1
`},
		{"configuration keys", `{ use: [ { config: "c", key: "a_" }, { config: "c", key: 1 } ] }`, `
a.cml:1:30: "key" of a use clause: "a_" is not a configuration key: it ends with _
  fix: use 1 to 64 lower-case letters, digits and _ (a letter first, no _ last)
a.cml:1:58: "key" of a use clause must be a configuration key, not integer 1
`},
		{"objects", `{ use: [ { config: "c", element: "bool" } ] }`, `
a.cml:1:34: "element" of a use clause must be an object, not string "bool"
`},
		{"element of a clause", `{ use: [ { config: "c", type: "vector", element: { type: "string" } } ] }`, `
a.cml:1:50: a vector element of type "string" needs the field "max_size"
  fix: add max_size: 1
`},
	})
}

func TestDecodeIntegers(t *testing.T) {
	environment := func(timeout string) string {
		return `{ environments: [ { name: "e", __stop_timeout_ms: ` + timeout + ` } ] }`
	}
	handle := func(number string) string {
		return `{ use: [ { protocol: "p", numbered_handle: ` + number + ` } ] }`
	}
	testDecode(t, DecodeOptions{}, []decodeTest{
		{"timeout", environment("4294967295"), ""},
		{"timeout in hexadecimal", environment("0xffffffff"), ""},
		{"no timeout at all", environment("0"), ""},
		{"negative timeout", environment("-1"), `
a.cml:1:51: "__stop_timeout_ms" of an environment must be an integer from 0 to 4294967295, not -1
`},
		{"timeout of more than 32 bits", environment("4294967296"), `
a.cml:1:51: "__stop_timeout_ms" of an environment must be an integer from 0 to 4294967295, not 4294967296
`},
		{"timeout of more than 64 bits", environment("9223372036854775808"), `
a.cml:1:51: "__stop_timeout_ms" of an environment: integer 9223372036854775808 does not fit 64 bits, the range is -9223372036854775808 to 9223372036854775807
`},
		{"signed hexadecimal timeout", environment("+0x1"), `
a.cml:1:51: "__stop_timeout_ms" of an environment: hexadecimal number +0x1 cannot have a sign
`},
		{"timeout that is a string", environment(`"1"`), `
a.cml:1:51: "__stop_timeout_ms" of an environment must be an integer from 0 to 4294967295, not string "1"
`},
		{"timeout with a point", environment(`1.0`), `
a.cml:1:51: "__stop_timeout_ms" of an environment must be an integer from 0 to 4294967295, not floating-point number 1.0
`},
		{"handle", handle("255"), ""},
		{"handle of more than 8 bits", handle("256"), `
a.cml:1:44: "numbered_handle" of a use clause must be an integer from 0 to 255, not 256
`},
	})
}

func TestDecodeEnumerations(t *testing.T) {
	testDecode(t, DecodeOptions{}, []decodeTest{
		{"child", `{ children: [ { name: "a", url: "#a.cm", startup: "eagre", on_terminate: "boot" } ] }`, `
a.cml:1:51: "startup" of a child: "eagre" is not one of "lazy", "eager"
  fix: write "eager"
a.cml:1:74: "on_terminate" of a child: "boot" is not one of "none", "reboot"
`},
		{"collection", `{ collections: [ { name: "a", durability: "", allowed_offers: "dynamic" } ] }`, `
a.cml:1:43: "durability" of a collection: "" is not one of "transient", "single_run"
a.cml:1:63: "allowed_offers" of a collection: "dynamic" is not one of "static_only", "static_and_dynamic"
`},
		{"environment", `{ environments: [ { name: "a", extends: "Realm" } ] }`, `
a.cml:1:41: "extends" of an environment: "Realm" is not one of "realm", "none"
  fix: write "realm"
`},
		{"use", `{ use: [ { protocol: "a", dependency: "week", availability: "unknown" } ] }`, `
a.cml:1:39: "dependency" of a use clause: "week" is not one of "strong", "weak"
  fix: write "weak"
a.cml:1:61: "availability" of a use clause: "unknown" is not one of "required", "optional", "same_as_target", "transitional"
`},
		{"offer", `{ offer: [ { protocol: "a", from: "self", to: "all", source_availability: "optional", target_availability: "known" } ] }`, `
a.cml:1:75: "source_availability" of an offer clause: "optional" is not one of "required", "unknown"
a.cml:1:108: "target_availability" of an offer clause: "known" is not one of "required", "unknown"
`},
		{"capability", `{ capabilities: [ { protocol: "a", delivery: "eager" }, { storage: "a", storage_id: "static" } ] }`, `
a.cml:1:46: "delivery" of a capability declaration: "eager" is not one of "immediate", "on_readable"
a.cml:1:85: "storage_id" of a capability declaration: "static" is not one of "static_instance_id", "static_instance_id_or_moniker"
`},
		{"config", `{ config: { a: { type: "boolean", mutability: [ "child" ] } } }`, `
a.cml:1:24: "type" of a config entry: "boolean" is not one of "bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64", "string", "vector"
a.cml:1:49: "mutability" of a config entry: "child" is not "parent"
`},
		{"wrong type", `{ children: [ { name: "a", url: "#a.cm", startup: [ "lazy" ] } ] }`, `
a.cml:1:51: "startup" of a child must be one of "lazy", "eager", not an array
  fix: leave out the brackets
`},
	})
}

func TestDecodeOneOrMany(t *testing.T) {
	for _, place := range []struct{ name, text, of string }{
		{"protocol", `{ use: [ { protocol: %s } ] }`, "a use clause"},
		{"service", `{ use: [ { service: %s } ] }`, "a use clause"},
		{"event_stream", `{ use: [ { event_stream: %s } ] }`, "a use clause"},
		{"dictionary", `{ use: [ { dictionary: %s } ] }`, "a use clause"},
		{"service", `{ capabilities: [ { service: %s } ] }`, "a capability declaration"},
		{"directory", `{ offer: [ { from: "self", to: "all", directory: %s } ] }`, "an offer clause"},
		{"storage", `{ offer: [ { from: "self", to: "all", storage: %s } ] }`, "an offer clause"},
		{"config", `{ expose: [ { from: "self", config: %s } ] }`, "an expose clause"},
		{"protocol", `{ environments: [ { name: "e", debug: [ { from: "self", protocol: %s } ] } ] }`, "a debug registration"},
	} {
		t.Run(place.of+" "+place.name, func(t *testing.T) {
			text := func(v string) string { return fmt.Sprintf(place.text, v) }
			at := func(offset int) string { return fmt.Sprintf("a.cml:1:%d: ", strings.Index(place.text, "%")+1+offset) }
			subject := fmt.Sprintf("%q of %s", place.name, place.of)
			testDecode(t, DecodeOptions{}, []decodeTest{
				{"one", text(`"a"`), ""},
				{"array of one", text(`[ "a" ]`), ""},
				{"many", text(`[ "a", "b", "c" ]`), ""},
				{"none", text(`[]`), at(0) + subject + " is empty\n  fix: list a name, or leave the field out\n"},
				{
					"twice", text(`[ "a", "b", "a" ]`),
					at(12) + subject + " lists \"a\" twice\n  " + at(2) + "first listed here\n  fix: delete one of the two\n",
				},
				{"wrong type", text(`5`), at(0) + subject + " must be a name, or an array of such, not integer 5\n"},
				{"wrong element", text(`[ "a", 5 ]`), at(7) + "an element of " + subject + " must be a name, not integer 5\n"},
			})
		})
	}
}

func TestDecodeSingleName(t *testing.T) {
	testDecode(t, DecodeOptions{}, []decodeTest{
		{"array of one", `{ use: [ { directory: [ "a" ] } ] }`, `
a.cml:1:23: "directory" of a use clause must be a name, not an array
  fix: leave out the brackets
`},
		{"array of several", `{ use: [ { runner: [ "a", "b" ] } ] }`, `
a.cml:1:20: "runner" of a use clause must be a name, not an array
  fix: write a clause for each name
`},
		{"several sources", `{ use: [ { service: "a", from: [ "#a", "#b" ] } ] }`, `
a.cml:1:32: "from" of a use clause must be a reference, not an array
  fix: write just one
`},
	})
}

func TestManyDuplicatesAreFound(t *testing.T) {
	names := make([]string, 100)
	for i := range names {
		names[i] = fmt.Sprintf("%q", fmt.Sprint("n", i))
	}
	names[99] = names[42]
	got := findings(t, `{ use: [ { protocol: [`+strings.Join(names, ",")+`] } ] }`, DecodeOptions{})
	if want := `lists "n42" twice`; !strings.Contains(got, want) {
		t.Errorf("got %q, want it to say %s", got, want)
	}
}

func TestDecodeRights(t *testing.T) {
	rights := func(v string) string {
		return `{ use: [ { directory: "d", path: "/d", rights: ` + v + ` } ] }`
	}
	for _, right := range []string{
		"r*", "w*", "x*", "rw*", "rx*", "connect", "enumerate", "execute", "get_attributes",
		"modify_directory", "read_bytes", "traverse", "update_attributes", "write_bytes",
	} {
		testDecode(t, DecodeOptions{}, []decodeTest{{right, rights(`[ "` + right + `" ]`), ""}})
	}
	testDecode(t, DecodeOptions{}, []decodeTest{
		{"overlap is for validation", rights(`[ "r*", "x*" ]`), ""},
		{"string", rights(`"r*"`), `
a.cml:1:48: "rights" of a use clause must be an array of strings, not string "r*"
  fix: put it in brackets: [ … ]
`},
		{"none", rights(`[]`), `
a.cml:1:48: "rights" of a use clause is empty
  fix: list one of "r*", "w*", "x*", "rw*", "rx*", "connect", "enumerate", "execute", "get_attributes", "modify_directory", "read_bytes", "traverse", "update_attributes", "write_bytes", or leave the field out
`},
		{"twice", rights(`[ "r*", "r*" ]`), `
a.cml:1:56: "rights" of a use clause lists "r*" twice
  a.cml:1:50: first listed here
  fix: delete one of the two
`},
		{"unknown", rights(`[ "rwx*" ]`), `
a.cml:1:50: "rights" of a use clause: "rwx*" is not one of "r*", "w*", "x*", "rw*", "rx*", "connect", "enumerate", "execute", "get_attributes", "modify_directory", "read_bytes", "traverse", "update_attributes", "write_bytes"
  fix: write "rw*"
`},
	})
}

func TestDecodeConfig(t *testing.T) {
	for _, name := range []string{"bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64"} {
		testDecode(t, DecodeOptions{}, []decodeTest{
			{name, `{ config: { a: { type: "` + name + `", mutability: [ "parent" ] } } }`, ""},
			{"vector of " + name, `{ config: { a: { type: "vector", max_count: 1, element: { type: "` + name + `" } } } }`, ""},
		})
	}
	testDecode(t, DecodeOptions{}, []decodeTest{
		{"empty section is for validation", `{ config: {} }`, ""},
		{"string", `{ config: { a: { type: "string", max_size: 4294967295 } } }`, ""},
		{"no type", `{ config: { a: {} } }`, `
a.cml:1:16: a config entry needs the field "type"
  fix: add type: "bool"
`},
		{"entry that is no object", `{ config: { a: "bool" } }`, `
a.cml:1:16: an element of "config" of the document must be an object, not string "bool"
`},
		{"missing bounds", `{ config: { a: { type: "string" }, b: { type: "vector", max_count: null } } }`, `
a.cml:1:16: a config entry of type "string" needs the field "max_size"
  fix: add max_size: 1
a.cml:1:39: a config entry of type "vector" needs the field "element"
  fix: add element: { type: "bool" }
a.cml:1:39: a config entry of type "vector" needs the field "max_count"
  fix: add max_count: 1
`},
		{"zero sizes", `{ config: { a: { type: "string", max_size: 0 }, b: { type: "vector", max_count: 0, element: { type: "bool" } } } }`, `
a.cml:1:44: "max_size" of a config entry must be an integer from 1 to 4294967295, not 0
a.cml:1:81: "max_count" of a config entry must be an integer from 1 to 4294967295, not 0
`},
		{"bounds of another type", `{ config: { a: { type: "bool", max_size: 1 } } }`, `
a.cml:1:42: a config entry of type "bool" has no field "max_size"
  fix: delete it, or write type: "string"
`},
		{"nested vector", `{ config: { a: { type: "vector", max_count: 1, element: { type: "vector" } } } }`, `
a.cml:1:65: "type" of a vector element: "vector" is not one of "bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64", "string"
`},
		{"element without its bound", `{ config: { a: { type: "vector", max_count: 1, element: { type: "string" } } } }`, `
a.cml:1:57: a vector element of type "string" needs the field "max_size"
  fix: add max_size: 1
`},
		{"unknown attribute", `{ config: { a: { type: "bool", mutable: true } } }`, `
a.cml:1:32: a config entry has no field "mutable"
  fix: the fields are type, max_size, max_count, element, mutability
`},
		{"bad key", `{ config: { "1a": { type: "bool" } } }`, `
a.cml:1:13: "1a" is not a configuration key: it starts with '1'; a key starts with a lower-case letter
  fix: use 1 to 64 lower-case letters, digits and _ (a letter first, no _ last)
`},
		{"key twice", `{ config: { a: { type: "bool" }, a: { type: "int8" } } }`, `
a.cml:1:34: warning: key "a" is written twice, the last one wins
  a.cml:1:13: first written here
  fix: delete one of the two
`},
		{"clause without bounds is for validation", `{ use: [ { config: "a", key: "a", type: "string" } ] }`, ""},
	})
}

func TestDecodeFreeForm(t *testing.T) {
	testDecode(t, DecodeOptions{}, []decodeTest{
		{"keys twice", `{ program: { a: 1, a: 2 }, facets: { x: { y: 1, z: 2, y: 3 } } }`, `
a.cml:1:20: warning: key "a" is written twice, the last one wins
  a.cml:1:14: first written here
  fix: delete one of the two
a.cml:1:55: warning: key "y" is written twice, the last one wins
  a.cml:1:43: first written here
  fix: delete one of the two
`},
		{"runner twice", `{ program: { runner: "a", runner: "a" } }`, `
a.cml:1:27: program has the field "runner" twice
  a.cml:1:14: first written here
  fix: delete one of the two
`},
		{"numbers out of range", `{ facets: { a: 99999999999999999999, b: 1e999, c: -Infinity, d: 0x100000000 } }`, `
a.cml:1:16: integer 99999999999999999999 does not fit 64 bits, the range is -9223372036854775808 to 9223372036854775807
a.cml:1:41: number 1e999 is too large for a floating-point number
a.cml:1:51: a manifest cannot hold -Infinity
a.cml:1:65: hexadecimal number 0x100000000 does not fit 32 bits
`},
		{"filter that is no object", `{ use: [ { event_stream: "a", filter: "b" } ] }`, `
a.cml:1:39: "filter" of a use clause must be an object, not string "b"
`},
	})
}

func TestLastOfEqualKeysWins(t *testing.T) {
	var diags diag.List
	d := Decode(diag.NewFile("a.cml", []byte(`{ program: { b: "1", a: "2", b: "3" } }`)), DecodeOptions{}, &diags)
	if d == nil {
		t.Fatal(diags.Err())
	}
	var got []string
	for _, m := range d.Program.Info {
		got = append(got, m.Key.Value+"="+m.Value.Text)
	}
	if d := cmp.Diff([]string{"b=3", "a=2"}, got); d != "" {
		t.Errorf("program (-want +got):\n%s", d)
	}
}

func TestEqualKeysOfLargeObjects(t *testing.T) {
	var b strings.Builder
	for i := range 50 {
		fmt.Fprintf(&b, "k%d: 1, ", i)
	}
	got := findings(t, `{ facets: { `+b.String()+` k0: 2, k49: 3 } }`, DecodeOptions{})
	for _, want := range []string{`key "k0" is written twice`, `key "k49" is written twice`} {
		if !strings.Contains(got, want) {
			t.Errorf("got %q, want it to say %s", got, want)
		}
	}
}

func TestDecodeAll(t *testing.T) {
	tests := []struct {
		name, text string
		want       int // documents, -1 for nil
	}{
		{"one document", `{ use: [] }`, 1},
		{"array of documents", `[ { use: [] }, {}, { program: {} } ]`, 3},
		{"empty array", `[]`, 0},
		{"one of them is wrong", `[ {}, { use: 1 } ]`, -1},
		{"something else", `"x"`, -1},
		{"syntax error", `[ {}`, -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var diags diag.List
			documents := DecodeAll(diag.NewFile("a.json", []byte(tt.text)), DecodeOptions{}, &diags)
			got := len(documents)
			if documents == nil {
				got = -1
			}
			if got != tt.want || diags.HasErrors() != (got < 0) {
				t.Errorf("got %d documents, errors %v, want %d documents", got, diags.HasErrors(), tt.want)
			}
		})
	}
}

func TestCheckURLHook(t *testing.T) {
	var asked []string
	o := DecodeOptions{CheckURL: func(url string) error {
		asked = append(asked, url)
		if strings.Contains(url, "bad") {
			return errors.New("it is bad")
		}
		return nil
	}}
	got := findings(t, `{ children: [
  { name: "a", url: "fuchsia-pkg://bad#meta/a.cm" },
  { name: "b", url: "#meta/b.cm" },
  { name: "c", url: "cast:bad" },
  { name: "d", url: "no fragment" },
  { name: "e", url: "FUCHSIA-BOOT:///#meta/e.cm" },
] }`, o)
	want := `a.cml:2:21: "url" of a child: "fuchsia-pkg://bad#meta/a.cm" is not a URL: it is bad
a.cml:5:21: "url" of a child: "no fragment" is not a URL: a relative URL needs a fragment, such as "#meta/name.cm"
`
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("findings (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"fuchsia-pkg://bad#meta/a.cm", "#meta/b.cm", "FUCHSIA-BOOT:///#meta/e.cm"}, asked); d != "" {
		t.Errorf("URLs that were checked further (-want +got):\n%s", d)
	}
}

func TestAllFindingsOfAFileAreCollected(t *testing.T) {
	text := `{ use: [ { protocol: "a b", from: "nowhere" }, { protocol: 5 } ], children: [ { name: "" } ], x: 1 }`
	var diags diag.List
	Decode(diag.NewFile("a.cml", []byte(text)), DecodeOptions{}, &diags)
	if got, want := len(diags.All()), 6; got != want {
		t.Errorf("got %d findings, want %d:\n%v", got, want, diags.Err())
	}
}

func TestLongStringsAreShortened(t *testing.T) {
	got := findings(t, `{ use: [ { protocol: "`+strings.Repeat("ü", 5000)+`" } ] }`, DecodeOptions{})
	if len(got) > 400 || !strings.Contains(got, "it has 10000 bytes; the most is 255") {
		t.Errorf("got %q", got)
	}
}
