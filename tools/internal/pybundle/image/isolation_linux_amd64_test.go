package image

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// mirror is a program that says all that a variable could have changed, then has
// a child say the same, and that child one of its own: each is given the
// variables of HOSTILE anew.
const mirror = `
import json, os, subprocess, sys
import asyncio.coroutines, builtins, encodings, faulthandler, locale, re, tracemalloc

def value(f):
    try:
        return repr(f())
    except Exception as e:
        return type(e).__name__

# The argument of this program; variables are gone.
hostile, depth = json.loads(sys.argv[1]) or {}, int(sys.argv[2])
libraries = {line.split()[-1] for line in open("/proc/self/maps") if ".so" in line}
say = {
    "flags": repr(sys.flags), "path": sys.path, "prefix": [sys.prefix, sys.exec_prefix, sys.base_prefix, sys.platlibdir],
    "executable": os.path.basename(sys.executable), "warnings": sys.warnoptions, "options": repr(sys._xoptions),
    "text": [[s.encoding, s.errors, s.line_buffering, s.write_through] for s in (sys.stdin, sys.stdout, sys.stderr)],
    "file system": [sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()], "locale": locale.getpreferredencoding(),
    "é": "é", "written": sys.dont_write_bytecode, "cache": sys.pycache_prefix,
    "faulthandler": faulthandler.is_enabled(), "tracemalloc": tracemalloc.is_tracing(),
    "asyncio": asyncio.coroutines._is_debug_mode(), "breakpoint": sys.breakpointhook is sys.__breakpointhook__,
    "digits": sys.get_int_max_str_digits(), "hash": hash("hermetic") in json.loads(sys.argv[3]),
    "ranges": next(compile("f()", "", "eval").co_positions()), "perf": sys.is_stack_trampoline_active(),
    "cpus": os.cpu_count(), "debugger": sys.is_remote_debug_enabled(), "gil": sys._is_gil_enabled(),
    "frozen": os.__spec__.origin, "warned": value(lambda: open(os.devnull).close()),
    "modules": sorted(m for m in sys.modules if "customize" in m or "evil" in m), "json": json.__file__,
    "locale path": value(lambda: locale.setlocale(locale.LC_CTYPE, "evil")), "iconv": value(lambda: "é".encode("evil")),
    "libraries": sorted(l for l in libraries if "resolv" in l or "evil" in l),
    "environment": sorted(set(os.environ) - {"RUNFILES_DIR", "TEST_SRCDIR", "TEST_WORKSPACE"}),
}
chain = [say]
if depth:
    command = [sys.executable, "-c", "from mirror_source import SOURCE; exec(SOURCE)", sys.argv[1], str(depth - 1), sys.argv[3]]
    # PYTHONINSPECT would wait for input.
    p = subprocess.run(command, env={**os.environ, **hostile}, capture_output=True, stdin=subprocess.DEVNULL, encoding="utf-8")
    chain += [{"status": p.returncode, "stderr": p.stderr}] if p.returncode or p.stderr else json.loads(p.stdout)
print(json.dumps(chain))
`

// hostile are variables that change a bare interpreter, the C library or the
// loader. EVIL is a directory with files that have the names they look for.
var hostile = []string{
	"PYTHONPATH=EVIL", "PYTHONHOME=EVIL", "PYTHONSTARTUP=EVIL/evil.py", "PYTHONOPTIMIZE=2", "PYTHONDEBUG=1",
	"PYTHONINSPECT=1", "PYTHONUNBUFFERED=1", "PYTHONVERBOSE=1", "PYTHONWARNINGS=error", "PYTHONHASHSEED=0",
	"PYTHONIOENCODING=latin-1:strict", "PYTHONUTF8=0", "PYTHONCOERCECLOCALE=warn", "PYTHONMALLOC=debug",
	"PYTHONMALLOCSTATS=1", "PYTHONFAULTHANDLER=1", "PYTHONTRACEMALLOC=5", "PYTHONPROFILEIMPORTTIME=1",
	"PYTHONASYNCIODEBUG=1", "PYTHONDEVMODE=1", "PYTHONDONTWRITEBYTECODE=1", "PYTHONPYCACHEPREFIX=EVIL",
	"PYTHONNOUSERSITE=1", "PYTHONUSERBASE=EVIL", "PYTHONEXECUTABLE=/usr/bin/python3", "PYTHONPLATLIBDIR=evil",
	"PYTHONSAFEPATH=1", "PYTHONINTMAXSTRDIGITS=0", "PYTHONBREAKPOINT=os._exit", "PYTHONNODEBUGRANGES=1",
	"PYTHONPERFSUPPORT=1", "PYTHON_CPU_COUNT=99", "PYTHON_FROZEN_MODULES=off", "PYTHONWARNDEFAULTENCODING=1",
	"PYTHON_GIL=1", "PYTHON_DISABLE_REMOTE_DEBUG=1", "PYTHON_COLORS=1", "PYTHON_HISTORY=EVIL/history",
	"LD_PRELOAD=libresolv.so.2", "LD_LIBRARY_PATH=EVIL/libraries", "LD_BIND_NOW=1", "LD_AUDIT=",
	"GLIBC_TUNABLES=glibc.malloc.perturb=3", "MALLOC_PERTURB_=7", "MALLOC_ARENA_MAX=1",
	"GCONV_PATH=EVIL", "LOCPATH=EVIL", "NLSPATH=EVIL/%N",
	"OPENSSL_CONF=EVIL/evil.py", "OPENSSL_ENGINES=EVIL", "OPENSSL_MODULES=EVIL",
	"HERMETIC_PYTHON_BUNDLE=EVIL/evil.py",
}

