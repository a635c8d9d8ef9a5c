package translate

import "testing"

func TestAbsentIsNotEmpty(t *testing.T) {
	for member, key := range map[string]string{
		"uses": "use", "exposes": "expose", "offers": "offer", "capabilities": "capabilities",
		"children": "children", "collections": "collections", "environments": "environments",
	} {
		run(t, member, Options{}, []section{
			{key + " absent", `{}`, nil},
			{key + " empty", `{ ` + key + `: [] }`, []string{}},
		})
	}
	run(t, "environments", Options{}, []section{
		{"registrations absent", `{ environments: [ { name: "e" } ] }`, []string{"{name:e extends:none}"}},
		{
			"registrations empty", `{ environments: [ { name: "e", runners: [], resolvers: [], debug: [] } ] }`,
			[]string{"{name:e extends:none runners:[] resolvers:[] debug_capabilities:[]}"},
		},
	})
}

func TestUse(t *testing.T) {
	uses := func(clauses string) string { return "{" + family + "use: [" + clauses + "] }" }
	run(t, "uses", Options{}, []section{
		{"service", uses(`{ service: "x" }`), []string{
			"service{source:parent source_name:x target_path:/svc/x !}",
		}},
		{"protocol", uses(`{ protocol: "x" }`), []string{
			"protocol{source:parent source_name:x target_path:/svc/x !}",
		}},
		{"several names, sorted", uses(`{ protocol: [ "y", "x" ], from: "framework" }`), []string{
			"protocol{source:framework source_name:x target_path:/svc/x !}",
			"protocol{source:framework source_name:y target_path:/svc/y !}",
		}},
		{"path", uses(`{ service: "x", path: "/in/x" }, { protocol: "x", path: "/in/y" }`), []string{
			"protocol{source:parent source_name:x target_path:/in/y !}",
			"service{source:parent source_name:x target_path:/in/x !}",
		}},
		{"availability and dependency", uses(`{ protocol: "x", from: "#a", dependency: "weak", availability: "transitional" }`), []string{
			"protocol{source:child(a) source_name:x target_path:/svc/x dependency_type:weak availability:transitional}",
		}},
		{"explicit defaults", uses(`{ protocol: "x", from: "parent", dependency: "strong", availability: "required" }`), []string{
			"protocol{source:parent source_name:x target_path:/svc/x !}",
		}},
		{"numbered handle has no path", uses(`{ protocol: "x", numbered_handle: 255 }`), []string{
			"protocol{source:parent source_name:x dependency_type:strong availability:required numbered_handle:255}",
		}},
		{"dictionary of the parent", uses(`{ protocol: "x", from: "parent/e/f" }`), []string{
			"protocol{source:parent source_name:x target_path:/svc/x dependency_type:strong availability:required source_dictionary:e/f}",
		}},
		{"dictionary of its own", uses(`{ protocol: "x", from: "self/d" }`), []string{
			"protocol{source:self source_name:x target_path:/svc/x dependency_type:strong availability:required source_dictionary:d}",
		}},
		{"dictionary of a child", uses(`{ service: "x", from: "#a/e" }`), []string{
			"service{source:child(a) source_name:x target_path:/svc/x dependency_type:strong availability:required source_dictionary:e}",
		}},
		{"debug, self, framework", uses(`{ protocol: "x", from: "debug" }, { protocol: "y", from: "self" }, { service: "z", from: "framework" }`), []string{
			"protocol{source:debug source_name:x target_path:/svc/x !}",
			"protocol{source:self source_name:y target_path:/svc/y !}",
			"service{source:framework source_name:z target_path:/svc/z !}",
		}},
		{"service of a collection", uses(`{ service: "x", from: "#c" }`), []string{
			"service{source:collection(c) source_name:x target_path:/svc/x !}",
		}},
		{"protocol of a capability", uses(`{ protocol: "x", from: "#p" }`), []string{
			"protocol{source:capability(p) source_name:x target_path:/svc/x !}",
		}},
		{"child before capability", `{
			children: [ { name: "same", url: "#a.cm" } ], capabilities: [ { protocol: "same" } ],
			use: [ { protocol: "x", from: "#same" }, { service: "y", from: "#same" } ],
		}`, []string{
			"protocol{source:child(same) source_name:x target_path:/svc/x !}",
			"service{source:child(same) source_name:y target_path:/svc/y !}",
		}},
		{"directory", uses(`{ directory: "x", path: "/x", rights: [ "rw*" ], subdir: "s/t", availability: "optional" }`), []string{
			"directory{source:parent source_name:x target_path:/x rights:[connect read_bytes write_bytes get_attributes " +
				"update_attributes enumerate traverse modify_directory] subdir:s/t dependency_type:strong availability:optional}",
		}},
		{"storage", uses(`{ storage: "x", path: "/x" }`), []string{
			"storage{source_name:x target_path:/x availability:required}",
		}},
		{"event streams share a path", uses(`{ event_stream: [ "y", "x" ] }`), []string{
			"event_stream{source_name:x source:parent target_path:/svc/fuchsia.component.EventStream availability:required}",
			"event_stream{source_name:y source:parent target_path:/svc/fuchsia.component.EventStream availability:required}",
		}},
		{"event stream", uses(`{ event_stream: "x", from: "#a", path: "/e", scope: [ "#c", "#b" ], filter: { name: "q", list: [ "r" ] } }`), []string{
			"event_stream{source_name:x source:child(a) scope:[child(b) collection(c)] target_path:/e availability:required " +
				"filter:{entries:[{key:list value:{str_vec:[r]}} {key:name value:{str:q}}]}}",
		}},
		{"runner", uses(`{ runner: "x", from: "#a" }`), []string{"runner{source:child(a) source_name:x}"}},
		{"runner of a dictionary", uses(`{ runner: "x", from: "parent/e" }`), []string{
			"runner{source:parent source_name:x source_dictionary:e}",
		}},
		{"config", uses(`{ config: "x", key: "k", type: "string", max_size: 5, availability: "optional", default: "v" }`), []string{
			"config{source:parent source_name:x target_name:k availability:optional " +
				"type:{layout:string parameters:[] constraints:[{max_size:5}]} default:{single:{string:v}}}",
		}},
		{"config of a dictionary", uses(`{ config: "x", key: "k", type: "bool", from: "self/d" }`), []string{
			"config{source:self source_name:x target_name:k availability:required type:{layout:bool parameters:[] constraints:[]} source_dictionary:d}",
		}},
		{"dictionaries keep their order", uses(`{ dictionary: [ "y", "x" ] }, { dictionary: "x", path: "/x", from: "#b" }`), []string{
			"dictionary{source:child(b) source_name:x target_path:/x !}",
			"dictionary{source:parent source_name:y target_path:/svc/y !}",
			"dictionary{source:parent source_name:x target_path:/svc/x !}",
		}},
		{"services of the original's test", `{ use: [
			{ service: "CoolFonts", path: "/svc/fuchsia.fonts.Provider" },
			{ service: "fuchsia.component.Realm", from: "framework" },
			{ service: [ "myservice", "myservice2" ] },
			{ service: "myservice3", availability: "optional" },
		] }`, []string{
			"service{source:parent source_name:CoolFonts target_path:/svc/fuchsia.fonts.Provider !}",
			"service{source:framework source_name:fuchsia.component.Realm target_path:/svc/fuchsia.component.Realm !}",
			"service{source:parent source_name:myservice target_path:/svc/myservice !}",
			"service{source:parent source_name:myservice2 target_path:/svc/myservice2 !}",
			"service{source:parent source_name:myservice3 target_path:/svc/myservice3 dependency_type:strong availability:optional}",
		}},
	})
}

