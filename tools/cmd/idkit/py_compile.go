package main

import (
	"bufio"
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cml/include"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	pycompile "github.com/rules-idk/rules_idk/tools/internal/pybundle/compile"
)

func pyCompileCommand() *cli.Command {
	return &cli.Command{
		Name:  "compile",
		Short: "Compiles the sources of one Python library to an archive.",
		Example: `idkit py compile --interpreter python/bin/python3.14 --label @@//app:lib \
  --source '{"path": "_main/app/lib.py", "file": "app/lib.py", "label": "@@//app:lib"}' --out lib.hpa`,
		Run: pyCompile,
	}
}

// pyCompile is the action PyCompile.
func pyCompile(ctx context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var c compilerFlags
	c.define(f)
	label := f.String("label", "", "the `label` of the library")
	sources := f.Strings("source", "a source, `described` as JSON with path, where it is in the runfiles, file and label; any number")
	applications := f.Strings("pyz", "a zip application, `described` as JSON with path, which is that of the directory that its members are in, file and label; any number")
	warn := f.Bool("warnings", false, "print what the compiler warns of")
	out := f.String("out", "", "the archive to write, a `file`")
	f.Require("interpreter", "out")
	if err := noArguments(f.Parse(args)); err != nil {
		return err
	}
	interpreter, err := c.interpreter(env)
	if err != nil {
		return err
	}
	texts := make([]pycompile.LibrarySource, 0, len(*sources))
	for _, text := range *sources {
		var d struct{ Path, File, Label string }
		if err := parseDescription("source", text, &d); err != nil {
			return err
		}
		content, err := env.ReadFile(d.File)
		if err != nil {
			return err
		}
		texts = append(texts, pycompile.LibrarySource{
			Path: d.Path, Shown: d.File, Label: include.DisplayLabel(d.Label), Content: content,
		})
	}
	var files []pycompile.LibraryFile
	for _, text := range *applications {
		if texts, files, err = appendApplication(env, text, texts, files); err != nil {
			return err
		}
	}
	archive, err := env.Create(*out, 0)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(archive, 1<<20)
	found, err := interpreter.Library(ctx, w, include.DisplayLabel(*label), texts, files...)
	if err != nil {
		return err
	}
	if err := env.Report(shownFindings(found, *warn)); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return archive.Close()
}

// shownFindings leaves warnings out that nobody asked for: those about the sources
// of others help nobody.
func shownFindings(found *diag.List, warn bool) *diag.List {
	shown := &diag.List{}
	for _, d := range found.All() {
		if warn || d.Severity == diag.Error {
			shown.Add(d)
		}
	}
	return shown
}

// compilerFlags are the flags that say what compiles, and how.
type compilerFlags struct {
	path string
	i    pycompile.Interpreter
}

func (c *compilerFlags) define(f *cli.Flags) {
	f.StringVar(&c.path, "interpreter", "", "the `program` of a CPython 3.11 to 3.14, in its distribution; it runs with an empty environment")
	f.IntVar(&c.i.Optimize, "optimize", 0, "the `level` of optimisation: 1 leaves assertions out, 2 docstrings, too")
}

func (c *compilerFlags) interpreter(env *cli.Env) (*pycompile.Interpreter, error) {
	if c.i.Optimize < 0 || c.i.Optimize > 2 {
		return nil, cli.Usagef("--optimize cannot be %d: it is 0, 1 or 2", c.i.Optimize)
	}
	var err error
	c.i.Path, err = env.FS.Resolve(c.path)
	return &c.i, err
}
