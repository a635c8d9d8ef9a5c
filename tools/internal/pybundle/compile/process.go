package compile

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/marshal"
)

// script is what the interpreter runs.
//
//go:embed compile.py
var script string

// maxSource bounds the length of a source.
const maxSource = 256 << 20

// queued is how many answers wait while one is worked on.
const queued = 16

// Interpreter is a CPython that compiles.
type Interpreter struct {
	// Path is the program. Its own standard library must be where it looks for it.
	Path string
	// Optimize is 0, or 1 to leave assertions out, or 2 to leave docstrings out,
	// too.
	Optimize int
	// NoDocstrings leaves docstrings out, and keeps assertions.
	NoDocstrings bool
	// NoColumns leaves out the columns that tracebacks mark below a line of source.
	NoColumns bool

	// flags and env replace the ones for isolation in tests.
	flags, env []string
}

// isolated are the flags with which an interpreter asks nothing of the machine
// and writes nothing.
var isolated = []string{"-I", "-S", "-B"}

// Source is a text to compile.
type Source struct {
	// Name is the file name that the code carries.
	Name    string
	Content []byte
}

// Result is what became of a source.
type Result struct {
	// Code is the code object; nil if there is a problem.
	Code     *marshal.Object
	Problem  *Problem
	Warnings []Problem
	// Runs is the runner of tests, "unittest" or "pytest", that the source calls and
	// does nothing else when it is run as a program; "" for all others.
	Runs string
}

// Problem is what the compiler says about a source.
type Problem struct {
	// Kind is the exception or the warning: "SyntaxError".
	Kind, Msg string
	// Line and Column count from 1; 0 if the compiler did not say.
	Line, Column int
}

// Python is what an interpreter says about itself.
type Python struct {
	// Hex is the version as sys.hexversion.
	Hex uint32
	// Magic is the magic number of its bytecode.
	Magic uint32
	// Opcodes are the numbers of instructions by name.
	Opcodes map[string]byte
	// Builtin are the modules that are in the interpreter itself; Known are the
	// top-level modules of the standard library of this version.
	Builtin, Known []string
}

// Version is the version as "3.14".
func (p *Python) Version() string { return fmt.Sprintf("3.%d", p.Hex>>16&0xff) }

// Compile compiles n sources in one process. It asks source for them in their
// order, and calls done with what became of each in the same order, from another
// goroutine. It ends early with the first error of either. It returns what the
// interpreter says about itself.
func (i *Interpreter) Compile(parent context.Context, n int, source func(n int) (Source, error), done func(n int, p *Python, r Result) error) (*Python, error) {
	ctx, cancel := context.WithCancel(parent)
	defer cancel()
	p, err := i.start(ctx)
	if err != nil {
		return nil, err
	}
	sent := make(chan error, 1)
	go func() { sent <- p.sendAll(n, source) }()
	answers := make(chan *marshal.Object, queued)
	received := make(chan error, 1)
	go func() {
		defer close(answers)
		received <- p.receiveAll(ctx, n+1, answers)
	}()

	python, err := p.work(answers, done)
	if err == nil {
		err = <-received
	}
	cancel() // ends whatever still waits
	sendErr := <-sent
	waitErr := p.cmd.Wait()
	switch {
	case err == nil:
		return python, nil
	case parent.Err() != nil:
		return nil, parent.Err()
	case sendErr != nil && !errors.Is(sendErr, errPipe):
		return nil, sendErr // a source could not be read
	case !errors.Is(err, io.ErrUnexpectedEOF):
		return nil, err
	}
	return nil, p.ended(waitErr)
}

// process is an interpreter that runs.
type process struct {
	path   string
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    io.Reader
	stderr *tail
	// names are those of the sources that were sent, answered the number of answers.
	names    []string
	answered int
}