func TestExpose(t *testing.T) {
	exposes := func(clauses string) string { return "{" + family + "expose: [" + clauses + "] }" }
	run(t, "exposes", Options{}, []section{
		{"protocol", exposes(`{ protocol: [ "y", "x" ], from: "self" }`), []string{
			"protocol{source:self source_name:x target:parent target_name:x availability:required}",
			"protocol{source:self source_name:y target:parent target_name:y availability:required}",
		}},
		{"renamed, to the framework", exposes(`{ protocol: "x", from: "self", as: "y", to: "framework" }`), []string{
			"protocol{source:self source_name:x target:framework target_name:y availability:required}",
		}},
		{"to the parent", exposes(`{ protocol: "x", from: "framework", to: "parent", availability: "same_as_target" }`), []string{
			"protocol{source:framework source_name:x target:parent target_name:x availability:same_as_target}",
		}},
		{"service, name before source", exposes(`{ service: [ "x", "y" ], from: [ "#c", "self" ] }`), []string{
			"service{source:collection(c) source_name:x target:parent target_name:x availability:required}",
			"service{source:self source_name:x target:parent target_name:x availability:required}",
			"service{source:collection(c) source_name:y target:parent target_name:y availability:required}",
			"service{source:self source_name:y target:parent target_name:y availability:required}",
		}},
		{"directory", exposes(`{ directory: "x", from: "#a" }, { directory: "y", from: "#a", rights: [ "rx*" ], subdir: "s" }`), []string{
			"directory{source:child(a) source_name:x target:parent target_name:x availability:required}",
			"directory{source:child(a) source_name:y target:parent target_name:y " +
				"rights:[connect read_bytes execute get_attributes enumerate traverse] subdir:s availability:required}",
		}},
		{"runner and resolver", exposes(`{ runner: "x", from: "#a" }, { resolver: "y", from: "#a/e" }`), []string{
			"resolver{source:child(a) source_name:y target:parent target_name:y source_dictionary:e}",
			"runner{source:child(a) source_name:x target:parent target_name:x}",
		}},
		{"dictionary and config", exposes(`{ dictionary: "d", from: "self" }, { config: "x", from: "self/d", availability: "transitional" }`), []string{
			"config{source:self source_name:x target:parent target_name:x availability:transitional source_dictionary:d}",
			"dictionary{source:self source_name:d target:parent target_name:d availability:required}",
		}},
		{"capability of its own", exposes(`{ protocol: "x", from: "#p" }`), []string{
			"protocol{source:capability(p) source_name:x target:parent target_name:x availability:required}",
		}},
		{"void", exposes(`{ protocol: "x", from: "void", availability: "optional" }`), []string{
			"protocol{source:void_type source_name:x target:parent target_name:x availability:optional}",
		}},
		{"missing source", exposes(`{ protocol: "x", from: "#none", source_availability: "unknown" }, { dictionary: "y", from: "#none/e", source_availability: "unknown" }`), []string{
			"dictionary{source:void_type source_name:y target:parent target_name:y availability:optional}",
			"protocol{source:void_type source_name:x target:parent target_name:x availability:optional}",
		}},
		{"present source", exposes(`{ protocol: "x", from: "#a", source_availability: "unknown" }`), []string{
			"protocol{source:child(a) source_name:x target:parent target_name:x availability:required}",
		}},
		{"one source missing, one present", exposes(`{ service: "x", from: [ "#none", "#a" ], source_availability: "unknown" }`), []string{
			"service{source:void_type source_name:x target:parent target_name:x availability:optional}",
			"service{source:child(a) source_name:x target:parent target_name:x availability:required}",
		}},
	})
}

