package imports

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/marshal"
)

func TestCheck(t *testing.T) {
	l := Lint{
		Stdlib: Stdlib{
			Pruned: map[string]string{"tkinter": "default", "_dbm": "extension", "encodings.gbk": "minimal", "venv": "default"},
			Needs:  map[string][]string{"dbm.ndbm": {"_dbm"}},
		},
		Provided: func(module string) bool { return module == "venv" || module == "certifi" },
		Position: func(path string) diag.Position { return diag.Position{File: path, Label: "//app:lib"} },
		Fix:      func(module, reason string) string { return "reason " + reason },
	}
	for _, c := range []struct {
		name string
		of   Import
		want string
	}{
		{"a module that is there", Import{Line: 3, Module: "json"}, ""},
		{"a module that was pruned", Import{Line: 3, Module: "tkinter"}, `app/a.py:3:1: the runtime has no module "tkinter" (in //app:lib)
  fix: reason default
`},
		{"one in a package that was pruned", Import{Line: 3, Module: "tkinter.ttk", Names: []string{"Tree"}}, `app/a.py:3:1: the runtime has no module "tkinter" (in //app:lib)
  fix: reason default
`},
		{"one that is taken from its package", Import{Line: 3, Module: "encodings", Names: []string{"utf_8", "gbk"}}, `app/a.py:3:1: the runtime has no module "encodings.gbk" (in //app:lib)
  fix: reason minimal
`},
		{"one whose name only begins so", Import{Line: 3, Module: "tkinterx"}, ""},
		{"sometimes", Import{Line: 3, When: Sometimes, Module: "tkinter"}, `app/a.py:3:1: warning: the runtime has no module "tkinter" (in //app:lib)
  fix: reason default
`},
		{"in the hope of success", Import{Line: 3, When: Attempt, Module: "tkinter"}, `app/a.py:3:1: note: the runtime has no module "tkinter" (in //app:lib)
  fix: reason default
`},
		{"a module that imports one that was pruned", Import{Line: 3, Module: "dbm.ndbm"}, `app/a.py:3:1: the runtime has no module "_dbm", which "dbm.ndbm" imports (in //app:lib)
  fix: reason extension
`},
		{"a module that the program has itself", Import{Line: 3, Module: "venv"}, ""},
		{"a module in the same package", Import{Line: 3, Level: 1, Module: "tkinter"}, ""},
		{"what only some machines have", Import{Line: 3, Module: "zoneinfo", Names: []string{"ZoneInfo"}}, `app/a.py:3:1: note: the time zones of the module "zoneinfo" are those of the machine (in //app:lib)
  fix: add the package tzdata to the dependencies if they must be the same everywhere
`},
		{"what the program brings for it", Import{Line: 3, Module: "ssl"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got strings.Builder
			_ = l.Check(Files{"app/a.py": {c.of}}).Print(&got)
			if diff := cmp.Diff(c.want, got.String()); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMetaComesBack(t *testing.T) {
	want := Files{
		"_main/a.py": {{Line: 1, Module: "os"}, {Line: 7, When: Attempt, Module: "a.b", Names: []string{"c", "é"}}},
		"_main/b.py": {{Line: 1 << 20, When: Sometimes, Module: "x"}},
	}
	text, err := marshal.AppendValue(nil, want.Meta())
	if err != nil {
		t.Fatal(err)
	}
	value, err := marshal.ParseValue(text)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseMeta(value)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("imports (-want +got):\n%s", diff)
	}
}

func TestParseMetaRefuses(t *testing.T) {
	for _, value := range []any{
		int64(1),
		map[string]any{"a.py": "x"},
		map[string]any{"a.py": marshal.Tuple{"x"}},
		map[string]any{"a.py": marshal.Tuple{marshal.Tuple{int64(1), int64(0), "a"}}},
		map[string]any{"a.py": marshal.Tuple{marshal.Tuple{int64(1), int64(0), "a", "b"}}},
		map[string]any{"a.py": marshal.Tuple{marshal.Tuple{int64(1), int64(3), "a", marshal.Tuple{}}}},
		map[string]any{"a.py": marshal.Tuple{marshal.Tuple{int64(1), int64(-1), "a", marshal.Tuple{}}}},
		map[string]any{"a.py": marshal.Tuple{marshal.Tuple{int64(1), int64(0), "a", marshal.Tuple{int64(1)}}}},
	} {
		if got, err := ParseMeta(value); err == nil {
			t.Errorf("ParseMeta(%v) = %v, want an error", value, got)
		}
	}
}

// FuzzScan holds that no code object makes the scanner fail, however wrong its
// tables are.
func FuzzScan(f *testing.F) {
	s := NewScanner(map[string]byte{
		"EXTENDED_ARG": 1, "IMPORT_NAME": 2, "LOAD_CONST": 3, "LOAD_SMALL_INT": 4, "PUSH_EXC_INFO": 5, "POP_TOP": 6,
		"CHECK_EXC_MATCH": 7, "RERAISE": 8, "WITH_EXCEPT_START": 9, "LOAD_NAME": 10, "LOAD_GLOBAL": 11, "LOAD_ATTR": 12,
		"BUILD_TUPLE": 13, "POP_JUMP_IF_FALSE": 14, "JUMP_BACKWARD": 15, "RETURN_VALUE": 16,
	})
	f.Add("\x03\x00\x03\x01\x02\x00\x10\x00", "\xf0\x03\x01\x01\x01", "\x80\x02\x04\x00")
	f.Add("\x01\xff\x01\xff\x01\xff\x01\xff\x02\xff", "\xff\xff\xff", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")
	f.Fuzz(func(t *testing.T, code, lines, exceptions string) {
		str := func(s string) *marshal.Object { return &marshal.Object{Kind: marshal.KindStr, Text: s} }
		tuple := func(items ...*marshal.Object) *marshal.Object {
			return &marshal.Object{Kind: marshal.KindTuple, Items: items}
		}
		s.Scan(&marshal.Object{Kind: marshal.KindCode, Code: &marshal.Code{
			FirstLine: 1, Code: str(code), LineTable: str(lines), ExceptionTable: str(exceptions),
			Consts: tuple(&marshal.Object{Kind: marshal.KindInt, Text: "\x00\x00\x00\x00"}, tuple(str("name"))),
			Names:  tuple(str("module"), str("ImportError")),
		}})
	})
}
