package realm

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSubset(t *testing.T) {
	facts := Facts(decode(t, "core.cml", `{
		children: [ { name: "a", url: "#meta/a.cm" }, { name: "b", url: "#meta/b.cm" } ],
		collections: [ { name: "c", durability: "transient" } ],
		offer: [
			{ protocol: "p", from: "#a", as: "q", to: "#b" },
			{ protocol: "p", from: "parent", to: "all" },
			{ directory: "a", from: "#b/d", to: "#c" },
		],
	}`))
	for _, tt := range []struct {
		name string
		only Subset
		want []string
	}{
		{"everything", Subset{}, texts(facts)},
		{"sections", Subset{Sections: []string{"children", "collections"}}, []string{
			`children "a" url=#meta/a.cm`, `children "b" url=#meta/b.cm`, `collections "c" durability=transient`,
		}},
		{"a child, what it gets and what it gives", Subset{Children: []string{"b"}}, []string{
			`children "b" url=#meta/b.cm`, `offer directory "a" from #b/d to #c`, `offer protocol "p" from #a as "q" to #b`,
		}},
		{"a name at the target; that of a child is no capability's", Subset{Names: []string{"q", "c"}}, []string{
			`offer protocol "p" from #a as "q" to #b`,
		}},
		{"all conditions must hold", Subset{Sections: []string{"offer"}, Children: []string{"c"}, Names: []string{"a"}}, []string{
			`offer directory "a" from #b/d to #c`,
		}},
		{"nothing", Subset{Children: []string{"d"}}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, texts(tt.only.Of(facts))); diff != "" {
				t.Errorf("facts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSubsetKnowsItsSections(t *testing.T) {
	if err := (&Subset{Sections: factSections}).Check(); err != nil {
		t.Errorf("got %v", err)
	}
	want := `there is no section "offers"; the sections with facts are capabilities, children, collections, ` +
		`config, environments, expose, facets, offer, program, use`
	if err := (&Subset{Sections: []string{"use", "offers"}}).Check(); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