func TestOffer(t *testing.T) {
	offers := func(clauses string) string { return "{" + family + "offer: [" + clauses + "] }" }
	run(t, "offers", Options{}, []section{
		{"source, then target, then name", offers(`{ service: [ "y", "x" ], from: [ "#c", "#a" ], to: [ "#b", "#c" ] }`), []string{
			"service{source:collection(c) source_name:x target:child(b) target_name:x availability:required dependency_type:strong}",
			"service{source:collection(c) source_name:y target:child(b) target_name:y availability:required dependency_type:strong}",
			"service{source:collection(c) source_name:x target:collection(c) target_name:x availability:required dependency_type:strong}",
			"service{source:collection(c) source_name:y target:collection(c) target_name:y availability:required dependency_type:strong}",
			"service{source:child(a) source_name:x target:child(b) target_name:x availability:required dependency_type:strong}",
			"service{source:child(a) source_name:y target:child(b) target_name:y availability:required dependency_type:strong}",
			"service{source:child(a) source_name:x target:collection(c) target_name:x availability:required dependency_type:strong}",
			"service{source:child(a) source_name:y target:collection(c) target_name:y availability:required dependency_type:strong}",
		}},
		{"renamed, weak", offers(`{ protocol: "x", from: "#a", to: "#b", as: "y", dependency: "weak", availability: "same_as_target" }`), []string{
			"protocol{source:child(a) source_name:x target:child(b) target_name:y dependency_type:weak availability:same_as_target}",
		}},
		{"into a dictionary of its own", offers(`{ protocol: "x", from: "parent", to: "self/d" }`), []string{
			"protocol{source:parent source_name:x target:capability(d) target_name:x !}",
		}},
		{"from dictionaries", offers(`{ protocol: "x", from: "parent/e/f", to: "#a" }, { protocol: "y", from: "self/d", to: "#a" }, { protocol: "z", from: "#b/e", to: "#a" }`), []string{
			"protocol{source:parent source_name:x target:child(a) target_name:x dependency_type:strong availability:required source_dictionary:e/f}",
			"protocol{source:self source_name:y target:child(a) target_name:y dependency_type:strong availability:required source_dictionary:d}",
			"protocol{source:child(b) source_name:z target:child(a) target_name:z dependency_type:strong availability:required source_dictionary:e}",
		}},
		{"capability before child", `{
			children: [ { name: "same", url: "#a.cm" }, { name: "a", url: "#a.cm" } ], capabilities: [ { protocol: "same" } ],
			offer: [ { protocol: "x", from: "#same", to: "#a" } ],
		}`, []string{"protocol{source:capability(same) source_name:x target:child(a) target_name:x !}"}},
		{"directory", offers(`{ directory: "x", from: "parent", to: "#a" }, { directory: "y", from: "framework", to: "#a", rights: [ "connect", "read_bytes" ], subdir: "s" }`), []string{
			"directory{source:parent source_name:x target:child(a) target_name:x !}",
			"directory{source:framework source_name:y target:child(a) target_name:y rights:[connect read_bytes] subdir:s !}",
		}},
		{"storage", offers(`{ storage: "s", from: "self", to: "#a", as: "data" }`), []string{
			"storage{source_name:s source:self target:child(a) target_name:data availability:required}",
		}},
		{"runner and resolver", offers(`{ runner: "x", from: "parent", to: "#a" }, { resolver: "y", from: "#b/e", to: "#a" }`), []string{
			"resolver{source:child(b) source_name:y target:child(a) target_name:y source_dictionary:e}",
			"runner{source:parent source_name:x target:child(a) target_name:x}",
		}},
		{"event stream", offers(`{ event_stream: "x", from: "parent", to: "#a" }, { event_stream: "y", from: "framework", to: "#a", scope: [ "#c", "#b" ] }`), []string{
			"event_stream{source:parent source_name:x target:child(a) target_name:x availability:required}",
			"event_stream{source:framework source_name:y scope:[child(b) collection(c)] target:child(a) target_name:y availability:required}",
		}},
		{"dictionary and config", offers(`{ dictionary: [ "e", "d" ], from: "self", to: "#a" }, { config: "x", from: "self/d", to: "#a", availability: "transitional" }`), []string{
			"config{source:self source_name:x target:child(a) target_name:x availability:transitional source_dictionary:d}",
			"dictionary{source:self source_name:e target:child(a) target_name:e !}",
			"dictionary{source:self source_name:d target:child(a) target_name:d !}",
		}},
		{"void", offers(`{ protocol: "x", from: "void", to: "#a", availability: "optional" }`), []string{
			"protocol{source:void_type source_name:x target:child(a) target_name:x dependency_type:strong availability:optional}",
		}},
		{"missing source", offers(`{ protocol: "x", from: "#none", to: "#a", source_availability: "unknown" }, { protocol: "y", from: "#none/e", to: "#a", source_availability: "unknown", availability: "optional" }`), []string{
			"protocol{source:void_type source_name:x target:child(a) target_name:x dependency_type:strong availability:optional}",
			"protocol{source:void_type source_name:y target:child(a) target_name:y dependency_type:strong availability:optional}",
		}},
		{"present source", offers(`{ protocol: "x", from: "#p", to: "#a", source_availability: "unknown" }`), []string{
			"protocol{source:capability(p) source_name:x target:child(a) target_name:x !}",
		}},
		{"missing targets, one by one", offers(`{ protocol: "x", from: "parent", to: [ "#none", "#a", "#nobody" ], target_availability: "unknown" }`), []string{
			"protocol{source:parent source_name:x target:child(a) target_name:x !}",
		}},
		{"only missing targets", offers(`{ protocol: "x", from: "parent", to: "#none", target_availability: "unknown" }`), []string{}},
		{"services of the original's test", `{
			children: [ { name: "logger", url: "#a.cm" }, { name: "netstack", url: "#b.cm" } ],
			collections: [ { name: "coll", durability: "transient" }, { name: "other_coll", durability: "transient" } ],
			offer: [
				{ service: "svc.Logger", from: "#logger", to: [ "#netstack" ], as: "sys.Logger" },
				{ service: "agg.service.CollectionService", from: [ "#coll", "#other_coll" ], to: "#netstack", availability: "same_as_target" },
			],
		}`, []string{
			"service{source:collection(coll) source_name:agg.service.CollectionService target:child(netstack) " +
				"target_name:agg.service.CollectionService availability:same_as_target dependency_type:strong}",
			"service{source:collection(other_coll) source_name:agg.service.CollectionService target:child(netstack) " +
				"target_name:agg.service.CollectionService availability:same_as_target dependency_type:strong}",
			"service{source:child(logger) source_name:svc.Logger target:child(netstack) target_name:sys.Logger availability:required dependency_type:strong}",
		}},
	})
}

