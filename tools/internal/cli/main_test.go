package cli_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cli/clitest"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/golden"
)

// program is a table as real commands have it, with verbs that end in every
// way a verb can end.
func program() *cli.Program {
	ends := func(err error) cli.Verb {
		return func(_ context.Context, env *cli.Env, args []string) error {
			if _, err := cli.NewFlags(env).Parse(args); err != nil {
				return err
			}
			return err
		}
	}
	var findings diag.List
	findings.Add(diag.Errorf(diag.NewFile("a.cml", []byte("{}")).At(1), "O1", "something is wrong").WithHint("mend it"))
	return &cli.Program{
		Name:  "idkit",
		Short: "Try things.",
		Commands: []*cli.Command{
			{Name: "cml", Short: "Work on manifests.", Commands: []*cli.Command{
				{
					Name: "compile", Short: "Compile a manifest.", Args: "FILE.cml",
					Example:  "idkit cml compile --output a.cm a.cml\nidkit cml compile -o a.cm @args",
					Findings: "the manifest is wrong", Run: compile,
				},
				{Name: "merge", Short: "Merge manifests.", Run: ends(nil)},
			}},
			{Name: "findings", Short: "Fail.", Run: ends(findings.Err())},
			{Name: "wrapped-findings", Short: "Fail.", Run: ends(fmt.Errorf("in context: %w", findings.Err()))},
			{Name: "usage", Short: "Fail.", Run: ends(cli.Usagef("give one of --a and --b"))},
			{Name: "missing", Short: "Fail.", Run: readMissing},
			{Name: "differ", Short: "Fail.", Run: ends(cli.Status(1))},
			{Name: "world", Short: "Fail.", Run: ends(errors.New("the world is wrong"))},
			{Name: "panic", Short: "Fail.", Run: func(context.Context, *cli.Env, []string) error { panic("impossible") }},
		},
	}
}

// compile is a verb with flags of all kinds.
func compile(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	output := f.String("output", "", "write the declaration to `FILE`")
	f.Alias("o", "output")
	f.Require("output")
	paths := f.Strings("includepath", "look for shards in `DIR`")
	generation := f.String("generation", "r25", "compile for the compiler of `GENERATION`")
	strict := f.Bool("strict", false, "make warnings errors")
	level := f.Int("level", 0, "an API `LEVEL`")
	files, err := f.Parse(args)
	if err != nil {
		return err
	}
	fmt.Fprintf(env.Stdout, "output=%q includepath=%q generation=%q strict=%t level=%d files=%q\n",
		*output, *paths, *generation, *strict, *level, files)
	return nil
}

func readMissing(_ context.Context, env *cli.Env, _ []string) error {
	_, err := env.ReadFile("none.cml")
	return err
}

func TestExitCodes(t *testing.T) {
	for _, c := range []struct {
		name   string
		args   []string
		code   int
		stderr string
	}{
		{"done", []string{"cml", "merge"}, 0, ""},
		{"findings", []string{"findings"}, 1, "a.cml:1:2: something is wrong [O1]\n  fix: mend it\n"},
		{"findings in another error", []string{"wrapped-findings"}, 1, "a.cml:1:2: something is wrong [O1]\n  fix: mend it\n"},
		{
			"usage",
			[]string{"usage"},
			2,
			"idkit usage: give one of --a and --b\nusage: idkit usage [FLAG...]\nrun \"idkit usage -h\" for help\n",
		},
		{"file that is not there", []string{"missing"}, 3, "idkit missing: read none.cml: no such file or directory\n"},
		{"status of the verb's own", []string{"differ"}, 1, ""},
		{"other error", []string{"world"}, 3, "idkit world: the world is wrong\n"},
		{
			"panic",
			[]string{"panic"},
			4,
			"idkit panic: internal error: impossible\nplease report this, with the command and its inputs: " +
				"https://github.com/rules-idk/rules_idk/issues\nIDKIT_TRACE=1 shows where it happened\n",
		},
		{
			"no verb", nil, 2,
			"idkit: say which verb to run\nusage: idkit VERB [ARGUMENT...]\nrun \"idkit -h\" for help\n",
		},
		{
			"no verb of a group",
			[]string{"cml"},
			2,
			"idkit cml: say which verb to run\nusage: idkit cml VERB [ARGUMENT...]\nrun \"idkit cml -h\" for help\n",
		},
		{
			"misspelt verb",
			[]string{"cml", "comiple"},
			2,
			"idkit cml: there is no verb \"comiple\"; did you mean \"compile\"?\n" +
				"usage: idkit cml VERB [ARGUMENT...]\nrun \"idkit cml -h\" for help\n",
		},
		{
			"verb of a group without the group",
			[]string{"compile"},
			2,
			"idkit: there is no verb \"compile\"; did you mean \"cml compile\"?\n" +
				"usage: idkit VERB [ARGUMENT...]\nrun \"idkit -h\" for help\n",
		},
		{
			"verb like no other",
			[]string{"xyzzy"},
			2,
			"idkit: there is no verb \"xyzzy\"\nusage: idkit VERB [ARGUMENT...]\nrun \"idkit -h\" for help\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := clitest.Run(program(), t.TempDir(), c.args...)
			if diff := cmp.Diff(got, clitest.Result{Code: c.code, Stderr: c.stderr}); diff != "" {
				t.Errorf("(-got +want):\n%s", diff)
			}
		})
	}
}

