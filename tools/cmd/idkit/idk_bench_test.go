package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/atom"
	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
	"github.com/rules-idk/rules_idk/tools/internal/cli/clitest"
)

// BenchmarkIDK exports an IDK of so many atoms with ten files each, packs it,
// and merges it with another, from files to files, as the actions do.
func BenchmarkIDK(b *testing.B) {
	for _, n := range []int{50, 500, 5000} {
		b.Run(fmt.Sprintf("atoms=%d", n), func(b *testing.B) {
			dir := b.TempDir()
			writeAtoms(b, dir, n)
			verb := func(name, output string, args ...string) {
				b.Run(name, func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						b.StopTimer()
						if err := os.RemoveAll(filepath.Join(dir, output)); err != nil {
							b.Fatal(err)
						}
						b.StartTimer()
						if r := clitest.Run(idkit(), dir, args...); r.Code != 0 {
							b.Fatal(r.Stderr)
						}
					}
					b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/atom")
				})
			}
			verb("export", "out", "idk", "export", "@args", "--output", "out", "--digests", "digests")
			verb("tar.gz", "idk.tar.gz", "idk", "archive", "--idk", "out", "--output", "idk.tar.gz")
			verb("tar.zst", "idk.tar.zst", "idk", "archive", "--idk", "out", "--output", "idk.tar.zst")
			verb("merge", "both", "idk", "merge", "out", "idk.tar.zst", "--output", "both")
			verb("verify", "nothing", "atom", "verify", "out", "--digests", "digests")
			verb("diff", "nothing", "atom", "diff", "out", "idk.tar.zst")
		})
	}
}

// writeAtoms writes n FIDL libraries, each using the one before it, and the
// arguments that export them.
func writeAtoms(b *testing.B, dir string, n int) {
	write := func(name, text string) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	var args strings.Builder
	arg := func(flag, format string, values ...any) {
		fmt.Fprintf(&args, "%s\n"+format+"\n", append([]any{flag}, values...)...)
	}
	arg("--label", "@@//:idk")
	arg("--target", "x64")
	arg("--root", "@@//fidl/lib%d", n-1)
	for i := range n {
		name := fmt.Sprintf("lib%d", i)
		a := &atom.Atom{
			Label: "//fidl/" + name, ID: "sdk://fidl/" + name, Kind: element.FIDLLibrary, Category: atom.Partner, Area: "Kernel",
			Stable: true, Name: name, MetaDest: "fidl/" + name + "/meta.json",
		}
		sources := []string{}
		for j := range 10 {
			dest := fmt.Sprintf("fidl/%s/part%d.fidl", name, j)
			write("src/"+dest, strings.Repeat(fmt.Sprintf("type Part%d = struct { field%d uint32; };\n", j, i), 20))
			sources = append(sources, dest)
			a.Files = append(a.Files, atom.File{Dest: dest, Source: dest})
			arg("--file", `{"label": "@@//fidl/%s", "dest": "%s", "file": "src/%s"}`, name, dest, dest)
		}
		deps := []string{}
		if i > 0 {
			a.Deps = append(a.Deps, fmt.Sprintf("//fidl/lib%d", i-1))
			deps = append(deps, fmt.Sprintf("lib%d", i-1))
		}
		a.Meta = map[string]any{"name": name, "type": "fidl_library", "root": "fidl/" + name, "stable": true, "sources": sources, "deps": deps}
		text, err := a.Marshal()
		if err != nil {
			b.Fatal(err)
		}
		write("atoms/"+name+".json", string(text))
		arg("--atom", "atoms/%s.json", name)
	}
	write("args", args.String())
}
