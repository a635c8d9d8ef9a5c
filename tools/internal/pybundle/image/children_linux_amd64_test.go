package image

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/contract"
)

// TestProgramSeesItsArguments also has arguments that are not UTF-8.
func TestProgramSeesItsArguments(t *testing.T) {
	eachForm(t, map[string]string{"main.py": `
import os, sys
print(os.path.basename(sys.argv[0]), [os.fsencode(a) for a in sys.argv[1:]])
`}, func(t *testing.T, b bundle) {
		got := output(t, b.command("-c", "", "é", "\xff\xe9", "-X", "dev"))
		want := `program [b'-c', b'', b'\xc3\xa9', b'\xff\xe9', b'-X', b'dev']` + "\n"
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("-got +want:\n%s", diff)
		}
	})
}

func TestExitStatus(t *testing.T) {
	eachForm(t, map[string]string{"main.py": `
import sys
exec(sys.argv[1])
`}, func(t *testing.T, b bundle) {
		for _, tt := range []struct {
			code   string
			status int
			stderr string
		}{
			{"pass", 0, ""},
			{"raise SystemExit(7)", 7, ""},
			{"1/0", 1, "ZeroDivisionError"},
			{"import os; os._exit(9)", 9, ""},
		} {
			code, _, stderr := status(t, b.command(tt.code))
			if code != tt.status || !strings.Contains(stderr, tt.stderr) {
				t.Errorf("%s: exit status %d, want %d\n%s", tt.code, code, tt.status, stderr)
			}
		}
	})
}

// TestSignalsActOnTheInterpreter sends signals to the process that was started:
// nothing stands between it and the program.
func TestSignalsActOnTheInterpreter(t *testing.T) {
	eachForm(t, map[string]string{"main.py": `
import sys, time
try:
    print("ready", flush=True)
    time.sleep(600)
except KeyboardInterrupt:
    print("interrupted")
    sys.exit(3)
`}, func(t *testing.T, b bundle) {
		for _, tt := range []struct {
			signal syscall.Signal
			want   string
		}{
			{syscall.SIGINT, "exit status 3"},
			{syscall.SIGTERM, "signal: terminated"},
			{syscall.SIGKILL, "signal: killed"},
		} {
			cmd := b.command()
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			r := bufio.NewReader(out)
			if line, err := r.ReadString('\n'); err != nil || line != "ready\n" {
				t.Fatalf("got %q, %v", line, err)
			}
			if err := cmd.Process.Signal(tt.signal); err != nil {
				t.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, r)
			_ = cmd.Wait()
			if got := cmd.ProcessState.String(); got != tt.want {
				t.Errorf("%v: got %q, want %q", tt.signal, got, tt.want)
			}
		}
	})
}

// children are programs that start Python again, each in its own way.
var children = map[string]string{
	"main.py": `
import json, os, subprocess, sys, tempfile
import helper

def run(*args, **options):
    p = subprocess.run([sys.executable, *args], capture_output=True, text=True, encoding="utf-8", **options)
    return p.stdout.strip() if p.returncode == 0 and not p.stderr else "status %d: %s" % (p.returncode, p.stderr)

probe = "import json, helper, sys; print(helper.WORD, 'é', sys.flags.optimize, sys.argv[1:])"
d = tempfile.mkdtemp()
os.mkdir(d + "/scripts")
with open(d + "/scripts/beside.py", "w") as f:
    f.write("WORD = 'beside'\n")
with open(d + "/scripts/script.py", "w", encoding="utf-8") as f:
    f.write("import beside, sys, helper; print(beside.WORD, helper.WORD, sys.argv[1:])\n")
with open(d + "/local.py", "w") as f:
    f.write("raise SystemExit('the working directory is on sys.path')\n")
results = {
    "-c": run("-c", probe, "a", "-b"),
    "-m": run("-m", "helper", "x"),
    "-m of the library": run("-m", "json.tool", "--compact", input='{"a": 1}'),
    "script": run(d + "/scripts/script.py", "y"),
    "stdin": run("-", "z", input=probe),
    "flags": run("-O", "-W", "error", "-X", "dev", "-c", "import sys; print(sys.flags.optimize, sys.flags.dev_mode, sys.warnoptions)"),
    "-X int_max_str_digits": run("-X", "int_max_str_digits=0", "-c", "import sys; print(sys.get_int_max_str_digits())"),
    "-X tracemalloc": run("-X", "tracemalloc=3", "-c", "import tracemalloc as t; print(t.get_traceback_limit(), t.is_tracing())"),
    "-V": run("-V"),
    "-h": run("-h").partition(" ")[0],
    "empty environment": run("-c", probe, env={}),
    "-c import local": run("-c", "import importlib.util as u; print(u.find_spec('local'))", cwd=d),
    "exit status": run("-c", "import sys; sys.exit(5)"),
    "grandchild": run("-c", "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import helper; print(helper.WORD)'], env={}, check=True)"),
}
print(json.dumps(results, indent=1, ensure_ascii=False))
`,
	"helper.py": `
import sys
WORD = "help"
if __name__ == "__main__":
    print("main", sys.argv[1:], __spec__.name)
`,
}

