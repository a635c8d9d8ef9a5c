package atom

import (
	"bytes"
	"context"
	"crypto/md5"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
	"github.com/rules-idk/rules_idk/tools/internal/atom/tree"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// written exports a group and returns what was written, and the digests.
func written(t *testing.T, g *Group, o ExportOptions, files workspace) (map[string]string, string) {
	t.Helper()
	diags := &diag.List{}
	e := NewExport(g, o, diags)
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	w := newWriter(t, root)
	if err := e.Write(context.Background(), w, files.open); err != nil {
		t.Fatal(err)
	}
	if err := w.Place(); err != nil {
		t.Fatal(err)
	}
	return read(t, root), string(w.Digests())
}

func newWriter(t *testing.T, root string) *tree.Writer {
	t.Helper()
	w, err := tree.NewWriter(cli.Dir(root), "out")
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// read returns all files below a directory; programs have a star.
func read(t *testing.T, root string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		info, err := d.Info()
		name, _ := filepath.Rel(root, path)
		if name = filepath.ToSlash(name); err == nil && info.Mode()&0o100 != 0 {
			name += "*"
		}
		files[name] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func (w workspace) open(name string) (io.ReadCloser, error) {
	text, err := w.reader().ReadFile(name)
	return io.NopCloser(bytes.NewReader(text)), err
}

// example returns the group of the example, and what it is for.
func example(t *testing.T) (*Group, ExportOptions) {
	t.Helper()
	g := group("//sdk/lib/syslog:syslog //sdk/lib/inspect:inspect", nil)
	o := ExportOptions{
		Version: "1.20260101.0.1", Host: "x86_64-unknown-linux-gnu", Target: []string{"x64"}, Sources: map[Source]string{},
	}
	for _, s := range []*Spec{shardAtom("syslog"), shardAtom("inspect", syslogDep)} {
		result, err := Build(s, exampleFiles.reader())
		if err != nil {
			t.Fatal(err)
		}
		g.Atoms = append(g.Atoms, result.Atom)
		o.Sources[Source{s.Label, s.Shards[0].Dest}] = s.Shards[0].File
	}
	return g, o
}

// The metadata of the example has the bytes that Fuchsia's build gives it.
func TestExportWritesTheExample(t *testing.T) {
	g, o := example(t)
	files, digests := written(t, g, o, exampleFiles)
	got := map[string]string{}
	for name, content := range files {
		got[name] = fmt.Sprintf("%d bytes %x", len(content), md5.Sum([]byte(content)))
	}
	want := map[string]string{
		"out/meta/manifest.json":           "371 bytes 20b699bb1978ca127eb1c013f8f1929a",
		"out/pkg/inspect/client.shard.cml": "216 bytes 13c27354d893afa56b359a6a4cd98876",
		"out/pkg/inspect/inspect.json":     "107 bytes 6a0991b7c628ec9615aeb1fbb66c08cf",
		"out/pkg/syslog/client.shard.cml":  "52 bytes 273ce671dd9cfcbbf63596944437c055",
		"out/pkg/syslog/syslog.json":       "105 bytes c087cf74b5d6ce4395fe972efc73ed2d",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if lines := strings.Split(digests, "\n"); len(lines) != 6 || !strings.HasSuffix(lines[0], "  meta/manifest.json") {
		t.Errorf("digests:\n%s", digests)
	}
}

func TestExportDoesNotDependOnOrder(t *testing.T) {
	g, o := example(t)
	want, wantDigests := written(t, g, o, exampleFiles)
	random := rand.New(rand.NewPCG(5, 6))
	for range 5 {
		random.Shuffle(len(g.Atoms), func(i, j int) { g.Atoms[i], g.Atoms[j] = g.Atoms[j], g.Atoms[i] })
		random.Shuffle(len(g.Deps), func(i, j int) { g.Deps[i], g.Deps[j] = g.Deps[j], g.Deps[i] })
		got, digests := written(t, g, o, exampleFiles)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-first +shuffled):\n%s", diff)
		}
		if digests != wantDigests {
			t.Errorf("digests:\n%s", digests)
		}
	}
}

func TestExportLeavesOutWhatIsPrivate(t *testing.T) {
	g, o := example(t)
	secret := shards("secret", Internal)
	g.Atoms = append(g.Atoms, secret, shards("elsewhere", Partner))
	g.Deps = append(g.Deps, "//secret")
	files, _ := written(t, g, o, exampleFiles)
	for name := range files {
		if strings.Contains(name, "secret") || strings.Contains(name, "elsewhere") {
			t.Errorf("%s was written", name)
		}
	}
	e := NewExport(g, o, &diag.List{})
	want := `{
  "elements": 2,
  "files": 2,
  "left_out": [
    {
      "category": "internal",
      "id": "sdk://component_manifest/secret",
      "label": "//secret"
    }
  ],
  "schema_version": 1
}
`
	if diff := cmp.Diff(want, string(e.Report())); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
}

func TestExportMarksToolsAsExecutable(t *testing.T) {
	g := group("//cmc //docs", []*Atom{
		with(shards("cmc", Public), func(a *Atom) {
			a.Kind, a.MetaDest, a.Files = element.HostTool, "tools/x64/cmc-meta.json", []File{{"tools/x64/cmc", "cmc"}}
			a.Meta = map[string]any{"type": "host_tool"}
		}),
		with(shards("docs", Partner), func(a *Atom) {
			a.Kind, a.MetaDest, a.Files = element.Documentation, "docs/d.json", []File{{"docs/d", "d"}}
			a.Meta = map[string]any{"type": "documentation"}
		}),
	})
	o := ExportOptions{Version: "1", Host: "aarch64-linux-gnu", Target: []string{"riscv64", "x64"}, Sources: map[Source]string{
		{"//cmc", "tools/x64/cmc"}: "cmc", {"//docs", "docs/d"}: "d",
	}}
	files, _ := written(t, g, o, workspace{"cmc": "code", "d": "text"})
	cmc := files["out/tools/x64/cmc*"]
	if runtime.GOOS == "windows" {
		cmc = files["out/tools/x64/cmc"] // no file is executable by its mode
	}
	if cmc != "code" || files["out/docs/d"] != "text" {
		t.Errorf("got %v", files)
	}
	if !strings.Contains(files["out/meta/manifest.json"], "\"riscv64\",\n      \"x64\"") {
		t.Errorf("the order of targets was not kept:\n%s", files["out/meta/manifest.json"])
	}
}

func TestExportRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Group, *ExportOptions)
		want   string
	}{
		{"another host", func(_ *Group, o *ExportOptions) { o.Host = "riscv64-linux-gnu" }, `//:idk: got the host "riscv64-linux-gnu", expected a triple that starts with x86_64- or aarch64-, such as x86_64-unknown-linux-gnu`},
		{"a host that is no triple", func(_ *Group, o *ExportOptions) { o.Host = "x86_64" }, `//:idk: got the host "x86_64", expected a triple that starts with x86_64- or aarch64-, such as x86_64-unknown-linux-gnu`},
		{"no target", func(_ *Group, o *ExportOptions) { o.Target = nil }, "//:idk: the IDK has no target CPU\n  fix: set target to some of x64, arm64 and riscv64"},
		{"another target", func(_ *Group, o *ExportOptions) { o.Target = []string{"mips"} }, `//:idk: got the target CPU "mips", expected x64, arm64 or riscv64`},
		{"a target twice", func(_ *Group, o *ExportOptions) { o.Target = []string{"x64", "x64"} }, `//:idk: the target CPU "x64" is there twice`},
		{"no version", func(_ *Group, o *ExportOptions) { o.Version = " " }, "//:idk: the IDK has no version\n  fix: set version"},
		{"no atom", func(g *Group, _ *ExportOptions) { g.Deps = nil }, "//:idk: no atom is in the IDK: of 0 atoms, none has the category \"partner\" or \"public\"\n  fix: add an atom to deps, or make one public enough"},
		{"only private atoms", func(g *Group, _ *ExportOptions) { g.Deps, g.Atoms = []string{"//a"}, []*Atom{shards("a", Internal)} }, "//:idk: no atom is in the IDK: of 1 atoms, none has the category \"partner\" or \"public\"\n  fix: add an atom to deps, or make one public enough"},
		{"a file that is not given", func(_ *Group, o *ExportOptions) { clear(o.Sources) }, `//:idk: the file sdk/lib/inspect/client.shard.cml of //sdk/lib/inspect:inspect, for pkg/inspect/client.shard.cml in the IDK, is not among the files of the IDK's target
//:idk: the file sdk/lib/syslog/client.shard.cml of //sdk/lib/syslog:syslog, for pkg/syslog/client.shard.cml in the IDK, is not among the files of the IDK's target`},
		{"what the group as a whole has", func(g *Group, _ *ExportOptions) { g.Atoms[0].Category = Internal }, `//:idk: //sdk/lib/inspect:inspect (partner) cannot depend on //sdk/lib/syslog:syslog (internal), which is more private: sdk://component_manifest/syslog
  the way: //:idk -> //sdk/lib/inspect:inspect (partner) -> //sdk/lib/syslog:syslog (internal)
  fix: make //sdk/lib/syslog:syslog at least partner, or take it out of deps`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g, o := example(t)
			tt.change(g, &o)
			diags := &diag.List{}
			if e := NewExport(g, o, diags); e != nil {
				t.Error("there is an export")
			}
			checkError(t, diags.Err(), tt.want)
		})
	}
}

func TestExportReportsWhatCannotBeRead(t *testing.T) {
	g, o := example(t)
	err := NewExport(g, o, &diag.List{}).Write(context.Background(), newWriter(t, t.TempDir()), workspace{}.open)
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	want := "copy sdk/lib/inspect/client.shard.cml to pkg/inspect/client.shard.cml in the IDK: open sdk/lib/inspect/client.shard.cml: file does not exist"
	checkError(t, err, want)
}
