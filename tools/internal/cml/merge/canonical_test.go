package merge

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func TestCanonicalize(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", `{}`, `{}`},
		{"empty sections", `{use: [], children: [], facets: {}}`, `{use: [], children: [], facets: {}}`},
		{
			"elements are sorted, includes and config are not",
			`{
				include: ["b", "a"],
				children: [{name: "b", url: "#b"}, {name: "a", url: "#a"}],
				collections: [{name: "b", durability: "transient"}, {name: "a", durability: "transient"}],
				environments: [{name: "b"}, {name: "a", runners: [{runner: "z", from: "self"}, {runner: "y", from: "self"}]}],
				config: {b: {type: "bool"}, a: {type: "bool"}},
			}`,
			`{
				include: ["b", "a"],
				children: [{name: "a", url: "#a"}, {name: "b", url: "#b"}],
				collections: [{name: "a", durability: "transient"}, {name: "b", durability: "transient"}],
				environments: [{name: "a", runners: [{runner: "z", from: "self"}, {runner: "y", from: "self"}]}, {name: "b"}],
				config: {b: {type: "bool"}, a: {type: "bool"}},
			}`,
		},
		{
			"names are sorted bytewise",
			`{use: [{protocol: ["b", "B", "a-b", "a.b", "a"]}]}`,
			`{use: [{protocol: ["B", "a", "a-b", "a.b", "b"]}]}`,
		},
		{
			"equal clauses collapse, the first gives the spelling",
			`{offer: [
				{protocol: "b", from: "parent", to: ["#x"]},
				{protocol: ["a"], from: ["parent"], to: "#x"},
			]}`,
			`{offer: [{protocol: ["a", "b"], from: "parent", to: ["#x"]}]}`,
		},
		{
			"absent and written defaults differ",
			`{use: [{protocol: "b"}, {protocol: "a", availability: "required"}]}`,
			`{use: [{protocol: "a", availability: "required"}, {protocol: "b"}]}`,
		},
		{
			"clauses with a path do not collapse and come first",
			`{use: [{protocol: "a"}, {protocol: "b"}, {protocol: "a", path: "/svc/y"}, {protocol: ["a"], path: "/svc/x"}]}`,
			`{use: [{protocol: "a", path: "/svc/y"}, {protocol: ["a"], path: "/svc/x"}, {protocol: ["a", "b"]}]}`,
		},
		{
			"renamed clauses do not collapse",
			`{offer: [
				{protocol: "b", from: "parent", to: "#x", as: "z"},
				{protocol: "a", from: "parent", to: "#x", as: "z"},
			]}`,
			`{offer: [
				{protocol: "a", from: "parent", to: "#x", as: "z"},
				{protocol: "b", from: "parent", to: "#x", as: "z"},
			]}`,
		},
		{
			"renamed and other clauses keep their order if their names are equal",
			`{expose: [{protocol: "a", from: "self"}, {protocol: ["a"], from: "#c", as: "b"}]}`,
			`{expose: [{protocol: "a", from: "self"}, {protocol: "a", from: "#c", as: "b"}]}`,
		},
		{
			"types are sorted by keyword",
			`{offer: [
				{storage: "a", from: "self", to: "#x"}, {service: "a", from: "self", to: "#x"},
				{runner: "a", from: "self", to: "#x"}, {resolver: "a", from: "self", to: "#x"},
				{protocol: "a", from: "self", to: "#x"}, {event_stream: "a", from: "parent", to: "#x"},
				{directory: "a", from: "self", to: "#x"}, {dictionary: "a", from: "self", to: "#x"},
				{config: "a", from: "self", to: "#x"},
			]}`,
			`{offer: [
				{config: "a", from: "self", to: "#x"}, {dictionary: "a", from: "self", to: "#x"},
				{directory: "a", from: "self", to: "#x"}, {event_stream: "a", from: "parent", to: "#x"},
				{protocol: "a", from: "self", to: "#x"}, {resolver: "a", from: "self", to: "#x"},
				{runner: "a", from: "self", to: "#x"}, {service: "a", from: "self", to: "#x"},
				{storage: "a", from: "self", to: "#x"},
			]}`,
		},
		{
			"what can be collapsed in offer",
			`{offer: [
				{storage: "b", from: "self", to: "#x"}, {storage: "a", from: "self", to: "#x"},
				{runner: "b", from: "self", to: "#x"}, {runner: "a", from: "self", to: "#x"},
				{dictionary: ["d", "c"], from: "self", to: "#x"}, {dictionary: "b", from: "self", to: "#x"},
			]}`,
			`{offer: [
				{dictionary: "b", from: "self", to: "#x"}, {dictionary: ["d", "c"], from: "self", to: "#x"},
				{runner: ["a", "b"], from: "self", to: "#x"}, {storage: ["a", "b"], from: "self", to: "#x"},
			]}`,
		},
		{
			"what can be collapsed in expose",
			`{expose: [
				{resolver: "b", from: "self"}, {resolver: "a", from: "self"},
				{directory: "b", from: "self"}, {directory: "a", from: "self"},
				{dictionary: ["d", "c"], from: "self"}, {dictionary: "b", from: "self"},
			]}`,
			`{expose: [
				{dictionary: ["d", "c", "b"], from: "self"},
				{directory: ["a", "b"], from: "self"}, {resolver: ["a", "b"], from: "self"},
			]}`,
		},
		{
			"what can be collapsed in use and capabilities",
			`{
				use: [{runner: "b"}, {runner: "a"}, {service: "b"}, {service: "a"}, {config: "b", key: "k", type: "bool"}, {config: "a", key: "k", type: "bool"}],
				capabilities: [{dictionary: "b"}, {dictionary: "a"}, {event_stream: "b"}, {event_stream: "a"}],
			}`,
			`{
				use: [{config: "a", key: "k", type: "bool"}, {config: "b", key: "k", type: "bool"}, {runner: "a"}, {runner: "b"}, {service: ["a", "b"]}],
				capabilities: [{dictionary: "a"}, {dictionary: "b"}, {event_stream: ["a", "b"]}],
			}`,
		},
		{
			"names of kept clauses are sorted, dictionaries are not",
			`{use: [{dictionary: ["b", "a"]}], offer: [{dictionary: ["b", "a"], from: "self", to: "#x"}]}`,
			`{use: [{dictionary: ["b", "a"]}], offer: [{dictionary: ["b", "a"], from: "self", to: "#x"}]}`,
		},
		{
			"scopes are sorted and then equal, sources and targets are not sorted",
			`{offer: [
				{event_stream: "b", from: "parent", to: ["#z", "#y"], scope: ["#y", "#x"]},
				{event_stream: "a", from: "parent", to: ["#z", "#y"], scope: ["#x", "#y"]},
				{service: "s", from: ["#b", "#a"], to: ["#z", "#y"]},
			]}`,
			`{offer: [
				{event_stream: ["a", "b"], from: "parent", to: ["#z", "#y"], scope: ["#x", "#y"]},
				{service: "s", from: ["#b", "#a"], to: ["#z", "#y"]},
			]}`,
		},
		{
			"repeated names stay in clauses of their own",
			`{use: [{protocol: ["a", "b"]}, {protocol: ["b", "c"]}, {protocol: "b"}, {protocol: "c"}]}`,
			`{use: [{protocol: ["a", "b", "c"]}, {protocol: ["b", "c"]}, {protocol: "b"}]}`,
		},
		{
			"repeated names do not come before what they repeat",
			`{expose: [{config: ["c", "b"], from: "self"}, {config: "b", from: "self"}]}`,
			`{expose: [{config: ["c", "b"], from: "self"}, {config: "b", from: "self"}]}`,
		},
		{
			"a clause with two keywords is left to validation",
			`{use: [{protocol: ["b", "a"], service: "s"}]}`,
			`{use: [{protocol: ["b", "a"], service: "s"}]}`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := decode(t, tt.text)[0]
			Canonicalize(d)
			want(t, d, tt.want)
			Canonicalize(d)
			want(t, d, tt.want)
		})
	}
}

