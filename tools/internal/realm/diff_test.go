package realm

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func viewOf(t testing.TB, name, text string, shards ...string) *View {
	t.Helper()
	v := &View{Name: name, Facts: Facts(decode(t, name, text))}
	for _, s := range shards {
		v.Shards = append(v.Shards, Contribution{Label: "//" + s, File: s + ".core_shard.cml"})
	}
	return v
}

const (
	workstation = `{
		program: { runner: "elf", args: [ "-a" ] },
		children: [
			{ name: "audio", url: "#meta/audio.cm" },
			{ name: "session", url: "#meta/session.cm", startup: "eager", environment: "#core-env" },
		],
		collections: [ { name: "tests", durability: "transient" } ],
		environments: [ { name: "core-env", extends: "realm", resolvers: [ { resolver: "full", from: "#session", scheme: "fuchsia-pkg" } ] } ],
		capabilities: [ { storage: "data", from: "parent", backing_dir: "data", storage_id: "static_instance_id" }, { dictionary: "toolbox" } ],
		use: [ { protocol: "fuchsia.a.A" } ],
		expose: [ { protocol: "fuchsia.e.E", from: "#session" }, { dictionary: "toolbox", from: "self" } ],
		offer: [
			{ protocol: "fuchsia.log.Sink", from: "parent", to: "all" },
			{ protocol: "fuchsia.p.P", from: "#audio", to: [ "#session", "self/toolbox" ] },
			{ storage: "data", from: "self", to: "#session" },
		],
		facets: { f: 1 },
		config: { k: { type: "bool" } },
	}`
	terminal = `{
		program: { runner: "elf", args: [ "-b" ] },
		children: [
			{ name: "console", url: "#meta/console.cm" },
			{ name: "session", url: "#meta/other session.cm", environment: "#core-env" },
		],
		environments: [ { name: "core-env", extends: "none" } ],
		capabilities: [ { storage: "data", from: "parent", backing_dir: "memfs", subdir: "x", storage_id: "static_instance_id_or_moniker" } ],
		use: [ { protocol: "fuchsia.a.A", from: "debug" } ],
		expose: [ { protocol: "fuchsia.e.E", from: "#console" } ],
		offer: [
			{ protocol: "fuchsia.log.Sink", from: "#console", to: "all" },
			{ protocol: "fuchsia.p.P", from: "#console", to: "#session", availability: "optional", dependency: "weak" },
			{ protocol: "fuchsia.q.Q", from: "#console", to: "#session", as: "fuchsia.r.R" },
			{ storage: "data", from: "self", to: "#session" },
		],
	}`
)

