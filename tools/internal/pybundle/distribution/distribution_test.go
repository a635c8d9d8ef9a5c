package distribution

import (
	"bytes"
	"compress/gzip"
	"debug/elf"
	"encoding/json"
	"errors"
	"io/fs"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/libcheck/elftest"
)

// plain returns a directory with an interpreter and some files of its library.
func plain(prefix string, library ...string) fstest.MapFS {
	m := fstest.MapFS{
		prefix + "bin/python3.14":                       {Data: elftest.Build(elftest.Spec{Program: true})},
		prefix + "lib/python3.14/encodings/__init__.py": {Data: []byte("# encodings\n")},
	}
	for _, name := range library {
		m[prefix+"lib/python3.14/"+name] = &fstest.MapFile{Data: []byte("# " + name + "\n")}
	}
	return m
}

func paths(d *Distribution) []string {
	var names []string
	for _, f := range d.Files() {
		names = append(names, f.Path)
	}
	return names
}

func TestLayouts(t *testing.T) {
	want := []string{"bin/python3.14", "lib/python3.14/encodings/__init__.py", "lib/python3.14/os.py"}
	layouts := map[string]fstest.MapFS{
		"a plain directory":  plain("", "os.py"),
		"a small archive":    plain("python/", "os.py"),
		"a complete archive": plain("python/install/", "os.py"),
		"a packed directory": packed(t, plain("", "os.py"), nil),
	}
	for name, files := range layouts {
		t.Run(name, func(t *testing.T) {
			d, err := Open(files, ".")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, paths(d)); diff != "" {
				t.Errorf("files (-want +got):\n%s", diff)
			}
			if d.Python != "3.14" {
				t.Errorf("got Python %s", d.Python)
			}
			f, _ := d.File("lib/python3.14/os.py")
			if text, err := f.Read(); string(text) != "# os.py\n" || err != nil {
				t.Errorf("got the content %q, %v", text, err)
			}
		})
	}
}

// packed packs files as the Go module does: large ones are compressed.
func packed(t *testing.T, files fstest.MapFS, links map[string]string) fstest.MapFS {
	t.Helper()
	type entry struct {
		Name       string      `json:"name"`
		Size       int         `json:"size"`
		Perm       fs.FileMode `json:"perm"`
		Symlink    string      `json:"symlink,omitempty"`
		Compressed bool        `json:"compressed,omitempty"`
	}
	out := fstest.MapFS{}
	list := []entry{{Name: "bin", Perm: fs.ModeDir | 0o755}}
	for name, f := range files {
		e := entry{Name: name, Size: len(f.Data), Perm: 0o644, Compressed: path.Dir(name) == "bin"}
		if e.Compressed {
			var b bytes.Buffer
			w := gzip.NewWriter(&b)
			_, _ = w.Write(f.Data)
			_ = w.Close()
			out[name+".gz"] = &fstest.MapFile{Data: b.Bytes()}
			e.Perm = 0o755
		} else {
			out[name] = f
		}
		list = append(list, e)
	}
	for name, target := range links {
		list = append(list, entry{Name: name, Size: len(target), Perm: fs.ModeSymlink, Symlink: target})
	}
	text, err := json.Marshal(map[string]any{"files": list})
	if err != nil {
		t.Fatal(err)
	}
	out["files.json"] = &fstest.MapFile{Data: text}
	return out
}

