package compile

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/distribution"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/libcheck/elftest"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/marshal"
)

func stdlibArchive(t testing.TB, i *Interpreter, d *distribution.Distribution, sources bool) *hpa.Archive {
	t.Helper()
	var out bytes.Buffer
	found, err := i.Stdlib(context.Background(), &out, d, sources)
	if err != nil {
		t.Fatal(err)
	}
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	b, err := hpa.Open(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Verify(); err != nil {
		t.Fatal(err)
	}
	return b.Archives[0]
}

// loader compares each code object with what the interpreter makes of the source,
// and executes some.
const loader = `
import marshal, sys, types
read, executed = sys.stdin.buffer.read, 0
def take():
    return read(int.from_bytes(read(4), "little"))
while name := take().decode():
    path, source, text = take().decode(), take(), take()
    code = marshal.loads(text)
    want = compile(source, path, "exec", dont_inherit=True)
    if code != want:
        sys.exit(name + ": the code is not equal to what the source compiles to")
    def walk(code):
        if code.co_filename != path:
            sys.exit(name + ": the code is said to be of " + code.co_filename)
        for c in code.co_consts:
            if isinstance(c, types.CodeType):
                walk(c)
    walk(code)
    if name in ("colorsys", "bisect", "keyword", "this", "textwrap", "heapq", "string", "stat"):
        module = types.ModuleType(name)
        exec(code, module.__dict__)
        executed += 1
print(executed)
`

func TestStdlibLoads(t *testing.T) {
	d, i := testRuntime(t)
	a := stdlibArchive(t, i, d, true)
	var in bytes.Buffer
	put := func(b []byte) {
		in.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(b))))
		in.Write(b)
	}
	for _, m := range a.Modules {
		source, err := a.ReadBlob(m.Source)
		if err != nil {
			t.Fatal(err)
		}
		code, err := a.ReadBlob(m.Blob)
		if err != nil {
			t.Fatal(err)
		}
		put([]byte(m.Name))
		put([]byte(m.Path))
		put(source)
		put(code)
	}
	put(nil)
	cmd := exec.Command(i.Path, "-I", "-S", "-B", "-W", "ignore", "-c", loader)
	cmd.Env, cmd.Stdin = []string{}, &in
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	if got := strings.TrimSpace(string(out[bytes.LastIndexByte(bytes.TrimSpace(out), '\n')+1:])); got != "8" {
		t.Errorf("executed %s modules, want 8", got)
	}
}

func TestStdlibDescribesItself(t *testing.T) {
	d, i := testRuntime(t)
	a := stdlibArchive(t, i, d, false)
	if got, want := a.Meta["kind"], "stdlib"; got != want {
		t.Errorf("kind is %v, want %v", got, want)
	}
	if got, want := a.Meta["python"], d.Python; got != want {
		t.Errorf("python is %v, want %v", got, want)
	}
	if got, want := fmt.Sprintf("%d.%d", a.Python>>8, a.Python&0xff), d.Python; got != want {
		t.Errorf("the version in the trailer is %s, want %s", got, want)
	}
	runtime := fmt.Sprintf("%x", a.Runtime)
	if got := a.Meta["runtime"].(string); len(got) != 64 || !strings.HasPrefix(got, runtime) {
		t.Errorf("the runtime is %s, in the trailer %s", got, runtime)
	}
	pruned := a.Meta["pruned"].(map[string]any)
	for module, want := range map[string]any{"turtle": "default", "test": "absent", "json": nil} {
		if got := pruned[module]; got != want {
			t.Errorf("the reason for pruning %s is %v, want %v", module, got, want)
		}
	}
	for _, name := range []string{"_hermetic", "_hermetic_encodings", "encodings", "unittest.case"} {
		if m := a.Module(name); m == nil || m.Path != "stdlib/"+strings.ReplaceAll(name, ".", "/")+".py" && m.Flags&hpa.Package == 0 {
			t.Errorf("module %s is %+v", name, m)
		}
	}
}

