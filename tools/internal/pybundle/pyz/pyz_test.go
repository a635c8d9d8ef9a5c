package pyz

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/archive"
)

// member is an entry as a stranger may write it.
type member struct {
	name, content string
	mode          fs.FileMode
	encrypted     bool
}

func application(t testing.TB, members ...member) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, m := range members {
		h := &zip.FileHeader{Name: m.name, Method: zip.Deflate}
		if m.mode != 0 {
			h.SetMode(m.mode)
		}
		if m.encrypted {
			h.Flags |= 1
		}
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, m.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func read(data []byte) ([]Member, error) { return Read(bytes.NewReader(data), int64(len(data))) }

func TestRead(t *testing.T) {
	plain := application(
		t,
		member{name: "__main__.py", content: "import app"},
		member{name: "app/", mode: fs.ModeDir | 0o755},
		member{name: "app/tool.sh", content: "#!/bin/sh", mode: 0o755},
		member{name: "app/__pycache__/x.cpython-314.pyc", content: "code"},
	)
	want := []Member{
		{Name: "__main__.py", Content: []byte("import app")},
		{Name: "app/tool.sh", Executable: true, Content: []byte("#!/bin/sh")},
	}
	for name, data := range map[string][]byte{
		"as it is":               plain,
		"behind a line for exec": append([]byte("#!/usr/bin/env python3\n"), plain...),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := read(data)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestHostileApplications(t *testing.T) {
	good := application(t, member{name: "__main__.py", content: strings.Repeat("x = 1\n", 100)})
	damaged := bytes.Clone(good)
	damaged[45] ^= 0xff
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"no zip", []byte("print('hello')\n"), "not a valid zip file"},
		{"empty", nil, "not a valid zip file"},
		{"truncated", good[:len(good)-10], "not a valid zip file"},
		{"damaged", damaged, `entry "__main__.py": the archive is damaged`},
		{"above its directory", application(t, member{name: "../evil.py"}), `entry "../evil.py": a path cannot have the part ".."`},
		{"absolute", application(t, member{name: "/evil.py"}), `entry "/evil.py": a path cannot be absolute`},
		{"twice", application(t, member{name: "a.py"}, member{name: "a.py"}), "a.py"},
		{"a file that is a directory", application(t, member{name: "a"}, member{name: "a/b.py"}), "a/b.py"},
		{"a link", application(t, member{name: "a", content: "/etc", mode: fs.ModeSymlink | 0o777}), `entry "a": a link cannot be in the archive`},
		{"encrypted", application(t, member{name: "a.py", content: "x", encrypted: true}), `entry "a.py": the entry is encrypted`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := read(c.data)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q in it", err, c.want)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	defer func(old archive.Limits) { limits = old }(limits)
	limits = archive.Limits{Files: 2, Bytes: 1000}
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"files", application(t, member{name: "a"}, member{name: "b"}, member{name: "c"}), "more than 2 files"},
		{"bytes", application(t, member{name: "a", content: strings.Repeat("x", 1001)}), "more than 1000 bytes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := read(c.data)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q in it", err, c.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(application(f, member{name: "__main__.py", content: "x"}))
	f.Fuzz(func(t *testing.T, data []byte) {
		members, err := read(data)
		if err != nil {
			return
		}
		for _, m := range members {
			if err := archive.CheckName(m.Name); err != nil {
				t.Errorf("the name %q: %v", m.Name, err)
			}
		}
	})
}
