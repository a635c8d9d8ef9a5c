package main

import (
	"bytes"
	"context"
	"path/filepath"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cml/format"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func cmlFormatCommand() *cli.Command {
	return &cli.Command{
		Name:     "format",
		Short:    "Lays out manifests in the common style; comments are kept.",
		Args:     "[FILE.cml…]",
		Example:  "idkit cml format --in-place meta/app.cml\nidkit cml format --check meta/app.cml",
		Findings: "not formatted, or not JSON5",
		Run:      cmlFormat,
		Brief:    true,
	}
}

func cmlFormat(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var l layout
	l.define(f)
	f.BoolVar(&l.check, "check", false, "write nothing, but fail if a file is not formatted")
	f.StringsVar(&l.shown, "shown", "the `name` of a file for messages, once for each file; its own if left out")
	f.StringVar(&l.fix, "fix", "", "what to do about a file that is not formatted, for the message: a `command`")
	files, err := f.Parse(args)
	if err != nil {
		return err
	}
	switch {
	case len(l.shown) > 0 && len(l.shown) != len(files):
		return cli.Usagef("%d files have %d names for messages: give --shown once for each", len(files), len(l.shown))
	case l.inPlace && l.check:
		return cli.Usagef("--in-place and --check cannot be together")
	case (l.inPlace || l.check) && l.output != "":
		return cli.Usagef("--output is for one file that stays as it is: leave it out")
	}
	return l.run(env, files)
}

// layout is what the command line says about files to format.
type layout struct {
	inPlace, check bool
	output         string
	// shown are the names of the files for messages, fix is what is to be done,
	// if the command line says so.
	shown []string
	fix   string
}

// define defines the flags that cmc has, too.
func (l *layout) define(f *cli.Flags) {
	f.BoolVar(&l.inPlace, "in-place", false, "write the files themselves; those that are formatted are not touched")
	f.Alias("i", "in-place")
	f.StringVar(&l.output, "output", "", "the `file` to write; standard output if left out")
	f.Alias("o", "output")
}

func (l *layout) run(env *cli.Env, files []string) error {
	switch {
	case l.inPlace && len(files) == 0:
		return cli.Usagef("--in-place needs files")
	case len(files) == 0:
		files = []string{"-"}
	case len(files) > 1 && !l.inPlace && !l.check:
		return cli.Usagef("several files need --in-place or --check")
	}
	diags := &diag.List{}
	seen := map[string]bool{}
	for i, name := range files {
		if seen[filepath.Clean(name)] {
			continue
		}
		seen[filepath.Clean(name)] = true
		shown := name
		if len(l.shown) > 0 {
			shown = l.shown[i]
		}
		if err := l.file(env, name, shown, diags); err != nil {
			return err
		}
	}
	return env.Report(diags)
}

// file formats one file, which messages show under a name of its own; "-" is
// standard input.
func (l *layout) file(env *cli.Env, name, shown string, diags *diag.List) error {
	text, err := env.ReadFile(name)
	if err != nil {
		return err
	}
	output := l.output
	switch {
	case l.inPlace && name == "-":
		return cli.Usagef("--in-place needs files, standard input is none")
	case l.inPlace:
		output = name
	case shown == "-":
		shown = standardInput
	}
	file := diag.NewFile(shown, text)
	formatted := format.Source(file, diags)
	switch {
	case formatted == nil:
		return nil
	case !l.check:
		return emit(env, output, formatted)
	case !bytes.Equal(text, formatted):
		diags.Add(l.unformatted(file, formatted))
	}
	return nil
}

// unformatted says where a text differs first from its formatted form.
func (l *layout) unformatted(f *diag.File, formatted []byte) *diag.Diagnostic {
	same := 0
	for same < len(formatted) && same < len(f.Text) && formatted[same] == f.Text[same] {
		same++
	}
	d := diag.Errorf(f.At(same), "", "the file is not formatted, from here on")
	switch {
	case l.fix != "":
		return d.WithHint("%s", l.fix)
	case f.Name == standardInput:
		return d.WithHint("idkit cml format")
	}
	return d.WithHint("idkit cml format --in-place %s; what that changes: idkit cml format %[1]s | diff %[1]s -", f.Name)
}

// standardInput is what messages call it.
const standardInput = "standard input"
