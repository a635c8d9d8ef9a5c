package realm

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// chain returns core below root, or core alone.
func chain(t testing.TB, core, root string) []Level {
	t.Helper()
	c := viewOf(t, "core.cml", core)
	c.Component = "core"
	levels := []Level{{View: c, Child: "core"}}
	if root != "" {
		r := viewOf(t, "root.cml", root)
		r.Component = "root"
		levels = append(levels, Level{View: r})
	}
	return levels
}

func TestFindRoutes(t *testing.T) {
	for _, tt := range []struct {
		name             string
		core, root, find string
		want             string
	}{
		{
			"nothing", `{ children: [ { name: "p", url: "#meta/p.cm" } ], config: { p: { type: "bool" } } }`, "", "p", "",
		},
		{
			"core alone: from the parent, from a child, to children, a collection and the parent",
			`{ children: [ { name: "a", url: "#meta/a.cm" }, { name: "b", url: "#meta/b.cm" } ],
collections: [ { name: "c", durability: "transient" } ],
offer: [ { protocol: "p", from: "parent", to: [ "#b", "#c" ] }, { protocol: "p", from: "#a", as: "q", to: "#b" } ],
expose: [ { protocol: "p", from: "#a" } ] }`, "", "p",
			`protocol "p": from #a of core to #b of core
  core.cml:3:77: core: offer protocol "p" from #a as "q" to #b (in //core.cml)

protocol "p": from #a of core to the parent of core
  core.cml:4:23: core: expose protocol "p" from #a (in //core.cml)

protocol "p": from the parent of core to #b of core
  core.cml:3:22: core: offer protocol "p" from parent to #b (in //core.cml)

protocol "p": from the parent of core to #c of core
  core.cml:3:22: core: offer protocol "p" from parent to #c (in //core.cml)
`,
		},
		{
			"through core and root, under three names",
			`{ children: [ { name: "a", url: "#meta/a.cm" } ], offer: [ { protocol: "q", as: "r", from: "parent", to: "#a" } ] }`,
			`{ children: [ { name: "boot", url: "#meta/b.cm" } ], offer: [ { protocol: "p", as: "q", from: "#boot", to: "#core" } ] }`, "r",
			`protocol "r": from #boot of root to #a of core
  root.cml:1:75: root: offer protocol "p" from #boot as "q" to #core (in //root.cml)
  core.cml:1:72: core: offer protocol "q" from parent as "r" to #a (in //core.cml)
`,
		},
		{
			"the name of the middle finds the same route once",
			`{ children: [ { name: "a", url: "#meta/a.cm" } ], offer: [ { protocol: "q", as: "r", from: "parent", to: "#a" } ] }`,
			`{ children: [ { name: "boot", url: "#meta/b.cm" } ], offer: [ { protocol: "p", as: "q", from: "#boot", to: "#core" } ] }`, "q",
			`protocol "q": from #boot of root to #a of core
  root.cml:1:75: root: offer protocol "p" from #boot as "q" to #core (in //root.cml)
  core.cml:1:72: core: offer protocol "q" from parent as "r" to #a (in //core.cml)
`,
		},
		{
			"up through an expose, to another child and to the framework",
			`{ children: [ { name: "a", url: "#meta/a.cm" } ], expose: [ { protocol: "p", from: "#a" }, { protocol: "p", from: "#a", to: "framework" } ] }`,
			`{ children: [ { name: "boot", url: "#meta/b.cm" } ], offer: [ { protocol: "p", from: "#core", to: "#boot" } ], use: [ { protocol: "p", from: "#core" } ] }`, "p",
			`protocol "p": from #a of core to #boot of root
  core.cml:1:73: core: expose protocol "p" from #a (in //core.cml)
  root.cml:1:75: root: offer protocol "p" from #core to #boot (in //root.cml)

protocol "p": from #a of core to root
  core.cml:1:73: core: expose protocol "p" from #a (in //core.cml)
  root.cml:1:131: root: use protocol "p" from #core (in //root.cml)

protocol "p": from #a of core to the framework
  core.cml:1:104: core: expose protocol "p" from #a to framework (in //core.cml)
`,
		},
		{
			"offered to all: the children of root and, through core, those of core",
			`{ offer: [ { protocol: "p", from: "parent", to: "all" } ] }`,
			`{ offer: [ { protocol: "p", from: "parent", to: "all" }, { protocol: "q", from: "#core", to: "all" } ] }`, "p",
			`protocol "p": from the parent of root to all children of core
  root.cml:1:24: root: offer protocol "p" from parent to all (in //root.cml)
  core.cml:1:24: core: offer protocol "p" from parent to all (in //core.cml)

protocol "p": from the parent of root to all children of root
  root.cml:1:24: root: offer protocol "p" from parent to all (in //root.cml)
`,
		},
		{
			"an offer to core hides the one to all",
			`{ use: [ { protocol: "p" } ] }`,
			`{ children: [ { name: "b", url: "#meta/b.cm" } ], offer: [ { protocol: "p", from: "parent", to: "all" }, { protocol: "p", from: "#b", to: "#core" } ] }`, "p",
			`protocol "p": from #b of root to core
  root.cml:1:118: root: offer protocol "p" from #b to #core (in //root.cml)
  core.cml:1:22: core: use protocol "p" (in //core.cml)

protocol "p": from the parent of root to all children of root
  root.cml:1:72: root: offer protocol "p" from parent to all (in //root.cml)
`,
		},
		{
			"an offer to all from core does not come back",
			`{ use: [ { protocol: "p" } ], expose: [ { protocol: "p", from: "framework" } ] }`,
			`{ offer: [ { protocol: "p", from: "#core", to: "all" } ] }`, "p",
			`protocol "p": from root to core
  broken: root does not offer protocol "p" to "#core"
  core.cml:1:22: core: use protocol "p" (in //core.cml)

protocol "p": from the framework to all children of root
  core.cml:1:53: core: expose protocol "p" from framework (in //core.cml)
  root.cml:1:24: root: offer protocol "p" from #core to all (in //root.cml)
`,
		},
		{
			"storage comes from a directory, under either name",
			`{ children: [ { name: "a", url: "#meta/a.cm" } ], capabilities: [ { storage: "data", from: "parent", backing_dir: "minfs", storage_id: "static_instance_id" } ], offer: [ { storage: "data", from: "self", to: "#a" } ] }`,
			`{ children: [ { name: "b", url: "#meta/b.cm" } ], offer: [ { directory: "minfs", from: "#b", to: "#core" } ] }`, "minfs",
			`directory "minfs": from #b of root to #a of core
  root.cml:1:73: root: offer directory "minfs" from #b to #core (in //root.cml)
  core.cml:1:78: core: capabilities storage "data" from parent backing_dir minfs storage_id=static_instance_id (in //core.cml)
  core.cml:1:182: core: offer storage "data" from self to #a (in //core.cml)
`,
		},
		{
			"the backing directory without root",
			`{ capabilities: [ { storage: "data", from: "parent", backing_dir: "minfs", storage_id: "static_instance_id" } ] }`, "", "minfs",
			`directory "minfs": from the parent of core to core
  unused: nothing in core takes storage "data"
  core.cml:1:30: core: capabilities storage "data" from parent backing_dir minfs storage_id=static_instance_id (in //core.cml)
`,
		},
		{
			"into a dictionary and out of it again, above and inside",
			`{ children: [ { name: "a", url: "#meta/a.cm" }, { name: "b", url: "#meta/b.cm" } ], capabilities: [ { dictionary: "d" } ],
offer: [ { protocol: [ "p", "q" ], from: "#a", to: "self/d" }, { dictionary: "d", from: "self", to: "#b" }, { protocol: "p", from: "self/d", to: "#b" } ],
expose: [ { dictionary: "d", from: "self" } ] }`,
			`{ children: [ { name: "x", url: "#meta/x.cm" } ], offer: [ { protocol: [ "p" ], from: "#core/d", to: "#x" }, { protocol: "q", from: "#core/d", to: "#x" } ] }`, "p",
			`protocol "p": from #a of core to #b of core
  core.cml:2:24: core: offer protocol "p" from #a to self/d (in //core.cml)
  core.cml:2:78: core: offer dictionary "d" from self to #b (in //core.cml)

protocol "p": from #a of core to #b of core
  core.cml:2:24: core: offer protocol "p" from #a to self/d (in //core.cml)
  core.cml:2:121: core: offer protocol "p" from self/d to #b (in //core.cml)

protocol "p": from #a of core to #x of root
  core.cml:2:24: core: offer protocol "p" from #a to self/d (in //core.cml)
  core.cml:3:25: core: expose dictionary "d" from self (in //core.cml)
  root.cml:1:74: root: offer protocol "p" from #core/d to #x (in //root.cml)
`,
		},
		{
			"a dictionary itself, with what is taken out of it",
			`{ capabilities: [ { dictionary: "d" } ], expose: [ { dictionary: "d", from: "self" } ] }`,
			`{ children: [ { name: "x", url: "#meta/x.cm" } ], offer: [ { protocol: "q", from: "#core/d/e", to: "#x" } ] }`, "d",
			`dictionary "d": from core to #x of root
  core.cml:1:33: core: capabilities dictionary "d" (in //core.cml)
  core.cml:1:66: core: expose dictionary "d" from self (in //core.cml)
  root.cml:1:72: root: offer protocol "q" from #core/d/e to #x (in //root.cml)
`,
		},
		{
			"nobody puts it into the dictionary",
			`{ children: [ { name: "x", url: "#meta/x.cm" } ], capabilities: [ { dictionary: "d" } ], expose: [ { dictionary: "d", from: "self" } ], offer: [ { protocol: "r", from: "self/d", to: "#x" } ] }`,
			`{ children: [ { name: "x", url: "#meta/x.cm" } ], offer: [ { protocol: [ "p", "r" ], from: "#core/d", to: "#x" } ] }`, "r",
			`protocol "r": from the dictionary "d" of core to #x of core
  broken: core puts no protocol "r" into the dictionary "d"
  core.cml:1:158: core: offer protocol "r" from self/d to #x (in //core.cml)

protocol "r": from the dictionary "d" of core to #x of root
  broken: core puts no protocol "r" into the dictionary "d"
  core.cml:1:114: core: expose dictionary "d" from self (in //core.cml)
  root.cml:1:79: root: offer protocol "r" from #core/d to #x (in //root.cml)
`,
		},
		{
			"what is put into a dictionary that nobody takes",
			`{ capabilities: [ { dictionary: "d" } ], offer: [ { protocol: "p", from: "framework", to: "self/d" } ] }`, "", "p",
			`protocol "p": from the framework to the dictionary "d" of core
  unused: nothing in core takes it or the dictionary
  core.cml:1:63: core: offer protocol "p" from framework to self/d (in //core.cml)
`,
		},
		{
			"links that are missing",
			`{ use: [ { protocol: "p1" } ], expose: [ { protocol: "p2", from: "#gone" }, { protocol: "p3", from: "self" } ], offer: [ { protocol: "p4", from: "parent", to: "#gone" } ] }`,
			`{ offer: [ { protocol: "p5", from: "#core", to: "#gone" }, { protocol: "p6", from: "parent", to: "#core" } ] }`, "p1",
			`protocol "p1": from root to core
  broken: root does not offer protocol "p1" to "#core"
  core.cml:1:22: core: use protocol "p1" (in //core.cml)
`,
		},
		{
			"no child to take from", `{ expose: [ { protocol: "p", from: "#gone" } ] }`, "", "p",
			`protocol "p": from #gone of core to the parent of core
  broken: core has no child "gone"
  core.cml:1:25: core: expose protocol "p" from #gone (in //core.cml)
`,
		},
		{
			"no child, and that is fine",
			`{ expose: [ { protocol: "p", from: "#gone", source_availability: "unknown" } ], offer: [ { protocol: "p", from: "void", to: "#gone", target_availability: "unknown" } ] }`, "", "p",
			`protocol "p": from void to #gone of core
  core.cml:1:102: core: offer protocol "p" from void to #gone target_availability unknown (in //core.cml)

protocol "p": from void to the parent of core
  core.cml:1:25: core: expose protocol "p" from #gone source_availability unknown (in //core.cml)
`,
		},
		{
			"no child to give to", `{ offer: [ { protocol: "p", from: "framework", to: "#gone" } ] }`, "", "p",
			`protocol "p": from the framework to #gone of core
  unused: core has no child "gone"
  core.cml:1:24: core: offer protocol "p" from framework to #gone (in //core.cml)
`,
		},
		{
			"nothing declared", `{ expose: [ { protocol: "p", from: "self" } ] }`, "", "p",
			`protocol "p": from core to the parent of core
  broken: core does not declare protocol "p"
  core.cml:1:25: core: expose protocol "p" from self (in //core.cml)
`,
		},
		{
			"root takes what core does not expose, and the other way round",
			`{ use: [ { protocol: "q" } ], expose: [ { protocol: "x", from: "framework" } ] }`,
			`{ children: [ { name: "b", url: "#meta/b.cm" } ], offer: [ { protocol: "x", as: "p", from: "#core", to: "#b" }, { protocol: "p", from: "#core", to: "#b" }, { protocol: "p", from: "parent", to: "#core" } ] }`, "p",
			`protocol "p": from core to #b of root
  broken: core does not expose protocol "p"
  root.cml:1:125: root: offer protocol "p" from #core to #b (in //root.cml)

protocol "p": from the framework to #b of root
  core.cml:1:53: core: expose protocol "x" from framework (in //core.cml)
  root.cml:1:72: root: offer protocol "x" from #core as "p" to #b (in //root.cml)

protocol "p": from the parent of root to core
  unused: core does not take protocol "p" from its parent
  root.cml:1:169: root: offer protocol "p" from parent to #core (in //root.cml)
`,
		},
		{
			"root does not take what core exposes",
			`{ program: { runner: "elf" }, capabilities: [ { protocol: "p" } ], expose: [ { protocol: "p", from: "self" } ] }`, `{ use: [] }`, "p",
			`protocol "p": from core to root
  unused: root does not take protocol "p" from "#core"
  core.cml:1:59: core: capabilities protocol "p" (in //core.cml)
  core.cml:1:90: core: expose protocol "p" from self (in //core.cml)
`,
		},
		{
			"environments, debug and own capabilities as sources",
			`{ environments: [ { name: "e", extends: "none", debug: [ { protocol: "p", from: "parent" } ] } ],
capabilities: [ { storage: "s", from: "parent", backing_dir: "b", storage_id: "static_instance_id" } ],
use: [ { protocol: "p", from: "debug" }, { protocol: "p", from: "#s", path: "/svc/q" } ] }`, "", "p",
			`protocol "p": from the debug capabilities of core to core
  core.cml:3:20: core: use protocol "p" from debug (in //core.cml)

protocol "p": from the parent of core to core
  core.cml:2:28: core: capabilities storage "s" from parent backing_dir b storage_id=static_instance_id (in //core.cml)
  core.cml:3:54: core: use protocol "p" from #s at /svc/q (in //core.cml)

protocol "p": from the parent of core to the environment "e" of core
  core.cml:1:70: core: environments debug "p" from parent to environment e (in //core.cml)
`,
		},
		{
			"a route that comes back to itself",
			`{ capabilities: [ { dictionary: "d" } ], offer: [ { protocol: "p", from: "self/d", to: "self/d" } ] }`, "", "p",
			`protocol "p": from core to core
  broken: the route comes back to itself
  core.cml:1:63: core: offer protocol "p" from self/d to self/d (in //core.cml)
`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			why := FindRoutes(tt.find, chain(t, tt.core, tt.root))
			var got strings.Builder
			if err := why.Print(&got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got.String()); diff != "" {
				t.Errorf("routes (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhyMarshal(t *testing.T) {
	got, err := FindRoutes("p", chain(t, `{ children: [ { name: "a", url: "fuchsia-pkg://x.org/a#meta/a.cm" } ], expose: [ { protocol: "p", from: "#a" } ] }`, "")).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "schema_version": 1,
  "name": "p",
  "realms": [
    "core"
  ],
  "routes": [
    {
      "type": "protocol",
      "status": "complete",
      "source": {
        "realm": "core",
        "kind": "child",
        "name": "a",
        "url": "fuchsia-pkg://x.org/a#meta/a.cm",
        "places": [
          {
            "label": "//core.cml",
            "file": "core.cml",
            "line": 1,
            "column": 23
          }
        ]
      },
      "target": {
        "realm": "core",
        "kind": "parent"
      },
      "hops": [
        {
          "realm": "core",
          "section": "expose",
          "type": "protocol",
          "name": "p",
          "from": "#a",
          "places": [
            {
              "label": "//core.cml",
              "file": "core.cml",
              "line": 1,
              "column": 94
            }
          ]
        }
      ]
    }
  ]
}
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("JSON (-want +got):\n%s", diff)
	}
}

// The routes of a capability that ten thousand children get are found at once.
func TestFindRoutesToManyChildren(t *testing.T) {
	const n = 10_000
	core := &View{Component: "core"}
	for i := range n {
		name := fmt.Sprintf("c%05d", i)
		core.Facts = append(core.Facts,
			&Fact{Section: "children", Name: name},
			&Fact{Section: "offer", Type: "protocol", Name: "p", From: "parent", To: "#" + name})
	}
	root := &View{Component: "root", Facts: []*Fact{{Section: "offer", Type: "protocol", Name: "p", From: "parent", To: "#core"}}}
	why := FindRoutes("p", []Level{{core, "core"}, {root, ""}})
	if len(why.Routes) != n {
		t.Errorf("got %d routes, want one for each of %d children", len(why.Routes), n)
	}
}

// Services have many sources: here each dictionary gets one from all before it,
// so the number of routes doubles with each.
func TestFindRoutesGivesUpInTime(t *testing.T) {
	core := &View{Component: "core"}
	for i := range 100 {
		for j := range i {
			core.Facts = append(core.Facts, &Fact{
				Section: "offer", Type: "service", Name: "s", From: fmt.Sprint("self/d", j), To: fmt.Sprint("self/d", i),
			})
		}
	}
	core.Facts = append(core.Facts, &Fact{Section: "expose", Type: "service", Name: "s", From: "self/d99"})
	why := FindRoutes("s", []Level{{core, "core"}})
	var got strings.Builder
	if err := why.Print(&got); err != nil {
		t.Fatal(err)
	}
	if !why.Truncated || !strings.HasSuffix(got.String(), "\nthere are more routes than these\n") {
		t.Errorf("got %d routes, truncated %t, want that it says that there are more", len(why.Routes), why.Truncated)
	}
}

func TestNamesLike(t *testing.T) {
	levels := chain(t, `{ children: [ { name: "logger", url: "#meta/l.cm" } ], use: [ { protocol: [ "a.Log", "b.Log", "c.Log", "d.Log", "e.Other" ] } ] }`,
		`{ offer: [ { protocol: "x", as: "z.LOG", from: "parent", to: "#core" }, { protocol: [ "a.Log", "y.Log" ], from: "parent", to: "#core" } ] }`)
	if diff := cmp.Diff([]string{"a.Log", "b.Log", "c.Log", "d.Log", "y.Log"}, NamesLike("log", levels)); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	if got := NamesLike("nothing", levels); len(got) > 0 {
		t.Errorf("got %v, want none", got)
	}
}
