package main

import (
	"context"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/realm"
)

func realmWhyCommand() *cli.Command {
	return &cli.Command{
		Name:     "why",
		Short:    "Follows a capability through core, and through root if given: where it comes from and who gets it.",
		Args:     "NAME CORE [ROOT]",
		Example:  "idkit realm why fuchsia.logger.LogSink bazel-bin/product/core bazel-bin/product/root",
		Findings: "no realm knows the name",
		Run:      realmWhy,
		Brief:    true,
	}
}

func realmWhy(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	coreChild := f.String("core-child", "core", "the `name` of the child of root that runs core")
	asJSON := f.Bool("json", false, "print JSON")
	rest, err := f.Parse(args)
	if err != nil {
		return err
	}
	if len(rest) != 2 && len(rest) != 3 {
		return cli.Usagef("give a name and one or two realms, got %d arguments", len(rest))
	}
	name := rest[0]
	v := &viewer{env: env}
	var levels []realm.Level
	for _, file := range rest[1:] {
		r, err := v.read(file)
		if err != nil {
			return err
		}
		levels = append(levels, realm.Level{View: r.View, Child: *coreChild})
	}
	why := realm.FindRoutes(name, levels)
	if *asJSON {
		err = printJSON(env, why)
	} else {
		err = why.Print(env.Stdout)
	}
	if err != nil || len(why.Routes) > 0 {
		return err
	}
	list := &diag.List{}
	list.Add(diag.Errorf(diag.Pos{}, "", "no capability in %s is named %q", strings.Join(why.Realms, " and "), name).
		WithHint("%s", hintFor(name, realm.NamesLike(name, levels))))
	if err := list.Print(env.Stderr); err != nil {
		return err
	}
	return cli.Status(cli.ExitFindings)
}

// hintFor tells what the user may have meant.
func hintFor(name string, like []string) string {
	if len(like) == 0 {
		return "idkit realm facts shows all names"
	}
	return "names with \"" + name + "\" in them: " + strings.Join(like, ", ")
}
