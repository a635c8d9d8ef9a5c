package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var coreOutputs = []string{"core.cm", "core.cml", "core_realm_report.json", "meta.far", "package_manifest.json"}

// TestWorkstation is the life of an out-of-tree product: the first build, a
// build of nothing new, an edit of one shard, mistakes.
func TestWorkstation(t *testing.T) {
	w := newCheckout(t, "clone").workspace("examples/workstation")
	targets := []string{"//product:core", "//product:root", "//product/terminal:core", "//product/terminal:root"}

	first := w.build(t, targets...)
	t.Run("the first build makes everything", func(t *testing.T) {
		for _, name := range coreOutputs {
			if _, err := os.Stat(filepath.Join(w.dir, "bazel-bin/product/core", name)); err != nil {
				t.Error(err)
			}
		}
		if !strings.Contains(strings.Join(first, "\n"), "RealmMerge //product:core") {
			t.Errorf("the execution log does not tell about RealmMerge: %v", first)
		}
		var report struct {
			Product, URL string
			Package      struct{ Name string }
			Shards       []struct{ Label string }
		}
		text, err := os.ReadFile(filepath.Join(w.dir, "bazel-bin/product/core/core_realm_report.json"))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &report); err != nil {
			t.Fatal(err)
		}
		if report.Package.Name != "core-workstation" || report.URL != "fuchsia-pkg://fuchsia.com/core-workstation#meta/core.cm" {
			t.Errorf("the report is about %+v", report)
		}
		// Nine shards are listed, one is pulled in.
		if len(report.Shards) != 10 {
			t.Errorf("got %d shards, want 10: %v", len(report.Shards), report.Shards)
		}
	})

	t.Run("root starts the product's core", func(t *testing.T) {
		for product, want := range map[string]string{
			"product":          `fuchsia-pkg://fuchsia.com/core-workstation#meta/core\.cm`,
			"product/terminal": `fuchsia-pkg://fuchsia.com/core-terminal\?hash=[0-9a-f]{64}#meta/core\.cm`,
		} {
			text, err := os.ReadFile(filepath.Join(w.dir, "bazel-bin", product, "root/root.cml"))
			if err != nil {
				t.Fatal(err)
			}
			if !regexp.MustCompile(`"url": "` + want + `"`).Match(text) {
				t.Errorf("root of %s has no child with the URL %s:\n%s", product, want, text)
			}
		}
	})

	t.Run("a second build runs nothing", func(t *testing.T) {
		if again := w.build(t, append([]string{"--check_up_to_date"}, targets...)...); len(again) > 0 {
			t.Errorf("these actions ran again: %v", again)
		}
	})

	t.Run("an edit of one shard reruns the realms that use it", func(t *testing.T) {
		w.edit(t, "sys/audio/audio.core_shard.cml", `subdir: "audio-core"`, `subdir: "audio-core-2"`)
		got := w.build(t, targets...)
		want := []string{
			"CmlCompile //product:core",
			"PkgBuild //product:core",
			"RealmCheck //product:core",
			"RealmCheck //product:root",
			"RealmMerge //product:core",
			"RealmReport //product:core",
		}
		// The findings come out the same, so they are not shown again.
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("actions that ran (-want +got):\n%s", diff)
		}
	})

	t.Run("both shards of a pair", func(t *testing.T) {
		w.edit(t, "product/BUILD.bazel", `"//sys/storage:unrestricted",`, `"//sys/storage:restricted", "//sys/storage:unrestricted",`)
		stderr, code, _ := w.tryBuild(t, "//product:core")
		want := `//product:core: two shards fill the slot "storage": //sys/storage:restricted and //sys/storage:unrestricted.`
		if code != 1 || !strings.Contains(stderr, want) {
			t.Errorf("exit code %d, want 1 and %q in:\n%s", code, want, stderr)
		}
		w.edit(t, "product/BUILD.bazel", `"//sys/storage:restricted", "//sys/storage:unrestricted",`, `"//sys/storage:unrestricted",`)
	})

	t.Run("two shards that conflict", func(t *testing.T) {
		w.edit(t, "sys/tracing/trace-manager.core_shard.cml", `name: "trace-manager"`, `name: "audio-core"`)
		stderr, code, _ := w.tryBuild(t, "//product:core")
		if code != 1 {
			t.Errorf("exit code %d, want 1", code)
		}
		for _, want := range []string{
			`child "audio-core" is declared twice in children, with different ` + "`url`",
			"sys/audio/audio.core_shard.cml:6:19:", "(in //sys/audio:audio)",
			"sys/tracing/trace-manager.core_shard.cml:5:19:", "(in //sys/tracing:trace_manager)",
		} {
			if !strings.Contains(stderr, want) {
				t.Errorf("no %q in:\n%s", want, stderr)
			}
		}
		w.edit(t, "sys/tracing/trace-manager.core_shard.cml", `name: "audio-core"`, `name: "trace-manager"`)
	})

	t.Run("a route that root does not have fails validation", func(t *testing.T) {
		w.edit(t, "platform/root/root.cml", `"fuchsia.paver.Paver",`, ``)
		stderr, code, _ := w.tryBuild(t, "//product:root")
		want := `platform/core/core.cml:`
		if code != 1 || !strings.Contains(stderr, want) || !strings.Contains(stderr, `protocol "fuchsia.paver.Paver" comes from the parent of this realm, which does not offer it to "#core" [realm R1]`) {
			t.Errorf("exit code %d, want 1 and R1 at %s in:\n%s", code, want, stderr)
		}
	})
}

