package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/cpythontest"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/libcheck/elftest"
)

// setupPython gives scripts a CPython to test with: its directory as $RUNTIME and
// its interpreter as $PYTHON, whose base name is $PYTHON_NAME. They skip what
// needs one by the condition [python].
func setupPython(env *testscript.Env) error {
	dir, interpreter, err := cpythontest.Find()
	if err != nil {
		return err
	}
	env.Setenv("RUNTIME", dir)
	env.Setenv("PYTHON", interpreter)
	env.Setenv("PYTHON_NAME", filepath.Base(interpreter))
	return nil
}

func scriptCondition(name string) (bool, error) {
	if name == "python" {
		_, interpreter, err := cpythontest.Find()
		return interpreter != "", err
	}
	return false, fmt.Errorf("there is no condition %q", name)
}

// makeELF is the command "elf FILE [JSON]": it makes an ELF file without code, of a
// description of elftest.Spec.
func makeELF(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: elf FILE [JSON]")
	}
	var spec elftest.Spec
	ts.Check(json.Unmarshal([]byte(cmp.Or(append(args, "{}")[1], "{}")), &spec))
	ts.Check(os.MkdirAll(filepath.Dir(ts.MkAbs(args[0])), 0o777))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), elftest.Build(spec), 0o755))
}
