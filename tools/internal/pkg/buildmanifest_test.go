package pkg

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// place is an entry with its position as text.
type place struct{ Dest, Source, Pos string }

func places(entries []Entry) []place {
	var got []place
	for _, e := range entries {
		got = append(got, place{e.Dest, e.Source, e.Pos.Position().String()})
	}
	return got
}

func TestReadBuildManifest(t *testing.T) {
	files := fstest.MapFS{"gen/package": {Data: []byte(`{"name":"my-package","version":"0"}`)}}
	m, err := ReadBuildManifest(text("my.fini", "meta/package=gen/package\n"+
		"\n"+
		"# no assignment, so it means nothing\n"+
		"bin/app = out/app \r\n"+
		"\tdata/a=b=c\n"+
		"bin/app=other/app\n"+
		"meta/package=gen/package\n"+
		"lib/é=lib"), files.Open)
	if err != nil {
		t.Fatal(err)
	}
	if m.Name != "my-package" {
		t.Errorf("name: got %s, want my-package", m.Name)
	}
	want := []place{
		{"bin/app", "out/app", "my.fini:4:1"},
		{"data/a", "b=c", "my.fini:5:1"},
		{"bin/app", "other/app", "my.fini:6:1"},
		{"lib/é", "lib", "my.fini:8:1"},
	}
	if diff := cmp.Diff(want, places(m.Entries)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReadBuildManifestOfTheMachine(t *testing.T) {
	source := filepath.Join(t.TempDir(), "package")
	if err := os.WriteFile(source, []byte(`{"name":"a","version":"0"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	m, err := ReadBuildManifest(text("my.fini", "meta/package="+source), nil)
	if err != nil || m.Name != "a" {
		t.Errorf("got %+v, %v", m, err)
	}
}

func TestReadBuildManifestRefuses(t *testing.T) {
	files := fstest.MapFS{
		"a":       {Data: []byte(`{"name":"a","version":"0"}`)},
		"b":       {Data: []byte(`{"name":"b","version":"0"}`)},
		"upper":   {Data: []byte(`{"name":"A","version":"0"}`)},
		"variant": {Data: []byte(`{"name":"a","version":"1"}`)},
		"text":    {Data: []byte(`a`)},
	}
	tests := []struct{ name, text, want string }{
		{"no package", "bin/app=app", `m.fini:1:1: there is no line for meta/package, which names the package
  fix: add meta/package=FILE, where FILE holds {"name":"NAME","version":"0"}`},
		{"an empty file", "", `m.fini:1:1: there is no line for meta/package, which names the package
  fix: add meta/package=FILE, where FILE holds {"name":"NAME","version":"0"}`},
		{"no destination", "meta/package=a\n =x\n", `m.fini:2:1: there is no destination in front of the "="`},
		{"no source", "meta/package=a\nx= \nx=", "m.fini:2:1: there is no source behind the \"=\"\nm.fini:3:1: there is no source behind the \"=\""},
		{"two names", "meta/package=a\nmeta/package=b\n", "m.fini:2:1: two different package names: \"a\" and \"b\"\n  m.fini:1:1: the other one is from a"},
		{"a bad name", "meta/package=upper", `m.fini:1:1: upper: package name: got "A", expected only a-z, 0-9, "-", "_" and "."`},
		{"a variant", "meta/package=variant", `m.fini:1:1: variant: version: got "1", expected "0"`},
		{"another file", "meta/package=text", "m.fini:1:1: text: this is not a meta/package: invalid character 'a' looking for beginning of value"},
		{"a file that is not there", "meta/package=gone", "read gone: file does not exist"},
		{"a directory", "meta/package=.", "read .: invalid argument"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ReadBuildManifest(text("m.fini", tt.text), files.Open)
			checkError(t, err, tt.want)
		})
	}
	_, err := ReadBuildManifest(text("m.fini", "meta/package=gone"), files.Open)
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want %v", err, fs.ErrNotExist)
	}
}

// FuzzParseFINI checks that what is read from a build manifest, written as one,
// is read alike.
func FuzzParseFINI(f *testing.F) {
	f.Add("meta/package=a\nbin/app = out/app\r\n# x\n\nlib=a=b")
	f.Add("=\n a=\n")
	f.Add("\u2028a\u00a0=\u0085b\xff")
	f.Fuzz(func(t *testing.T, content string) {
		entries, err := parseFINI(text("m.fini", content))
		if err != nil {
			return
		}
		var b strings.Builder
		for _, e := range entries {
			if e.Dest == "" || e.Source == "" || strings.ContainsAny(e.Dest+e.Source, "\n") {
				t.Errorf("got the entry %q=%q", e.Dest, e.Source)
			}
			b.WriteString(e.Dest + "=" + e.Source + "\n")
		}
		again, err := parseFINI(text("m.fini", b.String()))
		if err != nil {
			t.Fatalf("what was written is refused: %v", err)
		}
		if len(again) != len(entries) {
			t.Fatalf("got %d entries, then %d", len(entries), len(again))
		}
		for i := range again {
			if again[i].Dest != entries[i].Dest || again[i].Source != entries[i].Source {
				t.Errorf("got %q=%q, then %q=%q", entries[i].Dest, entries[i].Source, again[i].Dest, again[i].Source)
			}
		}
	})
}
