package main

import (
	"bufio"
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/archive"
	"github.com/rules-idk/rules_idk/tools/internal/atom/idk"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func idkArchiveCommand() *cli.Command {
	return &cli.Command{
		Name:    "archive",
		Short:   "Packs an IDK; the bytes depend on nothing but its files.",
		Example: "idkit idk archive --idk bazel-bin/my_idk --output my_idk.tar.gz",
		Run:     idkArchive,
	}
}

// idkArchive is the action IdkArchive.
func idkArchive(ctx context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	dir := f.String("idk", "", "the `directory` of the IDK")
	output := f.String("output", "", "the `file` to write; its name ends in .tar.gz, .tar.zst, .tar or .zip")
	f.Require("idk", "output")
	rest, err := f.Parse(args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return cli.Usagef("unexpected argument %q", rest[0])
	}
	format, err := archive.FormatOf(*output)
	if err != nil {
		return cli.Usagef("--output: %v", err)
	}
	out, err := env.Create(*output, 0)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(out, 1<<20)
	diags := &diag.List{}
	if err := idk.Pack(ctx, env.FS, *dir, w, format, diags); err != nil {
		return err
	}
	if err := env.Report(diags); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return out.Close()
}
