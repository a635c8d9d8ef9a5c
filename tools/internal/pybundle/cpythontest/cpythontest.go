// Package cpythontest finds the CPython that tests run.
//
// Bazel gives one to the tests that ask for it. Without Bazel a contributor can
// name the directory of a distribution, which idkit py unpack makes, in the
// variable HERMETIC_PYTHON_TEST_RUNTIME; else these tests are skipped.
package cpythontest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// Variable names the distribution: a directory, or under Bazel its path in the
// runfiles.
const Variable = "HERMETIC_PYTHON_TEST_RUNTIME"

// Find returns the directory of the distribution and its interpreter in it. Both
// are absolute, and "" if there is none.
func Find() (dir, interpreter string, err error) {
	dir = os.Getenv(Variable)
	if dir == "" {
		return "", "", nil
	}
	if root := os.Getenv("TEST_SRCDIR"); root != "" && !filepath.IsAbs(dir) {
		dir = filepath.Join(root, dir)
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return "", "", err
	}
	found, err := filepath.Glob(filepath.Join(dir, "bin", "python3.[0-9]*[0-9]"))
	if err != nil || len(found) != 1 {
		return "", "", fmt.Errorf("%s, which %s names, has %d interpreters bin/python3.NN, want one", dir, Variable, len(found))
	}
	return dir, found[0], nil
}

// Distribution returns the directory of the distribution and its interpreter. It
// skips the test if there is none.
func Distribution(t testing.TB) (dir, interpreter string) {
	t.Helper()
	dir, interpreter, err := Find()
	if err != nil {
		t.Fatal(err)
	}
	if dir == "" {
		t.Skip(Variable + " names no CPython")
	}
	return dir, interpreter
}
