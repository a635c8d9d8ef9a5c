package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLaunchArguments(t *testing.T) {
	for _, tt := range []struct {
		name       string
		executable string
		files      map[string]string
		want       []string
		err        string
	}{
		{"idkit itself", "idkit", map[string]string{"idkit.args": "not ours\n"}, []string{"given"}, ""},
		{"another link to it", "bin/x", nil, []string{"given"}, ""},
		{
			"a target, with a file to find", "pkg/x_test",
			map[string]string{"pkg/x_test.args": "golden\n--fix=\n\nrunfile:_main/a b\n", "pkg/x_test.runfiles/_main/a b": ""},
			[]string{"golden", "--fix=", "", "DIR/pkg/x_test.runfiles/_main/a b", "given"},
			"",
		},
		{
			"a target on Windows", "pkg/x_test.exe",
			map[string]string{"pkg/x_test.args": "runfile:_main/a\n", "pkg/x_test.exe.runfiles_manifest": "_main/a there\n"},
			[]string{"there", "given"},
			"",
		},
		{
			"a target without its files", "pkg/x_test",
			map[string]string{"pkg/x_test.args": "runfile:_main/a\n"},
			nil, "find the runfiles of DIR/pkg/x_test: file does not exist",
		},
		{
			"arguments that cannot be read", "x_test",
			map[string]string{"x_test.args/x": ""},
			nil, "read the arguments of x_test: read DIR/x_test.args: is a directory",
		},
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
			got, err := launchArguments(filepath.Join(dir, tt.executable), []string{"given"}, func(string) string { return "" })
			for i, arg := range got {
				got[i] = filepath.ToSlash(strings.ReplaceAll(arg, dir, "DIR"))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("arguments (-want +got):\n%s", diff)
			}
			text := ""
			if err != nil {
				text = strings.ReplaceAll(err.Error(), dir, "DIR")
			}
			if text != tt.err {
				t.Errorf("error: got %q, want %q", text, tt.err)
			}
		})
	}
}

func TestLaunchOfACommandOnThePath(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("link.args", []byte("not ours\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := launchArguments("link", []string{"given"}, os.Getenv)
	if diff := cmp.Diff([]string{"given"}, got); diff != "" || err != nil {
		t.Errorf("arguments (-want +got):\n%s error: %v", diff, err)
	}
}