func TestPackedLinks(t *testing.T) {
	files := plain("")
	files["bin/python3.14"].Data = elftest.Build(elftest.Spec{Program: true, Needed: []string{"libpython3.14.so"}})
	files["lib/libpython3.14.so.1.0"] = &fstest.MapFile{Data: elftest.Build(elftest.Spec{})}
	d, err := Open(packed(t, files, map[string]string{
		"bin/python3": "python3.14", "lib/libpython3.14.so": "libpython3.14.so.1.0",
		"lib/gone.so": "nowhere.so", "lib/round.so": "round.so", "lib/out.so": "../../../etc/passwd",
	}), ".")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"bin/python3", "bin/python3.14", "lib/libpython3.14.so", "lib/libpython3.14.so.1.0",
		"lib/python3.14/encodings/__init__.py",
	}
	if diff := cmp.Diff(want, paths(d)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if d, err = d.Prune(Options{}); err != nil {
		t.Fatal(err)
	}
	want = []string{
		"bin/python3.14", "lib/libpython3.14.so", "lib/python3.14/encodings/__init__.py", "lib/python3.14/lib-dynload/.empty",
	}
	if diff := cmp.Diff(want, paths(d)); diff != "" {
		t.Errorf("files that are kept (-want +got):\n%s", diff)
	}
}

func TestOpenRefuses(t *testing.T) {
	twice := plain("")
	twice["bin/python3.13"] = twice["bin/python3.14"]
	twice["lib/python3.13/encodings/__init__.py"] = &fstest.MapFile{}
	long := packed(t, plain(""), nil)
	long["files.json"].Data = bytes.Replace(long["files.json"].Data, []byte(`"size":12`), []byte(`"size":13`), 1)
	list := func(text string) fstest.MapFS {
		return fstest.MapFS{"files.json": {Data: []byte(text)}}
	}
	for name, c := range map[string]struct {
		files fstest.MapFS
		want  string
	}{
		"nothing":                         {fstest.MapFS{"README": {}}, "there is neither bin nor files.json"},
		"no library":                      {fstest.MapFS{"bin/python3.14": {}, "lib/x": {}}, "there is no bin/python3.N with lib/python3.N/encodings"},
		"two interpreters":                {twice, "there are several interpreters: python3.13, python3.14"},
		"a list that is no JSON":          {list("{"), "unexpected end of JSON"},
		"a path that leaves the root":     {list(`{"files": [{"name": "../x"}]}`), `"../x"`},
		"a path that is absolute":         {list(`{"files": [{"name": "/etc/passwd"}]}`), "a path cannot be absolute"},
		"a path that is there twice":      {list(`{"files": [{"name": "a"}, {"name": "a"}]}`), "is there twice"},
		"a record that is no JSON":        {with(plain(""), "pruned.json", "?"), "pruned.json"},
		"a packed file of another length": {long, "the length is not the one in files.json"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := Open(c.files, ".")
			if err == nil {
				for _, f := range d.Files() {
					if _, readErr := f.Read(); readErr != nil {
						err = readErr
					}
				}
			}
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got the error %v, want %q in it", err, c.want)
			}
		})
	}
}

func with(m fstest.MapFS, name, text string) fstest.MapFS {
	m[name] = &fstest.MapFile{Data: []byte(text)}
	return m
}

func TestModules(t *testing.T) {
	d, err := Open(plain("", "os.py", "json/__init__.py", "json/__main__.py", "lib-dynload/_dbm.cpython-314-x86_64-linux-gnu.so",
		"lib-dynload/.empty", "_sysconfigdata__linux_x86_64-linux-gnu.py", "config-3.14-x86_64/python-config.py", "site-packages/pip/__init__.py",
		"LICENSE.txt", "json/data.txt", "__init__.py", ".py"), ".")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range d.Modules() {
		kind := ""
		if m.Package {
			kind = " package"
		}
		if m.Extension {
			kind = " extension"
		}
		got = append(got, m.Name+kind)
	}
	want := []string{
		"_sysconfigdata__linux_x86_64-linux-gnu", "encodings package", "json package", "json.__main__", "_dbm extension", "os",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("modules (-want +got):\n%s", diff)
	}
}

