// Idkit is the one binary that all build actions call, and the tool with which
// people look at what they built. Called by the name cmc it is Fuchsia's manifest
// compiler.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal kills
	env := &cli.Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		// "bazel run" starts programs elsewhere than where the user is.
		FS: cli.Dir(os.Getenv("BUILD_WORKING_DIRECTORY")), Getenv: os.Getenv,
	}
	args, err := launchArguments(os.Args[0], os.Args[1:], os.Getenv)
	if err != nil {
		fmt.Fprintf(os.Stderr, "idkit: %v\n", err)
		os.Exit(cli.ExitIO)
	}
	os.Exit(cli.Main(ctx, env, program(os.Args[0]), args))
}
