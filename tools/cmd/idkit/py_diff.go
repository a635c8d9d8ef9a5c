package main

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/view"
)

func pyDiffCommand() *cli.Command {
	return &cli.Command{
		Name:     "diff",
		Short:    "Compares two Python bundles: their descriptions, modules, files and carriers.",
		Args:     "LEFT RIGHT",
		Example:  "idkit py diff old/main bazel-bin/app/main",
		Findings: "the bundles differ, or one is none",
		Run:      pyDiff,
	}
}

func pyDiff(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	asJSON := f.Bool("json", false, "print JSON")
	names, err := f.Parse(args)
	if err != nil {
		return err
	}
	if len(names) != 2 {
		return cli.Usagef("give exactly two bundles, got %d", len(names))
	}
	left, err := openBundle(env, names[0])
	if err != nil {
		return err
	}
	defer left.Close()
	right, err := openBundle(env, names[1])
	if err != nil {
		return err
	}
	defer right.Close()
	same, err := sameCarrier(left, right)
	if err != nil {
		return err
	}
	d := view.Compare(view.Of(left.Bundle), view.Of(right.Bundle), same)
	if *asJSON {
		err = printJSON(env, d)
	} else {
		err = d.Print(env.Stdout)
	}
	if err == nil && !d.Equal() {
		return cli.Status(cli.ExitFindings)
	}
	return err
}

// sameCarrier reports whether what stands in front of the archives is the same.
func sameCarrier(left, right *openedBundle) (bool, error) {
	if left.Carrier != right.Carrier {
		return false, nil
	}
	a, b := make([]byte, 64<<10), make([]byte, 64<<10)
	for at := int64(0); at < left.Carrier; {
		n := min(left.Carrier-at, int64(len(a)))
		if _, err := left.file.ReadAt(a[:n], at); err != nil && !errors.Is(err, io.EOF) {
			return false, readError(left.name, err)
		}
		if _, err := right.file.ReadAt(b[:n], at); err != nil && !errors.Is(err, io.EOF) {
			return false, readError(right.name, err)
		}
		if !bytes.Equal(a[:n], b[:n]) {
			return false, nil
		}
		at += n
	}
	return true, nil
}
