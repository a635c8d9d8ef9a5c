package merge

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// noted is a note with places as text.
type noted struct {
	Section, Name string
	Places        []string
}

func notesOf(t *testing.T, texts ...string) (*cml.Document, *Notes) {
	t.Helper()
	var diags diag.List
	d, n := WithNotes(decode(t, texts...), &diags)
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return d, n
}

func TestDuplicatesNameAllPlaces(t *testing.T) {
	_, n := notesOf(t,
		`{use: [{protocol: ["a", "b"]}], children: [{name: "c", url: "#c"}], environments: [{name: "e", extends: "realm"}]}`,
		`{use: [{protocol: "b"}], children: [{name: "c", url: "#c"}], environments: [{name: "e", __stop_timeout_ms: 1}]}`,
		`{use: [{protocol: "x"}, {protocol: "b"}], collections: [{name: "d", durability: "transient"}], config: {k: {type: "bool"}}}`,
		`{collections: [{name: "d", durability: "transient"}], config: {k: {type: "bool"}}, environments: [{name: "e", __stop_timeout_ms: 1}]}`,
	)
	var got []noted
	for _, d := range n.Duplicates {
		got = append(got, noted{d.Section.String(), d.Name, placesOf(d.Places[0], d.Places[1:])})
		if hasClause := d.Section == cml.SectionUse; hasClause != (d.Clause != nil) {
			t.Errorf("%s %s: got clause %v", d.Section, d.Name, d.Clause)
		}
	}
	want := []noted{
		{"use", "b", []string{"1.cml:1:25", "2.cml:1:19", "3.cml:1:36"}},
		{"children", "c", []string{"1.cml:1:44", "2.cml:1:37"}},
		{"collections", "d", []string{"3.cml:1:57", "4.cml:1:16"}},
		{"environments", "e", []string{"2.cml:1:77", "4.cml:1:99"}},
		{"config", "k", []string{"3.cml:1:105", "4.cml:1:64"}},
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("duplicates differ (-got +want):\n%s", diff)
	}
	if len(n.Promoted) != 0 {
		t.Errorf("got promotions %v, want none", n.Promoted)
	}
}

func TestPromotionsNameWeakAndStrongPlace(t *testing.T) {
	type promoted struct{ Name, From, To, Weak, Strong string }
	const (
		weak   = `{offer: [{protocol: ["p", "q"], from: "parent", to: "#x", availability: "transitional"}]}`
		middle = `{offer: [{protocol: "p", from: "parent", to: "#x", availability: "optional"}]}`
		strong = `{offer: [{protocol: "p", from: "parent", to: "#x"}]}`
	)
	for _, tt := range []struct {
		name string
		docs []string
		want []promoted
	}{
		{"weak first", []string{weak, middle, strong}, []promoted{
			{"p", "transitional", "required", "1.cml:1:22", "3.cml:1:21"},
			{"p", "optional", "required", "2.cml:1:21", "3.cml:1:21"},
		}},
		{"strong first", []string{strong, weak}, []promoted{
			{"p", "transitional", "required", "2.cml:1:22", "1.cml:1:21"},
		}},
		{"equal", []string{weak, weak}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, n := notesOf(t, tt.docs...)
			var got []promoted
			for _, p := range n.Promoted {
				got = append(got, promoted{p.Name, p.From, p.To, p.Weak.Position().String(), p.Strong.Position().String()})
				if p.Clause == nil || p.Clause.Availability.Value != "" || p.Clause.Names()[0].Value != "p" {
					t.Errorf("got clause %v, want the required one", p.Clause)
				}
			}
			if diff := cmp.Diff(got, tt.want); diff != "" {
				t.Errorf("promotions differ (-got +want):\n%s", diff)
			}
			for _, c := range d.Offer {
				if c.Availability.Value == "optional" {
					t.Errorf("got a clause without names at %v", c.Pos.Position())
				}
			}
		})
	}
}

// TestMergedStringsKnowAllPlaces: a finding about a fact names everybody who
// stated it, the document that decides first.
func TestMergedStringsKnowAllPlaces(t *testing.T) {
	d, _ := notesOf(t,
		`{include: ["i"], program: {runner: "elf", a: {b: "c"}}, use: [{protocol: "p", availability: "optional"}],
		  children: [{name: "c", url: "#c"}], environments: [{name: "e", extends: "realm"}]}`,
		`{include: ["i"], program: {runner: "elf", a: {b: "c"}}, use: [{protocol: "p"}],
		  children: [{name: "c", url: "#c", startup: "lazy"}], environments: [{name: "e", extends: "realm", debug: []}]}`,
	)
	for _, tt := range []struct {
		name string
		pos  diag.Pos
		also []diag.Pos
		want []string
	}{
		{"include", d.Include[0].Pos, d.Include[0].Also, []string{"1.cml:1:12", "2.cml:1:12"}},
		{"name", d.Use[0].Names()[0].Pos, d.Use[0].Names()[0].Also, []string{"2.cml:1:74", "1.cml:1:74"}},
		{"runner", d.Program.Runner.Pos, d.Program.Runner.Also, []string{"1.cml:1:36", "2.cml:1:36"}},
		{"key", d.Program.Info[0].Key.Pos, d.Program.Info[0].Key.Also, []string{"1.cml:1:43", "2.cml:1:43"}},
		{
			"nested key", d.Program.Info[0].Value.Members[0].Key.Pos, d.Program.Info[0].Value.Members[0].Key.Also,
			[]string{"1.cml:1:47", "2.cml:1:47"},
		},
		{"child", d.Children[0].Pos, d.Children[0].Also, []string{"1.cml:2:16", "2.cml:2:16"}},
		{"url", d.Children[0].URL.Pos, d.Children[0].URL.Also, []string{"1.cml:2:33", "2.cml:2:33"}},
		{"environment", d.Environments[0].Pos, d.Environments[0].Also, []string{"1.cml:2:56", "2.cml:2:73"}},
		{"extends", d.Environments[0].Extends.Pos, d.Environments[0].Extends.Also, []string{"1.cml:2:77", "2.cml:2:94"}},
	} {
		if diff := cmp.Diff(placesOf(tt.pos, tt.also), tt.want); diff != "" {
			t.Errorf("%s: places differ (-got +want):\n%s", tt.name, diff)
		}
	}
}
