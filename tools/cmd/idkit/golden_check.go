package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/reviewed"
)

func goldenCheckCommand() *cli.Command {
	return &cli.Command{
		Name:     "check",
		Short:    "Compares what a build computed with the file that people reviewed.",
		Args:     "COMPUTED",
		Example:  "idkit golden check --golden product/core.facts.txt bazel-bin/product/core_golden_test.txt",
		Findings: "they differ",
		Run:      goldenCheck,
		Brief:    true,
	}
}

// goldenCheck is what golden tests run.
func goldenCheck(_ context.Context, env *cli.Env, args []string) error {
	f := cli.NewFlags(env)
	golden := f.String("golden", "", "the reviewed `file`; nothing is expected if left out")
	shown := f.String("shown", "", "the `name` of the reviewed file for messages; the file's own if left out")
	problem := f.String("problem", "", "what a difference `means`, for the message")
	fix := f.String("fix", "", "what to do about a difference, for the message: a `command`")
	computed, err := f.Parse(args)
	if err != nil {
		return err
	}
	if len(computed) != 1 {
		return cli.Usagef("give exactly one computed file, got %d", len(computed))
	}
	if *shown == "" {
		*shown = *golden
	}
	text, err := env.ReadFile(computed[0])
	if err != nil {
		return err
	}
	want := reviewed.Text{}
	if *golden != "" {
		old, err := env.ReadFile(*golden)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		want = reviewed.Parse(old)
	}
	d := reviewed.Compare(reviewed.Parse(text).Lines, want.Lines)
	if d.Empty() {
		return nil
	}
	if err := printDifference(env.Stderr, d, *shown, *problem, *fix); err != nil {
		return err
	}
	return cli.Status(cli.ExitFindings)
}

// printDifference writes a difference in the form of a finding.
func printDifference(w io.Writer, d reviewed.Difference, golden, problem, fix string) error {
	var b strings.Builder
	if golden != "" {
		b.WriteString(golden + ": ")
	}
	if problem == "" {
		problem = "what was computed is not what was reviewed"
	}
	b.WriteString(problem + "\n")
	gone, added := "gone: ", "new:  "
	if golden == "" {
		added = "" // nothing is expected, so everything is new
	}
	for _, line := range d.Gone {
		b.WriteString("  " + gone + line + "\n")
	}
	for _, line := range d.New {
		b.WriteString("  " + added + line + "\n")
	}
	if d.Moved {
		b.WriteString("  the lines are the same, but in another order\n")
	}
	if fix != "" {
		b.WriteString("  fix: " + fix + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}
