package link

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

// member links a program with modules of its own, those of libraries, and files.
func member(t *testing.T, name string, own map[string]string, files []File, libraries ...Library) Member {
	t.Helper()
	main := "_main/" + name + ".py"
	if own == nil {
		own = map[string]string{}
	}
	own[main] = "main of " + name
	a := write(t, &Program{
		Meta: map[string]any{
			"label": "//:" + name, "python": "3.14", "main_path": main, "roots": []any{"_main"}, "args": []any{"-" + name},
		},
		Libraries: append(libraries, library(t, "//:"+name, 0, own)), Files: files,
	})
	return Member{Name: name, Label: "//:" + name, Archive: a}
}

func TestSuiteHasWhatIsSharedOnce(t *testing.T) {
	all := library(t, "//:all", 0, map[string]string{"_main/all.py": strings.Repeat("all ", 10_000)})
	two := library(t, "//:two", 0, map[string]string{"_main/two.py": strings.Repeat("two ", 10_000)})
	data := file("_main/data", "//:data", strings.Repeat("data ", 10_000), 0)
	s := &Suite{
		Meta: map[string]any{"label": "//:suite", "python": "3.14"},
		Members: []Member{
			member(t, "c", nil, nil, all),
			member(t, "a", nil, []File{data}, all, two),
			member(t, "b", map[string]string{"_main/own.py": "own"}, []File{data}, all, two),
		},
	}
	var out bytes.Buffer
	summary, err := s.Write(&out, 0, false)
	if err != nil {
		t.Fatal(err)
	}
	if summary.Size != int64(out.Len()) || out.Len() > 300_000 {
		t.Errorf("the suite has %d bytes, and says %d", out.Len(), summary.Size)
	}
	b, err := hpa.Open(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Verify(); err != nil {
		t.Fatal(err)
	}
	last := b.Archives[len(b.Archives)-1]
	var tests []string
	for _, test := range last.Tests {
		a := b.Archives[test.Archive]
		seen := []string{}
		for _, m := range a.Modules {
			seen = append(seen, m.Name)
		}
		layers, _ := a.Meta["layers"].([]any)
		for _, n := range layers {
			for _, m := range b.Archives[n.(int64)].Modules {
				seen = append(seen, m.Name)
			}
		}
		tests = append(tests, fmt.Sprint(test.Name, test.Main, test.Args, seen))
		for i, f := range a.Files {
			r := a.OpenBlob(f.Blob)
			content, err := io.ReadAll(r)
			r.Close()
			if err != nil || !strings.HasPrefix(string(content), "data ") || a.Blobs[f.Blob].Offset >= 0 {
				t.Errorf("%s: file %d is %q, %v at %d", test.Name, i, content, err, a.Blobs[f.Blob].Offset)
			}
		}
	}
	if diff := cmp.Diff([]string{
		"aa[-a] [a all two]", "bb[-b] [b own all two]", "cc[-c] [c all]",
	}, tests); diff != "" {
		t.Error(diff)
	}
	if got := strings.Count(out.String(), strings.Repeat("two ", 10_000)); got != 2 { // code and source
		t.Errorf("shared contents are there %d times", got)
	}
}

func TestNamesInSuites(t *testing.T) {
	s := &Suite{
		Meta:    map[string]any{"python": "3.14"},
		Members: []Member{member(t, "a", nil, nil), member(t, "a", nil, nil), member(t, "python3x", nil, nil)},
	}
	_, err := s.Write(io.Discard, 0, false)
	want := "a: two programs of the suite have this name (in //:a)\n  a: the other one (in //:a)\n" +
		"python3x: a program of a suite cannot have this name (in //:python3x)\n" +
		"  fix: a name has no slash and does not start with python3\n"
	if err == nil || strings.TrimSpace(err.Error()) != strings.TrimSpace(want) {
		t.Errorf("got %v, want %s", err, want)
	}
}
