package realm

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cm"
	"github.com/rules-idk/rules_idk/tools/internal/cm/translate"
	"github.com/rules-idk/rules_idk/tools/internal/cml/merge"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// compile translates a text that must be right.
func compile(t testing.TB, text string) *cm.Component {
	t.Helper()
	d := decode(t, "a.cml", text)
	merge.Canonicalize(d)
	var diags diag.List
	c := translate.Component(d, translate.Options{ConfigPackagePath: "meta/a.cvf"}, &diags)
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestComponentFactsReadLikeThoseOfAManifest(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{
			"children and collections",
			`{ children: [ { name: "b", url: "#meta/b.cm" }, { name: "a", url: "#meta/a.cm", startup: "eager", environment: "#e", on_terminate: "reboot" } ],
				collections: [ { name: "c", durability: "single_run", persistent_storage: true } ], environments: [ { name: "e", extends: "realm" } ] }`,
			[]string{
				`children "a" environment=#e on_terminate=reboot startup=eager url=#meta/a.cm`,
				`children "b" url=#meta/b.cm`,
				`collections "c" durability=single_run persistent_storage=true`,
				`environments "e" extends=realm`,
			},
		},
		{
			"offers, with the targets that all stands for",
			`{ children: [ { name: "a", url: "#meta/a.cm" }, { name: "b", url: "#meta/b.cm" } ], capabilities: [ { dictionary: "d" } ], offer: [
				{ protocol: "p", from: "parent", to: "all" },
				{ protocol: "q", from: "#a", to: "#b", as: "r", dependency: "weak", availability: "optional" },
				{ directory: "x", from: "parent/in/ner", to: "#b", rights: [ "rw*" ], subdir: "s" },
				{ directory: "y", from: "parent", to: "#b", rights: [ "read_bytes", "connect" ] },
				{ service: "v", from: "void", to: "self/d", availability: "optional" },
			] }`,
			[]string{
				`capabilities dictionary "d"`,
				`children "a" url=#meta/a.cm`,
				`children "b" url=#meta/b.cm`,
				`offer directory "x" from parent/in/ner to #b subdir s rights rw*`,
				`offer directory "y" from parent to #b rights connect,read_bytes`,
				`offer protocol "p" from parent to #a`,
				`offer protocol "p" from parent to #b`,
				`offer protocol "q" from #a as "r" to #b availability optional dependency weak`,
				`offer service "v" from void to self/d availability optional`,
			},
		},
		{
			"uses",
			`{ use: [
				{ protocol: [ "p" ] }, { protocol: "q", from: "framework", path: "/svc/other" }, { storage: "s", path: "/s" },
				{ event_stream: "started", from: "parent", filter: { name: "n" } },
				{ config: "c", key: "k", type: "uint8", availability: "optional", default: 3 },
			] }`,
			[]string{
				`config "k" mutability=[] type={"layout":"uint8","parameters":[],"constraints":[]}`,
				`use config "c" as "k" availability optional default={"single":{"uint8":3}} type={"layout":"uint8","parameters":[],"constraints":[]}`,
				`use event_stream "started" at /svc/fuchsia.component.EventStream filter={"entries":[{"key":"name","value":{"str":"n"}}]}`,
				`use protocol "p"`,
				`use protocol "q" from framework at /svc/other`,
				`use storage "s" at /s`,
			},
		},
		{
			"exposes and capabilities",
			`{ program: { runner: "elf", binary: "bin/x" }, capabilities: [ { protocol: "p" }, { directory: "d", path: "/d", rights: [ "r*" ] },
				{ storage: "s", from: "self", backing_dir: "d", storage_id: "static_instance_id" } ],
				expose: [ { protocol: "p", from: "self", as: "q" }, { protocol: "p", from: "self", to: "framework" } ] }`,
			[]string{
				`capabilities directory "d" at /d rights r*`,
				`capabilities protocol "p"`,
				`capabilities storage "s" from self backing_dir d storage_id=static_instance_id`,
				`expose protocol "p" from self to framework`,
				`expose protocol "p" from self as "q"`,
				`program "binary" value={"str":"bin/x"}`,
				`program "runner" value=elf`,
			},
		},
		{
			"environments, facets and configuration",
			`{ children: [ { name: "x", url: "#meta/x.cm" } ], environments: [ { name: "e", extends: "none", __stop_timeout_ms: 5,
				runners: [ { runner: "r", from: "parent", as: "s" } ],
				resolvers: [ { resolver: "v", from: "#x", scheme: "http" } ],
				debug: [ { protocol: "p", from: "parent" } ] } ],
				facets: { f: "g" }, config: { k: { type: "bool" } } }`,
			[]string{
				`children "x" url=#meta/x.cm`,
				`config "k" mutability=[] type={"layout":"bool","parameters":[],"constraints":[]}`,
				`environments "e" extends=none stop_timeout_ms=5`,
				`environments debug "p" from parent to environment e`,
				`environments resolver "v" from #x to environment e scheme=http`,
				`environments runner "r" from parent as "s" to environment e`,
				`facets "f" value={"str":"g"}`,
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			facts, err := ComponentFacts(compile(t, tt.text))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, texts(facts)); diff != "" {
				t.Errorf("facts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestComponentFactsOfWhatCannotBePrinted(t *testing.T) {
	if _, err := ComponentFacts(&cm.Component{Uses: []cm.Use{&cm.UseStorage{SourceName: cm.Ptr("\xff")}}}); err == nil {
		t.Error("a name that is not UTF-8 has facts")
	}
}
