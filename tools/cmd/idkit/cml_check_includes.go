package main

import (
	"context"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func cmlCheckIncludesCommand() *cli.Command {
	return &cli.Command{
		Name:    "check-includes",
		Short:   "Checks that a manifest includes, directly or not, all shards that are expected.",
		Args:    "FILE.cml [INCLUDE…]",
		Example: "idkit cml check-includes meta/app.cml syslog/client.shard.cml --include-path sdk/lib",
		Run:     cmlCheckIncludes,
		Brief:   true,
	}
}

func cmlCheckIncludes(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	var c includeCheck
	c.settings.define(f)
	c.search.define(f)
	c.define(f, "from-file")
	f.Alias("fromfile", "from-file")
	stamp := f.String("stamp", "", "an empty `file` to write when nothing is missing; the dependency file is about it")
	f.Alias("s", "stamp")
	files, err := f.Parse(args)
	if err != nil {
		return err
	}
	if err := c.run(env, files, *stamp); err != nil {
		return err
	}
	return writeStamp(env, *stamp)
}

// includeCheck is what the command line says about includes that are expected.
type includeCheck struct {
	settings
	search   searchFlags
	fromFile string
	depfile  *string
}

// define defines the flags that are no one else's.
func (c *includeCheck) define(f *cli.Flags, fromFile string) {
	f.StringVar(&c.fromFile, fromFile, "", "a `file` that names more expected includes, one per line")
	f.Alias("f", fromFile)
	c.depfile = defineDepfile(f)
}

// run checks the first word for the includes that the others are. The dependency
// file is about the stamp, which somebody else writes.
func (c *includeCheck) run(env *cli.Env, words []string, stamp string) error {
	if len(words) == 0 {
		return cli.Usagef("give a manifest")
	}
	if err := c.check(); err != nil {
		return err
	}
	manifest := words[0]
	more, err := linesOf(env, c.fromFile)
	if err != nil {
		return err
	}
	expected := append(words[1:], more...)
	if len(expected) == 0 {
		// The manifest need not even be there.
		return writeDepfile(env, *c.depfile, "", nil)
	}
	diags := &diag.List{}
	s := c.search.open(env, c.decode)
	tree, err := s.tree(manifest, diags)
	if err != nil {
		return err
	}
	if !diags.HasErrors() {
		s.Expect(tree, expected, diags)
	}
	if err := c.report(env, diags); err != nil {
		return err
	}
	return writeDepfile(env, *c.depfile, stamp, append(tree.Files(), manifest))
}

// writeStamp writes an empty file, also if there is one: its age counts.
func writeStamp(env *cli.Env, name string) error {
	if name == "" {
		return nil
	}
	w, err := env.Create(name, 0)
	if err != nil {
		return err
	}
	return w.Close()
}
