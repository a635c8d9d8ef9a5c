package realm

import (
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cm/translate"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/merge"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// FuzzViews looks at any two manifests in all ways: nothing panics or hangs; a
// realm differs from itself in nothing, and from another in the same lines with
// the signs turned round in the other direction.
func FuzzViews(f *testing.F) {
	f.Add(workstation, terminal)
	f.Add(`{ use: [ { protocol: "p" } ], expose: [ { service: "s", from: [ "#a", "self" ] } ] }`,
		`{ capabilities: [ { dictionary: "d" } ], offer: [ { protocol: "p", from: "self/d/e", to: "self/d" }, { dictionary: "d", from: "self", to: "#core" } ] }`)
	f.Add(`{ capabilities: [ { storage: "s", from: "#core", backing_dir: "p" } ] }`,
		`{ offer: [ { directory: "p", from: "#core/d", to: "all" }, { storage: "s", from: "#core", as: "p", to: "#core" } ] }`)
	f.Fuzz(func(t *testing.T, core, root string) {
		c, r := tryDecode(core), tryDecode(root)
		if c == nil || r == nil {
			return
		}
		left := &View{Name: "core", Component: "core", Facts: Facts(c)}
		right := &View{Name: "root", Component: "root", Facts: Facts(r)}
		if d := Compare(left, left, Subset{}); !d.Equal() {
			t.Errorf("a realm differs from itself: %q", d.Lines())
		}
		forth, back := lines(Compare(left, right, Subset{})), lines(Compare(right, left, Subset{}))
		turned := map[string]bool{}
		for line := range back {
			sign := map[byte]string{'-': "+", '+': "-"}[line[0]]
			turned[sign+line[1:]] = true
		}
		if diff := cmp.Diff(forth, turned); diff != "" {
			t.Errorf("differences (-forth +back):\n%s", diff)
		}
		for _, fact := range left.Facts {
			if len(fact.Name) < 100 {
				why := FindRoutes(fact.Name, []Level{{left, "core"}, {right, ""}})
				if len(why.Routes) == 0 && fact.Type != "" && !why.Truncated {
					t.Errorf("there is no route for %s", fact)
				}
				if err := why.Print(io.Discard); err != nil {
					t.Fatal(err)
				}
			}
		}
		if _, err := NewBlame(left, Subset{}, nil, nil).Marshal(); err != nil {
			t.Fatal(err)
		}
		diags := &diag.List{}
		CheckRoutes(r, c, "core", diags)
		NoteUnknown(c, diags)
		CheckPackages(c, &PackageSet{}, diags)
		merge.Canonicalize(c)
		if component := translate.Component(c, translate.Options{ConfigPackagePath: "x"}, &diag.List{}); component != nil {
			facts, err := ComponentFacts(component)
			if err != nil {
				t.Fatal(err)
			}
			CheckChildren(r, []ChildManifest{{Resource: "meta/core.cm", Facts: facts}}, "", diags)
		}
		if err := diags.Print(io.Discard); err != nil {
			t.Fatal(err)
		}
	})
}

func tryDecode(text string) *cml.Document {
	return cml.Decode(diag.NewFile("a.cml", []byte(text)), cml.DecodeOptions{}, &diag.List{})
}

func lines(d *Diff) map[string]bool {
	set := map[string]bool{}
	for _, line := range d.Lines() {
		set[line] = true
	}
	return set
}
