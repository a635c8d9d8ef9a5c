package e2e

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestHermeticPython tries tests and programs of Python with their runtime: in
// the tree in all forms, and as files that somebody was given.
func TestHermeticPython(t *testing.T) {
	if _, err := exec.LookPath("cc"); err != nil {
		t.Skip("this machine has no C compiler, and the example has an extension module in C")
	}
	w := newCheckout(t, "clone").workspace("examples/hermetic_python")
	w.build(t, "//echo/...")

	t.Run("tests in all forms", func(t *testing.T) {
		if stdout, stderr, code := w.run("test", neverCached, "--disk_cache="+diskCache(t), "//..."); code != 0 {
			t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
		}
	})

	t.Run("a test filter that matches one test, and none", func(t *testing.T) {
		for filter, want := range map[string]int{"test_device_echoes": 0, "test_nothing_of_this_name": 3} {
			if stdout, stderr, code := w.run("test", "--test_filter="+filter, "--disk_cache="+diskCache(t), "//echo:echo_e2e_test"); code != want {
				t.Errorf("%s: exit code %d, want %d\n%s%s", filter, code, want, stdout, stderr)
			}
		}
	})

	t.Run("a second build runs nothing", func(t *testing.T) {
		w.build(t, "//echo/...")
		// Bazel may compile C again when a cache has answered before.
		if again := ofOurs(w.build(t, "//echo/...")); len(again) > 0 {
			t.Errorf("these actions ran again: %v", again)
		}
	})

	t.Run("no configuration in command lines", func(t *testing.T) {
		checkCommandLines(t, w, `mnemonic("^Py[A-Z].*", //...)`, 8)
	})

	t.Run("an edit compiles one library", func(t *testing.T) {
		w.edit(t, "echo/wire.py", "Messages of the protocol", "All messages of the protocol")
		compiled := slices.DeleteFunc(ofOurs(w.build(t, "//echo/...")), func(action string) bool {
			mnemonic, _, _ := strings.Cut(action, " ")
			return mnemonic != "PyCompile" && mnemonic != "PyStdlib" && mnemonic != "PyUnpack"
		})
		if got, want := strings.Join(compiled, ", "), "PyCompile //echo:wire"; got != want {
			t.Errorf("compiled: %s, want %s", got, want)
		}
	})

	t.Run("data beside a test is not in it", func(t *testing.T) {
		before := w.hashes(t, "echo/echo_e2e_thin_test", "echo/echo_e2e_direct_test")
		w.edit(t, "echo/echo.fidl.json", `"fuchsia.example.echo",`, `"fuchsia.example.echo2",`)
		w.build(t, "//echo/...")
		after := w.hashes(t, "echo/echo_e2e_thin_test", "echo/echo_e2e_direct_test")
		for file, same := range map[string]bool{"echo/echo_e2e_thin_test": true, "echo/echo_e2e_direct_test": false} {
			if got := before[file] == after[file]; got != same {
				t.Errorf("%s is the same after an edit of its data: %t, want %t", file, got, same)
			}
		}
	})

	w.build(t, "--output_groups=packed", "//echo:echo_e2e_test", "//echo:echo_tests", "//echo:echo_device")
	for _, tt := range []struct {
		name, file string
		args       []string
		want       string
	}{
		{"the test as a file", "echo_e2e_test.hpy/packed/echo_e2e_test", []string{"-v"}, "Ran 3 tests"},
		{"a test of the suite", "echo_tests", []string{"wire_test", "-v"}, "test_checksum_is_that_of_zlib"},
		{"the test that embeds its runtime in another way", "echo_e2e_direct_test", nil, "OK"},
	} {
		t.Run(tt.name+", where there is nothing else", func(t *testing.T) {
			stdout, stderr, code := runAnywhere(t, filepath.Join(w.dir, "bazel-bin/echo", tt.file), tt.args...)
			if code != 0 || !strings.Contains(stderr, tt.want) {
				t.Errorf("exit code %d, want 0 and %q in:\n%s%s", code, tt.want, stdout, stderr)
			}
		})
	}

	t.Run("one more test costs a suite what it has alone", func(t *testing.T) {
		size := func(file string) int64 {
			info, err := os.Stat(filepath.Join(w.dir, "bazel-bin/echo", file))
			if err != nil {
				t.Fatal(err)
			}
			return info.Size()
		}
		one, both := size("echo_e2e_test.hpy/packed/echo_e2e_test"), size("echo_tests")
		if cost := both - one; cost > 30_000 {
			t.Errorf("a test has %d bytes, and a suite of it and another one %d: %d more, want some 20 kB", one, both, cost)
		}
	})

	for target, want := range map[string][]string{
		"large_test": {
			"more than size_limit = 1000000 (in //mistakes:large_test)",
			"fix: remove what is not needed, share it in a suite, or raise size_limit",
		},
		"python3_tool": {
			"//mistakes:python3_tool: attribute `name`: got \"python3_tool\", expected a name that does not start with `python3`",
		},
		"random_test": {
			"mistakes/_random.abi3.so: libc.so.6 of the version 2.25 is needed by getrandom, the newest that may be needed is 2.17",
			"set libc_max = \"2.25\" on the target",
		},
		"window": {
			`mistakes/window.py:3:1: the runtime has no module "tkinter" (in //mistakes:window)`,
			`fix: add "tkinter" to stdlib_include of a hermetic_python_runtime of your own, and name that in the attribute runtime`,
		},
	} {
		t.Run("mistakes: "+target, func(t *testing.T) {
			stderr, code, _ := w.tryBuild(t, "//mistakes:"+target)
			if code != 1 {
				t.Errorf("exit code %d, want 1", code)
			}
			for _, want := range want {
				if !strings.Contains(stderr, want) {
					t.Errorf("no %q in:\n%s", want, stderr)
				}
			}
		})
	}
	t.Run("mistakes: a newer system is asked for", func(t *testing.T) {
		if stdout, stderr, code := w.run("test", "--disk_cache="+diskCache(t), "//mistakes:new_random_test"); code != 0 {
			t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
		}
	})
}

