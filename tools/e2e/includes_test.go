package e2e

import (
	"os/exec"
	"strings"
	"testing"
)

// TestIncludes tries what libraries of several languages demand of manifests,
// and what manifests may and must do.
func TestIncludes(t *testing.T) {
	w := newCheckout(t, "clone").workspace("examples/includes")
	spawned := strings.Join(w.build(t, "//..."), "\n")
	for _, want := range []string{"CmlExpect //app:manifest", "CmlExpect //py_app:manifest", "CmlExpect //worker:manifest"} {
		if !strings.Contains(spawned, want) {
			t.Errorf("%s did not run:\n%s", want, spawned)
		}
	}

	for _, tt := range []struct {
		target string
		code   int
		want   []string
	}{
		{"forgotten", 1, []string{
			`mistakes/forgotten.cml:1:1: "syslog/client.shard.cml" of //lib/syslog:client, which //lib/syslog:syslog demands, is not included (in //mistakes:forgotten)`,
			`  fix: add "syslog/client.shard.cml" to include, and: buildozer 'add deps //lib/syslog:client' //mistakes:forgotten`,
		}},
		{"forgotten_in_python", 1, []string{
			`which //lib/py_syslog:py_syslog demands, is not included (in //mistakes:forgotten_in_python)`,
			"  fix: add \"syslog/client.shard.cml\" to include\n",
		}},
		{"forgotten_in_cc", 1, []string{
			`which //lib/cc_syslog:cc_syslog demands, is not included (in //mistakes:forgotten_in_cc)`,
		}},
		{"advised", 0, []string{
			`mistakes/forgotten.cml:1:1: warning: "//worker/trace/client.shard.cml" of //worker/trace:client, which //worker/trace:trace demands, is not included (in //mistakes:advised)`,
		}},
		{"advised_strictly", 1, []string{
			`mistakes/forgotten.cml:1:1: "//worker/trace/client.shard.cml" of //worker/trace:client, which //worker/trace:trace demands, is not included (in //mistakes:advised_strictly)`,
		}},
		{"no_right", 1, []string{
			`mistakes/no_right.cml:4:13: the use of a dictionary needs the restricted feature "use_dictionaries"`,
		}},
		{"stolen_right", 1, []string{
			"target '//features:use_dictionaries' is not visible from",
		}},
		{"left_out", 1, []string{
			`protocol "fuchsia.inspect.InspectSink" is not used, but every component must use it [M3]`,
			`protocol "fuchsia.logger.LogSink" is not offered to child "element", but every child and collection must get it [M1]`,
			`dictionary "diagnostics" is not offered to child "element", but every child and collection must get it [M2]`,
		}},
		{"no_program", 1, []string{
			`app/app.cml:5:17: program.binary is "bin/app", which is not in the package; the nearest that is there is "bin/App" (in //app:manifest)`,
			"  fix: correct the path, or add the file to the resources of //mistakes:no_program\n",
		}},
	} {
		t.Run(tt.target, func(t *testing.T) {
			if _, err := exec.LookPath("cc"); err != nil && strings.HasSuffix(tt.target, "_cc") {
				t.Skip("this machine has no C++ compiler")
			}
			stderr, code, _ := w.tryBuild(t, "//mistakes:"+tt.target)
			if code != tt.code {
				t.Errorf("exit code %d, want %d", code, tt.code)
			}
			for _, want := range tt.want {
				if !strings.Contains(stderr, want) {
					t.Errorf("no %q in:\n%s", want, stderr)
				}
			}
		})
	}

	t.Run("untidy", func(t *testing.T) {
		fix := "bazel run //mistakes:format_test -- --check=false --in-place"
		for _, want := range []string{"mistakes/untidy.cml:1:2: the file is not formatted, from here on", "  fix: " + fix} {
			if stdout, stderr, code := w.run("test", "--test_output=errors", "//mistakes:format_test"); code != 3 || !strings.Contains(stdout+stderr, want) {
				t.Errorf("exit code %d, want 3 and %q in:\n%s%s", code, want, stdout, stderr)
			}
		}
		if _, stderr, code := w.run(strings.Fields(fix)[1:]...); code != 0 {
			t.Fatalf("%s: exit code %d\n%s", fix, code, stderr)
		}
		if _, stderr, code := w.run("test", "//mistakes:format_test"); code != 0 {
			t.Errorf("after the fix: exit code %d\n%s", code, stderr)
		}
	})
}
