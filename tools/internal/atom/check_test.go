package atom

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// shards returns an atom with one shard.
func shards(name string, category Category, deps ...string) *Atom {
	return &Atom{
		Label: "//" + name, ID: "sdk://component_manifest/" + name, Kind: element.ComponentManifest, Category: category,
		Stable: true, Name: name, MetaDest: "pkg/" + name + "/" + name + ".json",
		Meta:  map[string]any{"type": "component_manifest", "name": name, "data": []any{"pkg/" + name + "/a.cml"}},
		Files: []File{{"pkg/" + name + "/a.cml", "sdk/lib/" + name + "/a.cml"}},
		Deps:  deps,
	}
}

// with changes an atom.
func with(a *Atom, change func(*Atom)) *Atom {
	change(a)
	return a
}

// group returns the group //:idk of all atoms; the first word of each molecule
// is its label.
func group(roots string, atoms []*Atom, molecules ...string) *Group {
	g := &Group{Molecule: Molecule{Label: "//:idk", Deps: strings.Fields(roots)}, Atoms: atoms}
	for _, m := range molecules {
		words := strings.Fields(m)
		label, category, _ := strings.Cut(words[0], "=")
		g.Molecules = append(g.Molecules, Molecule{label, Category(category), words[1:]})
	}
	return g
}

