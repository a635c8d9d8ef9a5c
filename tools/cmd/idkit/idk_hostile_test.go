package main

import (
	"archive/tar"
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cli/clitest"
)

// hostileManifest lists one element, a.json.
const hostileManifest = `{"arch": {"host": "x86_64-linux-gnu", "target": ["x64"]}, "id": "1", "root": "..", "schema_version": "1",
"parts": [{"meta": "a.json", "stable": true, "type": "data"}]}`

const hostileElement = `{"name": "a", "type": "config", "data": ["a"]}`

func TestHostileArchivesAreRefused(t *testing.T) {
	sound := []tarEntry{{name: "a", text: "a"}, {name: "a.json", text: hostileElement}, {name: "meta/manifest.json", text: hostileManifest}}
	with := func(more ...tarEntry) []byte { return tarOf(t, append(append([]tarEntry{}, sound...), more...)) }
	tests := []struct {
		name    string
		archive []byte
		want    string
	}{
		{"a path that goes up", with(tarEntry{name: "../evil"}), `evil.tar: entry "../evil": a path cannot have the part ".."`},
		{"a path that goes up inside", with(tarEntry{name: "pkg/../../evil"}), `evil.tar: entry "pkg/../../evil": a path cannot have the part ".."`},
		{"an absolute path", with(tarEntry{name: "/tmp/evil"}), `evil.tar: entry "/tmp/evil": a path cannot be absolute`},
		{"a link", with(tarEntry{name: "dir", link: ".."}, tarEntry{name: "dir/evil"}), `evil.tar: entry "dir": a link (to "..") cannot be in the archive, only files can`},
		{"names that differ in case", with(tarEntry{name: "A"}), `evil.tar: "A" and "a" differ in the case of letters only`},
		{"a file in place of a directory", with(tarEntry{name: "meta"}), `evil.tar: "meta" cannot be a file: other files are below "meta"`},
		{"a cut", with()[:700], "evil.tar: the archive ends too early"},
		{"damage", append([]byte("damage"), with()[6:]...), "evil.tar: the archive is damaged: archive/tar: invalid tar header"},
		{
			"a newer schema", tarOf(t, []tarEntry{{name: "meta/manifest.json", text: strings.Replace(hostileManifest, `"schema_version": "1"`, `"schema_version": "7"`, 1)}}),
			"evil.tar/meta/manifest.json:1:102: the IDK has schema version \"7\", expected \"1\": this program may be too old for it\n  fix: use a newer idkit, or an IDK whose meta/manifest.json has schema_version \"1\"",
		},
		{
			"an element outside", tarOf(t, []tarEntry{{name: "meta/manifest.json", text: strings.Replace(hostileManifest, "a.json", "../a.json", 1)}}),
			`evil.tar/meta/manifest.json:2:20: "parts"[0]."meta": "../a.json" is no path in an IDK: a path cannot have the part ".." [manifest.schema.json]`,
		},
		{
			"a file outside", tarOf(t, []tarEntry{{name: "meta/manifest.json", text: hostileManifest}, {name: "a.json", text: strings.Replace(hostileElement, `"a"]`, `"../../evil"]`, 1)}}),
			`evil.tar/a.json:1:42: "data"[0]: "../../evil" is no path in an IDK: a path cannot have the part ".." [data.schema.json]`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := t.TempDir()
			dir := filepath.Join(root, "deep", "work")
			if err := os.MkdirAll(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			for name, data := range map[string][]byte{"good.tar": with(), "evil.tar": tt.archive} {
				if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			for _, args := range [][]string{
				{"idk", "merge", "good.tar", "evil.tar", "--output", "out"},
				{"atom", "verify", "evil.tar"},
				{"atom", "list", "evil.tar"},
				{"atom", "show", "evil.tar", "a"},
				{"atom", "diff", "good.tar", "evil.tar"},
			} {
				got := clitest.Run(idkit(), dir, args...)
				if diff := cmp.Diff(clitest.Result{Code: 1, Stderr: tt.want + "\n"}, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", strings.Join(args, " "), diff)
				}
			}
			var files []string
			err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
				if err == nil && !d.IsDir() {
					files = append(files, d.Name())
				}
				return err
			})
			if diff := cmp.Diff([]string{"evil.tar", "good.tar"}, files); diff != "" || err != nil {
				t.Errorf("files afterwards (-want +got):\n%s error: %v", diff, err)
			}
		})
	}
}

// tarEntry is a file or a link of an archive.
type tarEntry struct{ name, text, link string }

func tarOf(t *testing.T, entries []tarEntry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, e := range entries {
		h := &tar.Header{Typeflag: tar.TypeReg, Name: e.name, Mode: 0o644, Size: int64(len(e.text))}
		if e.link != "" {
			h.Typeflag, h.Linkname = tar.TypeSymlink, e.link
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(e.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
