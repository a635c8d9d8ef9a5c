package validate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// mesh writes a realm in which each of n children depends on those that the
// function names.
func mesh(n int, dependsOn func(i, j int) bool) []byte {
	var b strings.Builder
	b.WriteString("{\n  children: [\n")
	for i := range n {
		fmt.Fprintf(&b, "    { name: \"c%02d\", url: \"#meta/c.cm\" },\n", i)
	}
	b.WriteString("  ],\n  offer: [\n")
	for i := range n {
		for j := range n {
			if i != j && dependsOn(i, j) {
				fmt.Fprintf(&b, "    { protocol: \"p%02d\", from: \"#c%02d\", to: \"#c%02d\" },\n", j, j, i)
			}
		}
	}
	b.WriteString("  ],\n}\n")
	return []byte(b.String())
}

func TestManyCyclesAreCounted(t *testing.T) {
	tests := []struct {
		name string
		n    int
		want string
	}{
		// A complete graph of n nodes has the sum of n!/((n-k)!·k) cycles for
		// k from 2 to n.
		{"all are counted", 5, "there are 64 more cycles of strong dependencies than the 20 that are listed"},
		{"counting stops", 12, "there are more than 980 more cycles of strong dependencies than the 20 that are listed"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			findings := validateText(t, "mesh.cml", mesh(test.n, func(int, int) bool { return true })).All()
			if len(findings) != 21 {
				t.Fatalf("got %d findings, want 20 cycles and one more", len(findings))
			}
			if got := findings[0].Msg; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			for _, f := range findings[1:] {
				if !strings.HasPrefix(f.Msg, "cycle of strong dependencies: #c") {
					t.Errorf("got %q, want a cycle", f.Msg)
				}
			}
		})
	}
}

func TestLongCyclesAreShortened(t *testing.T) {
	const n = 60
	findings := validateText(t, "ring.cml", mesh(n, func(i, j int) bool { return (j+1)%n == i })).All()
	if len(findings) != 1 {
		t.Fatalf("got %d findings, want one", len(findings))
	}
	msg := findings[0].Msg
	for _, want := range []string{"#c00 -> #c01 -> ", "#c11 -> … 36 more … -> #c48", "#c59 -> #c00"} {
		if !strings.Contains(msg, want) {
			t.Errorf("got %q, want it to contain %q", msg, want)
		}
	}
	if got := len(findings[0].Related); got != mostLinks+1 {
		t.Errorf("got %d notes, want %d links and one for the others", got, mostLinks)
	}
	last := findings[0].Related[mostLinks]
	if want := "36 more links, beginning here"; last.Msg != want {
		t.Errorf("last note is %q, want %q", last.Msg, want)
	}
}

func TestNoCycleInALongChain(t *testing.T) {
	if diags := validateText(t, "chain.cml", mesh(90, func(i, j int) bool { return j < i })); diags.Len() != 0 {
		t.Errorf("got findings about a chain:\n%s", printed(t, diags))
	}
}

// Children that offer to all depend on each other; only some of them are
// followed, which must not hide the cycles.
func TestManySourcesToAll(t *testing.T) {
	var b strings.Builder
	b.WriteString("{\n  children: [\n")
	for i := range 3 * mostSourcesToAll {
		fmt.Fprintf(&b, "    { name: \"c%d\", url: \"#meta/c.cm\" },\n", i)
	}
	b.WriteString("  ],\n  offer: [\n")
	for i := range 3 * mostSourcesToAll {
		fmt.Fprintf(&b, "    { protocol: \"p%d\", from: \"#c%d\", to: \"all\" },\n", i, i)
	}
	b.WriteString("  ],\n}\n")
	findings := validateText(t, "all.cml", []byte(b.String())).All()
	cycles := slices.DeleteFunc(findings, func(f *diag.Diagnostic) bool { return f.Rule != cycleRule })
	if len(cycles) != 21 {
		t.Errorf("got %d findings about cycles, want 20 cycles and one more", len(cycles))
	}
}
