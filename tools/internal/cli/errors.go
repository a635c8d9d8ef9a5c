package cli

import (
	"fmt"
	"io/fs"
)

// The exit codes of our commands.
const (
	ExitDone     = 0 // the outputs are there
	ExitFindings = 1 // the input is wrong, or the compared things differ
	ExitUsage    = 2 // the command line is wrong
	ExitIO       = 3 // a file could not be read or written, or we were interrupted
	ExitBug      = 4 // our fault
)

// Status is an error that says nothing and sets the exit code: the verb has
// printed all there is to know. Outputs of the verb appear all the same, so
// that a report of differences can be read after a run that exits with 1.
type Status int

// Error returns the code as text; it is never printed.
func (s Status) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// UsageError is a wrong command line.
type UsageError struct{ Msg string }

// Error returns the message.
func (e *UsageError) Error() string { return e.Msg }

// Usagef returns a UsageError.
func Usagef(format string, args ...any) error {
	return &UsageError{Msg: fmt.Sprintf(format, args...)}
}

// panicError is a panic on its way to the exit code.
type panicError struct {
	value any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("internal error: %v", e.value) }

// cause strips the name that the file system put into an error, for callers
// who know the name that the user gave.
func cause(err error) error {
	if e, ok := err.(*fs.PathError); ok {
		return e.Err
	}
	return err
}
