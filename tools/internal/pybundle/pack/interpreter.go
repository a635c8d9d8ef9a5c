package pack

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

// compressScript reads frames from standard input and writes them compressed.
//
//go:embed compress.py
var compressScript string

// pythonEncoder compresses with the libzstd that is part of CPython 3.14.
type pythonEncoder struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    io.Reader
	stderr bytes.Buffer
}

// newPythonEncoder starts an interpreter. A plain one finds its modules by the
// path that it is called by; a runtime image is an interpreter if it is called so.
func newPythonEncoder(ctx context.Context, interpreter string) (compressor, error) {
	e := &pythonEncoder{cmd: exec.CommandContext(ctx, interpreter, "-I", "-S", "-c", compressScript)}
	if isImage(interpreter) {
		e.cmd.Args[0] = "python3"
	}
	e.cmd.Env = []string{}
	e.cmd.Stderr = &e.stderr
	var err error
	if e.in, err = e.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if e.out, err = e.cmd.StdoutPipe(); err != nil {
		return nil, err
	}
	if err := e.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the interpreter: %w", err)
	}
	return e, nil
}

// isImage reports whether a program has archives behind it.
func isImage(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return false
	}
	_, err = hpa.Chain(f, info.Size())
	return err == nil
}

func (e *pythonEncoder) compress(content []byte) ([]byte, error) {
	frame, err := e.exchange(content)
	if err == nil {
		return frame, nil
	}
	_ = e.in.Close()
	if waitErr := e.cmd.Wait(); waitErr != nil {
		err = waitErr
	}
	e.cmd = nil
	if text := strings.TrimSpace(e.stderr.String()); text != "" {
		lines := strings.Split(text, "\n")
		err = errors.New(lines[len(lines)-1])
	}
	return nil, fmt.Errorf("compress with the interpreter: %w", err)
}

func (e *pythonEncoder) exchange(content []byte) ([]byte, error) {
	head := binary.LittleEndian.AppendUint32(nil, uint32(len(content)))
	if _, err := e.in.Write(append(head, content...)); err != nil {
		return nil, err
	}
	if _, err := io.ReadFull(e.out, head); err != nil {
		return nil, err
	}
	frame := make([]byte, binary.LittleEndian.Uint32(head))
	_, err := io.ReadFull(e.out, frame)
	return frame, err
}

func (e *pythonEncoder) close() error {
	if e.cmd == nil {
		return nil // it has ended before
	}
	_ = e.in.Close()
	return e.cmd.Wait()
}
