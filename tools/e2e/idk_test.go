package e2e

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestIdk is the life of an IDK: published in one workspace, used in another
// that knows nothing else, changed, reviewed, replaced.
func TestIdk(t *testing.T) {
	c := newCheckout(t, "clone")
	publisher, consumer := c.workspace("examples/idk/publisher"), c.workspace("examples/idk/consumer")
	publisher.build(t, "//...")
	consumer.build(t, "//...")

	sameManifests := func(t *testing.T) {
		t.Helper()
		want := publisher.read(t, "bazel-bin/app/app.cm")
		for _, name := range []string{"app", "packed_app"} {
			if got := consumer.read(t, "bazel-bin/app/"+name+".cm"); !bytes.Equal(got, want) {
				t.Errorf("%s.cm is not the same outside of the tree as inside", name)
			}
		}
	}
	t.Run("the same manifest gives the same bytes inside and outside", func(t *testing.T) {
		if !bytes.Equal(publisher.read(t, "app/app.cml"), consumer.read(t, "app/app.cml")) {
			t.Fatal("the manifests differ")
		}
		sameManifests(t)
	})

	t.Run("tests of both workspaces, and the test in the IDK", func(t *testing.T) {
		for _, w := range []workspace{publisher, consumer} {
			if _, stderr, code := w.run("test", neverCached, "--disk_cache="+diskCache(t), "//..."); code != 0 {
				t.Errorf("exit code %d\n%s", code, stderr)
			}
		}
		if got, want := string(consumer.read(t, "bazel-bin/greeting.txt")), "Hello, Ada and Grace!\n"; got != want {
			t.Errorf("the tool of the IDK wrote %q, want %q", got, want)
		}
	})

	t.Run("a second build runs nothing", func(t *testing.T) {
		for _, w := range []workspace{publisher, consumer} {
			if again := w.build(t, "--check_up_to_date", "//..."); len(again) > 0 {
				t.Errorf("these actions ran again: %v", again)
			}
		}
	})

	t.Run("no configuration in command lines", func(t *testing.T) {
		checkCommandLines(t, publisher, `mnemonic("^(Atom|Idk).*", //...)`, 8)
	})

	for target, want := range map[string]string{
		"left_out":          `mistakes/speaker/client.shard.cml:2:16: "syslog/client.shard.cml" is in no shard of //mistakes:left_out or of the atoms in its deps (in //mistakes:client)`,
		"no_golden":         `//mistakes:no_golden: the atom is a component_manifest: an API golden is required where the category is "partner" or "public"`,
		"not_public_enough": `//mistakes:not_public_enough: //mistakes:not_yet has the category "internal", and //mistakes:not_public_enough asks for "partner" or more public`,
		"not_reviewed":      "golden: mistakes/speaker.api, which does not exist yet",
		"too_private":       "//mistakes:too_private: //mistakes:too_private (public) cannot depend on //sdk/lib/syslog:syslog (partner), which is more private",
		"two_in_one_place":  "the id sdk://component_manifest/speaker is that of 2 atoms: //mistakes:speaker and //mistakes:speaker_again",
	} {
		t.Run("mistakes: "+target, func(t *testing.T) {
			stderr, code, _ := publisher.tryBuild(t, "//mistakes:"+target)
			if code != 1 || !strings.Contains(stderr, want) {
				t.Errorf("exit code %d, want 1 and %q in:\n%s", code, want, stderr)
			}
		})
	}

	t.Run("an edit of a shard needs a review", func(t *testing.T) {
		publisher.edit(t, "sdk/lib/syslog/client.shard.cml", `"fuchsia.logger.LogSink"`, `[ "fuchsia.logger.Log", "fuchsia.logger.LogSink" ]`)
		want := strings.Join([]string{
			"sdk/lib/syslog/syslog.api: the published API of //sdk/lib/syslog:syslog (sdk://component_manifest/syslog) differs from its golden file",
			"  golden: sdk/lib/syslog/syslog.api",
			"  generated: bazel-bin/sdk/lib/syslog/syslog_api.api",
			"  changed: pkg/syslog/client.shard.cml",
		}, "\n")
		fix := "bazel run //sdk/lib/syslog:syslog_api_update"

		stderr, code, _ := publisher.tryBuild(t, "//sdk/lib/syslog")
		if code != 1 || !strings.Contains(stderr, want) || !strings.Contains(stderr, fix) {
			t.Errorf("build: exit code %d, want 1 and %q and %q in:\n%s", code, want, fix, stderr)
		}
		stdout, _, code := publisher.run("test", neverCached, "--test_output=errors", "//sdk/lib/syslog:syslog_api_test")
		if code != 3 || !strings.Contains(stdout, want) || !strings.Contains(stdout, fix) {
			t.Errorf("test: exit code %d, want 3 and %q and %q in:\n%s", code, want, fix, stdout)
		}
		stderr, code, _ = publisher.tryBuild(t, "--@rules_idk//rules:warn_on_api_changes", "//sdk/lib/syslog")
		if code != 0 || !strings.Contains(stderr, "warning: the published API of //sdk/lib/syslog:syslog") {
			t.Errorf("warning: exit code %d\n%s", code, stderr)
		}
	})

	t.Run("bazel run records the change", func(t *testing.T) {
		stdout, stderr, code := publisher.run("run", neverCached, "//sdk/lib/syslog:syslog_api_update")
		if code != 0 || stdout != "sdk/lib/syslog/syslog.api: updated\n" {
			t.Fatalf("exit code %d, standard output %q\n%s", code, stdout, stderr)
		}
		// The atom was made when the build failed. Of the other one nothing is made again: it knows no contents of this one.
		got := publisher.build(t, "//...")
		want := []string{
			"AtomApiCheck //sdk/lib/syslog:syslog",
			"CmlCompile //app:app",
			"CmlInclude //app:app",
			"FindingsShow //sdk/lib/syslog:syslog",
			"IdkArchive //:idk_archive",
			"IdkExport //:idk",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("actions that ran (-want +got):\n%s", diff)
		}
	})

	t.Run("the other workspace sees the new IDK", func(t *testing.T) {
		consumer.build(t, "//...")
		sameManifests(t)
	})

	t.Run("what comes needs a review, and one command records all", func(t *testing.T) {
		publisher.edit(t, "sdk/docs/BUILD.bazel", `category = "partner"`, `category = "internal"`)
		publisher.edit(t, "BUILD.bazel", `    category = "partner",`, ``)
		stderr, code, _ := publisher.tryBuild(t, "//:idk")
		if code != 1 || !strings.Contains(stderr, "idk.contents: what is in //:idk differs from its golden file") &&
			!strings.Contains(stderr, "-documentation://docs/guide.json") {
			t.Errorf("exit code %d, want 1 and the difference in:\n%s", code, stderr)
		}
		stdout, stderr, code := publisher.run("run", neverCached, "//:idk_update")
		want := "idk.contents: updated\nsdk/lib/inspect/inspect.api: up to date\nsdk/lib/syslog/syslog.api: up to date\n"
		if code != 0 || stdout != want {
			t.Errorf("exit code %d, standard output %q\n%s", code, stdout, stderr)
		}
		publisher.build(t, "//:idk")
	})

	t.Run("a missing include names the shard's target", func(t *testing.T) {
		consumer.edit(t, "app/BUILD.bazel", `        "@fuchsia_idk//pkg/syslog:client",`, ``)
		stderr, code, _ := consumer.tryBuild(t, "//app")
		want := `app/app.cml:4:9: include "syslog/client.shard.cml" is a file of @fuchsia_idk//pkg/syslog:client, which is not in the deps of //app:app`
		if code != 1 || !strings.Contains(stderr, want) {
			t.Errorf("exit code %d, want 1 and %q in:\n%s", code, want, stderr)
		}
	})
}