func TestCapabilities(t *testing.T) {
	run(t, "capabilities", Options{}, []section{
		{"services of the original's test", `{ capabilities: [
			{ service: "myservice", path: "/service" }, { service: [ "myservice2", "myservice3" ] },
		] }`, []string{
			"service{name:myservice source_path:/service}",
			"service{name:myservice2 source_path:/svc/myservice2}",
			"service{name:myservice3 source_path:/svc/myservice3}",
		}},
		{"protocol", `{ capabilities: [
			{ protocol: [ "y", "x" ] }, { protocol: "z", path: "/z" },
			{ protocol: "v", delivery: "immediate" }, { protocol: "w", delivery: "on_readable" },
		] }`, []string{
			"protocol{name:v source_path:/svc/v delivery:immediate}",
			"protocol{name:w source_path:/svc/w delivery:on_readable}",
			"protocol{name:x source_path:/svc/x}",
			"protocol{name:y source_path:/svc/y}",
			"protocol{name:z source_path:/z}",
		}},
		{"directory", `{ capabilities: [ { directory: "x", path: "/x", rights: [ "x*" ] } ] }`, []string{
			"directory{name:x source_path:/x rights:[connect execute enumerate traverse]}",
		}},
		{"storage", `{ children: [ { name: "a", url: "#a.cm" } ], capabilities: [
			{ storage: "x", from: "parent", backing_dir: "b", storage_id: "static_instance_id" },
			{ storage: "y", from: "#a", backing_dir: "b", subdir: "s", storage_id: "static_instance_id_or_moniker" },
			{ storage: "z", from: "self", backing_dir: "b", storage_id: "static_instance_id" },
		] }`, []string{
			"storage{name:x source:parent backing_dir:b storage_id:static_instance_id}",
			"storage{name:y source:child(a) backing_dir:b subdir:s storage_id:static_instance_id_or_moniker}",
			"storage{name:z source:self backing_dir:b storage_id:static_instance_id}",
		}},
		{"runner, resolver, dictionaries", `{ capabilities: [
			{ runner: "x", path: "/x" }, { resolver: "y", path: "/y" }, { dictionary: "z" }, { dictionary: "v", path: "/v" },
		] }`, []string{
			"dictionary{name:v source_path:/v}", "dictionary{name:z}",
			"resolver{name:y source_path:/y}", "runner{name:x source_path:/x}",
		}},
		{"config", `{ capabilities: [
			{ config: "a", type: "bool", value: true },
			{ config: "b", type: "uint64", value: 9223372036854775807 },
			{ config: "c", type: "int8", value: -128 },
			{ config: "d", type: "string", max_size: 3, value: "xyz" },
			{ config: "e", type: "vector", max_count: 2, element: { type: "uint16" }, value: [ 0, 0xffff ] },
			{ config: "f", type: "vector", max_count: 2, element: { type: "string", max_size: 1 }, value: [] },
		] }`, []string{
			"config{name:a value:{single:{bool:true}}}",
			"config{name:b value:{single:{uint64:9223372036854775807}}}",
			"config{name:c value:{single:{int8:-128}}}",
			"config{name:d value:{single:{string:xyz}}}",
			"config{name:e value:{vector:{uint16_vector:[0 65535]}}}",
			"config{name:f value:{vector:{string_vector:[]}}}",
		}},
	})
}

