package compile

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// program makes a shell script that takes the place of an interpreter.
func program(t *testing.T, script string) *Interpreter {
	t.Helper()
	if _, err := os.Stat("/bin/sh"); err != nil {
		t.Skip("there is no /bin/sh")
	}
	name := filepath.Join(t.TempDir(), "python3")
	if err := os.WriteFile(name, []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return &Interpreter{Path: name}
}

func one(int) (Source, error) { return Source{"_main/a.py", []byte("x = 1\n")}, nil }

func ignore(int, *Python, Result) error { return nil }

func TestInterpretersThatFail(t *testing.T) {
	for _, c := range []struct{ name, script, want string }{
		{"ends at once", "exit 3", "exit status 3"},
		{"says why", "echo 'no such library' >&2; exit 1", "no such library"},
		{"is killed", "kill -9 $$", "signal: killed"},
		{"answers with something else", "echo 'hello, this is no answer at all, nor will there be one'", ""},
		{"answers with a wrong value", `printf '\005\000\000\000i\001\000\000\000'`, "an answer that makes no sense"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := program(t, c.script).Compile(context.Background(), 1, one, ignore)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got the error %v, want %q in it", err, c.want)
			}
		})
	}
}

func TestMissingInterpreter(t *testing.T) {
	_, err := (&Interpreter{Path: filepath.Join(t.TempDir(), "python3")}).Compile(context.Background(), 1, one, ignore)
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got the error %v, want that there is no such file", err)
	}
}

func TestCompileEndsWithTheFirstError(t *testing.T) {
	_, i := testRuntime(t)
	broken := errors.New("broken")
	t.Run("of a source", func(t *testing.T) {
		_, err := i.Compile(context.Background(), 1000, func(n int) (Source, error) {
			if n == 500 {
				return Source{}, broken
			}
			return one(n)
		}, ignore)
		if !errors.Is(err, broken) {
			t.Errorf("got the error %v, want %v", err, broken)
		}
	})
	t.Run("of a result", func(t *testing.T) {
		_, err := i.Compile(context.Background(), 1000, one, func(n int, _ *Python, _ Result) error {
			if n == 500 {
				return broken
			}
			return nil
		})
		if !errors.Is(err, broken) {
			t.Errorf("got the error %v, want %v", err, broken)
		}
	})
	t.Run("of the caller", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		_, err := i.Compile(ctx, 100000, one, func(n int, _ *Python, _ Result) error {
			if n == 5 {
				cancel()
			}
			return nil
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got the error %v, want %v", err, context.Canceled)
		}
	})
}

func TestManySourcesInOrder(t *testing.T) {
	_, i := testRuntime(t)
	const n = 3000
	next := 0
	_, err := i.Compile(context.Background(), n,
		func(n int) (Source, error) {
			return Source{fmt.Sprintf("_main/m%d.py", n), []byte(fmt.Sprintf("x = %d\n%s", n, strings.Repeat("# a long comment\n", n%200)))}, nil
		},
		func(n int, _ *Python, r Result) error {
			if got, want := r.Code.Code.Filename.Text, fmt.Sprintf("_main/m%d.py", n); n != next || got != want {
				return fmt.Errorf("got result %d of %s, want %d of %s", n, got, next, want)
			}
			next++
			return nil
		})
	if err != nil || next != n {
		t.Errorf("got %d results and the error %v, want %d", next, err, n)
	}
}

// TestOddSources holds that whatever a source is, it is the source that is blamed.
func TestOddSources(t *testing.T) {
	_, i := testRuntime(t)
	deep := strings.Repeat("(", 5000) + strings.Repeat(")", 5000)
	for _, c := range []struct{ name, source, kind string }{
		{"nothing", "", ""},
		{"no line feed at the end", "x = 1", ""},
		{"lines of other systems", "if x:\r\n    y\r\nz = '''a\rb'''\r\n", ""},
		{"a form feed", "\fx = 1\n", ""},
		{"surrogates", "x = '\\ud800'\n", ""},
		{"characters beyond the first plane", "x = '𝔘'\n", ""},
		{"a large number", "x = " + strings.Repeat("7", 4000) + "\n", ""},
		{"brackets without end", deep, "SyntaxError"},
		{"operators without end", "x = 1" + strings.Repeat(" + 1", 100000), "any"},
		{"blocks without end", blocks(150), "IndentationError"},
		{"null characters", "x = 1\x00\n", "any"},
		{"UTF-16", "\xff\xfex\x00=\x001\x00", "any"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var r Result
			_, err := i.Compile(context.Background(), 2,
				func(n int) (Source, error) { return Source{"a.py", []byte([]string{c.source, "x = 1\n"}[n])}, nil },
				func(n int, _ *Python, result Result) error {
					if n == 0 {
						r = result
					} else if result.Code == nil {
						return errors.New("the next source was not compiled")
					}
					return nil
				})
			if err != nil {
				t.Fatal(err)
			}
			kind := ""
			if r.Problem != nil {
				kind = r.Problem.Kind
			}
			if kind != c.kind && c.kind != "any" {
				t.Errorf("got the problem %+v, want %q", r.Problem, c.kind)
			}
		})
	}
}

func blocks(n int) string {
	text := ""
	for i := range n {
		text += strings.Repeat(" ", i) + "if x:\n"
	}
	return text + strings.Repeat(" ", n) + "y\n"
}

func TestEncodingProblem(t *testing.T) {
	for _, c := range []struct {
		name, source string
		line, column int
	}{
		{"fine", "x = 'ä'\n", 0, 0},
		{"a byte that is no text", "x = 1\ny = 'é\xff'\n", 2, 7},
		{"a comment on the encoding", "#!x\n# vim: set fileencoding=klingon :\n", 2, 25},
		{"a comment on the encoding in the third line", "#\n#\n# coding: klingon\n", 0, 0},
		{"a comment on the encoding behind code", "x\n# coding: klingon\n", 0, 0},
		{"UTF-8, and wrong", "# coding: utf-8\n\xe4\n", 2, 1},
		{"a null character", "ab\x00", 1, 3},
		{"the mark of UTF-8", "\ufeffx = 1\n", 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			line, column, hint := encodingProblem([]byte(c.source))
			if diff := cmp.Diff([]int{c.line, c.column}, []int{line, column}); diff != "" {
				t.Errorf("place (-want +got):\n%s", diff)
			}
			if (hint != "") != (line > 0) {
				t.Errorf("got the hint %q", hint)
			}
		})
	}
}
