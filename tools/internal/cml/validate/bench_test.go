package validate

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/merge"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// realmText writes a realm with n children, each of which is offered what
// neighbours have, what all get, and what the parent has: five clauses each.
// With wrong, every clause names a child that does not exist.
func realmText(n int, wrong bool) string {
	var b strings.Builder
	b.WriteString("{\n  children: [\n")
	for i := range n {
		fmt.Fprintf(&b, "    { name: \"child-%d\", url: \"fuchsia-pkg://fuchsia.com/child-%d#meta/child.cm\" },\n", i, i)
	}
	b.WriteString("  ],\n  offer: [\n    { protocol: \"fuchsia.logger.LogSink\", from: \"parent\", to: \"all\" },\n")
	target := "child"
	if wrong {
		target = "chidl"
	}
	for i := range n {
		from := "parent"
		if i > 0 {
			from = fmt.Sprintf("#child-%d", i-1)
		}
		fmt.Fprintf(&b, "    { protocol: \"fuchsia.example%d.Protocol\", from: %q, to: \"#%s-%d\" },\n", i, from, target, i)
		fmt.Fprintf(&b, "    { directory: \"data\", from: \"parent\", to: \"#%s-%d\", rights: [ \"rw*\" ], subdir: \"d%d\" },\n", target, i, i)
		fmt.Fprintf(&b, "    { protocol: [ \"fuchsia.a.A\", \"fuchsia.b.B\" ], from: \"parent\", to: \"#%s-%d\" },\n", target, i)
		fmt.Fprintf(&b, "    { storage: \"cache\", from: \"parent\", to: \"#%s-%d\" },\n", target, i)
		fmt.Fprintf(&b, "    { service: \"fuchsia.s.S\", from: \"parent\", to: \"#%s-%d\", availability: \"optional\" },\n", target, i)
	}
	b.WriteString("  ],\n}\n")
	return b.String()
}

func decodeRealm(tb testing.TB, text string) *cml.Document {
	tb.Helper()
	diags := &diag.List{}
	d := cml.Decode(diag.NewFile("realm.cml", []byte(text)), cml.DecodeOptions{}, diags)
	if d == nil {
		tb.Fatal(diags.Err())
	}
	merge.Canonicalize(d)
	return d
}

// BenchmarkRealm validates realms of growing size; the time per clause should
// not grow.
func BenchmarkRealm(b *testing.B) {
	for _, children := range []int{100, 1000, 10_000} {
		b.Run(fmt.Sprintf("children=%d", children), func(b *testing.B) {
			benchmark(b, realmText(children, false), 0)
		})
	}
}

// BenchmarkWrongRealm is the worst case for suggestions: all is misspelt.
func BenchmarkWrongRealm(b *testing.B) {
	benchmark(b, realmText(10_000, true), -1)
}

// BenchmarkRing is one cycle through all children.
func BenchmarkRing(b *testing.B) {
	text := realmText(10_000, false)
	text = strings.Replace(text, "  offer: [\n", "  offer: [\n    { protocol: \"ring\", from: \"#child-9999\", to: \"#child-0\" },\n", 1)
	benchmark(b, text, 1)
}

// BenchmarkUses has uses in ever deeper directories, and one that covers all.
func BenchmarkUses(b *testing.B) {
	var text strings.Builder
	text.WriteString("{\n  use: [\n    { directory: \"d\", path: \"/svc\", rights: [ \"r*\" ] },\n")
	for i := range 50_000 {
		fmt.Fprintf(&text, "    { protocol: \"fuchsia.example%d.Protocol\", path: \"/svc/d%d/p%d\" },\n", i, i%1000, i)
	}
	text.WriteString("  ],\n}\n")
	benchmark(b, text.String(), -1)
}

// benchmark validates a document; want is the number of findings, -1 is any.
func benchmark(b *testing.B, text string, want int) {
	d := decodeRealm(b, text)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		diags := &diag.List{}
		Document(d, Options{ForCompile: true}, diags)
		if want >= 0 && diags.Len() != want {
			b.Fatalf("got %d findings, want %d", diags.Len(), want)
		}
	}
	clauses := len(d.Use) + len(d.Offer)
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(max(clauses, 1)), "ns/clause")
}
