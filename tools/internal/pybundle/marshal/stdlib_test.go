package marshal_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/cpythontest"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/marshal"
)

// interpreter returns the CPython that tests may start and its version, "3.14".
func interpreter(t testing.TB) (program, version string) {
	t.Helper()
	_, program = cpythontest.Distribution(t)
	return program, strings.TrimPrefix(filepath.Base(program), "python")
}

// python runs a script.
func python(t testing.TB, hashSeed, script string, stdin []byte, args ...string) []byte {
	t.Helper()
	program, _ := interpreter(t)
	cmd := exec.Command(program, append([]string{"-S", "-s", "-B", "-c", script}, args...)...)
	cmd.Env = []string{"PYTHONHASHSEED=" + hashSeed}
	cmd.Stdin = bytes.NewReader(stdin)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", program, err)
	}
	return out
}

// compileAll is the start of scripts: it compiles the standard library.
const compileAll = `
import marshal, os, struct, sys, warnings
warnings.simplefilter("ignore")
root = os.path.dirname(os.__file__)
names = []
for folder, folders, files in os.walk(root):
    # Tests of Python have sources that are wrong on purpose.
    folders[:] = [f for f in folders if f not in ("test", "tests", "site-packages")]
    names += [os.path.relpath(os.path.join(folder, f), root) for f in files if f.endswith(".py")]
names.sort()
def code(name):
    with open(os.path.join(root, name), "rb") as f:
        return compile(f.read(), "stdlib/" + name, "exec", dont_inherit=True)
def put(data):
    sys.stdout.buffer.write(struct.pack("<I", len(data)) + data)
def get():
    return sys.stdin.buffer.read(struct.unpack("<I", sys.stdin.buffer.read(4))[0])
`

// records splits what put has written.
func records(t testing.TB, data []byte) [][]byte {
	t.Helper()
	var all [][]byte
	for len(data) > 0 {
		n := binary.LittleEndian.Uint32(data)
		all = append(all, data[4:4+n])
		data = data[4+n:]
	}
	return all
}

// TestStandardLibrary makes the canonical form of the whole standard library,
// compiled by two processes that did different things before, and has Python
// compare what it loads with what it compiles.
func TestStandardLibrary(t *testing.T) {
	plain := records(t, python(t, "1", compileAll+`
for name in names:
    put(marshal.dumps(code(name)))
`, nil))
	other := records(t, python(t, "2", compileAll+`
import ast, dataclasses, decimal, email, inspect, json, logging, random, typing, unittest
order = list(names)
random.Random(5).shuffle(order)
keep = {}
for name in order:
    keep[name] = code(name)
    for constant in keep[name].co_consts:
        if isinstance(constant, str):
            sys.intern(constant)
for name in names:
    put(marshal.dumps(keep[name]))
`, nil))
	if len(plain) != len(other) || len(plain) < 400 {
		t.Fatalf("got %d and %d modules", len(plain), len(other))
	}
	var stream []byte
	before, after, differ := 0, 0, 0
	for i := range plain {
		got, err := marshal.Canonical(plain[i])
		if err != nil {
			t.Fatalf("module %d: %v", i, err)
		}
		again, err := marshal.Canonical(other[i])
		if err != nil {
			t.Fatalf("module %d: %v", i, err)
		}
		if !bytes.Equal(got, again) {
			t.Errorf("module %d differs between two processes", i)
		}
		if twice, err := marshal.Canonical(got); err != nil || !bytes.Equal(got, twice) {
			t.Errorf("module %d changes when it is made canonical again: %v", i, err)
		}
		if !bytes.Equal(plain[i], other[i]) {
			differ++
		}
		before, after = before+len(plain[i]), after+len(got)
		stream = append(binary.LittleEndian.AppendUint32(stream, uint32(len(got))), got...)
	}
	t.Logf("%d modules, %d of them differ as compiled; %d bytes, canonical %d", len(plain), differ, before, after)
	out := python(t, "3", compileAll+`
import types
def same(a, b):
    if type(a) is not type(b):
        return False
    if type(a) is types.CodeType:
        fields = [n for n in dir(a) if n.startswith("co_") and n not in ("co_lines", "co_positions", "co_branches", "co_lnotab")]
        return (all(same(getattr(a, n), getattr(b, n)) for n in fields)
            and list(a.co_positions()) == list(b.co_positions()) and a == b)
    if type(a) in (tuple, list):
        return len(a) == len(b) and all(map(same, a, b))
    if type(a) is slice:
        return same((a.start, a.stop, a.step), (b.start, b.stop, b.step))
    return repr(a) == repr(b) if type(a) in (float, complex) else a == b
bad = [name for name in names if not same(marshal.loads(get()), code(name))]
print(len(names), "compared;", "different:", bad)
`, stream)
	if got := string(out); !strings.HasSuffix(got, "compared; different: []\n") {
		t.Error(got)
	}
}
