// Rfczip is the stem of RFC-0256's design, rebuilt as the baseline of pybench:
// a zip archive behind a program, extracted to a fresh directory at each start,
// and the test run as a child of the interpreter found there. Nothing else of
// the project uses it.
package main

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

func main() {
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintf(os.Stderr, "rfczip: %v\n", err)
		code = 125
	}
	os.Exit(code)
}

// run extracts everything, runs main.py and removes everything.
func run(args []string) (code int, err error) {
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	archive, err := zip.OpenReader(self)
	if err != nil {
		return 0, err
	}
	defer archive.Close()
	dir, err := os.MkdirTemp("", "rfczip-")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	for _, f := range archive.File {
		if err := extract(f, filepath.Join(dir, f.Name)); err != nil {
			return 0, err
		}
	}
	child := exec.Command(filepath.Join(dir, "bin", "python3"), append([]string{"-S", filepath.Join(dir, "main.py")}, args...)...)
	child.Env = append(os.Environ(), "PYTHONHOME="+dir, "PYTHONPATH="+dir, "PYTHONDONTWRITEBYTECODE=1")
	child.Stdin, child.Stdout, child.Stderr = os.Stdin, os.Stdout, os.Stderr
	err = child.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}

func extract(f *zip.File, name string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	w, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, f.Mode().Perm())
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r)
	return errors.Join(err, w.Close())
}
