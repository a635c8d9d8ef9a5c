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
	_ "github.com/rules-idk/rules_idk/tools/internal/roomy"
)

func main() {
	env := &cli.Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		// "bazel run" starts programs elsewhere than where the user is.
		FS: cli.Dir(os.Getenv("BUILD_WORKING_DIRECTORY")), Getenv: os.Getenv,
		Interrupts: interrupts,
	}
	args, err := launchArguments(os.Args[0], os.Args[1:], os.Getenv)
	if err != nil {
		fmt.Fprintf(os.Stderr, "idkit: %v\n", err)
		os.Exit(cli.ExitIO)
	}
	os.Exit(cli.Main(context.Background(), env, program(os.Args[0]), args))
}

// interrupts returns a context that ends when a signal asks us to stop. A
// second signal kills.
func interrupts(ctx context.Context) context.Context {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx
}