// TestTwoClonesGiveTheSameBytes builds the same product in two folders whose
// names differ in length and letters.
func TestTwoClonesGiveTheSameBytes(t *testing.T) {
	// Not whole packages: Bazel's manifests of runfiles have absolute paths.
	folders := []string{"product/core", "product/root", "product/terminal/core", "product/terminal/root"}
	targets := []string{"//product:core", "//product:root", "//product/terminal:core", "//product/terminal:root"}
	var first map[string]string
	for _, name := range []string{"a", "another clone/of-the-same"} {
		w := newCheckout(t, name).workspace("examples/workstation")
		w.build(t, append([]string{"--output_groups=+provenance"}, targets...)...)
		sums := w.hashes(t, folders...)
		if len(sums) < 20 {
			t.Fatalf("only %d outputs were found", len(sums))
		}
		if first == nil {
			first = sums
			continue
		}
		if diff := cmp.Diff(first, sums); diff != "" {
			t.Errorf("digests (-first +second):\n%s", diff)
		}
	}
}

// TestNoConfigurationInCommandLines looks for output folders of a configuration
// in the arguments of our actions: they would not be shared between
// configurations (path mapping).
func TestNoConfigurationInCommandLines(t *testing.T) {
	w := newCheckout(t, "clone").workspace("examples/workstation")
	checkCommandLines(t, w, `mnemonic("^(Cml|Realm|Pkg|Findings).*", //product/...)`, 10)
}

// checkCommandLines looks at the actions that a query finds, at least so many,
// and tries that it would find something.
func checkCommandLines(t *testing.T, w workspace, query string, least int) {
	t.Helper()
	inArguments := func(flag string) []string {
		stdout, stderr, code := w.run("aquery", "--include_param_files", flag, query, "--output=jsonproto")
		if code != 0 {
			t.Fatalf("aquery: exit code %d\n%s", code, stderr)
		}
		var graph struct {
			Actions []struct {
				Mnemonic  string
				Arguments []string
			}
		}
		if err := json.Unmarshal([]byte(stdout), &graph); err != nil {
			t.Fatal(err)
		}
		if len(graph.Actions) < least {
			t.Fatalf("only %d actions", len(graph.Actions))
		}
		var found []string
		for _, a := range graph.Actions {
			for _, arg := range a.Arguments {
				for _, m := range regexp.MustCompile(`bazel-out/([^/]+)/`).FindAllStringSubmatch(arg, -1) {
					if m[1] != "cfg" {
						found = append(found, a.Mnemonic+": "+arg)
					}
				}
			}
		}
		return found
	}
	if found := inArguments("--experimental_output_paths=strip"); len(found) > 0 {
		t.Errorf("these arguments name a configuration:\n%s", strings.Join(found, "\n"))
	}
	if len(inArguments("--experimental_output_paths=off")) == 0 {
		t.Error("without path mapping nothing is found either: this test cannot fail")
	}
}

// TestSmoke builds the smallest outside workspace.
func TestSmoke(t *testing.T) {
	newCheckout(t, "clone").workspace("examples/smoke").build(t, "//...")
}
