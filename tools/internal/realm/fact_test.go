package realm

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// decode decodes a text that must be right.
func decode(t testing.TB, name, text string) *cml.Document {
	t.Helper()
	var diags diag.List
	f := diag.NewFile(name, []byte(text))
	f.Label = "//" + name
	d := cml.Decode(f, cml.DecodeOptions{}, &diags)
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return d
}

func texts(facts []*Fact) []string {
	var out []string
	for _, f := range facts {
		out = append(out, f.String())
	}
	return out
}

func TestFactsMultipliesEverythingOut(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{
			"names, sources and targets",
			`{ offer: [ { service: [ "b", "a" ], from: [ "#x", "#y" ], to: [ "#z", "all" ], as: "c" } ] }`,
			[]string{
				`offer service "a" from #x as "c" to #z`,
				`offer service "a" from #x as "c" to all`,
				`offer service "a" from #y as "c" to #z`,
				`offer service "a" from #y as "c" to all`,
				`offer service "b" from #x as "c" to #z`,
				`offer service "b" from #x as "c" to all`,
				`offer service "b" from #y as "c" to #z`,
				`offer service "b" from #y as "c" to all`,
			},
		},
		{
			"every field of a route",
			`{ offer: [ { directory: "d", from: "parent", to: "#x", rights: [ "r*", "execute" ], subdir: "s",
				dependency: "weak", availability: "optional", source_availability: "unknown", target_availability: "unknown" } ] }`,
			[]string{`offer directory "d" from parent to #x subdir s rights r*,execute availability optional ` +
				`source_availability unknown target_availability unknown dependency weak`},
		},
		{
			"children, with the default startup as absent",
			`{ children: [ { name: "b", url: "#meta/b.cm", startup: "lazy" }, { name: "a", url: "#meta/a.cm", startup: "eager", environment: "#e" } ] }`,
			[]string{
				`children "a" environment=#e startup=eager url=#meta/a.cm`,
				`children "b" url=#meta/b.cm`,
			},
		},
		{
			"collections",
			`{ collections: [ { name: "c", durability: "transient", allowed_offers: "static_only", persistent_storage: true } ] }`,
			[]string{`collections "c" allowed_offers=static_only durability=transient persistent_storage=true`},
		},
		{
			"environments and their registrations",
			`{ environments: [ { name: "e", extends: "none", __stop_timeout_ms: 5,
				runners: [ { runner: "r", from: "parent", as: "s" } ],
				resolvers: [ { resolver: "v", from: "#x", scheme: "http" } ],
				debug: [ { protocol: [ "p", "q" ], from: "self" } ] } ] }`,
			[]string{
				`environments "e" __stop_timeout_ms=5 extends=none`,
				`environments debug "p" from self to environment e`,
				`environments debug "q" from self to environment e`,
				`environments resolver "v" from #x to environment e scheme=http`,
				`environments runner "r" from parent as "s" to environment e`,
			},
		},
		{
			"declarations",
			`{ capabilities: [
				{ storage: "data", from: "parent", backing_dir: "minfs", storage_id: "static_instance_id" },
				{ protocol: [ "p" ], path: "/svc/p" },
			] }`,
			[]string{
				`capabilities protocol "p" at /svc/p`,
				`capabilities storage "data" from parent backing_dir minfs storage_id=static_instance_id`,
			},
		},
		{
			"program, facets and config",
			`{ program: { runner: "elf", args: [ "-x", "y" ] }, facets: { f: { b: null, a: { c: 1 } } },
				config: { k: { type: "vector", max_count: 4, element: { type: "string", max_size: 8 }, mutability: [ "parent" ] } } }`,
			[]string{
				`config "k" mutability=parent type=vector<string:8>:4`,
				`facets "f" value={"a":{"c":1},"b":null}`,
				`program "args" value=["-x","y"]`,
				`program "runner" value=elf`,
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, texts(Facts(decode(t, "a.cml", tt.text)))); diff != "" {
				t.Errorf("facts (-want +got):\n%s", diff)
			}
		})
	}
}