func TestOneFailureLeavesUsageAlone(t *testing.T) {
	for args, want := range map[string]int{"findings": 1, "missing": 1, "panic": 1, "usage": 2, "cml merge": 0} {
		p := program()
		p.OneFailure = true
		if got := clitest.Run(p, t.TempDir(), strings.Fields(args)...).Code; got != want {
			t.Errorf("%s: got exit code %d, want %d", args, got, want)
		}
	}
}

func TestTraceOnRequest(t *testing.T) {
	env := &cli.Env{FS: cli.Dir(t.TempDir()), Getenv: func(name string) string {
		return map[string]string{"IDKIT_TRACE": "1"}[name]
	}}
	got := clitest.RunIn(context.Background(), env, program(), "panic").Stderr
	if !strings.Contains(got, "goroutine") || !strings.Contains(got, "main_test.go") {
		t.Errorf("got %q, want the stack", got)
	}
}

func TestHelp(t *testing.T) {
	global := func(f *cli.Flags) func(*cli.Env) error {
		f.String("stamp", "", "touch `FILE` after success")
		return nil
	}
	for _, c := range []struct {
		golden string
		global bool
		args   []string
	}{
		{"program", false, []string{"-h"}},
		{"program", false, []string{"--help"}},
		{"program", false, []string{"help"}},
		{"group", false, []string{"cml", "-h"}},
		{"group", false, []string{"help", "cml"}},
		{"group", false, []string{"cml", "help"}},
		{"verb", false, []string{"cml", "compile", "-h"}},
		{"verb", false, []string{"cml", "compile", "--level", "1", "a.cml", "--help", "--no-such-flag"}},
		{"verb", false, []string{"help", "cml", "compile"}},
		{"verb", false, []string{"cml", "help", "compile"}},
		{"verb_without_flags", false, []string{"differ", "-h"}},
		{"global_flags", true, []string{"-h"}},
	} {
		t.Run(strings.Join(c.args, " "), func(t *testing.T) {
			p := program()
			if c.global {
				p.Global, p.OneFailure = global, true
			}
			got := clitest.Run(p, t.TempDir(), c.args...)
			if got.Code != 0 || got.Stderr != "" {
				t.Errorf("got exit code %d and %q on standard error, want 0 and nothing", got.Code, got.Stderr)
			}
			golden.Compare(t, "testdata/help/"+c.golden+".txt", []byte(got.Stdout))
		})
	}
}

func TestGlobalFlagsStandBeforeTheVerb(t *testing.T) {
	p := program()
	p.Global = func(f *cli.Flags) func(*cli.Env) error {
		stamp := f.String("stamp", "", "touch `FILE` after success")
		f.Alias("s", "stamp")
		return func(env *cli.Env) error { return env.WriteFile(*stamp, nil) }
	}
	for _, c := range []struct {
		name string
		args []string
		want map[string]string
	}{
		{"success", []string{"-s", "stamp", "cml", "merge"}, map[string]string{"stamp": ""}},
		{"failure", []string{"--stamp=stamp", "missing"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			clitest.Run(p, dir, c.args...)
			wantFiles(t, dir, c.want)
		})
	}
}

func TestSelect(t *testing.T) {
	idkit, cmc := &cli.Program{Name: "idkit"}, &cli.Program{Name: "cmc"}
	for arg0, want := range map[string]*cli.Program{
		"idkit":               idkit,
		"/usr/bin/idkit":      idkit,
		"cmc":                 cmc,
		"./cmc":               cmc,
		`C:\tools\cmc.exe`:    cmc,
		"bin/CMC.EXE":         cmc, // Windows does not tell case
		"bin/CMC":             idkit,
		"bin/cmc.EXE":         cmc,
		"/cmc/other":          idkit,
		"cmc-linux":           idkit,
		"":                    idkit,
		".exe":                idkit,
		"bazel-out/bin/cmc/x": idkit,
	} {
		if got := cli.Select(arg0, idkit, cmc); got != want {
			t.Errorf("Select(%q): got %s, want %s", arg0, got.Name, want.Name)
		}
	}
}

