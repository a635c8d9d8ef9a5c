package link

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

func TestNamesOfModules(t *testing.T) {
	for _, c := range []struct {
		name  string
		files []string
		roots []string
		want  []string
	}{
		{
			"directories without __init__ are packages, too",
			[]string{"_main/a/b.py"},
			[]string{"_main"},
			[]string{"a namespace _main/a", "a.b module _main/a/b.py"},
		},
		{
			"a file has a name for each root above it",
			[]string{"_main/a/b.py"},
			[]string{"_main/a", "_main"},
			[]string{"a namespace _main/a", "a.b module _main/a/b.py", "b module _main/a/b.py"},
		},
		{
			"the first root wins",
			[]string{"one/m.py", "two/m.py"},
			[]string{"two", "one", "two"},
			[]string{"m module two/m.py"},
		},
		{
			"a package has its own directory only",
			[]string{"one/p/__init__.py", "one/p/x.py", "two/p/y.py"},
			[]string{"one", "two"},
			[]string{"p package one/p/__init__.py", "p.x module one/p/x.py"},
		},
		{
			"a namespace has those of all roots",
			[]string{"one/p/x.py", "two/p/y.py", "two/p/x.py"},
			[]string{"one", "two"},
			[]string{"p namespace one/p", "p.x module one/p/x.py", "p.y module two/p/y.py"},
		},
		{
			"a module of a later root wins over a directory",
			[]string{"one/p/x.py", "two/p.py"},
			[]string{"one", "two"},
			[]string{"p module two/p.py"},
		},
		{
			"in a directory packages go before native modules, and these before sources",
			[]string{"r/a.py", "r/a/__init__.py", "r/b.so", "r/b.py", "r/c.cpython-314-x86_64-linux-gnu.so", "r/c.so"},
			[]string{"r"},
			[]string{"a package r/a/__init__.py", "b native r/b.so", "c native r/c.cpython-314-x86_64-linux-gnu.so"},
		},
		{
			"native files for other versions are no modules",
			[]string{"r/a.cpython-311-x86_64-linux-gnu.so", "r/b.abi3.so", "r/c.so.1", "r/d.x.so", "r/libe-1f.so"},
			[]string{"r"},
			[]string{"b native r/b.abi3.so"},
		},
		{
			"a package can be native",
			[]string{"r/a/__init__.cpython-314-x86_64-linux-gnu.so", "r/a/x.py"},
			[]string{"r"},
			[]string{"a native package r/a/__init__.cpython-314-x86_64-linux-gnu.so", "a.x module r/a/x.py"},
		},
		{
			"names with dots cannot be imported",
			[]string{"r/a.b.py", "r/c-d.py", "r/x.y/z.py", "r/__main__.py"},
			[]string{"r"},
			[]string{"__main__ module r/__main__.py", "c-d module r/c-d.py"},
		},
		{"roots that have nothing", []string{"r/a.py"}, []string{"x", "r/a"}, nil},
		{"the root of the runfiles", []string{"a.py"}, []string{""}, []string{"a module a.py"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree := newTree("")
			for _, file := range c.files {
				if stem, ok := strings.CutSuffix(file[strings.LastIndexByte(file, '/')+1:], ".py"); ok {
					tree.add(&unit{file, false}, stem)
				} else if stem := moduleStem(file, "3.14"); stem != "" {
					tree.add(&unit{file, true}, stem)
				}
			}
			var got []string
			for _, m := range tree.resolve(c.roots) {
				path := m.dir
				if m.unit != nil {
					path = m.unit.path
				}
				got = append(got, fmt.Sprintf("%s %s %s", m.name, kindOf(m.flags), path))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func kindOf(f hpa.ModuleFlags) string {
	switch f {
	case hpa.Package:
		return "package"
	case hpa.NativeModule:
		return "native"
	case hpa.NativeModule | hpa.Package:
		return "native package"
	case hpa.NamespaceModule | hpa.Package:
		return "namespace"
	}
	return "module"
}

func TestMainModule(t *testing.T) {
	tree := newTree("")
	for _, file := range []string{"_main/a/main.py", "_main/main/__init__.py", "_main/a/b/x.py"} {
		tree.add(&unit{file, false}, strings.TrimSuffix(file[strings.LastIndexByte(file, '/')+1:], ".py"))
	}
	names := tree.resolve([]string{"_main", "_main/a"})
	for path, want := range map[string]string{
		"_main/a/main.py": "a.main", // another main is found first
		"_main/a/b/x.py":  "b.x",
		"_main/c.py":      "",
	} {
		if got := mainModule(names, path); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}
