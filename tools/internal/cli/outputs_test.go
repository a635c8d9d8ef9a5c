package cli_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cli/clitest"
)

// do runs a function as the only verb of a program.
func do(fsys cli.FS, verb func(env *cli.Env) error) clitest.Result {
	run := func(_ context.Context, env *cli.Env, _ []string) error { return verb(env) }
	p := &cli.Program{Name: "idkit", Commands: []*cli.Command{{Name: "do", Run: run}}}
	return clitest.RunIn(context.Background(), &cli.Env{FS: fsys}, p, "do")
}

// wantFiles checks that a directory holds exactly these files.
func wantFiles(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	got := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		got[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if want == nil {
		want = map[string]string{}
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("files (-got +want):\n%s", diff)
	}
}

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// writeBoth is a verb with two outputs.
func writeBoth(env *cli.Env) error {
	if err := env.WriteFile("a", []byte("new a")); err != nil {
		return err
	}
	return env.WriteFile("dir/b", []byte("new b"))
}

func TestOutputsAppearTogether(t *testing.T) {
	before := map[string]string{"a": "old a", "dir/b": "old b"}
	after := map[string]string{"a": "new a", "dir/b": "new b"}
	for _, c := range []struct {
		name   string
		before map[string]string
		verb   func(env *cli.Env) error
		want   map[string]string
	}{
		{"new", nil, writeBoth, after},
		{"over old ones", before, writeBoth, after},
		{"one old, one new", map[string]string{"dir/b": "old b"}, writeBoth, after},
		{"one equal, one new", map[string]string{"a": "new a"}, writeBoth, after},
		{"not when the verb fails", before, func(env *cli.Env) error {
			return errors.Join(writeBoth(env), errors.New("no"))
		}, before},
		{"not when the verb panics", before, func(env *cli.Env) error {
			_ = writeBoth(env)
			panic("no")
		}, before},
		{"nor by an output that was never closed", before, func(env *cli.Env) error {
			if _, err := env.Create("c", 0); err != nil {
				return err
			}
			return errors.New("no")
		}, before},
		{"also when the verb's status is its own", before, func(env *cli.Env) error {
			return errors.Join(writeBoth(env), cli.Status(1))
		}, after},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, c.before)
			do(cli.Dir(dir), c.verb)
			wantFiles(t, dir, c.want)
		})
	}
}

func TestNothingIsThereBeforeTheEnd(t *testing.T) {
	dir := t.TempDir()
	got := do(cli.Dir(dir), func(env *cli.Env) error {
		if err := writeBoth(env); err != nil {
			return err
		}
		if _, err := env.FS.Stat("a"); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("got %v for an output of a running verb, want that it is not there", err)
		}
		return nil
	})
	if got.Code != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestNoSpaceLeavesNothing(t *testing.T) {
	before := map[string]string{"a": "old"}
	for free := range int64(len("new a") + len("new b")) {
		dir := t.TempDir()
		write(t, dir, before)
		got := do(clitest.NewFullDisk(cli.Dir(dir), free), writeBoth)
		name := "a"
		if free >= int64(len("new a")) {
			name = "dir/b"
		}
		want := clitest.Result{Code: 3, Stderr: "idkit do: write " + name + ": no space left on device\n"}
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("with %d bytes free (-got +want):\n%s", free, diff)
		}
		wantFiles(t, dir, before)
	}
}

// A verb that ignores the error of a write cannot make a torn file appear.
func TestForgottenErrorFailsTheCall(t *testing.T) {
	dir := t.TempDir()
	got := do(clitest.NewFullDisk(cli.Dir(dir), 3), func(env *cli.Env) error {
		w, err := env.Create("a", 0)
		if err != nil {
			return err
		}
		fmt.Fprint(w, "too long")
		return nil
	})
	want := clitest.Result{Code: 3, Stderr: "idkit do: write a: no space left on device\n"}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
	wantFiles(t, dir, nil)
}

// stubborn is a file system in which one file cannot be put in place.
type stubborn struct {
	cli.FS
	target string
}

func (s stubborn) Rename(from, to string) error {
	if filepath.Base(to) == s.target && strings.HasSuffix(from, ".tmp") {
		return &fs.PathError{Op: "rename", Path: to, Err: errors.New("device is busy")}
	}
	return s.FS.Rename(from, to)
}

func TestFailedRenameRestoresWhatWasThere(t *testing.T) {
	for _, before := range []map[string]string{
		nil,
		{"a": "old a"},
		{"a": "old a", "dir/c": "old c"},
	} {
		dir := t.TempDir()
		write(t, dir, before)
		got := do(stubborn{cli.Dir(dir), "b"}, func(env *cli.Env) error {
			if err := writeBoth(env); err != nil {
				return err
			}
			return env.WriteFile("dir/c", []byte("new c"))
		})
		want := clitest.Result{Code: 3, Stderr: "idkit do: write dir/b: device is busy\n"}
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
		wantFiles(t, dir, before)
	}
}