func TestFailureOfStandardOutput(t *testing.T) {
	dir := t.TempDir()
	verb := func(_ context.Context, env *cli.Env, _ []string) error {
		fmt.Fprintln(env.Stdout, "text")
		return env.WriteFile("out", []byte("x"))
	}
	p := &cli.Program{Name: "idkit", Commands: []*cli.Command{{Name: "print", Run: verb}}}
	env := &cli.Env{FS: cli.Dir(dir), Stdout: failing{errors.New("no space left on device")}}
	got := clitest.RunIn(context.Background(), env, p, "print")
	want := clitest.Result{Code: 3, Stderr: "idkit print: write standard output: no space left on device\n"}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
	wantFiles(t, dir, nil)
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestInterruptLeavesNoOutput(t *testing.T) {
	for name, verb := range map[string]func(context.Context, context.CancelFunc, *cli.Env) error{
		"verb that notices": func(ctx context.Context, cancel context.CancelFunc, _ *cli.Env) error {
			cancel()
			return fmt.Errorf("build: %w", ctx.Err())
		},
		"verb that ends well all the same": func(_ context.Context, cancel context.CancelFunc, _ *cli.Env) error {
			cancel()
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			run := func(ctx context.Context, env *cli.Env, _ []string) error {
				if err := env.WriteFile("out", []byte("x")); err != nil {
					return err
				}
				return verb(ctx, cancel, env)
			}
			dir := t.TempDir()
			p := &cli.Program{Name: "idkit", Commands: []*cli.Command{{Name: "build", Run: run}}}
			got := clitest.RunIn(ctx, &cli.Env{FS: cli.Dir(dir)}, p, "build")
			want := clitest.Result{Code: 3, Stderr: "idkit build: interrupted\n"}
			if diff := cmp.Diff(got, want); diff != "" {
				t.Errorf("(-got +want):\n%s", diff)
			}
			wantFiles(t, dir, nil)
		})
	}
}

func TestSignalsAreWatchedWhereTheyMatter(t *testing.T) {
	write := func(names ...string) cli.Verb {
		return func(_ context.Context, env *cli.Env, _ []string) error {
			for _, name := range names {
				if err := env.WriteFile(name, []byte("x")); err != nil {
					return err
				}
			}
			return nil
		}
	}
	stage := func(_ context.Context, env *cli.Env, _ []string) error {
		env.Stage(func() error { return nil }, func() {})
		return nil
	}
	for _, c := range []struct {
		name  string
		brief bool
		verb  cli.Verb
		want  int
	}{
		{"a verb that may wait", false, write(), 1},
		{"a brief one without outputs", true, write(), 0},
		{"a brief one with one output", true, write("a"), 0},
		{"a brief one with three", true, write("a", "b", "c"), 1},
		{"a brief one with a stage", true, stage, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			calls := 0
			env := &cli.Env{FS: cli.Dir(t.TempDir()), Interrupts: func(ctx context.Context) context.Context {
				calls++
				return ctx
			}}
			p := &cli.Program{Name: "idkit", Commands: []*cli.Command{{Name: "do", Run: c.verb, Brief: c.brief}}}
			if got := clitest.RunIn(context.Background(), env, p, "do"); got.Code != 0 {
				t.Errorf("got %+v", got)
			}
			if calls != c.want {
				t.Errorf("asked %d times for signals, want %d", calls, c.want)
			}
		})
	}
}

func TestSignalLeavesNoOutput(t *testing.T) {
	for name, brief := range map[string]bool{"brief": true, "not brief": false} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			env := &cli.Env{FS: cli.Dir(dir), Interrupts: func(ctx context.Context) context.Context {
				ctx, cancel := context.WithCancel(ctx)
				cancel()
				return ctx
			}}
			verb := func(_ context.Context, env *cli.Env, _ []string) error {
				return errors.Join(env.WriteFile("a", []byte("x")), env.WriteFile("b", []byte("x")))
			}
			p := &cli.Program{Name: "idkit", Commands: []*cli.Command{{Name: "do", Run: verb, Brief: brief}}}
			got := clitest.RunIn(context.Background(), env, p, "do")
			want := clitest.Result{Code: 3, Stderr: "idkit do: interrupted\n"}
			if diff := cmp.Diff(got, want); diff != "" {
				t.Errorf("(-got +want):\n%s", diff)
			}
			wantFiles(t, dir, nil)
		})
	}
}

func TestReport(t *testing.T) {
	at := diag.NewFile("a.cml", []byte("{}")).At(0)
	warning, wrong := diag.Warningf(at, "", "odd"), diag.Errorf(at, "", "wrong")
	for _, c := range []struct {
		name     string
		findings []*diag.Diagnostic
		want     clitest.Result
	}{
		{"nothing", nil, clitest.Result{}},
		{"warning", []*diag.Diagnostic{warning}, clitest.Result{Stderr: "a.cml:1:1: warning: odd\n"}},
		{"both", []*diag.Diagnostic{warning, wrong}, clitest.Result{Code: 1, Stderr: "a.cml:1:1: wrong\na.cml:1:1: warning: odd\n"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			verb := func(_ context.Context, env *cli.Env, _ []string) error {
				var list diag.List
				list.Add(c.findings...)
				return env.Report(&list)
			}
			p := &cli.Program{Name: "idkit", Commands: []*cli.Command{{Name: "check", Run: verb}}}
			if diff := cmp.Diff(clitest.Run(p, t.TempDir(), "check"), c.want); diff != "" {
				t.Errorf("(-got +want):\n%s", diff)
			}
		})
	}
}