// variable is a hostile variable for a directory.
func variable(v, evil string) (name, value string) {
	name, value, _ = strings.Cut(v, "=")
	return name, strings.ReplaceAll(value, "EVIL", evil)
}

// plantEvil makes files that must not be read: what would be imported says so.
func plantEvil(t *testing.T, dir string) {
	t.Helper()
	code := []byte("import sys; sys.stderr.write('evil code runs\\n'); evil = 1\n")
	for _, name := range []string{
		"sitecustomize.py", "usercustomize.py", "os.py", "json.py", "evil.py", "encodings/__init__.py", "encodings/evil.py",
		"lib/python3.14/os.py", "lib/python3.14/encodings/__init__.py", "lib/python3.14/sitecustomize.py",
		"evil/python3.14/os.py", "lib/python314.zip", "pybuilddir.txt", "Modules/Setup.local",
	} {
		write(t, filepath.Join(dir, name), code, 0o644)
	}
	// A library that is none: to load it is an error.
	for _, name := range []string{"libm.so.6", "libdl.so.2", "libpthread.so.0"} {
		write(t, filepath.Join(dir, "lib", name), []byte("evil"), 0o755)
	}
	write(t, filepath.Join(dir, "pyvenv.cfg"), []byte("home = "+dir+"\ninclude-system-site-packages = true\n"), 0o644)
}

// TestVariablesHaveNoEffect tries each hostile variable alone, and all of them, on a program, its child and the child of that. The children of a tree
// are plain interpreters, so they are not given the variables anew: it is the
// program that must not pass them on.
func TestVariablesHaveNoEffect(t *testing.T) {
	sources := map[string]string{
		"main.py":          "from mirror_source import SOURCE\nexec(SOURCE)\n",
		"mirror_source.py": "SOURCE = " + pythonString(mirror) + "\n",
	}
	eachForm(t, sources, func(t *testing.T, b bundle) {
		evil := filepath.Join(filepath.Dir(b.path), "evil")
		plantEvil(t, evil)
		// What hash("hermetic") is with the seed of the matrix.
		r := open314(t)
		seeded := exec.Command(r.python, "-S", "-c", "print([hash('hermetic')])")
		seeded.Env = []string{"PYTHONHASHSEED=0"}
		hash := strings.TrimSpace(output(t, seeded))
		run := func(variables map[string]string) []map[string]any {
			t.Helper()
			anew := variables
			if strings.HasSuffix(t.Name(), "/tree") {
				anew = nil
			}
			given, err := json.Marshal(anew)
			if err != nil {
				t.Fatal(err)
			}
			cmd := b.command(string(given), "2", hash)
			for name, value := range variables {
				cmd.Env = append(cmd.Env, name+"="+value)
			}
			code, stdout, stderr := status(t, cmd)
			var chain []map[string]any
			if err := json.Unmarshal([]byte(stdout), &chain); err != nil || code != 0 || stderr != "" {
				t.Errorf("%v: exit status %d, %v\n%s%s", variables, code, err, stdout, stderr)
			}
			return chain
		}
		want := run(map[string]string{})
		if len(want) != 3 {
			t.Fatalf("got %d processes, want 3: %v", len(want), want)
		}
		// A library that works, where only the variable finds it. (A damaged one
		// ends the process before it could start again without the variable.)
		library := output(t, exec.Command(r.python, "-I", "-S", "-c", "print(next(l.split()[-1] for l in open('/proc/self/maps') if '/libm.so' in l or '/libm-' in l), end='')"))
		content, err := os.ReadFile(library)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(evil, "libraries", "libm.so.6"), content, 0o755)
		all := map[string]string{}
		for _, v := range hostile {
			name, value := variable(v, evil)
			all[name] = value
			if got := run(map[string]string{name: value}); !cmp.Equal(got, want) {
				t.Errorf("%s: -got +want:\n%s", v, cmp.Diff(got, want))
			}
		}
		if got := run(all); !cmp.Equal(got, want) {
			t.Errorf("all at once: -got +want:\n%s", cmp.Diff(got, want))
		}
	})
}

