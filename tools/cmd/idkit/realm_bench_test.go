package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/cli/clitest"
)

// BenchmarkRealm merges and compiles a realm of so many small shards, from files
// to files, as the actions RealmMerge and CmlCompile do.
func BenchmarkRealm(b *testing.B) {
	for _, n := range []int{10, 100, 1000, 10000} {
		b.Run(fmt.Sprintf("shards=%d", n), func(b *testing.B) {
			dir := b.TempDir()
			writeRealm(b, dir, n)
			b.ReportAllocs()
			for b.Loop() {
				for _, args := range [][]string{
					{"realm", "merge", "@args"},
					{"cml", "compile", "core.cml", "--provenance", "provenance.json", "--output", "core.cm"},
				} {
					if r := clitest.Run(idkit(), dir, args...); r.Code != 0 {
						b.Fatal(r.Stderr)
					}
				}
				b.StopTimer()
				for _, output := range []string{"core.cml", "provenance.json", "notes.json", "core.cm"} {
					if err := os.Remove(filepath.Join(dir, output)); err != nil {
						b.Fatal(err)
					}
				}
				b.StartTimer()
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/shard")
		})
	}
}

// writeRealm writes a base, n shards with a child and two routes each, and the
// arguments that merge them.
func writeRealm(b *testing.B, dir string, n int) {
	write := func(name, text string) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	describe := func(name string) string {
		text, err := json.Marshal(map[string]any{"label": "@@//:" + name, "file": name, "path": name, "deps": []string{}})
		if err != nil {
			b.Fatal(err)
		}
		return string(text)
	}
	write("base.cml", `{ offer: [ { protocol: "fuchsia.logger.LogSink", from: "parent", to: "all" } ] }`)
	args := []string{"--base", describe("base.cml"), "--output", "core.cml", "--provenance", "provenance.json", "--notes", "notes.json"}
	for i := range n {
		name := fmt.Sprintf("sys/s%05d/s%05[1]d.core_shard.cml", i)
		write(name, fmt.Sprintf(`{
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
    ],
}
`, i))
		args = append(args, "--shard", describe(name))
	}
	write("args", strings.Join(args, "\n")+"\n")
}
