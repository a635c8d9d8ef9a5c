package pkg_test

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cli/clitest"
	"github.com/rules-idk/rules_idk/tools/internal/merkle"
	"github.com/rules-idk/rules_idk/tools/internal/pkg"
)

// packager is a command that builds a package of two files into out.
func packager(content string) *cli.Program {
	return &cli.Program{Name: "packager", Commands: []*cli.Command{{Name: "build", Run: func(ctx context.Context, env *cli.Env, _ []string) error {
		_, err := pkg.Build(ctx, env, pkg.Spec{
			Name: "a", ABIRevision: 1, Dir: "out",
			Open: func(name string) (fs.File, error) { return env.FS.Open(name) },
			Entries: []pkg.Entry{
				pkg.Content("meta/a.cm", "a.cm", []byte("a")),
				{Dest: "bin/app", Source: "app"},
				pkg.Content("data/x", "x", []byte(content)),
			},
			MetaFarMerkle: true,
		})
		return err
	}}}}
}

// tree returns the files below a directory; directories end with a slash.
func tree(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == dir {
			return err
		}
		name, err = filepath.Rel(dir, name)
		if d.IsDir() {
			name += "/"
		}
		names = append(names, filepath.ToSlash(name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func writeApp(t *testing.T) (dir, content string) {
	t.Helper()
	dir, content = t.TempDir(), strings.Repeat("application\n", 1000)
	if err := os.WriteFile(filepath.Join(dir, "app"), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir, content
}

func TestBuildOnDisk(t *testing.T) {
	dir, app := writeApp(t)
	// Twice: the second time everything is there already.
	for range 2 {
		if got := clitest.Run(packager("x"), dir, "build"); got.Code != 0 {
			t.Fatalf("got %+v", got)
		}
		want := []string{
			"app", "out/", "out/blobs/",
			"out/blobs/" + merkle.Sum([]byte(app)).String(),
			"out/blobs/" + merkle.Sum([]byte("x")).String(),
			"out/meta.far", "out/meta.far.merkle", "out/package_manifest.json",
		}
		if want[3] > want[4] {
			want[3], want[4] = want[4], want[3]
		}
		if diff := cmp.Diff(want, tree(t, dir)); diff != "" {
			t.Fatalf("files (-want +got):\n%s", diff)
		}
		got, err := os.ReadFile(filepath.Join(dir, "out", "blobs", merkle.Sum([]byte(app)).String()))
		if err != nil || string(got) != app {
			t.Errorf("the blob of app: got %d bytes, %v, want %d", len(got), err, len(app))
		}
		hash, err := os.ReadFile(filepath.Join(dir, "out", "meta.far.merkle"))
		if err != nil {
			t.Fatal(err)
		}
		metaFar, err := os.ReadFile(filepath.Join(dir, "out", "meta.far"))
		if err != nil || merkle.Sum(metaFar).String() != string(hash) {
			t.Errorf("meta.far: got the hash %s, %v, want %s", merkle.Sum(metaFar), err, hash)
		}
	}
}

func TestBuildLeavesNothingBehindWhenItFails(t *testing.T) {
	tests := []struct {
		name, stderr string
		prepare      func(t *testing.T, dir string)
		program      *cli.Program
	}{
		{
			"a file that is not there", "packager build: read app: no such file or directory\n",
			func(t *testing.T, dir string) { must(t, os.Remove(filepath.Join(dir, "app"))) }, packager("x"),
		},
		{
			"a directory in place of a file", "packager build: read app: is a directory\n",
			func(t *testing.T, dir string) {
				must(t, os.Remove(filepath.Join(dir, "app")))
				must(t, os.Mkdir(filepath.Join(dir, "app"), 0o755))
			}, packager("x"),
		},
		{
			"a link to nothing in place of a file", "packager build: read app: no such file or directory\n",
			func(t *testing.T, dir string) {
				must(t, os.Remove(filepath.Join(dir, "app")))
				must(t, os.Symlink("nothing", filepath.Join(dir, "app")))
			}, packager("x"),
		},
		{
			"a file in place of the output directory", "packager build: write out/", // which output comes first is open
			func(t *testing.T, dir string) { must(t, os.WriteFile(filepath.Join(dir, "out"), nil, 0o644)) }, packager("x"),
		},
		{
			"a directory in place of the manifest", "packager build: write out/package_manifest.json: is a directory\n",
			func(t *testing.T, dir string) {
				must(t, os.MkdirAll(filepath.Join(dir, "out", "blobs"), 0o755))
				must(t, os.Mkdir(filepath.Join(dir, "out", "package_manifest.json"), 0o755))
			}, packager("x"),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir, _ := writeApp(t)
			tt.prepare(t, dir)
			before := tree(t, dir)
			got := clitest.Run(tt.program, dir, "build")
			if got.Code != cli.ExitIO || !strings.HasPrefix(got.Stderr, tt.stderr) {
				t.Errorf("got %+v, want exit code %d and %q", got, cli.ExitIO, tt.stderr)
			}
			if diff := cmp.Diff(before, withoutEmpty(tree(t, dir), before)); diff != "" {
				t.Errorf("files (-before +after):\n%s", diff)
			}
		})
	}
}

func TestBuildOnAFullDisk(t *testing.T) {
	dir, _ := writeApp(t)
	before := tree(t, dir)
	for _, free := range []int64{0, 5_000, 13_000, 20_000, 28_000} {
		disk := clitest.NewFullDisk(cli.Dir(dir), free)
		got := clitest.RunIn(t.Context(), &cli.Env{FS: disk}, packager("x"), "build")
		if got.Code != cli.ExitIO || !strings.Contains(got.Stderr, "no space left on device") {
			t.Errorf("%d bytes free: got %+v", free, got)
		}
		if diff := cmp.Diff(before, withoutEmpty(tree(t, dir), before)); diff != "" {
			t.Errorf("%d bytes free: files (-before +after):\n%s", free, diff)
		}
	}
}

// withoutEmpty takes away new directories, which may stay.
func withoutEmpty(names, before []string) []string {
	var kept []string
	for _, name := range names {
		if !strings.HasSuffix(name, "/") || slices.Contains(before, name) {
			kept = append(kept, name)
		}
	}
	return kept
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestBuildHoldsNoFileInMemory(t *testing.T) {
	const size = 32 << 20
	zeros := bytes.NewReader(make([]byte, size))
	open := func() (io.ReadCloser, error) { return io.NopCloser(io.NewSectionReader(zeros, 0, size)), nil }
	spec := pkg.Spec{Name: "a", ABIRevision: 1, Entries: []pkg.Entry{
		{Dest: "meta/x", Source: "x", Open: open},
		{Dest: "y", Source: "y", Open: open},
	}}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := pkg.Build(t.Context(), forget{}, spec); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	// Each worker has a buffer of a megabyte; here are at most two of them.
	if used := after.TotalAlloc - before.TotalAlloc; used > 8<<20 {
		t.Errorf("allocated %d bytes for two files of %d bytes", used, size)
	}
}

// forget is an output that keeps nothing.
type forget struct{}

func (forget) Create(string, fs.FileMode) (io.WriteCloser, error) { return forget{}, nil }
func (forget) Write(p []byte) (int, error)                        { return len(p), nil }
func (forget) Close() error                                       { return nil }