// TestLocaleHasNoEffectOnText is apart from the matrix: these variables stay. It
// has trap 6: without them, too, text is UTF-8.
func TestLocaleHasNoEffectOnText(t *testing.T) {
	eachForm(t, map[string]string{"main.py": `
import locale, os, sys
print([s.encoding for s in (sys.stdin, sys.stdout, sys.stderr)], locale.getpreferredencoding().lower(), sys.getfilesystemencoding(), "é")
`}, func(t *testing.T, b bundle) {
		want := output(t, b.command())
		for _, v := range []string{"LANG=C", "LC_ALL=POSIX", "LC_ALL=de_DE.ISO-8859-1", "LC_CTYPE=C.UTF-8", "LANG=none"} {
			cmd := b.command()
			cmd.Env = append(cmd.Env, v)
			if got := output(t, cmd); got != want {
				t.Errorf("%s: got %q, want %q", v, got, want)
			}
		}
	})
}

// TestFilesAroundHaveNoEffect puts files beside and above a bundle that a bare
// interpreter would read (traps 9 and 10).
func TestFilesAroundHaveNoEffect(t *testing.T) {
	r := open314(t)
	sources := map[string]string{"main.py": `
import subprocess, sys, json, os
print(sorted(m for m in sys.modules if "customize" in m or hasattr(sys.modules[m], "evil")), sys.prefix, sys.flags.no_site)
sys.stdout.flush()
if len(sys.argv) > 1:
    subprocess.run([sys.executable, "-c", "import sys; sys.argv = ['']; import main"], check=True, env={})
`}
	for _, f := range forms[:2] { // a tree has a directory of its own
		t.Run(f.name, func(t *testing.T) {
			b := f.make(r, t, sources)
			want := output(t, b.command("with a child"))
			for _, dir := range []string{filepath.Dir(b.path), filepath.Dir(filepath.Dir(b.path))} {
				plantEvil(t, dir)
			}
			for _, name := range []string{b.path, filepath.Join(filepath.Dir(b.path), "python3"), filepath.Join(filepath.Dir(b.path), "python3.14")} {
				write(t, name+"._pth", []byte("evil\nimport site\n"), 0o644)
			}
			cmd := b.command("with a child")
			cmd.Dir = filepath.Dir(b.path)
			if diff := cmp.Diff(output(t, cmd), want); diff != "" {
				t.Errorf("-got +want:\n%s", diff)
			}
		})
	}
}

// TestProgramWritesNothing looks at the directories of a bundle and its
// temporary one after a run. Only direct makes something, once: the links for
// children.
func TestProgramWritesNothing(t *testing.T) {
	r := open314(t)
	sources := map[string]string{"main.py": "import helper, json, unittest\n", "helper.py": ""}
	for name, want := range map[string]int{"direct": 2, "thin": 0} {
		t.Run(name, func(t *testing.T) {
			i := slices.IndexFunc(forms, func(f form) bool { return f.name == name })
			b := forms[i].make(r, t, sources)
			top := strings.TrimPrefix(b.env[0], "TEST_TMPDIR=")
			count := func() (files []string) {
				t.Helper()
				err := filepath.WalkDir(filepath.Dir(top), func(path string, d os.DirEntry, err error) error {
					files = append(files, path)
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				return files
			}
			before := count()
			for range 2 {
				output(t, b.command())
			}
			if after := count(); len(after)-len(before) != want {
				t.Errorf("%d new files, want %d: %s", len(after)-len(before), want, cmp.Diff(before, after))
			}
		})
	}
}

// pythonString is a literal of Python.
func pythonString(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// TestVirtualEnvironmentsHaveNoEffectOnTrees has trap 10 for trees: pyvenv.cfg is
// read beside and above an interpreter even where a file ._pth confines it.
func TestVirtualEnvironmentsHaveNoEffectOnTrees(t *testing.T) {
	r := open314(t)
	b := r.inTree(t, map[string]string{"main.py": `
import subprocess, sys
code = "import sys; print(sys.prefix == sys.base_prefix, sys.exec_prefix == sys.base_exec_prefix, [p for p in sys.path if 'evil' in p], sys.flags.no_site)"
exec(code)
sys.stdout.flush()
subprocess.run([sys.executable, "-c", code], check=True, env={})
`})
	pkg := filepath.Dir(b.path)
	tree := filepath.Join(filepath.Dir(pkg), "rt.tree")
	if err := os.Remove(tree); err != nil {
		t.Fatal(err)
	}
	for link, target := range map[string]string{
		"bin/python3.14": "bin/python3.14", "bin/python3.14._pth": "bin/python3.14._pth", "lib": "lib",
	} {
		link = filepath.Join(tree, link)
		if err := os.MkdirAll(filepath.Dir(link), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(filepath.Join(r.tree, target), link); err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range []string{tree, filepath.Join(tree, "bin"), pkg, b.path + ".alias"} {
		write(t, filepath.Join(dir, "pyvenv.cfg"), []byte("home = /evil\ninclude-system-site-packages = true\n"), 0o644)
	}
	line := "True True [] 1\n"
	if diff := cmp.Diff(output(t, b.command()), line+line); diff != "" {
		t.Errorf("-got +want:\n%s", diff)
	}
}
