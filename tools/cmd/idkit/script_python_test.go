package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/libcheck/elftest"
)

// pythonVariable names a CPython distribution to test with. Scripts see its
// directory as $RUNTIME and its interpreter as $PYTHON, whose base name is
// $PYTHON_NAME, and skip what needs one by the condition [python].
const pythonVariable = "HERMETIC_PYTHON_TEST_RUNTIME"

// testPython returns a distribution and its interpreter, "" if there is none.
func testPython() (dir, interpreter string) {
	dir = os.Getenv(pythonVariable)
	if dir == "" {
		return "", ""
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", ""
	}
	found, _ := filepath.Glob(filepath.Join(dir, "bin", "python3.[0-9]*[0-9]"))
	if len(found) != 1 {
		return "", ""
	}
	return dir, found[0]
}

func setupPython(env *testscript.Env) error {
	dir, interpreter := testPython()
	env.Setenv("RUNTIME", dir)
	env.Setenv("PYTHON", interpreter)
	env.Setenv("PYTHONNAME", filepath.Base(interpreter))
	env.Setenv("PYTHON_NAME", filepath.Base(interpreter))
	return nil
}

func scriptCondition(name string) (bool, error) {
	if name == "python" {
		_, interpreter := testPython()
		return interpreter != "", nil
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