// TestPythonRuntimes tries what the extension hermetic_python takes and refuses,
// and that nothing is fetched that no target needs.
func TestPythonRuntimes(t *testing.T) {
	w := newCheckout(t, "clone").workspace("python_runtimes")
	const module = `module(name = "python_runtimes")

bazel_dep(name = "rules_idk")
local_path_override(
    module_name = "rules_idk",
    path = "..",
)

bazel_dep(name = "rules_go", version = "0.62.0")

go_sdk = use_extension("@rules_go//go:extensions.bzl", "go_sdk")
go_sdk.host()

hermetic_python = use_extension("@rules_idk//rules:extensions.bzl", "hermetic_python")
`
	w.write(t, "hello.py", "print('hello')\n")
	w.write(t, "nothing.txt", "")
	w.write(t, "BUILD.bazel", `load("@rules_idk//rules:hermetic_python.bzl", "hermetic_python_binary")
load("@rules_idk//rules:package.bzl", "component_package")

component_package(name = "package", resources = {"nothing.txt": "data/"})

hermetic_python_binary(name = "hello", srcs = ["hello.py"], python_version = "3.13", tags = ["manual"])
`)
	t.Run("no runtime is fetched for targets that need none", func(t *testing.T) {
		w.write(t, "MODULE.bazel", module)
		w.build(t, "//...")
		base, stderr, code := w.run("info", "output_base")
		if code != 0 {
			t.Fatalf("bazelw info: exit code %d\n%s", code, stderr)
		}
		for _, pattern := range []string{"*hermetic_python_3_*/BUILD.bazel", "*hermetic_python/BUILD.bazel"} {
			found, err := filepath.Glob(filepath.Join(strings.TrimSpace(base), "external", pattern))
			if err != nil {
				t.Fatal(err)
			}
			if want := !strings.Contains(pattern, "3_"); want != (len(found) > 0) {
				t.Errorf("repositories like %s: %v", pattern, found)
			}
		}
	})
	const sum = "h1:oGUS7++Wm3LgxUfD6AmJgKbKQD2wdQFO9PzyJv6T+E4="
	for _, tt := range []struct {
		name, tag string
		args      []string
		want      []string
	}{
		{"a version that nobody declares", ``, nil, []string{
			"//:hello: there is no Python runtime of version 3.13 for the platforms that this is built on and for.",
			"Fix: declare one with the extension `hermetic_python`",
		}},
		{"a default that nobody declares", `defaults(python_version = "3.12")`, nil, []string{
			`hermetic_python.defaults(python_version = "3.12"): no tag declares this version; there are 3.11, 3.14.`,
		}},
		{"a version with three parts", `go_module(python_version = "3.13.1", sum = "` + sum + `", version = "v1.0.0")`, nil, []string{
			"hermetic_python.go_module(python_version = \"3.13.1\"): `python_version` is not `major.minor`.",
		}},
		{"another checksum", `go_module(python_version = "3.13", sum = "h1:other=", version = "v0.0.0-3.14.6-20260610-1")`, nil, []string{
			`the module github.com/kluctl/go-embed-python@v0.0.0-3.14.6-20260610-1 has the checksum ` + sum + `, expected h1:other=.`,
			`Fix: if it is the right one: sum = "` + sum + `"; else look for who changed it`,
		}},
		{
			"no network", `go_module(python_version = "3.13", sum = "` + sum + `", version = "v0.0.0-1")`,
			[]string{"--repo_env=GOPROXY=off"},
			[]string{
				"module lookup disabled by GOPROXY=off.",
				"Fix: make this work: go mod download github.com/kluctl/go-embed-python@v0.0.0-1; or declare the runtime with hermetic_python.archive",
			},
		},
		{"a module without a runtime", `go_module(
    module = "github.com/google/go-cmp",
    python_version = "3.13",
    sum = "h1:wk8382ETsv4JYUZwIsn6YpYiWiBsYLSJiTsyBybVuN8=",
    version = "v0.7.0",
)`, nil, []string{
			"the module github.com/google/go-cmp@v0.7.0 has no distribution for linux_x86_64.",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := module
			if tt.tag != "" {
				text += "hermetic_python." + tt.tag + "\n"
			}
			w.write(t, "MODULE.bazel", text)
			stderr, code, _ := w.tryBuild(t, append(tt.args, "//:hello")...)
			if code == 0 {
				t.Error("this works, and should not")
			}
			for _, want := range tt.want {
				if !strings.Contains(stderr, want) {
					t.Errorf("no %q in:\n%s", want, stderr)
				}
			}
		})
	}
}

