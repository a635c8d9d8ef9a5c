package image

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// census imports each module of its arguments in a process of its own, which is
// a copy of this one, and writes what names it has, or why it cannot be had.
const census = `
import json, os, sys

# These do something when they are imported.
NEVER = {"antigravity", "this", "idlelib.idle", "__main__"}
# Attributes that tell of files, or of how the module was found.
FILES = {"__file__", "__cached__", "__path__", "__spec__", "__loader__", "__origname__"}

def look(name):
    __import__(name)
    return sorted(set(dir(sys.modules[name])) - FILES)

found = {}
for name in sys.stdin.read().split():
    if name in NEVER:
        continue
    r, w = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(r)
        null = os.open(os.devnull, os.O_RDWR)
        for n in 0, 1, 2:
            os.dup2(null, n)
        try:
            names = look(name)
        except BaseException as e:
            names = [type(e).__name__, getattr(e, "name", None) or ""]
        with open(w, "w") as f:
            json.dump(names, f)
        os._exit(0)
    os.close(w)
    with open(r) as f:
        found[name] = json.load(f)
    os.waitpid(pid, 0)
json.dump(found, sys.stdout)
`

// TestStandardLibraryIsTheSame imports every module that the bare interpreter has
// in it and in a bundle.
func TestStandardLibraryIsTheSame(t *testing.T) {
	r := open314(t)
	list := output(t, exec.Command(r.python, "-I", "-S", "-B", "-c", `
import os, sys
names = set(sys.builtin_module_names)
top = next(p for p in sys.path if os.path.exists(p + "/os.py"))
for root, dirs, files in os.walk(top):
    dirs[:] = [d for d in dirs if d.isidentifier() and d != "__pycache__"]
    for f in files:
        parts = os.path.relpath(os.path.join(root, f), top).split("/")
        if parts[-1].endswith(".py"):
            parts[-1] = parts[-1].removesuffix(".py")
        elif parts[0] == "lib-dynload" and parts[-1].endswith(".so"):
            parts = [parts[-1].partition(".")[0]]
        else:
            continue
        if parts[-1] == "__init__":
            parts.pop()
        if parts[-1] != "__main__" and all(p.isidentifier() for p in parts):
            names.add(".".join(parts))
print("\n".join(sorted(names)))
`))
	bare := exec.Command(r.python, "-I", "-S", "-B", "-X", "utf8", "-c", census)
	b := r.direct(t, map[string]string{"main.py": census})
	bare.Env = b.env
	var want, got map[string][]string
	var both sync.WaitGroup
	for cmd, answer := range map[*exec.Cmd]*map[string][]string{bare: &want, b.command(): &got} {
		cmd.Stdin = strings.NewReader(list)
		both.Go(func() {
			if text, err := cmd.Output(); err != nil {
				t.Errorf("%s: %v", cmd.Path, err)
			} else if err := json.Unmarshal(text, answer); err != nil {
				t.Errorf("%s: %v", cmd.Path, err)
			}
		})
	}
	both.Wait()

	pruned := func(module string) bool {
		for name := range r.pruned {
			if module == name || strings.HasPrefix(module, name+".") {
				return true
			}
		}
		return false
	}
	// Who has no site has no exit, but is told to use it.
	want["builtins"] = slices.Sorted(slices.Values(append(want["builtins"], "exit", "quit")))
	same, gone := 0, 0
	for module, names := range want {
		switch {
		case cmp.Equal(got[module], names):
			same++
		case len(got[module]) == 2 && got[module][0] == "ModuleNotFoundError" && pruned(got[module][1]):
			gone++
		default:
			t.Errorf("%s: -got +want:\n%s", module, cmp.Diff(got[module], names))
		}
	}
	t.Logf("%d modules are the same, %d are pruned", same, gone)
	if same < 400 {
		t.Errorf("only %d modules were compared", same)
	}
}
