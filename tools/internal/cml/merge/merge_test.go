package merge

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// decode decodes texts as the files 1.cml, 2.cml and so on.
func decode(t testing.TB, texts ...string) []*cml.Document {
	t.Helper()
	var diags diag.List
	var docs []*cml.Document
	for i, text := range texts {
		f := diag.NewFile(fmt.Sprintf("%d.cml", i+1), []byte(text))
		f.Label = fmt.Sprintf("//m:%d", i+1)
		docs = append(docs, cml.Decode(f, cml.DecodeOptions{}, &diags))
	}
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return docs
}

// merged merges texts, which must not conflict, and canonicalizes.
func merged(t testing.TB, texts ...string) *cml.Document {
	t.Helper()
	var diags diag.List
	d := Documents(decode(t, texts...), &diags)
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	Canonicalize(d)
	return d
}

// conflicts returns what merging texts reports.
func conflicts(t testing.TB, texts ...string) string {
	t.Helper()
	var diags diag.List
	Documents(decode(t, texts...), &diags)
	var b strings.Builder
	if err := diags.Print(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// content compares documents by what they say, not by where it was written.
var content = cmp.Options{
	cmpopts.IgnoreTypes(diag.Pos{}, []diag.Pos{}, &diag.File{}),
}

// want fails unless a document says what a text says, in the same order and
// spelling.
func want(t testing.TB, got *cml.Document, text string) {
	t.Helper()
	if diff := cmp.Diff(got, decode(t, text)[0], content); diff != "" {
		t.Errorf("result differs (-got +want):\n%s", diff)
	}
}

// result is a merge and what comes out.
type result struct {
	name string
	docs []string
	want string
}

func (r result) run(t *testing.T) {
	t.Run(r.name, func(t *testing.T) {
		want(t, merged(t, r.docs...), r.want)
	})
}

func TestClausesOfUse(t *testing.T) {
	for _, r := range []result{
		{
			"equal names are kept once",
			[]string{`{use: [{protocol: "a"}]}`, `{use: [{protocol: "a"}]}`},
			`{use: [{protocol: "a"}]}`,
		},
		{
			"a list of one equals its element",
			[]string{`{use: [{protocol: "a"}]}`, `{use: [{protocol: ["a"]}]}`},
			`{use: [{protocol: "a"}]}`,
		},
		{
			"a superset adds the rest",
			[]string{`{use: [{protocol: ["a", "b"]}]}`, `{use: [{protocol: ["c", "b", "a"]}]}`},
			`{use: [{protocol: ["a", "b", "c"]}]}`,
		},
		{
			"a subset adds nothing",
			[]string{`{use: [{protocol: ["a", "b"]}]}`, `{use: [{protocol: ["b"]}]}`},
			`{use: [{protocol: ["a", "b"]}]}`,
		},
		{
			"other types, paths and sources are other clauses",
			[]string{
				`{use: [{protocol: "a"}]}`,
				`{use: [{service: "a"}, {protocol: "a", from: "parent"}, {protocol: "a", path: "/svc/b"}, {protocol: "a", from: "#c"}]}`,
			},
			`{use: [
				{protocol: "a", path: "/svc/b"},
				{protocol: "a"},
				{protocol: "a", from: "parent"},
				{protocol: "a", from: "#c"},
				{service: "a"},
			]}`,
		},
		{
			"directories with other rights are other clauses",
			[]string{
				`{use: [{directory: "d", rights: ["r*"], path: "/d"}]}`,
				`{use: [{directory: "d", rights: ["rw*"], path: "/d"}, {directory: "d", rights: ["r*"], path: "/d"}]}`,
			},
			`{use: [{directory: "d", rights: ["r*"], path: "/d"}, {directory: "d", rights: ["rw*"], path: "/d"}]}`,
		},
		{
			"runners, dictionaries and storage are deduplicated",
			[]string{
				`{use: [{runner: "r"}, {dictionary: "d", path: "/d"}, {storage: "s", path: "/s"}]}`,
				`{use: [{runner: "r"}, {dictionary: "d", path: "/d"}, {storage: "s", path: "/s"}]}`,
			},
			`{use: [{dictionary: "d", path: "/d"}, {runner: "r"}, {storage: "s", path: "/s"}]}`,
		},
		{
			"configuration keys are told apart",
			[]string{
				`{use: [{config: "c", key: "k", type: "string", max_size: 5}]}`,
				`{use: [{config: "c", key: "k", type: "string", max_size: 5}, {config: "c", key: "l", type: "string", max_size: 5}]}`,
			},
			`{use: [{config: "c", key: "k", type: "string", max_size: 5}, {config: "c", key: "l", type: "string", max_size: 5}]}`,
		},
		{
			"filters are equal whatever the order of their keys",
			[]string{
				`{use: [{event_stream: "e", filter: {a: "1", b: "2"}}]}`,
				`{use: [{event_stream: "e", filter: {b: "2", a: "1"}}, {event_stream: "e", filter: {a: "2"}}]}`,
			},
			`{use: [{event_stream: "e", filter: {a: "1", b: "2"}}, {event_stream: "e", filter: {a: "2"}}]}`,
		},
		{
			"a section of one document is taken as it is",
			[]string{`{}`, `{use: [{protocol: "b"}, {protocol: "a"}]}`, `{}`},
			`{use: [{protocol: ["a", "b"]}]}`,
		},
		{
			"an empty section stays",
			[]string{`{use: []}`, `{}`},
			`{use: []}`,
		},
	} {
		r.run(t)
	}
}

// TestAvailabilities merges two clauses for a with each pair of availabilities:
// the stronger one is left, of equal ones the first, of incomparable ones both.
func TestAvailabilities(t *testing.T) {
	strength := map[string]int{"": 3, "required": 3, "optional": 2, "transitional": 1}
	written := func(section, availability, names string) string {
		clause := `{protocol: ` + names + `, from: "parent"`
		if section == "offer" {
			clause += `, to: "#x"`
		}
		if availability != "" {
			clause += `, availability: "` + availability + `"`
		}
		return clause + `}`
	}
	all := []string{"", "required", "optional", "transitional", "same_as_target"}
	for _, section := range []string{"use", "offer"} {
		for _, ours := range all {
			for _, theirs := range all {
				t.Run(fmt.Sprintf("%s %q %q", section, ours, theirs), func(t *testing.T) {
					doc := func(clauses ...string) string {
						return `{` + section + `: [` + strings.Join(clauses, ", ") + `]}`
					}
					a, b := written(section, ours, `"a"`), written(section, theirs, `"a"`)
					equal, overlap := doc(a, b), doc(written(section, ours, `["a", "b"]`), written(section, theirs, `["a", "c"]`))
					switch {
					case ours == theirs:
						equal, overlap = doc(a), doc(written(section, ours, `["a", "b", "c"]`))
					case strength[ours] == 0 || strength[theirs] == 0:
					case strength[ours] >= strength[theirs]:
						equal, overlap = doc(a), doc(written(section, ours, `["a", "b"]`), written(section, theirs, `"c"`))
					default:
						equal, overlap = doc(b), doc(written(section, theirs, `["a", "c"]`), written(section, ours, `"b"`))
					}
					want(t, merged(t, doc(a), doc(b)), equal)
					want(t, merged(t,
						doc(written(section, ours, `["a", "b"]`)),
						doc(written(section, theirs, `["a", "c"]`))), overlap)
				})
			}
		}
	}
}

func TestClausesOfOtherSections(t *testing.T) {
	for _, r := range []result{
		{
			"expose compares availabilities like any other field",
			[]string{
				`{expose: [{protocol: ["a", "b"], from: "self", availability: "optional"}]}`,
				`{expose: [{protocol: ["a", "b"], from: "self", availability: "optional"}, {protocol: "b", from: "self"}]}`,
			},
			`{expose: [{protocol: ["a", "b"], from: "self", availability: "optional"}, {protocol: "b", from: "self"}]}`,
		},
		{
			"offers to other targets are other offers",
			[]string{
				`{offer: [{storage: "s", from: "self", to: ["#a"]}]}`,
				`{offer: [{storage: "s", from: "self", to: "#a"}, {storage: "s", from: "self", to: "#b"}]}`,
			},
			`{offer: [{storage: "s", from: "self", to: ["#a"]}, {storage: "s", from: "self", to: "#b"}]}`,
		},
		{
			"equal offers of a service are deduplicated across documents",
			[]string{
				`{offer: [{service: "s", from: "#a", to: "#x"}, {service: "s", from: "#b", to: "#x"}]}`,
				`{offer: [{service: "s", from: "#b", to: "#x"}]}`,
			},
			`{offer: [{service: "s", from: "#a", to: "#x"}, {service: "s", from: "#b", to: "#x"}]}`,
		},
		{
			"declarations with other fields are both kept",
			[]string{
				`{capabilities: [{storage: "s", from: "parent", backing_dir: "d", storage_id: "static_instance_id"}]}`,
				`{capabilities: [
					{storage: "s", from: "parent", backing_dir: "d", storage_id: "static_instance_id_or_moniker"},
					{protocol: "p", delivery: "immediate"},
				]}`,
			},
			`{capabilities: [
				{protocol: "p", delivery: "immediate"},
				{storage: "s", from: "parent", backing_dir: "d", storage_id: "static_instance_id"},
				{storage: "s", from: "parent", backing_dir: "d", storage_id: "static_instance_id_or_moniker"},
			]}`,
		},
		{
			"the deprecated spelling of weak equals it",
			[]string{
				`{offer: [{protocol: "p", from: "parent", to: "#x", dependency: "weak"}]}`,
				`{offer: [{protocol: "p", from: "parent", to: "#x", dependency: "weak_for_migration"}]}`,
			},
			`{offer: [{protocol: "p", from: "parent", to: "#x", dependency: "weak"}]}`,
		},
	} {
		r.run(t)
	}
}

// TestRepetitionsInOneDocumentStay: a document that says something twice is
// wrong, and merging must not hide it.
func TestRepetitionsInOneDocumentStay(t *testing.T) {
	for _, r := range []result{
		{
			"alone",
			[]string{`{use: [{protocol: "a"}, {protocol: ["a", "b"]}]}`},
			`{use: [{protocol: ["a", "b"]}, {protocol: "a"}]}`,
		},
		{
			"repeated in the other document",
			[]string{`{use: [{protocol: "a"}]}`, `{use: [{protocol: "a"}, {protocol: "a"}]}`},
			`{use: [{protocol: "a"}, {protocol: "a"}]}`,
		},
		{
			"repeated in both documents",
			[]string{`{use: [{protocol: "a"}, {protocol: "a"}]}`, `{use: [{protocol: "a"}, {protocol: "a"}]}`},
			`{use: [{protocol: "a"}, {protocol: "a"}]}`,
		},
		{
			"repeated with another strength",
			[]string{`{use: [{protocol: "a", availability: "optional"}]}`, `{use: [{protocol: "a", availability: "optional"}, {protocol: "a"}]}`},
			`{use: [{protocol: "a", availability: "optional"}, {protocol: "a"}]}`,
		},
		{
			"children",
			[]string{
				`{children: [{name: "c", url: "#meta/c.cm"}]}`,
				`{children: [{name: "c", url: "#meta/c.cm"}, {name: "c", url: "#meta/c.cm"}]}`,
			},
			`{children: [{name: "c", url: "#meta/c.cm"}, {name: "c", url: "#meta/c.cm"}]}`,
		},
	} {
		r.run(t)
	}
}

func TestClauseWithoutKeywordCannotBeMerged(t *testing.T) {
	for section, rule := range map[string]string{"use": "U1", "capabilities": "P1"} {
		bad, good := `{`+section+`: [{path: "/a"}]}`, `{}`
		at := fmt.Sprint(len(section) + 5)
		text := ":1:" + at + ": a clause of `" + section + "` names no capability, so it cannot be merged [" + rule + "]"
		if got, want := conflicts(t, good, bad), "2.cml"+text; !strings.HasPrefix(got, want) {
			t.Errorf("theirs: got %q, want %q", got, want)
		}
		if got, want := conflicts(t, bad, good), "1.cml"+text; !strings.HasPrefix(got, want) {
			t.Errorf("ours: got %q, want %q", got, want)
		}
		if got := conflicts(t, bad); got != "" {
			t.Errorf("alone: got %q, want nothing: there is nothing to merge with", got)
		}
	}
}

func TestClauseWithTwoKeywordsIsKept(t *testing.T) {
	text := `{use: [{protocol: "a", service: "a"}]}`
	want(t, merged(t, text, text), `{use: [{protocol: "a", service: "a"}, {protocol: "a", service: "a"}]}`)
}

func TestIncludesAreJoined(t *testing.T) {
	result{
		"",
		[]string{`{include: ["b", "a"]}`, `{}`, `{include: ["c", "a", "c"]}`},
		`{include: ["b", "a", "c"]}`,
	}.run(t)
}

func TestChildrenAndCollections(t *testing.T) {
	for _, r := range []result{
		{
			"equal ones are kept once",
			[]string{
				`{children: [{name: "b", url: "#meta/b.cm", on_terminate: "reboot", environment: "#e"}], collections: [{name: "d", durability: "transient"}]}`,
				`{children: [{name: "b", url: "#meta/b.cm", on_terminate: "reboot", environment: "#e"}, {name: "a", url: "#meta/a.cm"}],
				  collections: [{name: "d", durability: "transient"}, {name: "c", durability: "single_run"}]}`,
			},
			`{children: [{name: "a", url: "#meta/a.cm"}, {name: "b", url: "#meta/b.cm", on_terminate: "reboot", environment: "#e"}],
			  collections: [{name: "c", durability: "single_run"}, {name: "d", durability: "transient"}]}`,
		},
		{
			"different ones of one name are both kept",
			[]string{
				`{children: [{name: "a", url: "#meta/a.cm"}], collections: [{name: "c", durability: "transient"}]}`,
				`{children: [{name: "a", url: "#meta/a.cm", startup: "eager"}], collections: [{name: "c", durability: "transient", allow_long_names: false}]}`,
			},
			`{children: [{name: "a", url: "#meta/a.cm"}, {name: "a", url: "#meta/a.cm", startup: "eager"}],
			  collections: [{name: "c", durability: "transient"}, {name: "c", durability: "transient", allow_long_names: false}]}`,
		},
	} {
		r.run(t)
	}
}

func TestEnvironments(t *testing.T) {
	for _, r := range []result{
		{
			"other names",
			[]string{`{environments: [{name: "b"}]}`, `{environments: [{name: "a", __stop_timeout_ms: 5}]}`},
			`{environments: [{name: "a", __stop_timeout_ms: 5}, {name: "b"}]}`,
		},
		{
			"what one lacks the other gives",
			[]string{
				`{environments: [{name: "e", __stop_timeout_ms: 5}]}`,
				`{environments: [{name: "e", extends: "none"}]}`,
				`{environments: [{name: "e", extends: "none", __stop_timeout_ms: 5}]}`,
			},
			`{environments: [{name: "e", extends: "none", __stop_timeout_ms: 5}]}`,
		},
		{
			"registrations are concatenated, repeated ones too",
			[]string{
				`{environments: [{name: "e", extends: "realm", runners: [{runner: "r", from: "parent"}], debug: []}]}`,
				`{environments: [{name: "e", runners: [{runner: "r", from: "parent"}, {runner: "s", from: "self"}]}]}`,
			},
			`{environments: [{name: "e", extends: "realm", debug: [], runners: [
				{runner: "r", from: "parent"}, {runner: "r", from: "parent"}, {runner: "s", from: "self"},
			]}]}`,
		},
		{
			"equal ones are kept once",
			[]string{
				`{environments: [{name: "e", runners: [{runner: "r", from: "parent"}]}]}`,
				`{environments: [{name: "e", resolvers: [{resolver: "s", from: "parent", scheme: "x"}]}]}`,
				`{environments: [{name: "e", runners: [{runner: "r", from: "parent"}]}]}`,
				`{environments: [{name: "e", resolvers: [{resolver: "s", from: "parent", scheme: "x"}]}]}`,
			},
			`{environments: [{name: "e", runners: [{runner: "r", from: "parent"}], resolvers: [{resolver: "s", from: "parent", scheme: "x"}]}]}`,
		},
	} {
		r.run(t)
	}
}

func TestEnvironmentConflicts(t *testing.T) {
	got := conflicts(t,
		`{environments: [{name: "e", extends: "realm", __stop_timeout_ms: 5}]}`,
		`{environments: [{name: "e", extends: "none", __stop_timeout_ms: 6}]}`,
	)
	want := "2.cml:1:38: `extends` of environment \"e\" is \"none\" here, but \"realm\" in an earlier manifest (in //m:2)\n" +
		"  1.cml:1:38: here it is \"realm\" (in //m:1)\n" +
		"  fix: give both the same value, or set it in one of them only\n" +
		"2.cml:1:65: `__stop_timeout_ms` of environment \"e\" is 6 here, but 5 in an earlier manifest (in //m:2)\n" +
		"  1.cml:1:66: here it is 5 (in //m:1)\n" +
		"  fix: give both the same value, or set it in one of them only\n"
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("findings differ (-got +want):\n%s", diff)
	}
}
