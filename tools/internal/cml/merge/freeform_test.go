package merge

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestProgram(t *testing.T) {
	for _, r := range []result{
		{
			"missing on one side",
			[]string{`{}`, `{program: {runner: "elf", b: "1", a: "2"}}`, `{}`},
			`{program: {runner: "elf", b: "1", a: "2"}}`,
		},
		{
			"runner of one side, keys of both",
			[]string{`{program: {b: "1"}}`, `{program: {runner: "elf", a: "2"}}`},
			`{program: {runner: "elf", b: "1", a: "2"}}`,
		},
		{
			"equal values",
			[]string{
				`{program: {runner: "elf", binary: "b", args: ["x"], n: 5, deep: {k: "v", l: [{a: "1", b: "2"}]}, z: null}}`,
				`{program: {runner: "elf", binary: "b", args: ["x"], n: 5, deep: {k: "v"}, z: null}}`,
			},
			`{program: {runner: "elf", binary: "b", args: ["x"], n: 5, deep: {k: "v", l: [{a: "1", b: "2"}]}, z: null}}`,
		},
		{
			"environ and features are concatenated with repetitions",
			[]string{
				`{program: {runner: "elf", environ: ["A=1"], features: ["f"]}}`,
				`{program: {environ: ["A=1", "B=2"], features: ["g"]}}`,
				`{program: {environ: ["C=3"]}}`,
			},
			`{program: {runner: "elf", environ: ["A=1", "A=1", "B=2", "C=3"], features: ["f", "g"]}}`,
		},
		{
			"arrays of nested objects are concatenated",
			[]string{
				`{program: {runner: "elf", deep: {er: {args: ["x"]}}}}`,
				`{program: {deep: {er: {args: ["x"], more: {}}}}}`,
			},
			`{program: {runner: "elf", deep: {er: {args: ["x", "x"], more: {}}}}}`,
		},
	} {
		r.run(t)
	}
}

