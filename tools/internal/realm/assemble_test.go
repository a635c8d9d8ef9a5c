package realm

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/include"
	"github.com/rules-idk/rules_idk/tools/internal/cml/merge"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/findings"
	"github.com/rules-idk/rules_idk/tools/internal/json5"
)

// files are texts by path; each one is its own target "@@//:<path>", which may
// include all others.
type files map[string]string

func (f files) loader(t testing.TB) include.Loader {
	t.Helper()
	root := "."
	var labels []string
	for path := range f {
		labels = append(labels, "@@//:"+path)
	}
	var shards []include.Shard
	for path := range f {
		shards = append(shards, include.Shard{
			Label: "@@//:" + path, Path: path, File: path, IncludePath: &root, Deps: labels,
		})
	}
	loader, err := include.NewStrict(shards, include.StrictOptions{Read: func(path string) ([]byte, error) {
		text, ok := f[path]
		if !ok {
			return nil, fs.ErrNotExist
		}
		return []byte(text), nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	return loader
}

func decodeFile(f *diag.File, diags *diag.List) *cml.Document {
	return cml.Decode(f, cml.DecodeOptions{}, diags)
}

// assemble assembles a realm that must be right.
func assemble(t testing.TB, f files, parts Parts) *Realm {
	t.Helper()
	var diags diag.List
	r, err := Assemble(parts, include.NewResolver(f.loader(t), decodeFile), &diags)
	if err != nil {
		t.Fatal(err)
	}
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	merge.Canonicalize(r.Document)
	return r
}

// reread prints a realm and reads it as the next action does: with the places
// of the original files.
func reread(t testing.TB, d *cml.Document) *cml.Document {
	t.Helper()
	var diags diag.List
	rendered := cml.Print(d)
	f := diag.NewFile("core.cml", rendered.Text)
	tree := json5.Parse(f, &diags)
	if tree == nil {
		t.Fatal(diags.Err())
	}
	if err := cml.AttachProvenance(f, tree, rendered.Provenance()); err != nil {
		t.Fatal(err)
	}
	again := cml.DecodeTree(tree, cml.DecodeOptions{}, &diags)
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return again
}

var demo = files{
	"core.cml": `{
	include: [ "logging.shard.cml" ],
	children: [ { name: "shell", url: "fuchsia-pkg://fuchsia.com/shell#meta/shell.cm" } ],
}`,
	"logging.shard.cml":   `{ offer: [ { protocol: "fuchsia.logger.LogSink", from: "parent", to: "all" } ] }`,
	"b/net.core.cml":      `{ include: [ "logging.shard.cml" ], children: [ { name: "netstack", url: "fuchsia-pkg://fuchsia.com/netstack#meta/netstack.cm" } ] }`,
	"a/weak.core.cml":     `{ offer: [ { protocol: "fuchsia.net.Name", from: "parent", to: "#shell", availability: "optional" } ] }`,
	"c/strong.core.cml":   `{ offer: [ { protocol: "fuchsia.net.Name", from: "parent", to: "#shell" } ] }`,
	"d/the-same.core.cml": `{ offer: [ { protocol: "fuchsia.net.Name", from: "parent", to: [ "#shell" ] } ] }`,
}

var demoShards = []string{"b/net.core.cml", "a/weak.core.cml", "c/strong.core.cml", "d/the-same.core.cml"}

func TestAssembleDoesNotDependOnTheOrderOfShards(t *testing.T) {
	var want []byte
	for i := range 20 {
		shards := append([]string(nil), demoShards...)
		r := rand.New(rand.NewPCG(uint64(i), 1))
		r.Shuffle(len(shards), func(i, j int) { shards[i], shards[j] = shards[j], shards[i] })
		got := assemble(t, demo, Parts{Base: "core.cml", Shards: shards})
		rendered := cml.Print(got.Document)
		notes, err := got.Notes.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		text := bytes.Join([][]byte{rendered.Text, rendered.Provenance(), notes}, nil)
		if want == nil {
			want = text
		}
		if diff := cmp.Diff(string(want), string(text)); diff != "" {
			t.Fatalf("shards in the order %v (-first +this):\n%s", shards, diff)
		}
	}
}

func TestAssembleMergesShardsByFileNameAndThenIncludes(t *testing.T) {
	r := assemble(t, demo, Parts{Base: "core.cml", Shards: demoShards, Slots: map[string]string{"b/net.core.cml": "network"}})
	var shards []string
	for _, c := range r.Notes.Shards {
		shards = append(shards, strings.TrimSpace(c.File+" "+c.Slot))
	}
	want := []string{"b/net.core.cml network", "c/strong.core.cml", "d/the-same.core.cml", "a/weak.core.cml"}
	if diff := cmp.Diff(want, shards); diff != "" {
		t.Errorf("shards (-want +got):\n%s", diff)
	}
	if len(r.Notes.Includes) != 1 || r.Notes.Includes[0].File != "logging.shard.cml" {
		t.Errorf("includes: got %+v, want the one that base and shard include, once", r.Notes.Includes)
	}
	if r.Document.Include != nil {
		t.Errorf("includes are left: %v", r.Document.Include)
	}
}

func TestAssembleNotesWhatWasDroppedAndPromoted(t *testing.T) {
	r := assemble(t, demo, Parts{Base: "core.cml", Shards: demoShards})
	wantPromoted := []Promotion{{
		Section: "offer", Type: "protocol", Name: "fuchsia.net.Name", From: "optional", To: "required",
		Weak:   findings.Place{Label: "//:a/weak.core.cml", File: "a/weak.core.cml", Line: 1, Column: 24},
		Strong: findings.Place{Label: "//:c/strong.core.cml", File: "c/strong.core.cml", Line: 1, Column: 24},
	}}
	if diff := cmp.Diff(wantPromoted, r.Notes.Promoted); diff != "" {
		t.Errorf("promoted (-want +got):\n%s", diff)
	}
	wantDuplicates := []Duplicate{{
		Section: "offer", Type: "protocol", Name: "fuchsia.net.Name",
		Places: []findings.Place{
			{Label: "//:c/strong.core.cml", File: "c/strong.core.cml", Line: 1, Column: 24},
			{Label: "//:d/the-same.core.cml", File: "d/the-same.core.cml", Line: 1, Column: 24},
		},
	}}
	// The array of d is equal to the string of c.
	if diff := cmp.Diff(wantDuplicates, r.Notes.Duplicates); diff != "" {
		t.Errorf("duplicates (-want +got):\n%s", diff)
	}
}

func TestNotesRoundTrip(t *testing.T) {
	want := assemble(t, demo, Parts{Base: "core.cml", Shards: demoShards}).Notes
	text, err := want.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadNotes(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
	for _, bad := range []string{"", "[]", `{"schema_version": 2}`} {
		if _, err := ReadNotes([]byte(bad)); err == nil {
			t.Errorf("notes %q are accepted", bad)
		}
	}
}

func TestReportSaysWhatOnlyOneShardBrings(t *testing.T) {
	r := assemble(t, demo, Parts{Base: "core.cml", Shards: demoShards})
	report := NewReport(reread(t, r.Document), r.Notes, &diag.List{})
	got := map[string][]string{}
	for _, s := range report.Shards {
		got[s.File] = texts(s.OnlyHere)
	}
	want := map[string][]string{
		"b/net.core.cml":      {`children "netstack" url=fuchsia-pkg://fuchsia.com/netstack#meta/netstack.cm`},
		"a/weak.core.cml":     nil,
		"c/strong.core.cml":   nil,
		"d/the-same.core.cml": nil,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("only here (-want +got):\n%s", diff)
	}
}

func TestCheckIdleShards(t *testing.T) {
	r := assemble(t, demo, Parts{Base: "core.cml", Shards: demoShards})
	var diags diag.List
	CheckIdleShards(reread(t, r.Document), r.Notes, &diags)
	var got []string
	for _, d := range diags.All() {
		got = append(got, d.Rule+" "+d.Pos.Position().File)
	}
	// The strong shard decides the availability; the other two change nothing.
	want := []string{"realm S7 a/weak.core.cml", "realm S7 d/the-same.core.cml"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// manyShards returns a base and n shards, each with a child, routes of its own
// and one that it shares with its neighbours.
func manyShards(n int) (files, Parts) {
	f := files{
		"core.cml":          `{ include: [ "logging.shard.cml" ] }`,
		"logging.shard.cml": `{ offer: [ { protocol: "fuchsia.logger.LogSink", from: "parent", to: "all" } ] }`,
	}
	parts := Parts{Base: "core.cml"}
	for i := range n {
		path := fmt.Sprintf("sys/s%05d/s%05d.core_shard.cml", i, i)
		f[path] = fmt.Sprintf(`{
    // The component s%05[1]d.
    children: [
        {
            name: "s%05[1]d",
            url: "fuchsia-pkg://fuchsia.com/s%05[1]d#meta/s%05[1]d.cm",
        },
    ],
    offer: [
        {
            protocol: [ "fuchsia.example.A%05[1]d", "fuchsia.example.B%05[1]d", "fuchsia.process.Launcher" ],
            from: "parent",
            to: [ "#s%05[1]d" ],
        },
        {
            directory: "config-data",
            from: "parent",
            to: [ "#s%05[1]d" ],
            rights: [ "r*" ],
            subdir: "s%05[1]d",
        },
        {
            protocol: "fuchsia.example.Shared%05[2]d",
            from: "parent",
            to: "#s%05[2]d",
        },
    ],
}
`, i, i/2*2)
		parts.Shards = append(parts.Shards, path)
	}
	return f, parts
}

func BenchmarkAssemble(b *testing.B) {
	for _, n := range []int{10, 100, 1000, 10000} {
		f, parts := manyShards(n)
		// As the rules do it: a shard may include what is in its deps only.
		var shards []include.Shard
		for path := range f {
			shards = append(shards, include.Shard{Label: "@@//:" + path, Path: path, File: path})
		}
		for i := range shards {
			if shards[i].Path == "core.cml" {
				shards[i].Deps = []string{"@@//:logging.shard.cml"}
			}
			if shards[i].Path == "logging.shard.cml" {
				root := "."
				shards[i].IncludePath = &root
			}
		}
		b.Run(fmt.Sprintf("shards=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				loader, err := include.NewStrict(shards, include.StrictOptions{Read: func(path string) ([]byte, error) {
					return []byte(f[path]), nil
				}})
				if err != nil {
					b.Fatal(err)
				}
				var diags diag.List
				r, err := Assemble(parts, include.NewResolver(loader, decodeFile), &diags)
				if err != nil || diags.HasErrors() {
					b.Fatal(err, diags.Err())
				}
				merge.Canonicalize(r.Document)
				rendered := cml.Print(r.Document)
				if len(rendered.Provenance()) == 0 {
					b.Fatal("no provenance")
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/shard")
		})
	}
}
