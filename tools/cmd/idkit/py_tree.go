package main

import (
	"context"
	"path"

	"github.com/rules-idk/rules_idk/tools/internal/atom/tree"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/distribution"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/image"
)

func pyTreeCommand() *cli.Command {
	return &cli.Command{
		Name:    "tree",
		Short:   "Makes a directory of an interpreter, its libraries and the archive of its standard library.",
		Example: "idkit py tree --interpreter python/bin/python3.11 --stdlib stdlib.hpa --out runtime",
		Run:     pyTree,
	}
}

// pyTree is the action PyTree.
func pyTree(ctx context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	interpreter := f.String("interpreter", "", "the interpreter, a `file` in the directory bin of a distribution that idkit py unpack made")
	stdlib := f.String("stdlib", "", "the archive of its standard library, a `file`")
	out := f.String("out", "", "the `directory` to make; it must not have files yet")
	f.Require("interpreter", "stdlib", "out")
	if err := noArguments(f.Parse(args)); err != nil {
		return err
	}
	d, err := distribution.Open(env.FS, path.Join(path.Dir(*interpreter), ".."))
	if err != nil {
		return err
	}
	if base := path.Base(*interpreter); base != path.Base(d.Interpreter()) {
		return cli.Usagef("--interpreter cannot be %q: the one of %s is %s", *interpreter, d.Name, d.Interpreter())
	}
	s, err := openStdlib(env, *stdlib)
	if err != nil {
		return err
	}
	files, err := image.Tree(d, s)
	if err != nil {
		return err
	}
	w, err := tree.NewWriter(env.FS, *out)
	if err != nil {
		return err
	}
	env.Stage(w.Place, w.Undo)
	return tree.Parallel(ctx, len(files), func(i int) error {
		r, err := files[i].Open()
		if err != nil {
			return err
		}
		defer r.Close()
		return w.Put(files[i].Path, files[i].Executable, r)
	})
}
