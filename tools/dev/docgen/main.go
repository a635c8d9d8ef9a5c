// Docgen makes the generated pages of docs/ and checks the written ones: each
// file, link and command that they show.
package main

import (
	"context"
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
		FS: cli.Dir(""), Getenv: os.Getenv,
	}
	os.Exit(cli.Main(ctx, env, docgen(), os.Args[1:]))
}

// docgen is the verb table.
func docgen() *cli.Program {
	return &cli.Program{
		Name:  "docgen",
		Short: "Makes and checks the documentation.",
		Commands: []*cli.Command{
			referenceCommand(), languageCommand(), findingsCommand(), commandsCommand(),
			updateCommand(), checkCommand(), tryCommand(),
			releaseCommand(),
		},
	}
}

// fix is the command that corrects what is generated.
const fix = "./bazelw run //docs:update"