func TestCanonicalizeForGenerationThatSortsGroupedNames(t *testing.T) {
	text := `{
		expose: [{config: ["c", "b"], from: "self"}, {config: "a", from: "self"}, {dictionary: ["e", "d"], from: "self"}],
		offer: [{config: ["c", "b"], from: "self", to: "#x"}, {dictionary: ["e", "d"], from: "self", to: "#x"}],
		use: [{dictionary: ["e", "d"]}],
	}`
	d := decode(t, text)[0]
	CanonicalizeFor(d, false)
	want(t, d, `{
		expose: [{config: ["c", "b", "a"], from: "self"}, {dictionary: ["e", "d"], from: "self"}],
		offer: [{config: ["c", "b"], from: "self", to: "#x"}, {dictionary: ["e", "d"], from: "self", to: "#x"}],
		use: [{dictionary: ["e", "d"]}],
	}`)
	d = decode(t, text)[0]
	CanonicalizeFor(d, true)
	want(t, d, `{
		expose: [{config: ["a", "b", "c"], from: "self"}, {dictionary: ["d", "e"], from: "self"}],
		offer: [{config: ["b", "c"], from: "self", to: "#x"}, {dictionary: ["e", "d"], from: "self", to: "#x"}],
		use: [{dictionary: ["e", "d"]}],
	}`)
}

// TestCollapsedFieldsKnowAllPlaces: who corrects a wrong source has to do so in
// each clause that was collapsed.
func TestCollapsedFieldsKnowAllPlaces(t *testing.T) {
	d := merged(t,
		"{offer: [{protocol: 'a', from: '#q', to: ['#x', '#y'], availability: 'optional'}]}",
		"{offer: [\n{protocol: 'b', from: '#q', to: ['#x',\n'#y'], availability: 'optional'}]}",
	)
	c := d.Offer[0]
	for _, tt := range []struct {
		name string
		str  cml.Str
		want []string
	}{
		{"first name", c.Names()[0], []string{"1.cml:1:21"}},
		{"second name", c.Names()[1], []string{"2.cml:2:12"}},
		{"from", c.From.Items[0], []string{"1.cml:1:32", "2.cml:2:23"}},
		{"to", c.To.Items[1], []string{"1.cml:1:49", "2.cml:3:1"}},
		{"availability", c.Availability, []string{"1.cml:1:70", "2.cml:3:22"}},
	} {
		if diff := cmp.Diff(placesOf(tt.str.Pos, tt.str.Also), tt.want); diff != "" {
			t.Errorf("%s: places differ (-got +want):\n%s", tt.name, diff)
		}
	}
}

// placesOf returns places as text.
func placesOf(pos diag.Pos, also []diag.Pos) []string {
	texts := []string{pos.Position().String()}
	for _, p := range also {
		texts = append(texts, p.Position().String())
	}
	return texts
}
