// Package cli is the frame of our commands: a table of verbs, flags and
// argument files, streams, and one meaning for every exit code.
//
// It promises that a verb is a plain function that returns an error, and that
// whatever goes wrong, the outputs of one call appear all together or not at
// all: they are written beside their targets and renamed into place only after
// the verb has succeeded.
//
// The main function of a command is a screen:
//
//	env := &cli.Env{
//		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
//		FS: cli.Dir(""), Getenv: os.Getenv, Interrupts: interrupts,
//	}
//	program := cli.Select(os.Args[0], idkit, cmc)
//	os.Exit(cli.Main(context.Background(), env, program, os.Args[1:]))
package cli