func TestPrune(t *testing.T) {
	library := []string{
		"os.py", "json/__init__.py", "tkinter/__init__.py", "tkinter/ttk.py", "tkinter/test/__init__.py", "turtle.py",
		"curses/__init__.py", "curses/ascii.py", "encodings/gbk.py", "encodings/utf_8.py", "lib2to3/__init__.py", "lib2to3/Grammar.txt",
		"ctypes/__init__.py", "ctypes/macholib/README", "__pycache__/os.cpython-314.pyc", "lib2to3/__pycache__/x.pyc",
	}
	for _, c := range []struct {
		name   string
		o      Options
		kept   []string // besides os and the package encodings, without .py
		pruned []Pruned
	}{
		{
			"by default",
			Options{},
			[]string{"ctypes/__init__", "curses/__init__", "curses/ascii", "encodings/gbk", "encodings/utf_8", "json/__init__"},
			[]Pruned{{"lib2to3", ByDefault}, {"tkinter", ByDefault}, {"turtle", ByDefault}},
		},
		{
			"as much as one can do without",
			Options{Minimal: true},
			[]string{"ctypes/__init__", "encodings/utf_8", "json/__init__"},
			[]Pruned{{"curses", ByMinimal}, {"encodings.gbk", ByMinimal}, {"lib2to3", ByDefault}, {"tkinter", ByDefault}, {"turtle", ByDefault}},
		},
		{
			"a package comes with all that is in it",
			Options{Minimal: true, Include: []string{"tkinter", "lib2to3"}},
			[]string{"ctypes/__init__", "encodings/utf_8", "json/__init__", "lib2to3/Grammar.txt", "lib2to3/__init__", "tkinter/__init__", "tkinter/test/__init__", "tkinter/ttk"},
			[]Pruned{{"curses", ByMinimal}, {"encodings.gbk", ByMinimal}, {"turtle", ByDefault}},
		},
		{
			"a module comes with the packages it is in",
			Options{Include: []string{"tkinter.ttk"}},
			[]string{"ctypes/__init__", "curses/__init__", "curses/ascii", "encodings/gbk", "encodings/utf_8", "json/__init__", "tkinter/__init__", "tkinter/ttk"},
			[]Pruned{{"lib2to3", ByDefault}, {"tkinter.test", ByDefault}, {"turtle", ByDefault}},
		},
		{
			"the longer name wins",
			Options{Include: []string{"tkinter"}, Exclude: []string{"tkinter.ttk", "json"}},
			[]string{"ctypes/__init__", "curses/__init__", "curses/ascii", "encodings/gbk", "encodings/utf_8", "tkinter/__init__", "tkinter/test/__init__"},
			[]Pruned{{"json", ByExclude}, {"lib2to3", ByDefault}, {"tkinter.ttk", ByExclude}, {"turtle", ByDefault}},
		},
		{
			"everything",
			Options{All: true},
			[]string{
				"ctypes/__init__", "ctypes/macholib/README", "curses/__init__", "curses/ascii", "encodings/gbk", "encodings/utf_8", "json/__init__",
				"lib2to3/Grammar.txt", "lib2to3/__init__", "tkinter/__init__", "tkinter/test/__init__", "tkinter/ttk", "turtle",
			},
			nil,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := Open(plain("", library...), ".")
			if err != nil {
				t.Fatal(err)
			}
			if d, err = d.Prune(c.o); err != nil {
				t.Fatal(err)
			}
			var kept []string
			for _, name := range paths(d) {
				name, inside := strings.CutPrefix(name, "lib/python3.14/")
				if inside && name != "os.py" && name != "encodings/__init__.py" && name != "lib-dynload/.empty" {
					kept = append(kept, strings.TrimSuffix(name, ".py"))
				}
			}
			if diff := cmp.Diff(c.kept, kept); diff != "" {
				t.Errorf("files (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.pruned, d.Pruned); diff != "" {
				t.Errorf("modules that were taken away (-want +got):\n%s", diff)
			}
			record, err := d.Record().Read()
			if err != nil {
				t.Fatal(err)
			}
			again, err := Open(with(plain(""), "pruned.json", string(record)), ".")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(d.Pruned, again.Pruned); diff != "" {
				t.Errorf("what the record says (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPruneRefusesProgramsOfOtherSystems(t *testing.T) {
	d, err := Open(with(plain(""), "bin/python3.14", "\xcf\xfa\xed\xfe"), ".")
	if err != nil {
		t.Fatal(err)
	}
	var wrong *OptionError
	if _, err = d.Prune(Options{}); err == nil || errors.As(err, &wrong) || !strings.Contains(err.Error(), "bin/python3.14 is no program for Linux") {
		t.Errorf("got the error %v", err)
	}
}

func TestStrip(t *testing.T) {
	whole := elftest.Build(elftest.Spec{Soname: "libx.so", Needed: []string{"libc.so.6"}, Debug: 5000})
	got := strip(whole)
	if len(got) > len(whole)-5000 {
		t.Errorf("got %d bytes of %d", len(got), len(whole))
	}
	e, err := elf.NewFile(bytes.NewReader(got))
	if err != nil {
		t.Fatal(err)
	}
	needed, err := e.ImportedLibraries()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"libc.so.6"}, needed); diff != "" {
		t.Errorf("libraries that are needed (-want +got):\n%s", diff)
	}
	var names []string
	for _, s := range e.Sections {
		names = append(names, s.Name)
		// What is loaded is as it was; the header of the file is not.
		if s.Flags&elf.SHF_ALLOC != 0 && s.Type != elf.SHT_NOBITS && !bytes.Equal(got[s.Offset:s.Offset+s.Size], whole[s.Offset:s.Offset+s.Size]) {
			t.Errorf("%s is another", s.Name)
		}
	}
	if diff := cmp.Diff([]string{"", ".dynsym", ".dynamic", ".dynstr", ".shstrtab"}, names); diff != "" {
		t.Errorf("sections (-want +got):\n%s", diff)
	}
	if again := strip(got); !bytes.Equal(again, got) {
		t.Error("stripping again changes the file")
	}
	for name, content := range map[string][]byte{"a text": []byte("text"), "half a file": whole[:200]} {
		if !bytes.Equal(strip(content), content) {
			t.Errorf("%s is changed", name)
		}
	}
}

// FuzzStrip holds that no file makes it fail, and that files only become shorter.
func FuzzStrip(f *testing.F) {
	f.Add(elftest.Build(elftest.Spec{Debug: 100}))
	f.Add(elftest.Build(elftest.Spec{Static: true}))
	f.Fuzz(func(t *testing.T, content []byte) {
		if got := strip(bytes.Clone(content)); len(got) > len(content) {
			t.Errorf("%d bytes become %d", len(content), len(got))
		}
	})
}

// TestInterpreterIsNotStripped has trap 2: interpreters that were optimised after
// linking do not start when they are stripped. The libraries beside them are stripped.
func TestInterpreterIsNotStripped(t *testing.T) {
	interpreter := elftest.Build(elftest.Spec{Program: true, Needed: []string{"libpython3.14.so.1.0"}, Debug: 5000})
	library := elftest.Build(elftest.Spec{Soname: "libpython3.14.so.1.0", Debug: 5000})
	d, err := Open(with(with(plain(""), "bin/python3.14", string(interpreter)), "lib/libpython3.14.so.1.0", string(library)), ".")
	if err != nil {
		t.Fatal(err)
	}
	if d, err = d.Prune(Options{}); err != nil {
		t.Fatal(err)
	}
	programs, err := d.Programs()
	if err != nil {
		t.Fatal(err)
	}
	if len(programs) != 2 {
		t.Fatalf("got %d programs, want the interpreter and its library", len(programs))
	}
	for i, want := range [][]byte{interpreter, strip(library)} {
		if got, err := programs[i].Read(); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: got %d bytes, %v, want %d", programs[i].Path, len(got), err, len(want))
		}
	}
}
