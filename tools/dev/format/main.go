// Format puts the Go, Starlark and BUILD files of this repository into their one form, or says what is not.
//
// Run it with `bazel run //tools/dev:format`, or with `go run ./tools/dev/format` without Bazel. All it uses are
// the Go tools that go.mod and tools/dev/gotools/go.mod pin.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
)

const usage = `Format puts the Go, Starlark and BUILD files of this repository into their one form.

usage: format [-check | -lint]

  -check  print the differences and change nothing
  -lint   look for mistakes, with go vet and staticcheck

exit codes: 0 nothing to say, 1 differences or mistakes, 2 wrong usage
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	// Under `bazel run` the working directory is somewhere else.
	run := goTool(os.Getenv("BUILD_WORKSPACE_DIRECTORY"))
	os.Exit(format(ctx, os.Args[1:], run, os.Stdout, os.Stderr))
}

// runner runs `go` with the arguments and returns all that it printed.
type runner func(ctx context.Context, args ...string) (string, error)

// goTool runs go in a directory, or in the working directory if it is empty.
func goTool(dir string) runner {
	return func(ctx context.Context, args ...string) (string, error) {
		cmd := exec.CommandContext(ctx, "go", args...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
}

// format is main with its world given, and returns the exit code.
func format(ctx context.Context, args []string, run runner, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("format", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	check := flags.Bool("check", false, "")
	lint := flags.Bool("lint", false, "")
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, usage)
		return 0
	case err == nil && flags.NArg() > 0:
		err = fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case err == nil && *check && *lint:
		err = errors.New("-check and -lint exclude each other")
	}
	if err != nil {
		fmt.Fprintf(stderr, "format: %s\n%s", err, usage)
		return 2
	}

	steps, hint := fixing, ""
	switch {
	case *check:
		steps, hint = checking, "fix: bazel run //tools/dev:format\n"
	case *lint:
		steps = linting
	}
	code := 0
	for _, step := range steps {
		out, err := run(ctx, strings.Fields(step.args)...)
		if err == nil && (out == "" || !step.quiet) {
			continue
		}
		code = 1
		fmt.Fprintf(stdout, "--- %s\n%s", step.name, out)
		if err != nil && out == "" {
			fmt.Fprintf(stdout, "go %s: %s\n", step.args, err)
		}
	}
	if code != 0 {
		fmt.Fprint(stdout, hint)
	}
	return code
}
