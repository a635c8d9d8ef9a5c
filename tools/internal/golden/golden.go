// Package golden compares what a test produced with a file of the tree, and
// rewrites the file when a person asks for it.
//
// It promises that a failure shows the difference and the one command that
// accepts it:
//
//	go test ./tools/internal/cli -run '^TestHelp$' -update
package golden

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// update is a flag of every test binary that uses this package.
var update = flag.Bool("update", false, "rewrite the golden files with what the tests produce")

// Compare fails the test when got is not the content of a file, whose name is
// relative to the directory of the test. With -update it writes the file.
func Compare(t testing.TB, file string, got []byte) {
	t.Helper()
	if *update {
		if err := write(file, got); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err == nil && bytes.Equal(got, want) {
		return
	}
	t.Errorf("%s\nto accept it: %s", difference(file, got, want, err), command(t.Name(), caller()))
}

// write leaves a file alone that is already right, so that an update touches
// what has changed only.
func write(file string, data []byte) error {
	if old, err := os.ReadFile(file); err == nil && bytes.Equal(old, data) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o644)
}

// difference says how got differs from the file.
func difference(file string, got, want []byte, err error) string {
	switch {
	case err != nil:
		return fmt.Sprintf("golden file: %v", err)
	case utf8.Valid(got) && utf8.Valid(want):
		return fmt.Sprintf("%s differs (-got +want):\n%s", file, cmp.Diff(string(got), string(want)))
	}
	at := 0
	for at < min(len(got), len(want)) && got[at] == want[at] {
		at++
	}
	return fmt.Sprintf("%s differs from byte %d on: got %d bytes with % x, want %d with % x",
		file, at, len(got), around(got, at), len(want), around(want, at))
}

// around returns the row of 16 bytes that holds an offset.
func around(data []byte, at int) []byte {
	start := at &^ 15
	return data[min(start, len(data)):min(start+16, len(data))]
}

// caller returns the name of the function that called Compare.
func caller() string {
	pc, _, _, ok := runtime.Caller(2)
	if !ok {
		return ""
	}
	return runtime.FuncForPC(pc).Name()
}

// command returns what to type to update the files of one test. The function
// is one of the test's package: its name starts with the import path.
func command(test, function string) string {
	const module = "github.com/rules-idk/rules_idk/"
	slash := strings.LastIndexByte(function, '/') + 1
	name, _, _ := strings.Cut(function[slash:], ".")
	pkg := strings.TrimSuffix(function[:slash]+name, "_test")
	if rest, ok := strings.CutPrefix(pkg, module); ok {
		pkg = "./" + rest
	}
	top, _, _ := strings.Cut(test, "/")
	return fmt.Sprintf("go test %s -run '^%s$' -update", pkg, top)
}
