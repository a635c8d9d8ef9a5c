package compile

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/imports"
)

// TestImports holds what is found in compiled code against what is in the source.
func TestImports(t *testing.T) {
	_, i := testRuntime(t)
	for _, c := range []struct {
		name, source string
		want         []imports.Import
	}{
		{"nothing", "x = 1\n", nil},
		{"several in a line", "import os, sys as system\n", []imports.Import{
			{Line: 1, Module: "os"}, {Line: 1, Module: "sys"},
		}},
		{"a module in packages", "import a.b.c\nimport a.b.c as d\n", []imports.Import{
			{Line: 1, Module: "a.b.c"}, {Line: 2, Module: "a.b.c"},
		}},
		{"names", "from a.b import (\n    c,\n    d as e,\n)\nfrom f import *\n", []imports.Import{
			{Line: 1, Module: "a.b", Names: []string{"c", "d"}}, {Line: 5, Module: "f", Names: []string{"*"}},
		}},
		{"relative", "from . import a\nfrom .b import c\nfrom ...d import e\n", []imports.Import{
			{Line: 1, Level: 1, Names: []string{"a"}},
			{Line: 2, Level: 1, Module: "b", Names: []string{"c"}},
			{Line: 3, Level: 3, Module: "d", Names: []string{"e"}},
		}},
		{"in functions and classes", "class C:\n    import a\n    def f(self):\n        import b\n        class D:\n            import c\nlambda: __import__('d')\n", []imports.Import{
			{Line: 2, Module: "a"}, {Line: 4, When: imports.Sometimes, Module: "b"}, {Line: 6, When: imports.Sometimes, Module: "c"},
		}},
		{"under conditions", "import typing\nif typing.TYPE_CHECKING:\n    import a\nelif x:\n    import b\nelse:\n    import c\nimport d\nwhile x:\n    import e\nfor y in x:\n    import f\nimport g\n", []imports.Import{
			{Line: 1, Module: "typing"},
			{Line: 3, When: imports.Sometimes, Module: "a"},
			{Line: 5, When: imports.Sometimes, Module: "b"},
			{Line: 7, When: imports.Sometimes, Module: "c"},
			{Line: 8, Module: "d"},
			{Line: 10, When: imports.Sometimes, Module: "e"},
			{Line: 12, When: imports.Sometimes, Module: "f"},
			{Line: 13, Module: "g"},
		}},
		{"failures that are handled", `try:
    import a
except ImportError:
    import b
try:
    import c
except (ValueError, ModuleNotFoundError) as e:
    c = None
try:
    import d
except KeyError:
    print("no")
except Exception:
    pass
try:
    import e
except:
    e = None
def f():
    try:
        from g import h
    except ImportError:
        return None
import contextlib
with contextlib.suppress(ImportError):
    import i
`, []imports.Import{
			{Line: 2, When: imports.Attempt, Module: "a"},
			{Line: 4, When: imports.Sometimes, Module: "b"},
			{Line: 6, When: imports.Attempt, Module: "c"},
			{Line: 10, When: imports.Attempt, Module: "d"},
			{Line: 16, When: imports.Attempt, Module: "e"},
			{Line: 21, When: imports.Attempt, Module: "g", Names: []string{"h"}},
			{Line: 24, Module: "contextlib"},
			{Line: 26, When: imports.Attempt, Module: "i"},
		}},
		{"failures that are not", `try:
    import a
finally:
    print("done")
try:
    import b
except ValueError:
    raise ImportError
with open("x"):
    import c
import d
`, []imports.Import{
			{Line: 2, Module: "a"}, {Line: 6, Module: "b"}, {Line: 10, Module: "c"}, {Line: 11, Module: "d"},
		}},
		{"far down", manyNames() + "\n\nimport a\n", []imports.Import{{Line: 603, Module: "a"}}},
		{"a word that is no import", "import_module('a')\nimportlib = 'import b'\n# import c\n", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []imports.Import
			_, err := i.Compile(context.Background(), 1,
				func(int) (Source, error) { return Source{"x.py", []byte(c.source)}, nil },
				func(_ int, p *Python, r Result) error {
					if r.Problem != nil {
						t.Fatalf("problem: %+v", r.Problem)
					}
					got = imports.NewScanner(p.Opcodes).Scan(r.Code)
					return nil
				})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("imports (-want +got):\n%s", diff)
			}
		})
	}
}

// manyNames returns 600 lines with so many names that more arguments than fit in
// one instruction follow.
func manyNames() string {
	text := ""
	for n := range 600 {
		text += "name_" + string(rune('a'+n%26)) + string(rune('a'+n/26)) + " = 'value " + string(rune('a'+n%26)) + string(rune('a'+n/26)) + "'\n"
	}
	return text
}
