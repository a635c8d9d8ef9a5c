package runfiles

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestFind(t *testing.T) {
	const name = "_main/pkg/a file"
	for _, tt := range []struct {
		name string
		// files are made in the directory of the test; %s in env stands for it.
		files map[string]string
		env   map[string]string
		want  string
	}{
		{"a directory beside the executable", map[string]string{"x.runfiles/k": ""}, nil, "x.runfiles/_main/pkg/a file"},
		{"the directory that the environment names", map[string]string{"x.runfiles/k": "", "d/k": ""}, map[string]string{"RUNFILES_DIR": "d"}, "d/_main/pkg/a file"},
		{"the directory of a test", map[string]string{"d/k": ""}, map[string]string{"TEST_SRCDIR": "d"}, "d/_main/pkg/a file"},
		{"a directory that is not there is none", map[string]string{"x.runfiles/k": ""}, map[string]string{"RUNFILES_DIR": "gone"}, "x.runfiles/_main/pkg/a file"},
		{"a list beside the executable", map[string]string{"x.runfiles_manifest": "_main/b c:/b\r\n _main/pkg/a\\sfile where \\bit\\n is\n"}, nil, "where \\it\n is"},
		{"the list that the environment names", map[string]string{"m": "_main/pkg/other path\n _main/pkg/a\\sfile there"}, map[string]string{"RUNFILES_MANIFEST_FILE": "m"}, "there"},
		{"a list that is not there is none", map[string]string{"x.runfiles_manifest": " _main/pkg/a\\sfile there"}, map[string]string{"RUNFILES_MANIFEST_FILE": "gone"}, "there"},
		{"a list without the file", map[string]string{"x.runfiles_manifest": "_main/b c", "x.runfiles/k": ""}, nil, "x.runfiles/_main/pkg/a file"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			for file, text := range tt.files {
				path := filepath.Join(dir, file)
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			getenv := func(key string) string {
				if tt.env[key] == "" {
					return ""
				}
				return filepath.Join(dir, tt.env[key])
			}
			r, err := Find(filepath.Join(dir, "x"), getenv)
			if err != nil {
				t.Fatal(err)
			}
			got := r.Path(name)
			if got != tt.want && got != filepath.Join(dir, filepath.FromSlash(tt.want)) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestFindNothing(t *testing.T) {
	_, err := Find(filepath.Join(t.TempDir(), "x"), func(string) string { return "" })
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want that they do not exist", err)
	}
}