func TestProgramConflicts(t *testing.T) {
	for _, tt := range []struct{ name, ours, theirs, want string }{
		{"runner", `{runner: "elf"}`, `{runner: "dart"}`, "`program.runner` is \"dart\" here, but \"elf\" in an earlier manifest"},
		{"scalar", `{binary: "a"}`, `{binary: "b"}`, "`program.binary` is \"b\" here, but \"a\" in an earlier manifest"},
		{"kind", `{environ: "A=1"}`, `{environ: ["B=2"]}`, "`program.environ` is [\"B=2\"] here, but \"A=1\" in an earlier manifest"},
		{"array", `{args: ["a"]}`, `{args: ["b"]}`, "`program.args` is [\"b\"] here, but [\"a\"] in an earlier manifest"},
		{"order of an array", `{args: ["a", "b"]}`, `{args: ["b", "a"]}`, "`program.args` is [\"b\", \"a\"] here, but [\"a\", \"b\"] in an earlier manifest"},
		{"nested", `{a: {b: {c: true}}}`, `{a: {b: {c: null}}}`, "`program.a.b.c` is null here, but true in an earlier manifest"},
		{"object and scalar", `{a: {b: {c: "x"}}}`, `{a: {b: 1.5}}`, "`program.a.b` is 1.5 here, but {c: \"x\"} in an earlier manifest"},
		{"scalar and object", `{a: "x"}`, `{a: {b: [{c: "y"}]}}`, "`program.a` is {b: [{c: \"y\"}]} here, but \"x\" in an earlier manifest"},
		{
			"long values are cut", `{a: "` + strings.Repeat("é", 500) + `"}`, `{a: "x"}`,
			"`program.a` is \"x\" here, but \"" + strings.Repeat("é", longest-1) + "… in an earlier manifest",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := conflicts(t, `{program: `+tt.ours+`}`, `{program: `+tt.theirs+`}`)
			if !strings.Contains(got, tt.want+" (in //m:2)\n") {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestAllConflictsAreReportedAtBothPlaces(t *testing.T) {
	got := conflicts(t,
		`{program: {runner: "elf", binary: "a"}}`,
		`{program: {runner: "dart", main: "x"}}`,
		`{program: {binary: "b", main: "y"}}`,
	)
	want := "2.cml:1:20: `program.runner` is \"dart\" here, but \"elf\" in an earlier manifest (in //m:2)\n" +
		"  1.cml:1:20: here it is \"elf\" (in //m:1)\n" +
		"  fix: give both the same value, or set it in one of them only\n" +
		"3.cml:1:20: `program.binary` is \"b\" here, but \"a\" in an earlier manifest (in //m:3)\n" +
		"  1.cml:1:35: here it is \"a\" (in //m:1)\n" +
		"  fix: give both the same value, or set it in one of them only\n" +
		"3.cml:1:31: `program.main` is \"y\" here, but \"x\" in an earlier manifest (in //m:3)\n" +
		"  2.cml:1:34: here it is \"x\" (in //m:2)\n" +
		"  fix: give both the same value, or set it in one of them only\n"
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("findings differ (-got +want):\n%s", diff)
	}
}

func TestFacets(t *testing.T) {
	for _, r := range []result{
		{
			"disjoint",
			[]string{`{facets: {b: "1"}}`, `{}`, `{facets: {a: ["2"]}}`},
			`{facets: {b: "1", a: ["2"]}}`,
		},
		{
			"nested objects and arrays, also at the top",
			[]string{`{facets: {a: ["1"], o: {l: ["x"], p: {q: "r"}}}}`, `{facets: {a: ["1", "2"], o: {p: {s: "t", q: "r"}, l: ["y"]}}}`},
			`{facets: {a: ["1", "1", "2"], o: {l: ["x", "y"], p: {q: "r", s: "t"}}}}`,
		},
	} {
		r.run(t)
	}
}

func TestFacetConflicts(t *testing.T) {
	got := conflicts(t, `{facets: {a: "1", o: {l: ["a"]}}}`, `{facets: {a: "2", o: {l: "a"}}}`)
	for _, want := range []string{
		"2.cml:1:14: `facets.a` is \"2\" here, but \"1\" in an earlier manifest",
		"2.cml:1:26: `facets.o.l` is \"a\" here, but [\"a\"] in an earlier manifest",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestConfig(t *testing.T) {
	for _, r := range []result{
		{
			"disjoint",
			[]string{`{config: {b: {type: "bool"}}}`, `{config: {a: {type: "int8"}}}`},
			`{config: {b: {type: "bool"}, a: {type: "int8"}}}`,
		},
		{
			"equal",
			[]string{
				`{config: {v: {type: "vector", max_count: 2, element: {type: "string", max_size: 3}, mutability: ["parent"]}}}`,
				`{config: {v: {max_count: 2, type: "vector", mutability: ["parent"], element: {max_size: 3, type: "string"}}}}`,
			},
			`{config: {v: {type: "vector", max_count: 2, element: {type: "string", max_size: 3}, mutability: ["parent"]}}}`,
		},
	} {
		r.run(t)
	}
}

func TestConfigConflicts(t *testing.T) {
	for _, tt := range []struct{ name, ours, theirs, want string }{
		{"type", `{type: "bool"}`, `{type: "uint8"}`, "uint8 here, but bool"},
		{"size", `{type: "string", max_size: 1}`, `{type: "string", max_size: 2}`, "string of at most 2 bytes here, but string of at most 1 bytes"},
		{"mutability", `{type: "bool"}`, `{type: "bool", mutability: ["parent"]}`, "bool mutable by parent here, but bool"},
		{
			"element", `{type: "vector", max_count: 4, element: {type: "bool"}}`, `{type: "vector", max_count: 4, element: {type: "int8"}}`,
			"vector of int8, at most 4 elements here, but vector of bool, at most 4 elements",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := conflicts(t, `{config: {k: `+tt.ours+`}}`, `{config: {k: `+tt.theirs+`}}`)
			if want := "2.cml:1:11: `config.k` is " + tt.want + " in an earlier manifest"; !strings.HasPrefix(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
