package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"io/fs"
	"sync"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Env is all that a verb knows of the world. Main completes it for each call;
// before that, nothing can be written through it.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	FS             FS
	// Getenv returns an environment variable; nil knows none. Verbs that build
	// something must not ask for any: outputs depend on arguments alone.
	Getenv func(string) string
	// Interrupts returns a context that ends when the process is asked to stop,
	// as signal.NotifyContext does. It is called when that matters, see
	// Command.Brief; nil leaves it to the context that Main gets.
	Interrupts func(context.Context) context.Context

	program *Program
	// command is the verb that runs, and path how it was selected: "cml compile".
	command *Command
	path    string
	stdout  *bufio.Writer
	outputs *outputs
	// ctx is what decides at the end whether the call was interrupted.
	ctx     context.Context
	watched *sync.Once
}

// start returns the environment of one call: standard output is buffered and
// outputs wait for the end.
func (e *Env) start(ctx context.Context, p *Program) *Env {
	call := *e
	call.program, call.ctx, call.watched = p, ctx, new(sync.Once)
	call.stdout = bufio.NewWriter(e.Stdout)
	call.Stdout = call.stdout
	call.outputs = &outputs{fs: e.FS, several: call.watch}
	return &call
}

// watch makes the call notice that it is interrupted.
func (e *Env) watch() {
	e.watched.Do(func() {
		if e.Interrupts != nil {
			e.ctx = e.Interrupts(e.ctx)
		}
	})
}

// WriteFile makes an output; parent directories are made as needed. The file
// appears after the verb has succeeded, together with all other outputs, and
// is not touched if it already has this content. An old file keeps its
// permissions.
func (e *Env) WriteFile(name string, data []byte) error {
	if e.outputs.same(name, data) {
		return nil
	}
	out, err := e.outputs.create(name, 0)
	if err != nil {
		return err
	}
	_, err = out.Write(data)
	if err != nil {
		return err
	}
	return out.Close()
}

// Create is WriteFile for content that should not be held in memory, or that
// needs permissions of its own. Writes are not buffered. Closing ends the
// writing; the file appears after the verb has succeeded. Create may be called
// from several goroutines.
func (e *Env) Create(name string, perm fs.FileMode) (io.WriteCloser, error) {
	out, err := e.outputs.create(name, perm)
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Stage adds outputs that a verb makes in a way of its own, such as a directory
// with tens of thousands of files. At the end of the call, place makes them
// appear, before all other outputs; where the call fails, undo removes every
// trace of them, whether they have appeared or not.
func (e *Env) Stage(place func() error, undo func()) {
	e.watch()
	e.outputs.mu.Lock()
	defer e.outputs.mu.Unlock()
	e.outputs.stages = append(e.outputs.stages, stage{place, undo})
}

// ReadFile returns the content of a file, or of standard input for "-".
func (e *Env) ReadFile(name string) ([]byte, error) {
	if name == "-" {
		data, err := io.ReadAll(e.Stdin)
		if err != nil {
			return nil, fmt.Errorf("read standard input: %w", cause(err))
		}
		return data, nil
	}
	data, err := e.FS.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, cause(err))
	}
	return data, nil
}

// Report is the end of every check of the user's input: with errors, it returns
// all findings as the error of the verb; else it prints the warnings.
func (e *Env) Report(findings *diag.List) error {
	if err := findings.Err(); err != nil {
		return err
	}
	return findings.Print(e.Stderr)
}

// title returns the words that select the verb, for messages and usage lines.
func (e *Env) title() string {
	if e.path == "" {
		return e.program.Name
	}
	return e.program.Name + " " + e.path
}
