// Package clitest runs verbs in tests as a user would: arguments and files in,
// exit code, streams and files out.
package clitest

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"strings"
	"sync/atomic"
	"syscall"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
)

// Result is what a call left behind, besides files.
type Result struct {
	Code           int
	Stdout, Stderr string
}

// Run calls a program in a directory with no standard input and no environment.
func Run(p *cli.Program, dir string, args ...string) Result {
	return RunIn(context.Background(), &cli.Env{FS: cli.Dir(dir)}, p, args...)
}

// RunIn is Run with an environment of the test's own; streams that it lacks are
// added.
func RunIn(ctx context.Context, env *cli.Env, p *cli.Program, args ...string) Result {
	var stdout, stderr bytes.Buffer
	call := *env
	if call.Stdin == nil {
		call.Stdin = strings.NewReader("")
	}
	if call.Stdout == nil {
		call.Stdout = &stdout
	}
	if call.Stderr == nil {
		call.Stderr = &stderr
	}
	code := cli.Main(ctx, &call, p, args)
	return Result{Code: code, Stdout: stdout.String(), Stderr: stderr.String()}
}

// FullDisk is a file system with room for so many more bytes; then there is no
// space left on the device.
type FullDisk struct {
	cli.FS
	Free atomic.Int64
}

// NewFullDisk returns a FullDisk over a file system.
func NewFullDisk(on cli.FS, free int64) *FullDisk {
	d := &FullDisk{FS: on}
	d.Free.Store(free)
	return d
}

// OpenFile opens a file that can only grow by what is free.
func (d *FullDisk) OpenFile(name string, flag int, perm fs.FileMode) (io.WriteCloser, error) {
	w, err := d.FS.OpenFile(name, flag, perm)
	if err != nil {
		return nil, err
	}
	return &limited{WriteCloser: w, disk: d, name: name}, nil
}

// limited is a file on a FullDisk.
type limited struct {
	io.WriteCloser
	disk *FullDisk
	name string
}

// Write writes what fits.
func (w *limited) Write(p []byte) (int, error) {
	left := w.disk.Free.Add(int64(-len(p)))
	if left >= 0 {
		return w.WriteCloser.Write(p)
	}
	n, err := w.WriteCloser.Write(p[:max(0, int64(len(p))+left)])
	if err != nil {
		return n, err
	}
	return n, &fs.PathError{Op: "write", Path: w.name, Err: syscall.ENOSPC}
}
