package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cml/include"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/distribution"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/imports"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/marshal"
)

func pyLintCommand() *cli.Command {
	return &cli.Command{
		Name:    "lint",
		Short:   "Says which imports of a Python program its runtime cannot serve.",
		Example: "idkit py lint --stdlib stdlib.hpa --bundle app_test.hpa --archive lib.hpa",
		Run:     pyLint,
	}
}

// pyLint is the action PyLint. Whatever it finds, it succeeds if it can write it
// down: FindingsShow fails the build.
func pyLint(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	stdlib := f.String("stdlib", "", "the archive of the standard library, a `file`")
	bundle := f.String("bundle", "", "the linked program, a `file` with archives, whose modules serve imports, too")
	archives := f.Strings("archive", "the archive of a library of the program, a `file`; any number")
	runtime := f.String("runtime", "", "the `label` of the runtime, for hints")
	findings := f.String("findings", "", "the `file` to write the findings to; they fail the verb if left out")
	notes := f.Bool("notes", false, "print notes, too, where findings are printed")
	f.Require("stdlib", "bundle")
	if err := noArguments(f.Parse(args)); err != nil {
		return err
	}
	l := imports.Lint{Fix: moduleFix(include.DisplayLabel(*runtime))}
	var err error
	if l.Stdlib, err = stdlibOf(env, *stdlib); err != nil {
		return err
	}
	if l.Provided, err = topModules(env, *bundle); err != nil {
		return err
	}
	files := make(imports.Files)
	positions := make(map[string]diag.Position)
	for _, name := range *archives {
		if err := addImports(env, name, files, positions); err != nil {
			return err
		}
	}
	l.Position = func(path string) diag.Position { return positions[path] }
	found := l.Check(files)
	if *findings != "" {
		return writeFindings(env, *findings, found)
	}
	shown := &diag.List{}
	for _, d := range found.All() {
		if *notes || d.Severity != diag.Remark {
			shown.Add(d)
		}
	}
	return env.Report(shown)
}

// moduleFix says how a module comes into a runtime.
func moduleFix(runtime string) func(module, reason string) string {
	on := "of a hermetic_python_runtime of your own, and name that in the attribute runtime"
	if runtime != "" {
		on = "on " + runtime
	}
	return func(module, reason string) string {
		switch distribution.Reason(reason) {
		case distribution.ByExclude:
			return fmt.Sprintf("take %q out of stdlib_exclude %s", module, on)
		case distribution.ByExtension:
			return fmt.Sprintf("add %q to stdlib_extensions %s", module, on)
		case distribution.Absent:
			return "do without, or take another distribution of Python: this one does not have it"
		}
		return fmt.Sprintf("add %q to stdlib_include %s", module, on)
	}
}

// stdlibOf reads what the archive of a standard library does not serve.
func stdlibOf(env *cli.Env, name string) (imports.Stdlib, error) {
	s := imports.Stdlib{Pruned: make(map[string]string), Needs: make(map[string][]string)}
	b, err := openBundle(env, name, hpa.META)
	if err != nil {
		return s, err
	}
	defer b.Close()
	meta := b.Archives[0].Meta
	pruned, ok := meta["pruned"].(map[string]any)
	if !ok {
		return s, wrongFile(name, fmt.Errorf("it is not the archive of a standard library"))
	}
	for module, reason := range pruned {
		s.Pruned[module], _ = reason.(string)
	}
	needs, _ := meta["needs"].(map[string]any)
	for module, others := range needs {
		list, _ := others.(marshal.Tuple)
		for _, other := range list {
			if other, ok := other.(string); ok {
				s.Needs[module] = append(s.Needs[module], other)
			}
		}
	}
	return s, nil
}

// topModules returns whether a program has a top-level module.
func topModules(env *cli.Env, name string) (func(module string) bool, error) {
	b, err := openBundle(env, name)
	if err != nil {
		return nil, err
	}
	defer b.Close()
	tops := make(map[string]bool)
	for _, a := range b.Archives {
		if a.Meta.Kind() == hpa.KindStdlib {
			continue
		}
		for _, m := range a.Modules {
			top, _, _ := strings.Cut(m.Name, ".")
			tops[top] = true
		}
	}
	return func(module string) bool { return tops[module] }, nil
}

// addImports adds what the sources of a library import.
func addImports(env *cli.Env, name string, files imports.Files, positions map[string]diag.Position) error {
	library, closer, err := libraryArchive(env, name)
	if err != nil {
		return err
	}
	defer closer.Close()
	a := library.Archive
	found, err := imports.ParseMeta(a.Meta["imports"])
	if err != nil {
		return wrongFile(name, err)
	}
	for path, list := range found {
		files[path] = list
		position := diag.Position{File: path}
		if i := slices.IndexFunc(a.Modules, func(m hpa.Module) bool { return m.Path == path }); i >= 0 {
			for _, p := range a.Provenance {
				if p.Blob == a.Modules[i].Blob {
					position = diag.Position{File: p.Path, Label: include.DisplayLabel(p.Label)}
				}
			}
		}
		positions[path] = position
	}
	return nil
}
