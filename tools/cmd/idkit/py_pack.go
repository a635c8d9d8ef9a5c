package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/pack"
)

func pyPackCommand() *cli.Command {
	return &cli.Command{
		Name:    "pack",
		Short:   "Compresses a runtime of Python to the archive that a packed bundle carries.",
		Example: `idkit py pack --image runtime --compression max --out runtime.hpa`,
		Run:     pyPack,
	}
}

// pyPack is the action PyPack.
func pyPack(ctx context.Context, env *cli.Env, args []string) (err error) {
	f := cli.NewFlags(env)
	image := f.String("image", "", "the runtime as one executable `file`")
	tree := f.String("tree", "", "the runtime as a `directory`")
	compression := f.String("compression", string(pack.Best), "the `level`: none, fast, best or max")
	interpreter := f.String("interpreter", "",
		"the CPython 3.14 that compresses for max, a `file`; the one in the runtime if left out")
	out := f.String("out", "", "the archive to write, a `file`")
	f.Require("out")
	if err := noArguments(f.Parse(args)); err != nil {
		return err
	}
	if (*image == "") == (*tree == "") {
		return cli.Usagef("either --image or --tree must be given")
	}
	var options pack.Options
	if options.Level, err = pack.ParseLevel(*compression); err != nil {
		return cli.Usagef("--compression cannot be %q: %v", *compression, err)
	}
	if options.Level == pack.Max {
		if options.Interpreter, err = compressing(env, *interpreter, *image, *tree); err != nil {
			return err
		}
	}
	name := *image
	var write func(io.Writer) error
	if *image != "" {
		content, err := env.ReadFile(*image)
		if err != nil {
			return err
		}
		write = func(w io.Writer) error { return pack.Image(ctx, w, "runtime", content, options) }
	} else {
		name = *tree
		write = func(w io.Writer) error { return pack.Tree(ctx, w, treeFiles{env.FS, *tree}, options) }
	}
	w, err := env.Create(*out, 0)
	if err != nil {
		return err
	}
	if err := write(w); err != nil {
		return fmt.Errorf("pack %s: %w", name, err)
	}
	return w.Close()
}

// compressing returns the path of the interpreter that compresses.
func compressing(env *cli.Env, interpreter, image, tree string) (string, error) {
	if interpreter == "" && image != "" {
		interpreter = image
	}
	if interpreter == "" {
		found, err := pack.Interpreter(treeFiles{env.FS, tree})
		if err != nil {
			return "", fmt.Errorf("pack %s: %w", tree, err)
		}
		interpreter = path.Join(tree, found)
	}
	resolved, err := env.FS.Resolve(interpreter)
	if err != nil {
		return "", fmt.Errorf("find the interpreter %s: %w", interpreter, err)
	}
	return resolved, nil
}

// treeFiles is the fs.FS of a directory.
type treeFiles struct {
	cli.FS
	dir string
}

func (d treeFiles) path(name string) string { return path.Join(d.dir, name) }

// Open opens a file or a directory.
func (d treeFiles) Open(name string) (fs.File, error) { return d.FS.Open(d.path(name)) }

// Stat describes a file, following links.
func (d treeFiles) Stat(name string) (fs.FileInfo, error) { return d.FS.Stat(d.path(name)) }

// ReadFile returns the content of a file.
func (d treeFiles) ReadFile(name string) ([]byte, error) { return d.FS.ReadFile(d.path(name)) }

// ReadDir returns the entries of a directory.
func (d treeFiles) ReadDir(name string) ([]fs.DirEntry, error) { return d.FS.ReadDir(d.path(name)) }