// TestRuntimeDigest holds that all that makes a runtime what it is counts.
func TestRuntimeDigest(t *testing.T) {
	d, err := distribution.Open(fstest.MapFS{
		"bin/python3.14":                       {Data: elftest.Build(elftest.Spec{Program: true})},
		"lib/python3.14/encodings/__init__.py": {},
	}, ".")
	if err != nil {
		t.Fatal(err)
	}
	s := &stdlib{d: d}
	digest := func(of map[string][sha256.Size]byte) string {
		sum, err := s.runtime(of)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("%x", sum)
	}
	one, two := sha256.Sum256([]byte("1")), sha256.Sum256([]byte("2"))
	seen := map[string]bool{}
	for _, of := range []map[string][sha256.Size]byte{
		{}, {"a": one}, {"a": two}, {"b": one}, {"a": one, "b": one}, {"a": one, "b": two}, {"a": two, "b": one},
	} {
		seen[digest(of)] = true
	}
	if len(seen) != 7 {
		t.Errorf("7 runtimes have %d digests", len(seen))
	}
}

func TestStdlibWithoutDocstrings(t *testing.T) {
	d, i := testRuntime(t)
	source := `"""Module."""
"no docstring"
class C:
    """Class."""
class D:
    """Class."""
    x = 1
def f():
    """Function."""
async def g():
    """Coroutine."""
    await g()
    assert True, "kept"
if True:
    def h():
        "Nested."
        return "kept"
try:
    pass
except OSError:
    def k():
        "Handler."
match 1:
    case 1:
        def m():
            "Case."
`
	i.NoDocstrings = true
	var texts []string
	_, err := i.Compile(context.Background(), 1,
		func(int) (Source, error) { return Source{"x.py", []byte(source)}, nil },
		func(_ int, _ *Python, r Result) error {
			if r.Problem != nil {
				t.Fatalf("problem: %+v", r.Problem)
			}
			var walk func(o *marshal.Object)
			walk = func(o *marshal.Object) {
				if o.Kind == marshal.KindStr {
					texts = append(texts, o.Text)
				}
				if o.Code != nil {
					for _, constant := range o.Code.Consts.Items {
						walk(constant)
					}
				}
			}
			walk(r.Code)
			return nil
		})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(texts)
	texts = slices.Compact(texts)
	// Names of classes and functions are constants, too.
	texts = slices.DeleteFunc(texts, func(s string) bool { return len(s) < 3 })
	if diff := cmp.Diff([]string{"kept"}, texts); diff != "" {
		t.Errorf("strings in the code of Python %s (-want +got):\n%s", d.Python, diff)
	}
}

// TestReproducible holds that neither the directory, nor the hash seed, nor what the
// process did before is seen in the code of the standard library (trap 11).
func TestReproducible(t *testing.T) {
	d, i := testRuntime(t)
	s := &stdlib{d: d}
	if err := s.list(); err != nil {
		t.Fatal(err)
	}
	stride := 1
	if testing.Short() {
		stride = 10
	}
	var sources []Source
	for n := 0; n < len(s.modules); n += stride {
		source, err := s.source(n)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, source)
	}
	type variant struct{ dir, seed, order string }
	digests := make(map[variant]map[string][sha256.Size]byte)
	other := filepath.Join(unpack(t, d), d.Interpreter())
	for dir, program := range map[string]string{"given": i.Path, "other": other} {
		for _, seed := range []string{"0", "1", "4711"} {
			for _, order := range []string{"forwards", "backwards"} {
				in := slices.Clone(sources)
				if order == "backwards" {
					slices.Reverse(in)
					// Names that were interned before are what made a difference.
					in = append([]Source{{"first.py", []byte("os = sys = self = name = value = args = 'abc'\nx = {'abc', 'name', 'b'} & {'b'}\n")}}, in...)
				}
				digest := make(map[string][sha256.Size]byte)
				run := &Interpreter{Path: program, flags: []string{"-S", "-B"}, env: []string{"PYTHONHASHSEED=" + seed}}
				_, err := run.Compile(context.Background(), len(in),
					func(n int) (Source, error) { return in[n], nil },
					func(n int, _ *Python, r Result) error {
						canonical, err := marshal.Append(nil, r.Code)
						digest[in[n].Name] = sha256.Sum256(canonical)
						return err
					})
				if err != nil {
					t.Fatal(err)
				}
				delete(digest, "first.py")
				digests[variant{dir, seed, order}] = digest
			}
		}
	}
	want := digests[variant{"given", "0", "forwards"}]
	for v, got := range digests {
		for name, sum := range want {
			if got[name] != sum {
				t.Errorf("%v: the code of %s is another", v, name)
			}
		}
	}
}