func (i *Interpreter) start(ctx context.Context) (*process, error) {
	docstrings := "docstrings"
	if i.NoDocstrings {
		docstrings = "no"
	}
	flags, env := i.flags, i.env
	if flags == nil {
		flags, env = isolated, []string{}
	}
	if i.NoColumns {
		flags = append(flags[:len(flags):len(flags)], "-X", "no_debug_ranges")
	}
	args := append(append([]string{}, flags...), "-c", script, strconv.Itoa(i.Optimize), docstrings)
	p := &process{path: i.Path, cmd: exec.CommandContext(ctx, i.Path, args...), stderr: &tail{}}
	p.cmd.Env = env
	p.cmd.Stderr = p.stderr
	in, err := p.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.in, p.out = in, bufio.NewReaderSize(out, 1<<20)
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("run %s: %w", i.Path, errors.Unwrap(err))
	}
	return p, nil
}

// errPipe is a write to a process that has ended; why it did is told elsewhere.
var errPipe = errors.New("the interpreter does not read")

func (p *process) sendAll(n int, source func(n int) (Source, error)) error {
	defer p.in.Close()
	w := bufio.NewWriterSize(p.in, 64<<10)
	var message []byte
	for i := range n {
		s, err := source(i)
		if err != nil {
			_ = p.cmd.Process.Kill()
			return err
		}
		if len(s.Content) > maxSource {
			_ = p.cmd.Process.Kill()
			return fmt.Errorf("compile %s: it has more than %d bytes", s.Name, maxSource)
		}
		p.names = append(p.names, s.Name)
		message, err = marshal.AppendValue(append(message[:0], 0, 0, 0, 0), marshal.Tuple{s.Name, s.Content})
		if err != nil {
			_ = p.cmd.Process.Kill()
			return fmt.Errorf("compile %q: %w", s.Name, err)
		}
		binary.LittleEndian.PutUint32(message, uint32(len(message)-4))
		if _, err := w.Write(message); err != nil {
			return errPipe
		}
	}
	if w.Flush() != nil {
		return errPipe
	}
	return nil
}

func (p *process) receiveAll(ctx context.Context, n int, to chan<- *marshal.Object) error {
	for range n {
		var head [4]byte
		if _, err := io.ReadFull(p.out, head[:]); err != nil {
			return io.ErrUnexpectedEOF
		}
		text, err := io.ReadAll(io.LimitReader(p.out, int64(binary.LittleEndian.Uint32(head[:]))))
		if err != nil || len(text) < int(binary.LittleEndian.Uint32(head[:])) {
			return io.ErrUnexpectedEOF
		}
		o, err := marshal.Parse(text)
		if err != nil {
			return fmt.Errorf("read what %s compiled: %w", p.path, err)
		}
		select {
		case to <- o:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// work hands the answers over.
func (p *process) work(answers <-chan *marshal.Object, done func(n int, p *Python, r Result) error) (*Python, error) {
	var python *Python
	n := 0
	for o := range answers {
		var err error
		if python == nil {
			python, err = parsePython(o)
		} else {
			var r Result
			if r, err = parseResult(o); err == nil {
				err = done(n, python, r)
			}
			n++
		}
		if err != nil {
			return nil, err
		}
	}
	p.answered = n
	return python, nil
}

// ended says why a process ended too early.
func (p *process) ended(err error) error {
	why := "it ended"
	if err != nil {
		why = err.Error()
	}
	if text := strings.TrimSpace(p.stderr.String()); text != "" {
		why += ": " + text
	}
	if p.answered < len(p.names) {
		return fmt.Errorf("run %s on %s: %s", p.path, p.names[p.answered], why)
	}
	return fmt.Errorf("run %s: %s", p.path, why)
}

// tail keeps the end of what is written to it.
type tail struct{ b []byte }

const maxTail = 4096

func (t *tail) Write(p []byte) (int, error) {
	t.b = append(t.b, p...)
	if len(t.b) > maxTail {
		t.b = append(t.b[:0], t.b[len(t.b)-maxTail:]...)
	}
	return len(p), nil
}

func (t *tail) String() string { return string(bytes.ToValidUTF8(t.b, []byte("?"))) }
