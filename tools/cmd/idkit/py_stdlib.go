package main

import (
	"bufio"
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/distribution"
)

func pyStdlibCommand() *cli.Command {
	return &cli.Command{
		Name:    "stdlib",
		Short:   "Compiles the standard library of a CPython distribution to an archive.",
		Example: "idkit py stdlib --distribution python --interpreter python/bin/python3.14 --out stdlib.hpa",
		Run:     pyStdlib,
	}
}

// pyStdlib is the action PyStdlib.
func pyStdlib(ctx context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	name := f.String("distribution", "", "the `directory` of the distribution, see py unpack")
	var c compilerFlags
	c.define(f)
	var p pruneFlags
	p.define(f)
	sources := f.Bool("sources", false, "add the sources, so that tracebacks show their lines")
	f.BoolVar(&c.i.NoDocstrings, "no-docstrings", false, "leave docstrings out, and keep assertions")
	out := f.String("out", "", "the archive to write, a `file`")
	f.Require("distribution", "interpreter", "out")
	if err := noArguments(f.Parse(args)); err != nil {
		return err
	}
	interpreter, err := c.interpreter(env)
	if err != nil {
		return err
	}
	d, err := distribution.Open(env.FS, *name)
	if err != nil {
		return err
	}
	if d, err = p.prune(d); err != nil {
		return err
	}
	archive, err := env.Create(*out, 0)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(archive, 1<<20)
	found, err := interpreter.Stdlib(ctx, w, d, *sources)
	if err != nil {
		return err
	}
	if err := env.Report(found); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return archive.Close()
}
