package main

import (
	"bytes"
	"context"
	"errors"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/image"
)

func pyImageCommand() *cli.Command {
	return &cli.Command{
		Name:     "image",
		Short:    "Makes one executable of an interpreter and the archive of its standard library.",
		Example:  "idkit py image --interpreter python/bin/python3.14 --stdlib stdlib.hpa --out runtime",
		Findings: "the interpreter cannot be patched",
		Run:      pyImage,
	}
}

// pyImage is the action PyImage.
func pyImage(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	interpreter := f.String("interpreter", "", "the interpreter, a `file`")
	stdlib := f.String("stdlib", "", "the archive of its standard library, a `file`")
	out := f.String("out", "", "the executable to write, a `file`")
	f.Require("interpreter", "stdlib", "out")
	if err := noArguments(f.Parse(args)); err != nil {
		return err
	}
	executable, err := env.ReadFile(*interpreter)
	if err != nil {
		return err
	}
	s, err := openStdlib(env, *stdlib)
	if err != nil {
		return err
	}
	w, err := env.Create(*out, 0o755)
	if err != nil {
		return err
	}
	err = image.Write(w, executable, s)
	var unsuitable *image.Unsuitable
	if errors.As(err, &unsuitable) {
		found := &diag.List{}
		found.Add(diag.Errorf(diag.Fixed(diag.Position{File: *interpreter}), "", "%s", unsuitable.Reason).
			WithHint(`use it as a directory: image = "no" of the runtime, or idkit py tree`))
		return env.Report(found)
	}
	if err != nil {
		return err
	}
	return w.Close()
}

// openStdlib reads the archive of a standard library.
func openStdlib(env *cli.Env, name string) (*image.Stdlib, error) {
	content, err := env.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return image.OpenStdlib(name, bytes.NewReader(content), int64(len(content)))
}
