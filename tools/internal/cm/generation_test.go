package cm_test

import (
	"flag"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cm"
)

func TestGenerations(t *testing.T) {
	type differences struct {
		Name                                                   string
		ServiceDependency, DebugInfo, SortedNames, DepfileRoot bool
	}
	want := []differences{
		{"r24", false, false, false, false},
		{"r25", true, false, false, false},
		{"r26", true, true, true, true},
	}
	var got []differences
	for _, g := range cm.Generations() {
		got = append(got, differences{g.String(), g.HasServiceDependency(), g.HasDebugInfo(), g.SortsGroupedNames(), g.HasRootInDepfile()})
		if parsed, err := cm.ParseGeneration(g.String()); err != nil || parsed != g {
			t.Errorf("%v: parsed %v, error %v", g, parsed, err)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got, want := cm.Generation(0), cm.R25; got != want {
		t.Errorf("the zero value: got %v, want %v", got, want)
	}
}

func TestGenerationAsFlag(t *testing.T) {
	var g cm.Generation
	flags := flag.NewFlagSet("test", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.TextVar(&g, "generation", cm.R25, "")
	if err := flags.Parse([]string{"--generation=r24"}); err != nil || g != cm.R24 {
		t.Errorf("got %v and error %v, want %v", g, err, cm.R24)
	}
	err := flags.Parse([]string{"--generation=r27"})
	const want = `invalid value "r27" for flag -generation: no generation "r27"; want r24, r25 or r26`
	if err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
}