// TestChildrenArePythonWithTheModulesOfTheBundle has trap 1, too: a
// child without environment must not run the program again. (And trap 7: -V, -h.)
func TestChildrenArePythonWithTheModulesOfTheBundle(t *testing.T) {
	want := `{
 "-c": "help é 0 ['a', '-b']",
 "-m": "main ['x'] helper",
 "-m of the library": "{\"a\":1}",
 "script": "beside help ['y']",
 "stdin": "help é 0 ['z']",
 "flags": "1 True ['default', 'error']",
 "-X int_max_str_digits": "0",
 "-X tracemalloc": "3 True",
 "-V": "Python 3.14",
 "-h": "usage:",
 "empty environment": "help é 0 []",
 "-c import local": "None",
 "exit status": "status 5: ",
 "grandchild": "help"
}
`
	eachForm(t, children, func(t *testing.T, b bundle) {
		got := output(t, b.command())
		if i := strings.Index(got, "Python 3.14."); i >= 0 { // whatever the third number is
			rest := got[i+len("Python 3.14."):]
			got = got[:i+len("Python 3.14")] + rest[strings.IndexByte(rest, '"'):]
		}
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("-got +want:\n%s", diff)
		}
	})
}

// TestInterpreterKnowsItselfByNoArgument starts children whose argv[0] is the
// name of another interpreter, or a mere word that the PATH might have.
func TestInterpreterKnowsItselfByNoArgument(t *testing.T) {
	r := open314(t)
	sources := map[string]string{"main.py": `
import subprocess, sys
probe = "import main, sys; print(sys.executable == sys.argv[1])"
if __name__ == "__main__":
    for zero in ["python3", "/usr/bin/python3", "python3.14", "./python3"]:
        subprocess.run([zero, "-c", probe, sys.executable], executable=sys.executable, check=True)
`}
	for _, f := range forms[:2] { // a tree finds its files by argv[0]
		t.Run(f.name, func(t *testing.T) {
			want := strings.Repeat("True\n", 4)
			if diff := cmp.Diff(output(t, f.make(r, t, sources).command()), want); diff != "" {
				t.Errorf("-got +want:\n%s", diff)
			}
		})
	}
}

// TestLinkToTheInterpreterIsOne has names that somebody gave to sys.executable.
// A test that runs what it takes for Python must not run itself.
func TestLinkToTheInterpreterIsOne(t *testing.T) {
	eachForm(t, map[string]string{"main.py": `
import os, subprocess, sys, tempfile
probe = "import helper, sys; print(helper.WORD, sys.argv)"
sys.stdout.reconfigure(line_buffering=True)
with tempfile.TemporaryDirectory() as d:
    for name in ["python", "py", "python3", "python3.14"]:
        os.symlink(sys.executable, d + "/" + name)
        subprocess.run([d + "/" + name, "-c", probe, "a"], check=True)
        subprocess.run([name, "-c", probe, "b"], check=True, env={"PATH": d})
    os.symlink("py", d + "/other")
    subprocess.run([d + "/other", "-c", probe, "c"], check=True)
    with open(d + "/script", "w") as f:
        f.write("#!%s\nimport helper, sys; print(helper.WORD, sys.argv[1:])\n" % sys.executable)
    os.chmod(d + "/script", 0o755)
    subprocess.run([d + "/script", "d"], check=True)
`, "helper.py": "WORD = 'help'\n"}, func(t *testing.T, b bundle) {
		want := strings.Repeat("help ['-c', 'a']\nhelp ['-c', 'b']\n", 4) + "help ['-c', 'c']\nhelp ['d']\n"
		if diff := cmp.Diff(output(t, b.command()), want); diff != "" {
			t.Errorf("-got +want:\n%s", diff)
		}
	})
}

