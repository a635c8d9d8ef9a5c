package link

import (
	"bytes"
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

// silent is the code of a module that says nothing of how it is run: None will do.
const silent = "N"

// running returns a library of modules without code of interest, whose main module
// does nothing but call a runner when it is run as a program.
func running(t *testing.T, runner string, paths ...string) Library {
	t.Helper()
	var out bytes.Buffer
	w := hpa.NewWriter(&out, 0)
	index := hpa.Index{Meta: hpa.Meta{"kind": hpa.KindLibrary, "label": "//app:lib"}}
	if runner != "" {
		index.Meta["runs"] = map[string]any{"_main/app/main.py": runner}
	}
	code, err := w.Add([]byte(silent), hpa.BlobOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		index.Modules = append(index.Modules, hpa.Module{Name: path, Blob: code, Source: -1, Path: path})
	}
	if err := w.Close(index, hpa.TrailerOptions{Magic: 3627, Python: 0x030e}); err != nil {
		t.Fatal(err)
	}
	return Library{"lib.hpa", archiveOf(t, out.Bytes())}
}

func TestRunnerOfAMainModule(t *testing.T) {
	const main, pytest = "_main/app/main.py", "_main/pytest/__init__.py"
	for _, c := range []struct {
		name, said, runs, layout string
		paths                    []string
		want                     string
	}{
		{"says nothing", "auto", "", "pack", []string{main}, "unittest"},
		{"only calls unittest", "auto", "unittest", "pack", []string{main}, "unittest"},
		{"only calls pytest", "auto", "pytest", "extract", []string{main, pytest}, "pytest"},
		{"calls a pytest that is not there", "auto", "pytest", "extract", []string{main}, "none"},
		{"calls pytest without files", "auto", "pytest", "pack", []string{main, pytest}, "none"},
		{"the rule says it", "none", "unittest", "pack", []string{main}, "none"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := write(t, &Program{
				Meta:      meta(map[string]any{"runner": c.said, "layout": c.layout}),
				Libraries: []Library{running(t, c.runs, c.paths...)},
			})
			if got := a.Meta.Text("runner"); got != c.want {
				t.Errorf("got the runner %q, want %q", got, c.want)
			}
		})
	}
}
