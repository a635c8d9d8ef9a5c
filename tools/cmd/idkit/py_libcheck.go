package main

import (
	"bytes"
	"context"
	"io"
	"path"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cml/include"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/distribution"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/libcheck"
)

func pyLibcheckCommand() *cli.Command {
	return &cli.Command{
		Name:    "libcheck",
		Short:   "Says what programs and shared libraries need that other machines may not have; nothing of them is run.",
		Example: "idkit py libcheck --bundle bazel-bin/app/app_test.hpa --libc-max 2.17",
		Run:     pyLibcheck,
	}
}

// pyLibcheck is the action PyLibcheck. Whatever it finds, it succeeds if it can
// write it down: FindingsShow fails the build.
func pyLibcheck(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var c libraryCheck
	f.StringVar(&c.label, "label", "", "the `label` of what is checked, for files of which no target is known")
	bundles := f.Strings("bundle", "a `file` with archives, whose native files and programs are checked; any number")
	files := f.Strings("file", "a native file or a program, `described` as JSON with path, file and label; any number")
	interpreter := f.String("interpreter", "", "the `program` of the runtime, which is checked with the libraries beside it, and says for which machine the others must be")
	libcMax := f.String("libc-max", libcheck.DefaultLibcMax.String(), "the newest `version` of the C library that may be needed")
	f.StringsVar(&c.policy.Libraries, "allow", "a `library` that may be needed although it is in no bundle; * and ? match; any number")
	findings := f.String("findings", "", "the `file` to write the findings to; they fail the verb if left out")
	err := noArguments(f.Parse(args))
	if err != nil {
		return err
	}
	if c.policy.LibcMax, err = libcheck.ParseVersion(*libcMax); err != nil {
		return cli.Usagef("--libc-max: %v", err)
	}
	for _, pattern := range c.policy.Libraries {
		if _, err := path.Match(pattern, ""); err != nil {
			return cli.Usagef("--allow cannot be %q: %v", pattern, err)
		}
	}
	defer c.close()
	if *interpreter != "" {
		if err := c.addInterpreter(env, *interpreter); err != nil {
			return err
		}
	}
	for _, name := range *bundles {
		if err := c.addBundle(env, name); err != nil {
			return err
		}
	}
	for _, text := range *files {
		var d struct{ Path, File, Label string }
		if err := parseDescription("file", text, &d); err != nil {
			return err
		}
		if err := c.addFile(env, d.Path, d.File, d.Label); err != nil {
			return err
		}
	}
	found := libcheck.Check(c.files, c.policy)
	if *findings == "" {
		return env.Report(found)
	}
	return writeFindings(env, *findings, found)
}

// libraryCheck is a check that is being prepared.
type libraryCheck struct {
	label  string
	policy libcheck.Policy
	files  []libcheck.File
	open   []io.Closer
}

func (c *libraryCheck) close() {
	for _, closer := range c.open {
		closer.Close()
	}
}

func (c *libraryCheck) add(file libcheck.File, label string) {
	if label == "" {
		label = c.label
	}
	file.Label = include.DisplayLabel(label)
	c.files = append(c.files, file)
}

func (c *libraryCheck) addFile(env *cli.Env, name, file, label string) error {
	f, err := openRandom(env, file)
	if err != nil {
		return err
	}
	c.open = append(c.open, f)
	c.add(libcheck.File{Path: name, Shown: file, Content: f}, label)
	return nil
}

// addInterpreter adds an interpreter, with the libraries of its distribution.
func (c *libraryCheck) addInterpreter(env *cli.Env, name string) error {
	root := path.Dir(path.Dir(name))
	d, err := distribution.Open(env.FS, root)
	if err != nil || path.Join(root, d.Interpreter()) != path.Clean(name) {
		return c.addFile(env, path.Join("bin", path.Base(name)), name, "")
	}
	programs, err := d.Programs()
	if err != nil {
		return err
	}
	for _, f := range programs {
		if err := c.addFile(env, f.Path, path.Join(root, f.Path), ""); err != nil {
			return err
		}
	}
	return nil
}

// addBundle adds the native files and programs of a bundle, and what they need to
// find beside them.
func (c *libraryCheck) addBundle(env *cli.Env, name string) error {
	b, err := openBundle(env, name)
	if err != nil {
		return err
	}
	c.open = append(c.open, b)
	for _, a := range b.Archives {
		labels := make(map[int]string)
		for _, p := range a.Provenance {
			labels[p.Blob] = p.Label
		}
		for _, f := range a.Files {
			if f.Blob < 0 || f.Kind != hpa.Native && f.Kind != hpa.Program {
				continue
			}
			content, err := a.ReadBlob(f.Blob)
			if err != nil {
				return bundleError(name, err)
			}
			r := bytes.NewReader(content)
			if f.Kind == hpa.Program && !libcheck.IsELF(r) {
				continue // a script
			}
			shown := strings.TrimPrefix(f.Path, "_main/")
			c.add(libcheck.File{Path: f.Path, Shown: shown, Content: r}, labels[f.Blob])
		}
	}
	return nil
}