// TestProgramMayBeCalledLikeAnInterpreter has programs whose name begins as that
// of an interpreter does.
func TestProgramMayBeCalledLikeAnInterpreter(t *testing.T) {
	r := open314(t)
	b := r.direct(t, map[string]string{"main.py": "print('program')\n"})
	for name, want := range map[string]string{
		"python3_test": "program\n", "python3.14-like": "program\n", "python": "program\n",
		"python3": "Python\n", "python3.14": "Python\n",
	} {
		link := filepath.Join(t.TempDir(), name)
		if err := os.Symlink(b.path, link); err != nil {
			t.Fatal(err)
		}
		got := output(t, &exec.Cmd{Path: link, Args: []string{name, "-c", "print('Python')"}, Env: b.env})
		if got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

// TestMultiprocessing starts workers in each way. They import the main module
// again, by its name: it is no file (trap 8).
func TestMultiprocessing(t *testing.T) {
	eachForm(t, map[string]string{"main.py": `
import multiprocessing, sys
import work

class Own:
    def __init__(self, n): self.n = n

def twice(own): return Own(2 * own.n)

if __name__ == "__main__":
    for method in ["spawn", "forkserver", "fork"]:
        context = multiprocessing.get_context(method)
        with context.Pool(2) as pool:
            print(method, pool.map(work.square, range(5)), [o.n for o in pool.map(twice, [Own(3), Own(4)])])
        q = context.Queue()
        p = context.Process(target=work.put, args=(q,))
        p.start()
        print(q.get(), p.join(), p.exitcode)
`, "work.py": `
def square(n): return n * n
def put(q): q.put("put")
`}, func(t *testing.T, b bundle) {
		var want strings.Builder
		for _, method := range []string{"spawn", "forkserver", "fork"} {
			want.WriteString(method + " [0, 1, 4, 9, 16] [6, 8]\nput None 0\n")
		}
		if diff := cmp.Diff(output(t, b.command()), want.String()); diff != "" {
			t.Errorf("-got +want:\n%s", diff)
		}
	})
}

// TestStartThroughLinks has trap 12: a sandbox is a tree of links, and what they
// lead to is outside of it.
func TestStartThroughLinks(t *testing.T) {
	r := open314(t)
	sources := map[string]string{"main.py": `
import os, subprocess, sys
print(os.path.dirname(__file__).removesuffix("/_main"), sys.executable)
code = "import helper, sys; print(helper.__file__.removesuffix('/_main/helper.py'), sys.executable)"
sys.stdout.flush()
subprocess.run([sys.executable, "-c", code], check=True, env={})
`, "helper.py": ""}
	t.Run("thin", func(t *testing.T) {
		b := r.thin(t, sources)
		root := strings.TrimSuffix(b.path, "/_main/pkg/program")
		sandbox := filepath.Join(t.TempDir(), "sandbox", "program.runfiles")
		for _, name := range []string{"_main/pkg/program", "_main/rt/runtime.bin", "_main/pkg/program.alias/python3", "_main/pkg/program.alias/bundle", "_main/main.py", "_main/helper.py"} {
			link := filepath.Join(sandbox, name)
			if err := os.MkdirAll(filepath.Dir(link), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(filepath.Join(root, name), link); err != nil {
				t.Fatal(err)
			}
		}
		b.path = filepath.Join(sandbox, "_main/pkg/program")
		alias := filepath.Join(sandbox, "_main/pkg/program.alias/python3")
		line := sandbox + " " + alias + "\n"
		if diff := cmp.Diff(output(t, b.command()), line+line); diff != "" {
			t.Errorf("-got +want:\n%s", diff)
		}
	})
	t.Run("direct", func(t *testing.T) {
		b := r.direct(t, sources)
		link := filepath.Join(t.TempDir(), "link")
		if err := os.Symlink(b.path, link); err != nil {
			t.Fatal(err)
		}
		b.path = link
		got := output(t, b.command())
		if !strings.HasPrefix(got, link+" ") {
			t.Errorf("got %q, want what is below %s", got, link)
		}
	})
	t.Run("by the PATH", func(t *testing.T) {
		b := r.direct(t, map[string]string{"main.py": "print(__file__)\n"})
		cmd := &exec.Cmd{Path: b.path, Args: []string{"program"}, Env: b.env}
		if got, want := output(t, cmd), b.path+"/_main/main.py\n"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// TestNoProc is a row of the table of failures: an image reads itself by /proc.
func TestNoProc(t *testing.T) {
	if out, err := exec.Command("unshare", "-rm", "mount", "-t", "tmpfs", "none", "/proc").CombinedOutput(); err != nil {
		t.Skipf("no file system can be mounted here: %v: %s", err, out)
	}
	r := open314(t)
	for _, f := range forms[:2] { // a tree finds itself by its path
		t.Run(f.name, func(t *testing.T) {
			b := f.make(r, t, map[string]string{"main.py": "print('started')\n"})
			cmd := exec.Command("unshare", "-rm", "sh", "-ec", `mount -t tmpfs none /proc; exec "$1"`, "sh", b.path)
			code, stdout, stderr := status(t, cmd)
			if code != contract.FaultStatus || stdout != "" || strings.Count(stderr, "\n") != 1 ||
				!strings.HasPrefix(stderr, contract.FaultPrefix) || !strings.HasSuffix(stderr, "; mount /proc\n") {
				t.Errorf("got exit status %d, want %d and one line that says what to do\n%s%s", code, contract.FaultStatus, stdout, stderr)
			}
		})
	}
}
