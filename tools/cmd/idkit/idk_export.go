package main

import (
	"context"
	"io"

	"github.com/rules-idk/rules_idk/tools/internal/atom"
	"github.com/rules-idk/rules_idk/tools/internal/atom/tree"
	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cml/include"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func idkExportCommand() *cli.Command {
	return &cli.Command{
		Name:  "export",
		Short: "Makes the directory of an IDK out of atoms.",
		Example: `idkit idk export --label @@//:my_idk --version 1.20260101.0.1 --target x64 \
  --root @@//sdk/lib/syslog:syslog --atom syslog.atom.json \
  --file '{"label": "@@//sdk/lib/syslog:syslog", "dest": "pkg/syslog/client.shard.cml", "file": "sdk/lib/syslog/client.shard.cml"}' \
  --output my_idk --contents my_idk.contents`,
		Run: idkExport,
	}
}

// idkExport is the action IdkExport.
func idkExport(ctx context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var g groupFlags
	g.define(f)
	var o atom.ExportOptions
	f.StringVar(&o.Version, "version", "0.0.0-dev", "the `id` of the IDK")
	f.StringVar(&o.Host, "host", "x86_64-unknown-linux-gnu", "the `triple` of the machines that its tools run on")
	f.StringsVar(&o.Target, "target", "a `CPU` that its libraries are for: x64, arm64 or riscv64; any number, the order is kept")
	files := f.Strings("file", "a file of an atom, `described` as JSON with label, dest and file; any number")
	var out treeOutputs
	out.define(f)
	report := f.String("report", "", "the `file` to write that says what was left out")
	rest, err := f.Parse(args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return cli.Usagef("unexpected argument %q", rest[0])
	}

	group, err := g.read(env)
	if err != nil {
		return err
	}
	o.Sources = make(map[atom.Source]string, len(*files))
	for _, text := range *files {
		var d struct{ Label, Dest, File string }
		if err := parseDescription("file", text, &d); err != nil {
			return err
		}
		o.Sources[atom.Source{Label: include.DisplayLabel(d.Label), Dest: d.Dest}] = d.File
	}
	diags := &diag.List{}
	export := atom.NewExport(group, o, diags)
	if err := env.Report(diags); err != nil {
		return err
	}
	w, err := out.start(env)
	if err != nil {
		return err
	}
	open := func(name string) (io.ReadCloser, error) { return env.FS.Open(name) }
	if err := export.Write(ctx, w, open); err != nil {
		return err
	}
	if *report != "" {
		if err := env.WriteFile(*report, export.Report()); err != nil {
			return err
		}
	}
	return out.finish(env, w, export.Manifest.Contents())
}

// treeOutputs are the outputs of verbs that make an IDK.
type treeOutputs struct{ dir, contents, digests string }

func (t *treeOutputs) define(f *cli.Flags) {
	f.StringVar(&t.dir, "output", "", "the `directory` to make; it must not have files yet")
	f.StringVar(&t.contents, "contents", "", "the `file` to write that the contents golden should equal")
	f.StringVar(&t.digests, "digests", "", "the `file` to write with the SHA-256 sums of all files")
	f.Require("output")
}

// start returns the writer of the directory.
func (t *treeOutputs) start(env *cli.Env) (*tree.Writer, error) {
	w, err := tree.NewWriter(env.FS, t.dir)
	if err != nil {
		return nil, err
	}
	env.Stage(w.Place, w.Undo)
	return w, nil
}

// finish writes what goes with the directory.
func (t *treeOutputs) finish(env *cli.Env, w *tree.Writer, contents []byte) error {
	if t.contents != "" {
		if err := env.WriteFile(t.contents, contents); err != nil {
			return err
		}
	}
	if t.digests != "" {
		return env.WriteFile(t.digests, w.Digests())
	}
	return nil
}
