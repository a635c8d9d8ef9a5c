package translate

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cm"
)

func TestGenerations(t *testing.T) {
	const text = `{
		children: [ { name: "a", url: "#a.cm" } ],
		offer: [ { service: "x", from: "parent", to: "#a", dependency: "weak" } ],
		expose: [ { config: [ "y", "x" ], from: "#a" }, { config: "w", from: "#a", availability: "optional" } ],
	}`
	const service = "service{source:parent source_name:x target:child(a) target_name:x availability:required"
	config := map[string]string{
		"w": "config{source:child(a) source_name:w target:parent target_name:w availability:optional}",
		"x": "config{source:child(a) source_name:x target:parent target_name:x availability:required}",
		"y": "config{source:child(a) source_name:y target:parent target_name:y availability:required}",
	}
	for _, c := range []struct {
		generation           cm.Generation
		offers, exposes      []string
		debugInfo, noSources []string
	}{
		{
			generation: cm.R24,
			offers:     []string{service + "}"},
			exposes:    []string{config["w"], config["y"], config["x"]},
		},
		{
			generation: cm.R25,
			offers:     []string{service + " dependency_type:weak}"},
			exposes:    []string{config["w"], config["y"], config["x"]},
		},
		{
			generation: cm.R26,
			offers:     []string{service + " dependency_type:weak}"},
			exposes:    []string{config["w"], config["x"], config["y"]},
			debugInfo:  []string{"{manifest_sources:[a.cml b.cml]}"},
			noSources:  []string{"{manifest_sources:[]}"},
		},
	} {
		t.Run(c.generation.String(), func(t *testing.T) {
			got := mustCompile(t, text, Options{Generation: c.generation, ManifestSources: []string{"a.cml", "b.cml"}})
			for member, want := range map[string][]string{
				"offers": c.offers, "exposes": c.exposes, "debug_info": c.debugInfo,
			} {
				if diff := cmp.Diff(lines(t, got, member), want); diff != "" {
					t.Errorf("%s (-got +want):\n%s", member, diff)
				}
			}
			bare := lines(t, mustCompile(t, text, Options{Generation: c.generation}), "debug_info")
			if diff := cmp.Diff(bare, c.noSources); diff != "" {
				t.Errorf("debug_info without sources (-got +want):\n%s", diff)
			}
		})
	}
}