func TestChildrenAndCollections(t *testing.T) {
	run(t, "children", Options{}, []section{
		{"all fields, sorted", `{ children: [
			{ name: "b", url: "fuchsia-pkg://fuchsia.com/b#meta/b.cm", startup: "eager", on_terminate: "reboot", environment: "#e" },
			{ name: "a", url: "#meta/a.cm", startup: "lazy", on_terminate: "none" },
			{ name: "Z", url: "#z.cm" },
		] }`, []string{
			"{name:Z url:#z.cm startup:lazy}",
			"{name:a url:#meta/a.cm startup:lazy on_terminate:none}",
			"{name:b url:fuchsia-pkg://fuchsia.com/b#meta/b.cm startup:eager environment:e on_terminate:reboot}",
		}},
	})
	run(t, "collections", Options{}, []section{
		{"all fields, sorted", `{ collections: [
			{ name: "b", durability: "single_run", environment: "#e", allowed_offers: "static_and_dynamic", allow_long_names: true, persistent_storage: false },
			{ name: "a", durability: "transient", allowed_offers: "static_only" },
		] }`, []string{
			"{name:a durability:transient allowed_offers:static_only}",
			"{name:b durability:single_run environment:e allowed_offers:static_and_dynamic allow_long_names:true persistent_storage:false}",
		}},
	})
}

