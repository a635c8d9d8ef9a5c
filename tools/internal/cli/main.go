package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Main runs the verb that the arguments select and returns the exit code. The
// arguments do not include the name of the program.
func Main(ctx context.Context, env *Env, p *Program, args []string) int {
	call := env.start(ctx, p)
	err := call.run(args)
	err = call.end(err)
	return call.report(err)
}

// run finds the verb and calls it. A panic becomes an error.
func (e *Env) run(args []string) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &panicError{v, debug.Stack()}
		}
	}()
	global := NewFlags(e)
	var done func(*Env) error
	if e.program.Global != nil {
		done = e.program.Global(global)
	}
	_, args, err = global.parse(args, true)
	if err != nil {
		return err
	}
	args, err = e.choose(global, args)
	if err != nil {
		return err
	}
	if !e.command.Brief {
		e.watch()
	}
	if err := e.command.Run(e.ctx, e, args); err != nil {
		return err
	}
	if done != nil {
		return done(e)
	}
	return nil
}

// choose walks down the table and returns the arguments of the verb it found.
// "help" may stand anywhere before the verb.
func (e *Env) choose(global *Flags, args []string) ([]string, error) {
	group, help := e.program.Commands, false
	for {
		switch {
		case len(args) > 0 && isHelp(args[0]):
			help, args = true, args[1:]
			continue
		case len(args) == 0 && help:
			return nil, global.help()
		case len(args) == 0:
			return nil, Usagef("say which verb to run")
		}
		command := find(group, args[0])
		if command == nil {
			return nil, e.unknown(group, args[0])
		}
		args = args[1:]
		e.command = command
		e.path = strings.TrimPrefix(e.path+" "+command.Name, " ")
		switch {
		case command.Run == nil:
			group = command.Commands
		case help:
			// Only the verb knows its flags.
			return []string{"-h"}, nil
		default:
			return args, nil
		}
	}
}

func isHelp(arg string) bool {
	switch arg {
	case "help", "-h", "-help", "--help":
		return true
	}
	return false
}

func (e *Env) unknown(group []*Command, name string) error {
	if s := suggest(group, name); s != "" {
		return Usagef("there is no verb %q; did you mean %q?", name, s)
	}
	return Usagef("there is no verb %q", name)
}

// end makes the outputs appear, or disappear when something failed.
func (e *Env) end(err error) error {
	if err == nil {
		err = e.ctx.Err()
	}
	var status Status
	done := err == nil || errors.As(err, &status)
	if flushErr := e.stdout.Flush(); flushErr != nil && done {
		done, err = false, fmt.Errorf("write standard output: %w", cause(flushErr))
	}
	if done {
		if commitErr := e.outputs.commit(); commitErr != nil {
			done, err = false, commitErr
		}
	}
	if !done {
		e.outputs.discard()
	}
	return err
}

// report prints the error and returns the exit code.
func (e *Env) report(err error) int {
	code := e.print(err)
	if e.program.OneFailure && code > ExitUsage {
		return ExitFindings
	}
	return code
}

func (e *Env) print(err error) int {
	var (
		status   Status
		findings *diag.ListError
		usage    *UsageError
		bug      *panicError
	)
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return ExitDone
	case errors.As(err, &status):
		return int(status)
	case errors.As(err, &findings):
		_ = findings.List.Print(e.Stderr)
		return ExitFindings
	case errors.As(err, &usage):
		fmt.Fprintf(e.Stderr, "%s: %s\n%s\nrun \"%s -h\" for help\n", e.title(), usage.Msg, e.usage(), e.title())
		return ExitUsage
	case errors.As(err, &bug):
		fmt.Fprintf(e.Stderr, "%s: %v\nplease report this, with the command and its inputs: %s\n", e.title(), bug, issues)
		if e.Getenv != nil && e.Getenv("IDKIT_TRACE") != "" {
			fmt.Fprintf(e.Stderr, "%s", bug.stack)
		} else {
			fmt.Fprintf(e.Stderr, "IDKIT_TRACE=1 shows where it happened\n")
		}
		return ExitBug
	case errors.Is(err, context.Canceled):
		fmt.Fprintf(e.Stderr, "%s: interrupted\n", e.title())
		return ExitIO
	}
	fmt.Fprintf(e.Stderr, "%s: %v\n", e.title(), err)
	return ExitIO
}

// issues is where faults of ours are reported.
const issues = "https://github.com/rules-idk/rules_idk/issues"