func TestPlacesThatCannotBeWritten(t *testing.T) {
	for _, c := range []struct {
		name string
		verb func(env *cli.Env) error
		want string
	}{
		{"a directory", func(env *cli.Env) error { return env.WriteFile("dir", nil) }, "write dir: is a directory"},
		{"below a file", func(env *cli.Env) error { return env.WriteFile("file/x", nil) }, "write file/x: not a directory"},
		{"twice", func(env *cli.Env) error {
			return errors.Join(env.WriteFile("x", nil), env.WriteFile("dir/../x", []byte("y")))
		}, "write dir/../x: the same file is written twice"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			before := map[string]string{"dir/keep": "", "file": ""}
			write(t, dir, before)
			got := do(cli.Dir(dir), c.verb)
			if diff := cmp.Diff(got, clitest.Result{Code: 3, Stderr: "idkit do: " + c.want + "\n"}); diff != "" {
				t.Errorf("(-got +want):\n%s", diff)
			}
			wantFiles(t, dir, before)
		})
	}
}

func TestEqualContentIsNotTouched(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a": "new a", "dir/b": "old b"})
	past := time.Unix(1_000_000_000, 0)
	for _, name := range []string{"a", "dir/b"} {
		if err := os.Chtimes(filepath.Join(dir, name), past, past); err != nil {
			t.Fatal(err)
		}
	}
	do(cli.Dir(dir), writeBoth)
	for name, want := range map[string]bool{"a": true, "dir/b": false} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if got := info.ModTime().Equal(past); got != want {
			t.Errorf("%s: got the old time %t, want %t", name, got, want)
		}
	}
}

func TestPermissions(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no permission bits")
	}
	dir := t.TempDir()
	write(t, dir, map[string]string{"a": "old", "tool": "old"})
	if err := os.Chmod(filepath.Join(dir, "a"), 0o600); err != nil {
		t.Fatal(err)
	}
	do(cli.Dir(dir), func(env *cli.Env) error {
		w, err := env.Create("tool", 0o755)
		if err != nil {
			return err
		}
		return errors.Join(writeBoth(env), w.Close())
	})
	for name, want := range map[string]fs.FileMode{"a": 0o600, "dir/b": 0o644, "tool": 0o755} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s: got permissions %o, want %o", name, got, want)
		}
	}
}

func TestLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a privilege on Windows")
	}
	dir := t.TempDir()
	write(t, dir, map[string]string{"dir/real": "old"})
	for link, target := range map[string]string{"a": "dir/real", "dangling": "nowhere"} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	got := do(cli.Dir(dir), func(env *cli.Env) error {
		return errors.Join(env.WriteFile("a", []byte("new")), env.WriteFile("dangling", []byte("here")))
	})
	if got.Code != 0 {
		t.Errorf("got %+v", got)
	}
	wantFiles(t, dir, map[string]string{"dir/real": "new", "a": "new", "dangling": "here"})
	if target, err := os.Readlink(filepath.Join(dir, "a")); err != nil || target != "dir/real" {
		t.Errorf("got link %q (%v), want that it is still a link to dir/real", target, err)
	}
}

// pipes is a file system in which every file that exists is a pipe.
type pipes struct{ cli.FS }

func (p pipes) Stat(name string) (fs.FileInfo, error) {
	info, err := p.FS.Stat(name)
	return pipeInfo{info}, err
}

type pipeInfo struct{ fs.FileInfo }

func (pipeInfo) Mode() fs.FileMode { return fs.ModeNamedPipe | 0o644 }

func (p pipes) Rename(_, to string) error {
	return &fs.PathError{Op: "rename", Path: to, Err: errors.New("a pipe is never replaced")}
}

func TestPipesAreWrittenAtTheEnd(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"success", nil, "new a"},
		{"failure", errors.New("no"), "....."},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, map[string]string{"a": "....."})
			got := do(pipes{cli.Dir(dir)}, func(env *cli.Env) error {
				return errors.Join(env.WriteFile("a", []byte("new a")), c.err)
			})
			if (got.Code == 0) != (c.err == nil) {
				t.Errorf("got %+v", got)
			}
			wantFiles(t, dir, map[string]string{"a": c.want})
		})
	}
}

func TestOutputsOfManyGoroutines(t *testing.T) {
	dir := t.TempDir()
	want := map[string]string{}
	for i := range 50 {
		want[fmt.Sprintf("blobs/%d", i)] = fmt.Sprint(i)
	}
	got := do(cli.Dir(dir), func(env *cli.Env) error {
		var wg sync.WaitGroup
		errs := make([]error, len(want))
		for i := range len(want) {
			wg.Go(func() {
				w, err := env.Create(fmt.Sprintf("blobs/%d", i), 0)
				if err != nil {
					errs[i] = err
					return
				}
				_, err = io.WriteString(w, fmt.Sprint(i))
				errs[i] = errors.Join(err, w.Close())
			})
		}
		wg.Wait()
		return errors.Join(errs...)
	})
	if got.Code != 0 {
		t.Errorf("got %+v", got)
	}
	wantFiles(t, dir, want)
}

func TestStandardInput(t *testing.T) {
	env := &cli.Env{FS: cli.Dir(t.TempDir()), Stdin: strings.NewReader("text")}
	run := func(_ context.Context, env *cli.Env, _ []string) error {
		data, err := env.ReadFile("-")
		fmt.Fprintf(env.Stdout, "%s", data)
		return err
	}
	p := &cli.Program{Name: "idkit", Commands: []*cli.Command{{Name: "cat", Run: run}}}
	got := clitest.RunIn(context.Background(), env, p, "cat")
	if diff := cmp.Diff(got, clitest.Result{Stdout: "text"}); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
}
