package main

import (
	"context"
	"fmt"
	"os/exec"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
)

func commandsCommand() *cli.Command {
	return &cli.Command{
		Name:    "commands",
		Short:   "Makes the page of a program from what it says about its verbs.",
		Example: "docgen commands --program idkit --name cmc --output cmc.md",
		Run:     commands,
	}
}

func commands(ctx context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	file := f.String("program", "", "the program's `file`")
	name := f.String("name", "", "the `name` that it is called by")
	output := f.String("output", "", "the `page`")
	f.Require("program", "name", "output")
	if _, err := f.Parse(args); err != nil {
		return err
	}
	p := program{ctx: ctx, file: *file, name: *name}
	fmt.Fprintf(&p.page, "<!-- Generated from what %s says about itself. To make it anew: %s -->\n\n# %s\n", *name, fix, *name)
	if err := p.describe(); err != nil {
		return err
	}
	return env.WriteFile(*output, []byte(p.page.String()))
}

// program is a program whose page grows.
type program struct {
	ctx        context.Context
	file, name string
	page       strings.Builder
}

// describe adds a section for the verb that some words select, or for each verb
// of the group that they select.
func (p *program) describe(words ...string) error {
	command := exec.CommandContext(p.ctx, p.file, append(words[:len(words):len(words)], "-h")...)
	command.Args[0] = p.name
	text, err := command.Output()
	if err != nil {
		return fmt.Errorf("run %s: %w", command, err)
	}
	help := strings.TrimRight(string(text), "\n")
	verbs := verbsIn(help)
	if len(verbs) == 0 || len(words) == 0 {
		if len(words) > 0 {
			fmt.Fprintf(&p.page, "\n## %s %s\n", p.name, strings.Join(words, " "))
		}
		fmt.Fprintf(&p.page, "\n```text\n%s\n```\n", help)
	}
	for _, verb := range verbs {
		if err := p.describe(append(words[:len(words):len(words)], verb)...); err != nil {
			return err
		}
	}
	return nil
}

// verbsIn returns the verbs that a help text lists.
func verbsIn(help string) []string {
	_, list, _ := strings.Cut(help, "\nverbs:\n")
	var verbs []string
	for line := range strings.Lines(list) {
		words := strings.Fields(line)
		if len(words) == 0 {
			break
		}
		verbs = append(verbs, words[0])
	}
	return verbs
}