func TestDiffPrint(t *testing.T) {
	for _, tt := range []struct {
		name        string
		left, right *View
		only        Subset
		want        string
	}{
		{"equal", viewOf(t, "l", workstation), viewOf(t, "r", workstation), Subset{}, ""},
		{
			"two products", viewOf(t, "product/core", workstation, "a", "b"), viewOf(t, "terminal/core", terminal, "b", "c"),
			Subset{},
			`- product/core
+ terminal/core

children
  - "audio" url=#meta/audio.cm
  + "console" url=#meta/console.cm
  ~ "session"
      startup: eager -> (none)
      url: #meta/session.cm -> #meta/other session.cm

collections
  - "tests" durability=transient

environments
  - resolver "full" from #session to environment core-env scheme=fuchsia-pkg
  ~ "core-env"
      extends: realm -> none

capabilities
  - dictionary "toolbox"
  ~ storage "data"
      backing_dir: data -> memfs
      storage_id: static_instance_id -> static_instance_id_or_moniker
      subdir: (none) -> x

program
  ~ "args"
      value: ["-a"] -> ["-b"]

config
  - "k" type=bool

facets
  - "f" value=1

use
  ~ protocol "fuchsia.a.A"
      from: (none) -> debug

expose
  - dictionary "toolbox" from self

offers to all children
  ~ offer protocol "fuchsia.log.Sink" to all
      from: parent -> #console

dictionary "toolbox"
  - offer protocol "fuchsia.p.P" from #audio to self/toolbox

child "session"
  + offer protocol "fuchsia.q.Q" from #console as "fuchsia.r.R" to #session
  ~ expose protocol "fuchsia.e.E"
      from: #session -> #console
  ~ offer protocol "fuchsia.p.P" to #session
      availability: (none) -> optional
      dependency: (none) -> weak
      from: #audio -> #console

shards
  - //a (a.core_shard.cml)
  + //c (c.core_shard.cml)
`,
		},
		{
			"a subset", viewOf(t, "l", workstation), viewOf(t, "r", terminal),
			Subset{Sections: []string{"collections"}},
			"- l\n+ r\n\ncollections\n  - \"tests\" durability=transient\n",
		},
		{
			"equal facts from other shards, one without a label",
			viewOf(t, "l", workstation, "a"), &View{Name: "r", Facts: Facts(decode(t, "r", workstation)), Shards: []Contribution{{File: "b.cml"}}},
			Subset{},
			"- l\n+ r\n\nshards\n  - //a (a.core_shard.cml)\n  + b.cml\n",
		},
		{
			"several sources are several facts, in no order",
			viewOf(t, "l", `{ offer: [ { service: "s", from: [ "#a", "#b" ], to: "#c" } ] }`),
			viewOf(t, "r", `{ offer: [ { service: "s", from: [ "#d", "#a", "#e" ], to: "#c" }, { service: "s", from: "#a", to: "#c" } ] }`),
			Subset{},
			`- l
+ r

child "c"
  - offer service "s" from #b to #c
  + offer service "s" from #d to #c
  + offer service "s" from #e to #c
`,
		},
		{
			"a renamed source",
			viewOf(t, "l", `{ offer: [ { protocol: "p", from: "#a", to: "#c" } ] }`),
			viewOf(t, "r", `{ offer: [ { protocol: "o", as: "p", from: "#a", to: "#c" } ] }`),
			Subset{},
			"- l\n+ r\n\nchild \"c\"\n  ~ offer protocol \"p\" to #c\n      name: (none) -> o\n",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := Compare(tt.left, tt.right, tt.only)
			var got strings.Builder
			if err := d.Print(&got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got.String()); diff != "" {
				t.Errorf("differences (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDiffLines(t *testing.T) {
	d := Compare(viewOf(t, "l", workstation), viewOf(t, "r", terminal), Subset{Sections: []string{"children", "offer"}})
	want := []string{
		`- children "audio" url=#meta/audio.cm`,
		`+ children "console" url=#meta/console.cm`,
		`- children "session" environment=#core-env startup=eager url=#meta/session.cm`,
		`+ children "session" environment=#core-env url=#meta/other session.cm`,
		`+ offer protocol "fuchsia.log.Sink" from #console to all`,
		`- offer protocol "fuchsia.log.Sink" from parent to all`,
		`- offer protocol "fuchsia.p.P" from #audio to #session`,
		`- offer protocol "fuchsia.p.P" from #audio to self/toolbox`,
		`+ offer protocol "fuchsia.p.P" from #console to #session availability optional dependency weak`,
		`+ offer protocol "fuchsia.q.Q" from #console as "fuchsia.r.R" to #session`,
	}
	if diff := cmp.Diff(want, d.Lines()); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

func TestDiffMarshal(t *testing.T) {
	d := Compare(
		viewOf(t, "l", `{ children: [ { name: "a", url: "#meta/a.cm" } ] }`, "x"),
		viewOf(t, "r", `{ children: [ { name: "a", url: "#meta/b.cm" } ] }`, "x"), Subset{})
	got, err := d.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "schema_version": 1,
  "left": "l",
  "right": "r",
  "groups": [
    {
      "kind": "children",
      "changed": [
        {
          "left": {
            "section": "children",
            "name": "a",
            "detail": "url=#meta/a.cm"
          },
          "right": {
            "section": "children",
            "name": "a",
            "detail": "url=#meta/b.cm"
          },
          "fields": [
            {
              "field": "url",
              "left": "#meta/a.cm",
              "right": "#meta/b.cm"
            }
          ]
        }
      ]
    }
  ],
  "shards": {
    "only_left": [],
    "only_right": []
  }
}
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("JSON (-want +got):\n%s", diff)
	}
}

// A realm differs from another by exactly what was taken out and put in, in
// either direction.
func TestDiffFindsWhatWasChanged(t *testing.T) {
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 0))
		var facts []*Fact
		for i := range 40 {
			facts = append(facts, &Fact{Section: "offer", Type: "protocol", Name: fmt.Sprint("p", i), From: "parent", To: fmt.Sprint("#c", r.IntN(5))})
		}
		var left, right []*Fact
		var want []string
		for _, f := range facts {
			switch r.IntN(4) {
			case 0:
				left = append(left, f)
				want = append(want, "- "+f.String())
			case 1:
				right = append(right, f)
				want = append(want, "+ "+f.String())
			default:
				left, right = append(left, f), append(right, f)
			}
		}
		got := Compare(&View{Facts: sorted(left)}, &View{Facts: sorted(right)}, Subset{}).Lines()
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d: lines (-want +got):\n%s", seed, diff)
		}
	}
}
