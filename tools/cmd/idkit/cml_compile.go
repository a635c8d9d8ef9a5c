package main

import (
	"context"
	"errors"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func cmlCompileCommand() *cli.Command {
	return &cli.Command{
		Name:    "compile",
		Short:   "Validates a manifest and compiles it to a component declaration.",
		Args:    "FILE.cml",
		Example: "idkit cml compile meta/app.cml --include-path sdk/lib --output app.cm",
		Run:     cmlCompile,
		Brief:   true,
	}
}

// cmlCompile is the action CmlCompile. The rules give it a manifest that is
// merged already, with its provenance.
func cmlCompile(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var c compilation
	c.settings.define(f)
	c.search.define(f)
	c.define(f)
	provenance := f.String("provenance", "",
		"the `file` that says where each fact of a merged manifest came from; its includes are resolved")
	files, err := f.Parse(args)
	if err != nil {
		return err
	}
	if *provenance == "" {
		return c.run(env, files)
	}
	if *c.depfile != "" {
		return cli.Usagef("--depfile and --provenance cannot be together: a merged manifest includes nothing")
	}
	return c.runOn(env, files, func(manifest string, diags *diag.List) (merged, error) {
		d, err := readMerged(env, &c.settings, manifest, *provenance, diags)
		if d == nil {
			return merged{}, err
		}
		return merged{document: d, sources: mergedSources(d)}, nil
	})
}

// compilation is what the command line of a compiler says.
type compilation struct {
	settings
	required          requirements
	search            searchFlags
	runner            string
	configPackagePath string
	output            string
	depfile           *string
}

// define defines the flags that are no one else's.
func (c *compilation) define(f *cli.Flags) {
	c.required.define(f)
	f.StringVar(&c.runner, "experimental-force-runner", "", "the `runner` that the program gets, whatever the manifest says")
	f.StringVar(&c.configPackagePath, "config-package-path", "",
		"where the configuration values are in the `package`, such as meta/app.cvf; needed by manifests with `config`")
	f.StringVar(&c.output, "output", "", "the `FILE.cm` to write")
	f.Alias("o", "output")
	f.Require("output")
	c.depfile = defineDepfile(f)
}

// run compiles a manifest that may include others.
func (c *compilation) run(env *cli.Env, files []string) error {
	return c.runOn(env, files, c.search.open(env, c.decode).merged)
}

// runOn compiles what read returns for the manifest.
func (c *compilation) runOn(env *cli.Env, files []string, read func(string, *diag.List) (merged, error)) error {
	if len(files) != 1 {
		return cli.Usagef("give exactly one manifest, got %d", len(files))
	}
	if err := c.check(); err != nil {
		return err
	}
	if !strings.HasSuffix(files[0], ".cml") {
		return wrongFile(files[0], errors.New("the name of a manifest must end in .cml"))
	}
	if !strings.HasSuffix(c.output, ".cm") {
		return wrongFile(c.output, errors.New("the name of a compiled manifest must end in .cm"))
	}
	diags := &diag.List{}
	m, err := read(files[0], diags)
	if err != nil {
		return err
	}
	if m.document == nil || diags.HasErrors() {
		return diags.Err()
	}
	if c.runner != "" {
		forceRunner(m.document, c.runner)
	}
	compiled, err := compile(m.document, compileOptions{
		settings:          c.settings,
		rules:             c.required.options,
		configPackagePath: c.configPackagePath,
		sources:           m.sources,
	}, diags)
	if err != nil {
		return err
	}
	if err := c.report(env, diags); err != nil {
		return err
	}
	inputs := m.includes
	if c.generation.HasRootInDepfile() {
		inputs = append([]string{files[0]}, inputs...)
	}
	if err := writeDepfile(env, *c.depfile, c.output, inputs); err != nil {
		return err
	}
	return env.WriteFile(c.output, compiled)
}

// check reads the values of flags.
func (c *compilation) check() error {
	if err := c.settings.check(); err != nil {
		return err
	}
	if c.runner != "" {
		if err := cml.CheckName(c.runner); err != nil {
			return cli.Usagef("--experimental-force-runner cannot be %q: %v", c.runner, err)
		}
	}
	return c.required.check()
}
