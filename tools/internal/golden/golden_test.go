package golden

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// recorder is a test that only remembers how it failed.
type recorder struct {
	testing.TB
	failures []string
}

func (r *recorder) Helper()      {}
func (r *recorder) Name() string { return "TestOuter/inner_case" }

func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

// updating sets the flag for the rest of a test, whatever the user gave.
func updating(t *testing.T, on bool) {
	before := *update
	*update = on
	t.Cleanup(func() { *update = before })
}

func TestCompare(t *testing.T) {
	updating(t, false)
	dir := t.TempDir()
	text, binary := filepath.Join(dir, "text"), filepath.Join(dir, "binary")
	for file, content := range map[string]string{text: "one\ntwo\n", binary: "0123456789abcdef\xff\x01"} {
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	accept := "to accept it: go test ./tools/internal/golden -run '^TestOuter$' -update"
	for _, c := range []struct {
		name, file, got string
		want            []string
	}{
		{"equal text", text, "one\ntwo\n", nil},
		{"other text", text, "one\nthree\n", []string{"text differs", "three", accept}},
		{"other bytes", binary, "0123456789abcdef\xff\x02\x03", []string{
			"from byte 17 on: got 19 bytes with ff 02 03, want 18 with ff 01", accept,
		}},
		{"no file", filepath.Join(dir, "none"), "x", []string{"golden file: open", accept}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var r recorder
			Compare(&r, c.file, []byte(c.got))
			if len(c.want) == 0 {
				if len(r.failures) > 0 {
					t.Errorf("got failures %q, want none", r.failures)
				}
				return
			}
			if len(r.failures) != 1 {
				t.Fatalf("got failures %q, want one", r.failures)
			}
			for _, part := range c.want {
				if !strings.Contains(r.failures[0], part) {
					t.Errorf("got %q, want it to contain %q", r.failures[0], part)
				}
			}
		})
	}
}

func TestUpdateWrites(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new", "file")
	updating(t, true)
	Compare(t, file, []byte("content"))
	updating(t, false)
	Compare(t, file, []byte("content"))
}
