package realm

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// manifest returns the compiled manifest of a component, in a package or not.
func manifest(t testing.TB, pkg, name, text string) ChildManifest {
	t.Helper()
	facts, err := ComponentFacts(compile(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return ChildManifest{
		Resource: "meta/" + name + ".cm", Package: pkg, Facts: facts,
		Pos: diag.Fixed(diag.Position{File: name + ".cm", Label: "//" + name}),
	}
}

func TestCheckChildren(t *testing.T) {
	const child = `children: [ { name: "a", url: "fuchsia-pkg://x.org/p#meta/a.cm" } ]`
	for _, tt := range []struct {
		name, realm string
		manifests   []ChildManifest
		want        string
	}{
		{
			"everything that is taken is offered",
			`{ ` + child + `, capabilities: [ { dictionary: "d" } ], offer: [
				{ protocol: "q", as: "p", from: "parent", to: "#a" }, { dictionary: "d", from: "self", to: "#a" },
				{ directory: "minfs", from: "parent", to: "#a" }, { protocol: "log", from: "parent", to: "all" } ] }`,
			[]ChildManifest{manifest(t, "", "a", `{ use: [ { protocol: [ "p", "log" ] }, { protocol: "x", from: "parent/d" }, { protocol: "y", from: "framework" },
				{ protocol: "z", availability: "transitional" } ],
				capabilities: [ { storage: "s", from: "parent", backing_dir: "minfs", storage_id: "static_instance_id" } ] }`)},
			"",
		},
		{
			"what is not offered",
			`{ ` + child + ` }`,
			[]ChildManifest{manifest(t, "fuchsia-pkg://x.org/p", "a", `{ use: [ { protocol: "p" }, { protocol: "p", path: "/svc/q" }, { storage: "s", path: "/s" } ] }`)},
			`core.cml:1:23: child "a" takes protocol "p" from its parent, which does not offer it [realm R3] (in //core.cml)
  a.cm: the child takes it here (in //a)
  fix: add { protocol: "p", from: …, to: "#a" } to "offer"
core.cml:1:23: child "a" takes storage "s" from its parent, which does not offer it [realm R3] (in //core.cml)
  a.cm: the child takes it here (in //a)
  fix: add { storage: "s", from: …, to: "#a" } to "offer"
`,
		},
		{
			"what is offered as optional only",
			`{ ` + child + `, offer: [ { protocol: [ "p", "q" ], from: "parent", to: "#a", availability: "optional" } ] }`,
			[]ChildManifest{manifest(t, "", "a", `{ use: [ { protocol: "p" }, { protocol: "q", availability: "optional" } ] }`)},
			`core.cml:1:95: protocol "p" is offered to "#a" as "optional" only, but the child requires it [realm R3] (in //core.cml)
  a.cm: the child takes it here (in //a)
  fix: make the offer availability: "required", or the child's use "optional"
`,
		},
		{
			"an offer to all is none for the child that it comes from",
			`{ ` + child + `, offer: [ { protocol: "p", from: "#a", to: "all" } ] }`,
			[]ChildManifest{manifest(t, "", "a", `{ use: [ { protocol: "p" } ] }`)},
			`core.cml:1:23: child "a" takes protocol "p" from its parent, which does not offer it [realm R3] (in //core.cml)
  a.cm: the child takes it here (in //a)
  fix: add { protocol: "p", from: …, to: "#a" } to "offer"
`,
		},
		{
			"offers that no one takes",
			`{ ` + child + `, offer: [ { protocol: "p", from: "parent", to: [ "#a", "#b" ] }, { protocol: "q", from: "parent", to: "all" } ] }`,
			[]ChildManifest{manifest(t, "", "a", `{}`)},
			`core.cml:1:93: note: protocol "p" is offered to "#a", which does not take it [realm S7] (in //core.cml)
  fix: remove it, unless other products need it
core.cml:1:148: note: protocol "q" is offered to all children, but none of them takes it [realm S7] (in //core.cml)
  fix: remove it, unless other products need it
`,
		},
		{
			"somebody who is not known may take what is offered to all",
			`{ ` + child + `, collections: [ { name: "c", durability: "transient" } ], offer: [ { protocol: "q", from: "parent", to: "all" } ] }`,
			[]ChildManifest{manifest(t, "", "a", `{}`)},
			"",
		},
		{
			"no manifests for some",
			`{ children: [ { name: "a", url: "#meta/a.cm" }, { name: "b", url: "#meta/b.cm" }, { name: "c", url: "#meta/c.cm" },
{ name: "d", url: "#meta/d.cm" }, { name: "e", url: "#meta/e.cm" }, { name: "f", url: "#meta/f.cm" }, { name: "g", url: "#meta/g.cm" }, { name: "h", url: "#meta/h.cm" } ] }`,
			[]ChildManifest{manifest(t, "", "a", `{}`)},
			`core.cml:1:57: warning: the manifests of 7 of 8 children are not at hand, so their routes are not checked: b, c, d, e, f and 2 more [realm R3] (in //core.cml)
  fix: add their component_manifest targets or .cm files to the realm's children
`,
		},
		{
			"the package decides which manifest it is",
			`{ children: [ { name: "a", url: "fuchsia-pkg://x.org/p#meta/m.cm" }, { name: "b", url: "fuchsia-pkg://x.org/q/0#meta/m.cm" } ] }`,
			[]ChildManifest{
				manifest(t, "fuchsia-pkg://x.org/p", "m", `{}`),
				manifest(t, "fuchsia-pkg://x.org/q", "m", `{ use: [ { protocol: "p" } ] }`),
			},
			`core.cml:1:78: child "b" takes protocol "p" from its parent, which does not offer it [realm R3] (in //core.cml)
  m.cm: the child takes it here (in //m)
  fix: add { protocol: "p", from: …, to: "#b" } to "offer"
`,
		},
		{
			"without its package, a manifest may be that of several",
			`{ children: [ { name: "a", url: "fuchsia-pkg://x.org/p#meta/m.cm" }, { name: "b", url: "fuchsia-pkg://x.org/q#meta/m.cm" } ] }`,
			[]ChildManifest{manifest(t, "", "m", `{ use: [ { protocol: "p" } ] }`)},
			`m.cm: warning: the children "a" and "b" have a meta/m.cm in different packages, so neither is checked [realm R3] (in //m)
  core.cml:1:33: the first child (in //core.cml)
  core.cml:1:88: the second child (in //core.cml)
  fix: give the component_package instead of the component_manifest
`,
		},
		{
			"two children run one component",
			`{ children: [ { name: "a", url: "fuchsia-pkg://x.org/p#meta/m.cm" }, { name: "b", url: "fuchsia-pkg://x.org/p#meta/m.cm" } ],
offer: [ { protocol: "p", from: "parent", to: "#a" } ] }`,
			[]ChildManifest{manifest(t, "", "m", `{ use: [ { protocol: "p" } ] }`)},
			`core.cml:1:78: child "b" takes protocol "p" from its parent, which does not offer it [realm R3] (in //core.cml)
  m.cm: the child takes it here (in //m)
  fix: add { protocol: "p", from: …, to: "#b" } to "offer"
`,
		},
		{
			"components of the boot image and of the own package, from any package",
			`{ children: [ { name: "a", url: "fuchsia-boot:///a#meta/a.cm" }, { name: "b", url: "#meta/b.cm" }, { name: "c", url: "c#meta/c.cm" } ] }`,
			[]ChildManifest{
				manifest(t, "fuchsia-pkg://x.org/a", "a", `{ use: [ { protocol: "p" } ] }`), manifest(t, "", "b", `{}`),
				manifest(t, "fuchsia-pkg://x.org/c", "c", `{}`), manifest(t, "fuchsia-pkg://x.org/d", "c", `{}`),
			},
			`c.cm: warning: no child of this realm runs this component: no URL is about meta/c.cm in fuchsia-pkg://x.org/c [realm R3] (in //c)
  fix: remove it from the realm's children, or add the shard with the child
c.cm: warning: no child of this realm runs this component: no URL is about meta/c.cm in fuchsia-pkg://x.org/d [realm R3] (in //c)
  fix: remove it from the realm's children, or add the shard with the child
core.cml:1:23: child "a" takes protocol "p" from its parent, which does not offer it [realm R3] (in //core.cml)
  a.cm: the child takes it here (in //a)
  fix: add { protocol: "p", from: …, to: "#a" } to "offer"
core.cml:1:108: warning: the manifests of 1 of 3 children are not at hand, so their routes are not checked: c [realm R3] (in //core.cml)
  fix: add their component_manifest targets or .cm files to the realm's children
`,
		},
		{
			"core is checked elsewhere",
			`{ children: [ { name: "core", url: "fuchsia-pkg://x.org/core#meta/core.cm" }, { name: "a", url: "#meta/a.cm" } ], offer: [ { protocol: "p", from: "parent", to: "all" } ] }`,
			[]ChildManifest{manifest(t, "", "a", `{}`)},
			"",
		},
		{
			"manifests that no child runs, and one that is given twice",
			`{ children: [ { name: "m", url: "fuchsia-pkg://x.org/p#meta/m.cm" } ] }`,
			[]ChildManifest{
				manifest(t, "", "m", `{}`), manifest(t, "", "m", `{ use: [ { protocol: "p" } ] }`),
				manifest(t, "", "n", `{}`), manifest(t, "fuchsia-pkg://x.org/q", "o", `{}`),
			},
			`m.cm: warning: two manifests are meta/m.cm; the first one is checked [realm R3] (in //m)
  m.cm: the first one (in //m)
  fix: remove one of them from the realm's children, or give their packages
n.cm: warning: no child of this realm runs this component: no URL is about meta/n.cm [realm R3] (in //n)
  fix: remove it from the realm's children, or add the shard with the child
o.cm: warning: no child of this realm runs this component: no URL is about meta/o.cm in fuchsia-pkg://x.org/q [realm R3] (in //o)
  fix: remove it from the realm's children, or add the shard with the child
`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var diags diag.List
			CheckChildren(decode(t, "core.cml", tt.realm), tt.manifests, "core", &diags)
			if diff := cmp.Diff(tt.want, printed(t, &diags)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// BenchmarkCheckChildren shows that the cost per child stays the same.
func BenchmarkCheckChildren(b *testing.B) {
	for _, n := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprintf("children=%d", n), func(b *testing.B) {
			facts, err := ComponentFacts(compile(b, `{ use: [ { protocol: [ "p", "log" ] } ] }`))
			if err != nil {
				b.Fatal(err)
			}
			d := &cml.Document{}
			var manifests []ChildManifest
			one := decode(b, "core.cml", `{ children: [ { name: "c", url: "#meta/c.cm" } ], offer: [ { protocol: "p", from: "parent", to: "#c" } ] }`)
			d.Offer = decode(b, "core.cml", `{ offer: [ { protocol: "log", from: "parent", to: "all" } ] }`).Offer
			for i := range n {
				name := fmt.Sprint("c", i)
				child, offer := *one.Children[0], *one.Offer[0]
				child.Name.Value, child.URL.Value = name, "#meta/"+name+".cm"
				offer.To.Items = []cml.Str{{Value: "#" + name}}
				d.Children, d.Offer = append(d.Children, &child), append(d.Offer, &offer)
				manifests = append(manifests, ChildManifest{Resource: "meta/" + name + ".cm", Facts: facts})
			}
			for b.Loop() {
				var diags diag.List
				CheckChildren(d, manifests, "", &diags)
				if diags.Len() > 0 {
					b.Fatal(printed(b, &diags))
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/child")
		})
	}
}
