package cli

import (
	"context"
	"strings"
)

// Verb is what a command does. It reads its arguments with NewFlags, its files
// through the environment, and returns what went wrong.
type Verb func(ctx context.Context, env *Env, args []string) error

// Command is a row of the verb table: a verb, or a group of them.
type Command struct {
	// Name is the word that selects the command.
	Name string
	// Short says in one sentence, with its full stop, what the command does.
	Short string
	// Args are the arguments as the usage line shows them, without flags:
	// "FILE.cml…".
	Args string
	// Example is a command line, or several, that can be pasted.
	Example string
	// Findings says what exit code 1 means for this verb; "" is "findings".
	Findings string
	// Run is the verb; nil for a group.
	Run Verb
	// Brief says that the verb does not look at its context: it does not wait
	// for anything and is over soon. Signals are handled only once it makes a
	// second output, because that takes threads and much of the time of a small
	// call. Until then a signal just kills the process, which leaves nothing
	// half done: the only output is complete before it appears.
	Brief bool
	// Commands are the verbs of a group.
	Commands []*Command
}

// Program is a verb table with the name it answers to.
type Program struct {
	// Name is the file name of the command, without ".exe".
	Name string
	// Short says in one sentence what the program is for.
	Short    string
	Commands []*Command
	// Global defines flags that stand before the verb. The function it returns,
	// if any, runs after the verb succeeded and before its outputs appear.
	Global func(f *Flags) func(env *Env) error
	// OneFailure makes every failure but wrong usage exit with 1, as cmc does.
	OneFailure bool
}

// Select returns the program whose name a process was started under: the base
// name of its first argument. The first program is the answer to all other
// names. Names of Windows have an ".exe" and may be in any case.
func Select(arg0 string, first *Program, others ...*Program) *Program {
	base := arg0[strings.LastIndexAny(arg0, `/\`)+1:]
	cut := len(base) - len(".exe")
	windows := cut > 0 && strings.EqualFold(base[cut:], ".exe")
	if windows {
		base = base[:cut]
	}
	for _, p := range others {
		if p.Name == base || windows && strings.EqualFold(p.Name, base) {
			return p
		}
	}
	return first
}

// find returns the command with a name, nil if there is none.
func find(commands []*Command, name string) *Command {
	for _, c := range commands {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// suggest returns how the user may have meant to select a command, "" when
// nothing is near: a similar name at this level, or the same verb in a group.
func suggest(commands []*Command, name string) string {
	names := make([]string, len(commands))
	for i, c := range commands {
		names[i] = c.Name
	}
	if n := nearest(name, names); n != "" {
		return n
	}
	for _, c := range commands {
		if find(c.Commands, name) != nil {
			return c.Name + " " + name
		}
	}
	return ""
}