func printed(t testing.TB, list *diag.List) string {
	t.Helper()
	var b strings.Builder
	if err := list.Print(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCheck(t *testing.T) {
	blob := File{"packages/blobs/00", "out/blobs/00"}
	pkg := func(name string, files ...File) *Atom {
		return with(shards(name, Partner), func(a *Atom) {
			a.Kind, a.MetaDest, a.Files = element.Package, "packages/"+name+"/meta.json", files
		})
	}
	tests := []struct {
		name  string
		group *Group
		areas Areas
		want  string
	}{
		{"nothing", group("", nil), nil, ""},
		{"molecules of molecules, and a diamond", group("//m //n",
			[]*Atom{shards("a", Partner, "//c"), shards("b", Internal, "//c"), shards("c", Public)}, "//m //a //n", "//n=internal //b //a"), nil, ""},
		{
			"an id twice", group("//m //b",
				[]*Atom{shards("a", Partner), with(shards("b", Partner), func(a *Atom) { a.ID = "sdk://component_manifest/a" })}, "//m //a"), nil,
			`//:idk: the id sdk://component_manifest/a is that of 2 atoms: //a and //b
  the way: //:idk -> //m -> //a (partner)
  the way: //:idk -> //b (partner)
  fix: give each atom an id of its own
`,
		},
		{"a label twice", group("//a", []*Atom{shards("a", Partner), shards("a", Partner)}), nil, "//:idk: //a is there twice\n"},
		{"an atom that is a molecule", group("//a", []*Atom{shards("a", Partner)}, "//a"), nil, "//:idk: //a is there twice\n"},
		{
			"a dependency that is no atom", group("//a", []*Atom{shards("a", Partner, "//lib")}), nil,
			"//:idk: //a depends on //lib, which is no atom\n  fix: put //lib into non_sdk_deps of //a, or make it an atom\n",
		},
		{
			"a dependency that is more private", group("//m", []*Atom{shards("a", Partner, "//b"), shards("b", Partner, "//c"), shards("c", Internal)}, "//m //a"), nil,
			`//:idk: //b (partner) cannot depend on //c (internal), which is more private: sdk://component_manifest/c
  the way: //:idk -> //m -> //a (partner) -> //b (partner) -> //c (internal)
  fix: make //c at least partner, or take it out of deps
`,
		},
		{"dependencies that atoms of the kind do not have", group("//a", []*Atom{
			with(shards("a", Partner, "//b"), func(a *Atom) { a.Kind = element.FIDLLibrary; a.Area = "Kernel" }), shards("b", Partner),
		}), nil, `//:idk: //a is a fidl_library and depends on //b, which is a component_manifest
  the way: //:idk -> //a (partner) -> //b (partner)
  fix: take it out of deps: a fidl_library may depend on atoms of the kind fidl_library
`},
		{
			"what a molecule asks for", group("//m", []*Atom{shards("a", Internal), shards("b", Partner), shards("c", HostTool, "//d"), shards("d", Prebuilt)},
				"//m //n //b", "//n=prebuilt //a //c"), nil,
			`//:idk: //a has the category "internal", and //n asks for "prebuilt" or more public: sdk://component_manifest/a
  the way: //:idk -> //m -> //n -> //a (internal)
  fix: make //a at least prebuilt, or take it out of //n
//:idk: //c has the category "host_tool", and //n asks for "prebuilt" or more public: sdk://component_manifest/c
  the way: //:idk -> //m -> //n -> //c (host_tool)
  fix: make //c at least prebuilt, or take it out of //n
`,
		},
		{"what the group asks for, where a molecule asks for less", func() *Group {
			g := group("//m", []*Atom{shards("a", Internal)}, "//m=internal //a")
			g.Category = Partner
			return g
		}(), nil, `//:idk: //a has the category "internal", and //:idk asks for "partner" or more public: sdk://component_manifest/a
  the way: //:idk -> //m -> //a (internal)
  fix: make //a at least partner, or take it out of //m
`},
		{"areas", group("//a //b", []*Atom{
			with(shards("a", Partner), func(a *Atom) { a.Kind = element.FIDLLibrary }),
			with(shards("b", Partner), func(a *Atom) { a.Area = "Kernl" }),
		}), Areas{"Kernel", "Unknown"}, `//:idk: //a (sdk://component_manifest/a) has no area, and a fidl_library must have one
  the way: //:idk -> //a (partner)
  fix: use one of Kernel or Unknown
//:idk: //b (sdk://component_manifest/b) has the area "Kernl", which does not exist
  the way: //:idk -> //b (partner)
  fix: did you mean "Kernel"?
`},
		{"an element file twice", group("//a //b", []*Atom{
			shards("a", Partner), with(shards("b", Partner), func(a *Atom) { a.MetaDest = "pkg/a/a.json" }),
		}), nil, `//:idk: the element file of //a and the element file of //b cannot both be in the IDK: "pkg/a/a.json" is there twice
  fix: choose another path for one of them, or take //a or //b out of the IDK
`},
		{"a file twice", group("//a //b", []*Atom{
			shards("a", Partner), with(shards("b", Partner), func(a *Atom) { a.Files = []File{{"pkg/a/a.cml", "b.cml"}} }),
		}), nil, `//:idk: sdk/lib/a/a.cml of //a and b.cml of //b cannot both be in the IDK: "pkg/a/a.cml" is there twice
  fix: choose another path for one of them, or take //a or //b out of the IDK
`},
		{"a file in place of an element file", group("//a //b", []*Atom{
			shards("a", Partner), with(shards("b", Partner), func(a *Atom) { a.Files = []File{{"pkg/a/a.json", "b.cml"}} }),
		}), nil, `//:idk: the element file of //a and b.cml of //b cannot both be in the IDK: "pkg/a/a.json" is there twice
  fix: choose another path for one of them, or take //a or //b out of the IDK
`},
		{"a file in place of the manifest", group("//a", []*Atom{
			with(shards("a", Partner), func(a *Atom) { a.Files = []File{{"meta/manifest.json", "b.cml"}} }),
		}), nil, `//:idk: the list of all elements and b.cml of //a cannot both be in the IDK: "meta/manifest.json" is there twice
`},
		{"a file in place of a directory", group("//a //b", []*Atom{
			shards("a", Partner), with(shards("b", Partner), func(a *Atom) { a.Files = []File{{"pkg/a", "b.cml"}} }),
		}), nil, `//:idk: the element file of //a and b.cml of //b cannot both be in the IDK: "pkg/a" cannot be a file: other files are below "pkg/a"
  fix: choose another path for one of them, or take //a or //b out of the IDK
`},
		{"paths that differ in case", group("//a //b", []*Atom{
			shards("a", Partner), with(shards("b", Partner), func(a *Atom) { a.Files = []File{{"pkg/a/A.cml", "b.cml"}} }),
		}), nil, `//:idk: sdk/lib/a/a.cml of //a and b.cml of //b cannot both be in the IDK: "pkg/a/A.cml" and "pkg/a/a.cml" differ in the case of letters only
  fix: choose another path for one of them, or take //a or //b out of the IDK
`},
		{"a path that leaves", group("//a", []*Atom{
			with(shards("a", Partner), func(a *Atom) { a.Files = []File{{"../x", "b.cml"}} }),
		}), nil, "//:idk: b.cml of //a cannot be \"../x\" in the IDK: a path cannot have the part \"..\"\n"},
		{"a name twice", group("//a //b", []*Atom{
			shards("a", Partner), with(shards("b", Partner), func(a *Atom) { a.Name = "a" }),
		}), nil, `//:idk: //a and //b are both a component_manifest with the name "a"
  fix: give one of them another name
`},
		{"a tool for two hosts", group("//a //b", []*Atom{
			with(shards("a", Partner), func(a *Atom) { a.Kind, a.Name, a.MetaDest = element.HostTool, "cmc", "tools/x64/cmc-meta.json" }),
			with(shards("b", Partner), func(a *Atom) {
				a.Kind, a.Name, a.MetaDest = element.HostTool, "cmc", "tools/arm64/cmc-meta.json"
			}),
		}), nil, ""},
		{"a blob of two packages", group("//a //b", []*Atom{pkg("a", blob), pkg("b", blob)}), nil, ""},
		{
			"a blob of two packages from two places", group("//a //b", []*Atom{pkg("a", blob), pkg("b", File{blob.Dest, "other"})}), nil,
			`//:idk: out/blobs/00 of //a and other of //b cannot both be in the IDK: "packages/blobs/00" is there twice
  fix: choose another path for one of them, or take //a or //b out of the IDK
`,
		},
		{"what is not in the IDK anyway", group("//a //b", []*Atom{
			shards("a", Partner), with(shards("b", Internal), func(a *Atom) { a.MetaDest = "pkg/a/a.json" }),
		}), nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.group.Areas = tt.areas
			diags := &diag.List{}
			Check(tt.group, diags)
			if diff := cmp.Diff(tt.want, printed(t, diags)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// All that is wrong is reported by one run.
func TestCheckReportsEverything(t *testing.T) {
	g := everythingWrong()
	diags := &diag.List{}
	Check(g, diags)
	text := printed(t, diags)
	for _, part := range []string{"is that of 2 atoms", "is more private", "which does not exist", "cannot both be in the IDK", "is no atom", "asks for"} {
		if !strings.Contains(text, part) {
			t.Errorf("no finding has %q:\n%s", part, text)
		}
	}
}

// The order in which atoms and molecules come does not matter.
func TestCheckDoesNotDependOnOrder(t *testing.T) {
	report := func(g *Group) string {
		diags := &diag.List{}
		Check(g, diags)
		return printed(t, diags)
	}
	want := report(everythingWrong())
	random := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		g := everythingWrong()
		random.Shuffle(len(g.Atoms), func(i, j int) { g.Atoms[i], g.Atoms[j] = g.Atoms[j], g.Atoms[i] })
		random.Shuffle(len(g.Molecules), func(i, j int) { g.Molecules[i], g.Molecules[j] = g.Molecules[j], g.Molecules[i] })
		random.Shuffle(len(g.Deps), func(i, j int) { g.Deps[i], g.Deps[j] = g.Deps[j], g.Deps[i] })
		for _, m := range g.Molecules {
			random.Shuffle(len(m.Deps), func(i, j int) { m.Deps[i], m.Deps[j] = m.Deps[j], m.Deps[i] })
		}
		if diff := cmp.Diff(want, report(g)); diff != "" {
			t.Fatalf("(-first +shuffled):\n%s", diff)
		}
	}
}

func everythingWrong() *Group {
	g := group("//m //n //b", []*Atom{
		shards("a", Partner, "//c", "//d"), with(shards("b", Partner, "//c"), func(a *Atom) { a.ID = "sdk://component_manifest/a" }),
		shards("c", Internal), with(shards("d", HostTool), func(a *Atom) { a.Area = "Nowhere" }),
		with(shards("e", Public, "//lib"), func(a *Atom) { a.Name, a.MetaDest = "b", "pkg/b/b.json" }),
	}, "//m=partner //a //n", "//n //e //c")
	g.Areas = Areas{"Kernel", "Unknown"}
	g.Category = CompatTest
	return g
}

func TestGraphsWithoutEndAreNotWalkedForever(t *testing.T) {
	diags := &diag.List{}
	Check(group("//a", []*Atom{shards("a", Partner, "//b"), shards("b", Partner, "//a")}), diags)
	if diags.HasErrors() {
		t.Error(printed(t, diags))
	}
}

func TestWords(t *testing.T) {
	for want, names := range map[string][]string{
		"": nil, "a": {"a"}, "a or b": {"a", "b"}, "a, b or c": {"a", "b", "c"},
	} {
		if got := words(names, "or"); got != want {
			t.Errorf("%v: got %q, want %q", names, got, want)
		}
	}
}
