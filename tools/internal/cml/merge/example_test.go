package merge

import (
	"strings"
	"testing"
)

// TestWorkedExamples are the examples by which the manifest language explains
// merging, numbered as there.
func TestWorkedExamples(t *testing.T) {
	for _, r := range []result{
		{
			"1 names already present are not repeated",
			[]string{
				`{ use: [ { protocol: "foo" } ] }`,
				`{ use: [ { protocol: [ "foo", "bar" ] } ] }`,
			},
			`{ use: [ { protocol: [ "bar", "foo" ] } ] }`,
		},
		{
			"2 a different target path is a different capability",
			[]string{
				`{ use: [ { protocol: "bar", path: "/svc/special" } ] }`,
				`{ use: [ { protocol: "bar" } ] }`,
			},
			`{ use: [ { protocol: "bar", path: "/svc/special" }, { protocol: "bar" } ] }`,
		},
		{
			"3 the stronger availability wins",
			[]string{
				`{ use: [ { protocol: [ "a", "b", "c" ], availability: "optional" } ] }`,
				`{ use: [ { protocol: [ "c", "d" ] } ] }`,
			},
			`{ use: [
				{ protocol: [ "a", "b" ], availability: "optional" },
				{ protocol: [ "c", "d" ] },
			] }`,
		},
		{
			"4 weaker late-comers vanish",
			[]string{
				`{ use: [ { protocol: [ "a", "b" ], availability: "optional" }, { protocol: "c" } ] }`,
				`{ use: [ { protocol: "a" } ] }`,
				`{ use: [ { protocol: [ "b", "c" ], availability: "transitional" } ] }`,
			},
			`{ use: [
				{ protocol: [ "a", "c" ] },
				{ protocol: "b", availability: "optional" },
			] }`,
		},
		{
			"5 incomparable availabilities are kept",
			[]string{
				`{ offer: [ { protocol: [ "a", "b" ], from: "parent", to: "#x", availability: "optional" } ] }`,
				`{ offer: [ { protocol: [ "a", "y" ], from: "parent", to: "#x", availability: "same_as_target" } ] }`,
			},
			`{ offer: [
				{ protocol: [ "a", "b" ], from: "parent", to: "#x", availability: "optional" },
				{ protocol: [ "a", "y" ], from: "parent", to: "#x", availability: "same_as_target" },
			] }`,
		},
		{
			"6 the order of targets counts",
			[]string{
				`{ offer: [ { protocol: "p", from: "parent", to: [ "#a", "#b" ] } ] }`,
				`{ offer: [
					{ protocol: [ "p", "q" ], from: "parent", to: [ "#b", "#a" ] },
					{ protocol: [ "p", "r" ], from: "parent", to: [ "#a", "#b" ] },
				] }`,
			},
			`{ offer: [
				{ protocol: [ "p", "r" ], from: "parent", to: [ "#a", "#b" ] },
				{ protocol: [ "p", "q" ], from: "parent", to: [ "#b", "#a" ] },
			] }`,
		},
		{
			"7 directories with different rights do not combine",
			[]string{
				`{ use: [ { directory: "data", rights: [ "r*" ], path: "/data" } ] }`,
				`{ use: [ { directory: "data", rights: [ "rw*" ], path: "/data" } ] }`,
			},
			`{ use: [
				{ directory: "data", path: "/data", rights: [ "r*" ] },
				{ directory: "data", path: "/data", rights: [ "rw*" ] },
			] }`,
		},
		{
			"8 declarations and exposes",
			[]string{
				`{
					capabilities: [
						{ protocol: "fuchsia.a" },
						{ storage: "data", from: "parent", backing_dir: "minfs", storage_id: "static_instance_id" },
					],
					expose: [ { protocol: "fuchsia.a", from: "self" } ],
				}`,
				`{
					capabilities: [ { protocol: [ "fuchsia.a", "fuchsia.b" ] } ],
					expose: [ { protocol: [ "fuchsia.b", "fuchsia.a" ], from: "self" } ],
				}`,
			},
			`{
				capabilities: [
					{ protocol: [ "fuchsia.a", "fuchsia.b" ] },
					{ storage: "data", from: "parent", backing_dir: "minfs", storage_id: "static_instance_id" },
				],
				expose: [ { protocol: [ "fuchsia.a", "fuchsia.b" ], from: "self" } ],
			}`,
		},
		{
			"9 an explicit default in expose prevents the match",
			[]string{
				`{ expose: [ { protocol: "p", from: "self" } ] }`,
				`{ expose: [
					{ protocol: [ "p", "q" ], from: "self", availability: "required" },
					{ directory: "d", from: "self", to: "framework" },
				] }`,
			},
			`{ expose: [
				{ directory: "d", from: "self", to: "framework" },
				{ protocol: "p", from: "self" },
				{ protocol: [ "p", "q" ], from: "self", availability: "required" },
			] }`,
		},
		{
			"10 children",
			[]string{
				`{ children: [ { name: "z", url: "#meta/z.cm" } ] }`,
				`{ children: [ { name: "a", url: "#meta/a.cm" }, { name: "z", url: "#meta/z.cm", startup: "lazy" } ] }`,
			},
			`{ children: [ { name: "a", url: "#meta/a.cm" }, { name: "z", url: "#meta/z.cm" } ] }`,
		},
		{
			"10 children that differ",
			[]string{
				`{ children: [ { name: "z", url: "#meta/z.cm" } ] }`,
				`{ children: [ { name: "z", url: "#meta/z.cm", startup: "eager" } ] }`,
			},
			`{ children: [ { name: "z", url: "#meta/z.cm" }, { name: "z", url: "#meta/z.cm", startup: "eager" } ] }`,
		},
		{
			"11 program union",
			[]string{
				`{ program: { runner: "elf", binary: "bin/app", environ: [ "A=1" ], forward: { x: [ "p" ] } } }`,
				`{ program: { environ: [ "B=2" ], main_process_critical: "true", forward: { x: [ "q" ], y: "z" } } }`,
			},
			`{ program: {
				runner: "elf",
				binary: "bin/app",
				environ: [ "A=1", "B=2" ],
				forward: { x: [ "p", "q" ], y: "z" },
				main_process_critical: "true",
			} }`,
		},
		{
			"12 a runner on both sides",
			[]string{`{ program: { runner: "elf" } }`, `{ program: { runner: "elf", binary: "b" } }`},
			`{ program: { runner: "elf", binary: "b" } }`,
		},
		{
			"12 equal scalars",
			[]string{`{ program: { binary: "bin/app" } }`, `{ program: { binary: "bin/app" } }`},
			`{ program: { binary: "bin/app" } }`,
		},
		{
			"12 equal environments",
			[]string{`{ program: { environ: [ "A=1" ] } }`, `{ program: { environ: [ "A=1" ] } }`},
			`{ program: { environ: [ "A=1", "A=1" ] } }`,
		},
		{
			"13 facets",
			[]string{
				`{ facets: { "my.key": { list: [ "a" ], deep: { k: "v" } } } }`,
				`{ facets: { "my.key": { list: [ "b" ], deep: { j: "w" } }, other: "x" } }`,
			},
			`{ facets: { "my.key": { list: [ "a", "b" ], deep: { k: "v", j: "w" } }, other: "x" } }`,
		},
		{
			"14 environments",
			[]string{
				`{ environments: [ { name: "full", extends: "realm", runners: [ { runner: "elf", from: "parent" } ] } ] }`,
				`{ environments: [
					{ name: "full", resolvers: [ { resolver: "r", from: "#pkg", scheme: "fuchsia-pkg" } ] },
					{ name: "alt", extends: "realm" },
				] }`,
			},
			`{ environments: [
				{ name: "alt", extends: "realm" },
				{ name: "full", extends: "realm",
				  runners: [ { runner: "elf", from: "parent" } ],
				  resolvers: [ { resolver: "r", from: "#pkg", scheme: "fuchsia-pkg" } ] },
			] }`,
		},
		{
			"15 config",
			[]string{
				`{ config: { b: { type: "bool" } } }`,
				`{ config: { a: { type: "string", max_size: 10 }, b: { type: "bool" } } }`,
			},
			`{ config: { b: { type: "bool" }, a: { type: "string", max_size: 10 } } }`,
		},
		{
			"16 offers to everybody",
			[]string{
				`{ children: [ { name: "x", url: "#meta/x.cm" } ], offer: [ { protocol: "fuchsia.logger.LogSink", from: "parent", to: "#x" } ] }`,
				`{ offer: [ { protocol: [ "fuchsia.logger.LogSink" ], from: "parent", to: "all" } ] }`,
			},
			`{
				children: [ { name: "x", url: "#meta/x.cm" } ],
				offer: [
					{ protocol: "fuchsia.logger.LogSink", from: "parent", to: "#x" },
					{ protocol: "fuchsia.logger.LogSink", from: "parent", to: "all" },
				],
			}`,
		},
		{
			"17 client shards with a dictionary source",
			[]string{
				`{ program: { runner: "elf", binary: "bin/x" }, use: [ { protocol: "fuchsia.foo.Bar" } ] }`,
				`{ use: [ { protocol: [ "fuchsia.inspect.InspectSink", "fuchsia.logger.LogSink" ], from: "parent/diagnostics" } ] }`,
				`{ use: [ { protocol: "fuchsia.inspect.InspectSink", from: "parent/diagnostics" } ] }`,
			},
			`{
				program: { runner: "elf", binary: "bin/x" },
				use: [
					{ protocol: "fuchsia.foo.Bar" },
					{ protocol: [ "fuchsia.inspect.InspectSink", "fuchsia.logger.LogSink" ], from: "parent/diagnostics" },
				],
			}`,
		},
		{
			"18 the shard of RFC-0089",
			[]string{
				`{
					children: [ { name: "appmgr", url: "fuchsia-pkg://fuchsia.com/appmgr#meta/appmgr.cm" } ],
					offer: [
						{ protocol: [ "fuchsia.logger.LogSink", "fuchsia.boot.Arguments" ], from: "parent", to: "#appmgr" },
						{ directory: "config-data", from: "parent", to: "#appmgr", subdir: "appmgr" },
					],
				}`,
				`{
					children: [ { name: "temperature-logger", url: "fuchsia-pkg://fuchsia.com/temperature-logger#meta/temperature-logger.cm" } ],
					offer: [
						{ directory: "config-data", from: "parent", to: [ "#temperature-logger" ], subdir: "temperature-logger" },
						{ directory: "dev-class", from: "parent", to: [ "#temperature-logger" ], as: "dev-temperature", subdir: "temperature" },
						{ directory: "dev-class", from: "parent", to: [ "#temperature-logger" ], as: "dev-thermal", subdir: "thermal" },
						{ protocol: "fuchsia.device.Controller", from: "parent", to: [ "#temperature-logger" ] },
						{ protocol: "fuchsia.logger.LogSink", from: "parent", to: [ "#temperature-logger" ] },
						{ protocol: "fuchsia.hardware.temperature.Device", from: "parent", to: [ "#temperature-logger" ] },
						{
							protocol: "fuchsia.tracing.provider.Registry",
							from: "#appmgr",
							to: [ "#temperature-logger" ],
							dependency: "weak_for_migration",
						},
						{ protocol: "fuchsia.thermal.test.TemperatureLogger", from: "#temperature-logger", to: [ "#appmgr" ] },
					],
				}`,
			},
			`{
				children: [
					{ name: "appmgr", url: "fuchsia-pkg://fuchsia.com/appmgr#meta/appmgr.cm" },
					{ name: "temperature-logger", url: "fuchsia-pkg://fuchsia.com/temperature-logger#meta/temperature-logger.cm" },
				],
				offer: [
					{ directory: "config-data", from: "parent", to: "#appmgr", subdir: "appmgr" },
					{ directory: "config-data", from: "parent", to: [ "#temperature-logger" ], subdir: "temperature-logger" },
					{ directory: "dev-class", from: "parent", to: [ "#temperature-logger" ], as: "dev-temperature", subdir: "temperature" },
					{ directory: "dev-class", from: "parent", to: [ "#temperature-logger" ], as: "dev-thermal", subdir: "thermal" },
					{ protocol: [ "fuchsia.boot.Arguments", "fuchsia.logger.LogSink" ], from: "parent", to: "#appmgr" },
					{
						protocol: [ "fuchsia.device.Controller", "fuchsia.hardware.temperature.Device", "fuchsia.logger.LogSink" ],
						from: "parent",
						to: [ "#temperature-logger" ],
					},
					{ protocol: "fuchsia.thermal.test.TemperatureLogger", from: "#temperature-logger", to: [ "#appmgr" ] },
					{ protocol: "fuchsia.tracing.provider.Registry", from: "#appmgr", to: [ "#temperature-logger" ], dependency: "weak" },
				],
			}`,
		},
	} {
		r.run(t)
	}
}

// TestWorkedExampleConflicts are the conflicts that the examples mention.
func TestWorkedExampleConflicts(t *testing.T) {
	for _, tt := range []struct{ name, ours, theirs, want string }{
		{"12 runner", `{program: {runner: "elf"}}`, `{program: {runner: "dart"}}`, "program.runner"},
		{"12 args", `{program: {args: ["a"]}}`, `{program: {args: ["b"]}}`, "program.args"},
		{"12 kinds", `{program: {environ: "A=1"}}`, `{program: {environ: ["B=2"]}}`, "program.environ"},
		{"13", `{facets: {"my.key": {list: ["a"]}}}`, `{facets: {"my.key": {list: "a"}}}`, "facets.my.key.list"},
		{"14", `{environments: [{name: "full", extends: "realm"}]}`, `{environments: [{name: "full", extends: "none"}]}`, `environment "full"`},
		{"15", `{config: {b: {type: "bool"}}}`, `{config: {b: {type: "uint8"}}}`, "config.b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := conflicts(t, tt.ours, tt.theirs); !strings.HasPrefix(got, "2.cml:") || !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want a conflict of 2.cml about %q", got, tt.want)
			}
		})
	}
}
