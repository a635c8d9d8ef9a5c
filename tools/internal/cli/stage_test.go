package cli_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cli/clitest"
)

func TestStagesAppearBeforeFilesAndAreUndone(t *testing.T) {
	broken := errors.New("broken")
	for _, c := range []struct {
		name   string
		result error // of the verb
		place  error // of the second stage
		taken  string
		want   []string
		code   int
		files  map[string]string
	}{
		{"done", nil, nil, "a", []string{"place 1", "place 2"}, 0, map[string]string{"a": "text"}},
		{"a verb that fails", broken, nil, "a", []string{"undo 1", "undo 2"}, 3, nil},
		{"differences", cli.Status(1), nil, "a", []string{"place 1", "place 2"}, 1, map[string]string{"a": "text"}},
		{"a stage that fails", nil, broken, "a", []string{"place 1", "place 2", "undo 1", "undo 2"}, 3, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			var got []string
			r := do(cli.Dir(dir), func(env *cli.Env) error {
				note := func(what string, err error) func() error {
					return func() error { got = append(got, what); return err }
				}
				undo := func(what string) func() { return func() { got = append(got, what) } }
				env.Stage(note("place 1", nil), undo("undo 1"))
				env.Stage(note("place 2", c.place), undo("undo 2"))
				if err := env.WriteFile(c.taken, []byte("text")); err != nil {
					return err
				}
				return c.result
			})
			if r.Code != c.code {
				t.Errorf("result %+v, want code %d", r, c.code)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("steps (-want +got):\n%s", diff)
			}
			wantFiles(t, dir, c.files)
		})
	}
}

// A file that cannot appear takes the stages back that have.
func TestStagesAreUndoneWhenFilesFail(t *testing.T) {
	dir := t.TempDir()
	placed, undone := false, false
	r := do(renameFails{cli.Dir(dir)}, func(env *cli.Env) error {
		env.Stage(func() error { placed = true; return nil }, func() { undone = true })
		return env.WriteFile("a", []byte("text"))
	})
	if want := (clitest.Result{Code: 3, Stderr: "idkit do: write a: no rename\n"}); r != want {
		t.Errorf("result %+v, want %+v", r, want)
	}
	if !placed || !undone {
		t.Errorf("placed: %v, undone: %v", placed, undone)
	}
	wantFiles(t, dir, nil)
}

// renameFails is a file system on which nothing can be renamed.
type renameFails struct{ cli.FS }

func (renameFails) Rename(string, string) error { return errors.New("no rename") }