func TestEnvironments(t *testing.T) {
	run(t, "environments", Options{}, []section{
		{"extends", `{ environments: [
			{ name: "c", extends: "none", __stop_timeout_ms: 4294967295 }, { name: "b", extends: "realm" }, { name: "a", __stop_timeout_ms: 0 },
		] }`, []string{
			"{name:a extends:none stop_timeout_ms:0}",
			"{name:b extends:realm}",
			"{name:c extends:none stop_timeout_ms:4294967295}",
		}},
		{"registrations keep their order", "{" + family + `environments: [ { name: "e",
			runners: [ { runner: "y", from: "#a" }, { runner: "x", from: "self", as: "z" } ],
			resolvers: [ { resolver: "y", from: "parent", scheme: "fuchsia-pkg" }, { resolver: "x", from: "#b", scheme: "abc" } ],
			debug: [ { protocol: [ "y", "x" ], from: "#p" }, { protocol: "z", from: "#a", as: "v" }, { protocol: "w", from: "framework" } ],
		} ] }`, []string{
			"{name:e extends:none " +
				"runners:[{source_name:y source:child(a) target_name:y} {source_name:x source:self target_name:z}] " +
				"resolvers:[{resolver:y source:parent scheme:fuchsia-pkg} {resolver:x source:child(b) scheme:abc}] " +
				"debug_capabilities:[" +
				"{protocol:{source:capability(p) source_name:y target_name:y}} {protocol:{source:capability(p) source_name:x target_name:x}} " +
				"{protocol:{source:child(a) source_name:z target_name:v}} {protocol:{source:framework source_name:w target_name:w}}]}",
		}},
	})
}

func TestRights(t *testing.T) {
	for token, want := range map[string]uint64{
		"connect": 0x001, "read_bytes": 0x002, "write_bytes": 0x004, "execute": 0x008, "get_attributes": 0x010,
		"update_attributes": 0x020, "enumerate": 0x040, "traverse": 0x080, "modify_directory": 0x100,
		"r*": 0x0d3, "w*": 0x1e5, "x*": 0x0c9, "rw*": 0x1f7, "rx*": 0x0db,
	} {
		if got := uint64(rights(token)); got != want {
			t.Errorf("%s: got %#x, want %#x", token, got, want)
		}
	}
}