// TestIdkAsRepository gives the extension IDKs of every kind, most of them
// wrong. No tool is built for that: repositories need none.
func TestIdkAsRepository(t *testing.T) {
	w := newCheckout(t, "clone").workspace("examples/idk/consumer")
	w.write(t, "BUILD.bazel", "")
	w.write(t, "app/BUILD.bazel", "")
	header, _, _ := strings.Cut(string(w.read(t, "MODULE.bazel")), "# The IDK as a folder")
	header += "idk = use_extension(\"@rules_idk//rules:extensions.bzl\", \"idk\")\n"
	declare := func(t *testing.T, tags string) {
		w.write(t, "MODULE.bazel", header+tags+"use_repo(idk, \"fuchsia_idk\")\n")
	}
	const local = "idk.local(name = \"fuchsia_idk\", path = \"the_idk\")\n"
	shards := func(t *testing.T, flags ...string) (stdout, stderr string, code int) {
		return w.run(append([]string{"query", "--curses=no", "--noshow_progress", `kind("^idk_shard rule$", @fuchsia_idk//...)`}, flags...)...)
	}
	refused := func(t *testing.T, want ...string) {
		t.Helper()
		stdout, stderr, code := shards(t)
		if code == 0 {
			t.Errorf("it is accepted: %s", stdout)
		}
		for _, text := range want {
			if !strings.Contains(stderr, text) {
				t.Errorf("no %q in:\n%s", text, stderr)
			}
		}
	}
	accepted := func(t *testing.T, want string, flags ...string) (stderr string) {
		t.Helper()
		stdout, stderr, code := shards(t, flags...)
		if code != 0 || stdout != want {
			t.Errorf("exit code %d, got shards %q, want %q\n%s", code, stdout, want, stderr)
		}
		return stderr
	}
	const client = "@fuchsia_idk//pkg/syslog:client\n"
	at := filepath.Join(w.dir, "the_idk")

	t.Run("no folder yet, then one", func(t *testing.T) {
		declare(t, local)
		refused(t,
			`idk.local(name = "fuchsia_idk"): `+at+" has no meta/manifest.json, so it is no IDK.",
			"Fix: give the root of an IDK; a target of the rule `idk` makes one: bazel build //:my_idk")
		w.writeIdk(t, "the_idk", nil)
		accepted(t, client)
	})

	for _, tt := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"not JSON", map[string]string{"meta/manifest.json": "{"}, "meta/manifest.json is not a JSON object."},
		{
			"a new version",
			map[string]string{"meta/manifest.json": `{"schema_version": "2"}`},
			"meta/manifest.json has `schema_version` \"2\", expected \"1\".\nFix: use a rules_idk that knows this version",
		},
		{
			"a part outside",
			map[string]string{"meta/manifest.json": manifestOf("../x.json")},
			`meta/manifest.json has the part "../x.json", which leads out of its folder with ` + "`..`.",
		},
		{
			"a part that is missing",
			map[string]string{"meta/manifest.json": manifestOf("pkg/x/x.json")},
			"meta/manifest.json names the part `pkg/x/x.json`, which does not exist.",
		},
		{
			"a file outside",
			map[string]string{"pkg/syslog/syslog.json": shardSet("syslog", "/etc/passwd")},
			`pkg/syslog/syslog.json names the file "/etc/passwd", which is absolute.`,
		},
		{
			"a file that is missing",
			map[string]string{"pkg/syslog/syslog.json": shardSet("syslog", "pkg/syslog/none.cml")},
			"pkg/syslog/syslog.json names the file `pkg/syslog/none.cml`, which does not exist.",
		},
		{
			"names that differ in case",
			map[string]string{
				"pkg/syslog/syslog.json":      shardSet("syslog", "pkg/syslog/client.shard.cml", "pkg/syslog/Client.shard.cml"),
				"pkg/syslog/Client.shard.cml": "{}",
			},
			"`pkg/syslog/Client.shard.cml` and `pkg/syslog/client.shard.cml` differ only in case.",
		},
		{
			"a file that is Bazel's",
			map[string]string{
				"pkg/syslog/syslog.json": shardSet("syslog", "pkg/syslog/BUILD.bazel"), "pkg/syslog/BUILD.bazel": "fail()",
			},
			`pkg/syslog/syslog.json names the file "pkg/syslog/BUILD.bazel", which has a name that means something to Bazel.`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w.writeIdk(t, "the_idk", tt.files)
			refused(t, tt.want)
		})
	}

	t.Run("a link that leads out", func(t *testing.T) {
		w.writeIdk(t, "the_idk", nil)
		w.write(t, "elsewhere.cml", "{}")
		shard := filepath.Join(at, "pkg/syslog/client.shard.cml")
		if err := os.Remove(shard); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(filepath.Join(w.dir, "elsewhere.cml"), shard); err != nil {
			t.Fatal(err)
		}
		refused(t, shard+" is a symbolic link to "+filepath.Join(w.dir, "elsewhere.cml")+", which is not in the IDK.")
		declare(t, "idk.local(name = \"fuchsia_idk\", path = \"the_idk\", follow_symlinks = True)\n")
		accepted(t, client)
	})

	t.Run("what users expect", func(t *testing.T) {
		w.writeIdk(t, "the_idk", nil)
		declare(t, "idk.local(name = \"fuchsia_idk\", path = \"the_idk\", expected_id = \"2\")\n")
		refused(t, "`expected_id` is \"2\", and the IDK in "+at+" is \"1\".\nFix: take the other IDK, or set expected_id = \"1\"")
		declare(t, "idk.local(name = \"fuchsia_idk\", path = \"the_idk\", required_parts = [\"data://pkg/none.json\"])\n")
		refused(t, "has none of these `required_parts`: data://pkg/none.json; it has data://pkg/syslog/syslog.json.")
	})

	t.Run("tags that contradict each other", func(t *testing.T) {
		declare(t, local+local)
		refused(t, `idk.local(name = "fuchsia_idk"): idk.local of the module consumer has the same name.`, "Fix: rename one of the two")
		declare(t, "idk.local(name = \"fuchsia_idk\", path = \"the_idk\", layers = [\"fuchsia_idk\"])\n")
		refused(t, `its layers form a cycle by "fuchsia_idk".`)
	})

	t.Run("layers", func(t *testing.T) {
		const layered = "idk.local(name = \"fuchsia_idk\", path = \"the_idk\", layers = [\"low\"])\n" +
			"idk.local(name = \"low\", path = \"low\")\n"
		w.writeIdk(t, "low", map[string]string{
			"meta/manifest.json":     manifestOf("pkg/syslog/other.json", "pkg/low/low.json"),
			"pkg/syslog/other.json":  shardSet("syslog", "pkg/syslog/client.shard.cml"),
			"pkg/low/low.json":       shardSet("low", "pkg/low/base.shard.cml"),
			"pkg/low/base.shard.cml": "{}",
		})
		declare(t, layered)
		accepted(t, "")
		if stdout, stderr, code := w.run("query", "labels(actual, @fuchsia_idk//pkg/...)"); code != 0 ||
			!strings.Contains(stdout, "low//pkg/low:base\n") || !strings.Contains(stdout, "low//pkg/syslog:client\n") {
			t.Errorf("exit code %d, got %s\n%s", code, stdout, stderr)
		}
		w.writeIdk(t, "the_idk", map[string]string{"pkg/syslog/client.shard.cml": "{ }"})
		refused(t, `the element "syslog" of type component_manifest is in low as well, and pkg/syslog/client.shard.cml is not the same.`)
	})

	t.Run("an environment variable replaces the IDK", func(t *testing.T) {
		declare(t, local)
		w.writeIdk(t, "the_idk", nil)
		w.writeIdk(t, "mine", map[string]string{
			"meta/manifest.json":        manifestOf("pkg/mine/mine.json"),
			"pkg/mine/mine.json":        shardSet("mine", "pkg/mine/client.shard.cml"),
			"pkg/mine/client.shard.cml": "{}",
		})
		accepted(t, client)
		stderr := accepted(t, "@fuchsia_idk//pkg/mine:client\n", "--repo_env=LOCAL_FUCHSIA_IDK_DIRECTORY="+filepath.Join(w.dir, "mine"))
		if want := "WARNING: LOCAL_FUCHSIA_IDK_DIRECTORY="; !strings.Contains(stderr, want) {
			t.Errorf("no %q in:\n%s", want, stderr)
		}
		accepted(t, client)
	})

	t.Run("archives", func(t *testing.T) {
		w.writeIdk(t, "the_idk", nil)
		packed := filepath.Join(w.dir, "packed.tar.gz")
		output(t, at, "tar", "czf", packed, ".")
		declare(t, "idk.local(name = \"fuchsia_idk\", path = \"packed.tar.gz\")\n")
		accepted(t, client)
		declare(t, "idk.local(name = \"fuchsia_idk\", path = \"none.tar.gz\")\n")
		refused(t, "the archive "+filepath.Join(w.dir, "none.tar.gz")+" does not exist.")

		sum := sha256.Sum256(w.read(t, "packed.tar.gz"))
		integrity := "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
		remote := fmt.Sprintf("idk.archive(name = \"fuchsia_idk\", urls = [\"file://%s\"]", packed)
		declare(t, remote+")\n")
		refused(t, "neither `integrity` nor `sha256` says what is to be downloaded.",
			`Fix: if this download is the right one: integrity = "`+integrity+`"`)
		declare(t, fmt.Sprintf("%s, integrity = \"%s\")\n", remote, integrity))
		accepted(t, client)
		declare(t, fmt.Sprintf("%s, sha256 = \"%x\")\n", remote, sum))
		accepted(t, client)
		declare(t, fmt.Sprintf("%s, sha256 = \"%x\")\n", remote, sha256.Sum256(nil)))
		refused(t, "Checksum was")
		declare(t, "idk.archive(name = \"fuchsia_idk\", urls = [])\n")
		refused(t, `idk.archive(name = "fuchsia_idk"): `+"`urls` is empty.")

		w.write(t, "the_idk/pkg/syslog/syslog.json", shardSet("syslog", "pkg/syslog/link.cml"))
		declare(t, "idk.local(name = \"fuchsia_idk\", path = \"packed.tar.gz\")\n")
		link := filepath.Join(at, "pkg/syslog/link.cml")
		for target, want := range map[string]string{
			// Bazel takes the archive for the root of the link.
			"/etc/passwd":                            "names the file `pkg/syslog/link.cml`, which does not exist.",
			strings.Repeat("../", 20) + "etc/passwd": "pkg/syslog/link.cml is a symbolic link to /etc/passwd, which is not in the IDK.",
		} {
			if err := os.Symlink(target, link); err != nil {
				t.Fatal(err)
			}
			output(t, at, "tar", "czf", packed, ".")
			refused(t, want)
			if err := os.Remove(link); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// writeIdk makes a folder with an IDK of one shard; files take the place of its
// own or come beside them.
func (w workspace) writeIdk(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(w.dir, dir)); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"meta/manifest.json":          manifestOf("pkg/syslog/syslog.json"),
		"pkg/syslog/syslog.json":      shardSet("syslog", "pkg/syslog/client.shard.cml"),
		"pkg/syslog/client.shard.cml": "{}",
	} {
		w.write(t, dir+"/"+name, text)
	}
	for name, text := range files {
		w.write(t, dir+"/"+name, text)
	}
}

func manifestOf(elements ...string) string {
	var parts []string
	for _, meta := range elements {
		parts = append(parts, fmt.Sprintf(`{"meta": %q, "stable": true, "type": "data"}`, meta))
	}
	return `{"arch": {"host": "x86_64-unknown-linux-gnu", "target": ["x64"]}, "id": "1", "root": "..", "schema_version": "1", ` +
		`"parts": [` + strings.Join(parts, ", ") + `]}`
}

func shardSet(name string, files ...string) string {
	return fmt.Sprintf(`{"data": [%s], "name": %q, "type": "component_manifest"}`, `"`+strings.Join(files, `", "`)+`"`, name)
}
