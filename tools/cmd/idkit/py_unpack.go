package main

import (
	"context"
	"errors"

	"github.com/rules-idk/rules_idk/tools/internal/atom/tree"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/distribution"
)

func pyUnpackCommand() *cli.Command {
	return &cli.Command{
		Name:    "unpack",
		Short:   "Makes a plain directory of a CPython distribution, with what a self-contained program needs.",
		Example: "idkit py unpack --distribution cpython/files.json --stdlib minimal --include curses --out python",
		Run:     pyUnpack,
	}
}

// pyUnpack is the action PyUnpack.
func pyUnpack(ctx context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	name := f.String("distribution", "",
		"the `directory` with bin and lib, or with python, as archives of python-build-standalone have it, or with files.json; or this file")
	var p pruneFlags
	p.define(f)
	out := f.String("out", "", "the `directory` to make; it must not have files yet")
	f.Require("distribution", "out")
	if err := noArguments(f.Parse(args)); err != nil {
		return err
	}
	d, err := distribution.Open(env.FS, *name)
	if err != nil {
		return err
	}
	if d, err = p.prune(d); err != nil {
		return err
	}
	w, err := tree.NewWriter(env.FS, *out)
	if err != nil {
		return err
	}
	env.Stage(w.Place, w.Undo)
	files := append(d.Files()[:len(d.Files()):len(d.Files())], d.Record())
	return tree.Parallel(ctx, len(files), func(i int) error {
		r, err := files[i].Open()
		if err != nil {
			return err
		}
		defer r.Close()
		return w.Put(files[i].Path, files[i].Executable, r)
	})
}

// noArguments is for verbs that have flags only.
func noArguments(rest []string, err error) error {
	if err == nil && len(rest) > 0 {
		return cli.Usagef("unexpected argument %q", rest[0])
	}
	return err
}

// pruneFlags are the flags that say what of a standard library is kept.
type pruneFlags struct {
	stdlib string
	o      distribution.Options
}

func (p *pruneFlags) define(f *cli.Flags) {
	f.StringVar(&p.stdlib, "stdlib", "full", "how `much` of the standard library is kept: all, full without what makes or tests programs or draws windows, or minimal without what few programs need")
	f.StringsVar(&p.o.Include, "include", "a `module` to keep that is left out otherwise; any number")
	f.StringsVar(&p.o.Exclude, "exclude", "a `module` to leave out; any number")
	f.StringsVar(&p.o.Extensions, "extension", "an extension `module` to keep that is a file of its own; * and ? match; any number")
}

func (p *pruneFlags) prune(d *distribution.Distribution) (*distribution.Distribution, error) {
	switch p.stdlib {
	case "all":
		p.o.All = true
	case "full":
	case "minimal":
		p.o.Minimal = true
	default:
		return nil, cli.Usagef("--stdlib cannot be %q: it is all, full or minimal", p.stdlib)
	}
	kept, err := d.Prune(p.o)
	var wrong *distribution.OptionError
	if errors.As(err, &wrong) {
		return nil, cli.Usagef("%v", err)
	}
	return kept, err
}