// ofOurs returns the actions that this repository's rules have made.
func ofOurs(actions []string) []string {
	return slices.DeleteFunc(actions, func(action string) bool {
		return !regexp.MustCompile("^(Py[A-Z]|FindingsShow )").MatchString(action)
	})
}

// TestTwoClonesGiveTheSamePython compares what two folders make of the same
// sources.
func TestTwoClonesGiveTheSamePython(t *testing.T) {
	if _, err := exec.LookPath("cc"); err != nil {
		t.Skip("this machine has no C compiler, and the example has an extension module in C")
	}
	var sums []map[string]string
	for _, name := range []string{"one", "the_other_clone"} {
		w := newCheckout(t, name).workspace("examples/hermetic_python")
		w.build(t, "--output_groups=archive,manifest,packed", "//echo:echo_e2e_test", "//echo:echo_tests")
		files := w.hashes(t, "echo/echo_e2e_test.hpy", "echo/echo_tests")
		if len(files) < 4 {
			t.Fatalf("only %d files: %v", len(files), files)
		}
		sums = append(sums, files)
	}
	for file, sum := range sums[0] {
		if sums[1][file] != sum {
			t.Errorf("%s is not the same in both", file)
		}
	}
}

// runAnywhere runs a program as another user of a system that has the C library,
// an empty directory for temporary files, and nothing else: no environment, no
// network, no Python, nothing else that can be written.
func runAnywhere(t *testing.T, program string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	if _, err := exec.LookPath("bwrap"); err != nil {
		t.Skip("this machine has no bwrap, which makes such a system")
	}
	program, err := filepath.EvalSymlinks(program)
	if err != nil {
		t.Fatal(err)
	}
	command := []string{
		"--unshare-all", "--uid", "65534", "--gid", "65534", "--clearenv",
		"--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp",
		"--ro-bind", program, "/opt/" + filepath.Base(program),
	}
	for _, name := range libcFiles(t) {
		command = append(command, "--ro-bind", name, name)
	}
	command = append(command, "--remount-ro", "/", "--chdir", "/", "/opt/"+filepath.Base(program))
	var out, errs bytes.Buffer
	cmd := exec.Command("bwrap", append(command, args...)...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if strings.HasPrefix(errs.String(), "bwrap: ") {
		t.Skipf("bwrap cannot make a system here: %s", errs.String())
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// libcFiles returns the files of the C library, which the interpreter needs of
// every system.
func libcFiles(t *testing.T) []string {
	t.Helper()
	files := []string{"/lib64/ld-linux-x86-64.so.2"}
	for _, dir := range []string{"/lib/x86_64-linux-gnu", "/usr/lib64", "/lib64"} {
		if _, err := os.Stat(filepath.Join(dir, "libc.so.6")); err != nil {
			continue
		}
		for _, name := range []string{"libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libutil.so.1"} {
			files = append(files, filepath.Join(dir, name))
		}
		return files
	}
	t.Skip("the C library is at no place that this test knows")
	return nil
}
