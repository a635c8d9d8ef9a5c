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
}
