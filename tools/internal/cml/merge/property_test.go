package merge

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// FuzzMerge merges random documents.
func FuzzMerge(f *testing.F) {
	for seed := range uint64(60) {
		f.Add(seed, uint8(seed))
	}
	f.Fuzz(func(t *testing.T, seed uint64, count uint8) {
		r := random{rand.New(rand.NewPCG(seed, 0))}
		texts := make([]string, 1+count%4)
		for i := range texts {
			texts[i] = r.document()
		}
		docs := decode(t, texts...)
		var diags diag.List
		got := Documents(docs, &diags)
		Canonicalize(got)

		if diff := cmp.Diff(docs, decode(t, texts...), sameFile); diff != "" {
			t.Errorf("the documents were changed:\n%s", diff)
		}
		again := *got
		Canonicalize(&again)
		if diff := cmp.Diff(&again, got, sameFile); diff != "" {
			t.Errorf("canonicalizing twice changes the document:\n%s", diff)
		}

		r.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
		var shuffledDiags diag.List
		shuffled := Documents(docs, &shuffledDiags)
		Canonicalize(shuffled)
		if diags.HasErrors() != shuffledDiags.HasErrors() {
			t.Errorf("conflicts depend on the order of documents: got %v and %v", diags.Err(), shuffledDiags.Err())
		}
		if diags.HasErrors() {
			return
		}
		if diff := cmp.Diff(facts(shuffled), facts(got)); diff != "" {
			t.Errorf("the result depends on the order of documents:\n%s", diff)
		}
		checkSelfMerge(t, got)
		checkPrinted(t, got)
	})
}

// sameFile compares places by where they are.
var sameFile = cmp.Comparer(func(a, b *diag.File) bool { return a == b || a != nil && b != nil && a.Name == b.Name })

// checkSelfMerge merges a canonical document with itself: nothing changes but
// the arrays that merging concatenates.
func checkSelfMerge(t *testing.T, d *cml.Document) {
	t.Helper()
	alone := *d
	alone.Program, alone.Facets = nil, nil
	var diags diag.List
	twice := Documents([]*cml.Document{&alone, &alone}, &diags)
	Canonicalize(twice)
	if err := diags.Err(); err != nil {
		t.Errorf("a document conflicts with itself: %v", err)
	}
	if diff := cmp.Diff(twice, &alone, content); diff != "" {
		t.Errorf("merging a document with itself changes it:\n%s", diff)
	}
}

// checkPrinted prints a canonical document: what is read back is canonical.
func checkPrinted(t *testing.T, d *cml.Document) {
	t.Helper()
	text := string(cml.Print(d).Text)
	again := decode(t, text)[0]
	Canonicalize(again)
	if diff := cmp.Diff(string(cml.Print(again).Text), text); diff != "" {
		t.Errorf("a printed document is not canonical:\n%s", diff)
	}
}

// TestMergeOfNothing: no documents are an empty document.
func TestMergeOfNothing(t *testing.T) {
	var diags diag.List
	want(t, Documents(nil, &diags), `{}`)
}

// TestDroppedPlacesAreNotWrittenIntoDocuments: lists of places that have room
// behind them must not be appended to in place.
func TestDroppedPlacesAreNotWrittenIntoDocuments(t *testing.T) {
	docs := decode(t, `{use: [{protocol: "p"}], children: [{name: "c", url: "#c"}]}`, `{use: [{protocol: "p"}], children: [{name: "c", url: "#c"}]}`)
	roomy := make([]diag.Pos, 0, 8)
	docs[0].Use[0].Keywords[0].Names.Items[0].Also = roomy
	docs[0].Children[0].Also = roomy
	var diags diag.List
	Canonicalize(Documents(docs, &diags))
	if got := roomy[:1][0]; got.IsValid() {
		t.Errorf("got the place %v in the document's list, want none", got.Position())
	}
}

// BenchmarkMerge shows that the cost per shard does not grow with their number.
func BenchmarkMerge(b *testing.B) {
	for _, n := range []int{10, 100, 1_000, 10_000} {
		docs := make([]string, n)
		for i := range docs {
			docs[i] = fmt.Sprintf(`{
				children: [{name: "child%[1]d", url: "fuchsia-pkg://fuchsia.com/child%[1]d#meta/child.cm"}],
				offer: [
					{protocol: ["fuchsia.logger.LogSink", "fuchsia.inspect.InspectSink"], from: "parent", to: "#child%[1]d"},
					{protocol: "fuchsia.common.P%[2]d", from: "parent", to: "#shared"},
					{protocol: "fuchsia.common.Weak", from: "parent", to: "#shared", availability: "optional"},
					{directory: "config-data", from: "parent", to: "#child%[1]d", subdir: "child%[1]d", rights: ["r*"]},
				],
				use: [{protocol: "fuchsia.common.Used"}],
				expose: [{protocol: ["fuchsia.child.P%[1]d"], from: "#child%[1]d"}],
				environments: [{name: "core-env", extends: "realm", runners: [{runner: "r%[1]d", from: "parent"}]}],
				program: {runner: "elf", environ: ["V%[1]d=1"]},
				facets: {shards: {s%[1]d: ["x"], all: ["s"]}},
				config: {k%[1]d: {type: "bool"}},
			}`, i, i%100)
		}
		decoded := decode(b, docs...)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				var diags diag.List
				Canonicalize(Documents(decoded, &diags))
				if err := diags.Err(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/shard")
		})
	}
}
