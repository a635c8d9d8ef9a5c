package launch

import (
	"errors"
	"io/fs"
	"os"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/contract"
)

// Fault is why a bundle does not start.
type Fault struct {
	// File is the file in which something is wrong.
	File string
	Err  error
	// Fix says what to do about it.
	Fix string
}

// Error returns the one line that is printed.
func (f *Fault) Error() string {
	line := contract.FaultPrefix + f.File + ": " + f.Err.Error()
	if f.Fix != "" {
		line += "; " + f.Fix
	}
	return strings.ReplaceAll(line, "\n", " ")
}

// Unwrap returns the cause.
func (f *Fault) Unwrap() error { return f.Err }

// cause strips names that a message says already.
func cause(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	var linkErr *os.LinkError
	if errors.As(err, &linkErr) {
		return linkErr.Err
	}
	var callErr *os.SyscallError
	if errors.As(err, &callErr) {
		return callErr.Err
	}
	return err
}
