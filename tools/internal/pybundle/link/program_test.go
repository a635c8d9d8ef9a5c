package link

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

// library returns an archive with modules: their code is the text itself.
func library(t testing.TB, label string, codec hpa.Codec, sources map[string]string) Library {
	t.Helper()
	var out bytes.Buffer
	w := hpa.NewWriter(&out, 0)
	index := hpa.Index{Meta: map[string]any{"kind": "library", "label": label}}
	for path, text := range sources {
		code, err := w.Add([]byte("code of "+path+": "+text), hpa.BlobOptions{})
		if err != nil {
			t.Fatal(err)
		}
		source, err := w.Add([]byte(text), hpa.BlobOptions{Codec: codec})
		if err != nil {
			t.Fatal(err)
		}
		index.Modules = append(index.Modules, hpa.Module{Name: path, Blob: code, Source: source, Path: path})
		index.Provenance = append(index.Provenance, hpa.Provenance{Blob: code, Label: label, Path: path})
	}
	if err := w.Close(index, hpa.TrailerOptions{Magic: 3627, Python: 0x030e}); err != nil {
		t.Fatal(err)
	}
	return Library{label + ".hpa", archiveOf(t, out.Bytes())}
}

func archiveOf(t testing.TB, data []byte) *hpa.Archive {
	t.Helper()
	b, err := hpa.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Verify(); err != nil {
		t.Fatal(err)
	}
	return b.Archives[len(b.Archives)-1]
}

func file(path, label, content string, kind hpa.FileKind) File {
	return File{Path: path, Label: label, Kind: kind, Open: func() (io.ReadCloser, int64, error) {
		return io.NopCloser(strings.NewReader(content)), int64(len(content)), nil
	}}
}

func meta(more map[string]any) map[string]any {
	m := map[string]any{
		"label": "//app:main", "python": "3.14", "main_path": "_main/app/main.py",
		"roots": []any{"_main/app", "_main"},
	}
	for key, value := range more {
		m[key] = value
	}
	return m
}

func write(t *testing.T, p *Program) *hpa.Archive {
	t.Helper()
	var out bytes.Buffer
	if _, err := p.Write(&out, 0, false); err != nil {
		t.Fatal(err)
	}
	return archiveOf(t, out.Bytes())
}

func TestProgram(t *testing.T) {
	long := strings.Repeat("text that can be compressed ", 50)
	p := &Program{
		Meta:        meta(nil),
		Compression: Fast,
		Libraries: []Library{
			library(t, "//app:main", hpa.Stored, map[string]string{"_main/app/main.py": "main"}),
			library(t, "//app:lib", hpa.Zstd, map[string]string{"_main/lib/__init__.py": "", "_main/lib/x.py": long}),
		},
		Files: []File{
			file("_main/app/data.txt", "//app:data", long, hpa.Data),
			file("_main/lib/fast.so", "//lib:fast", "\x7fELF", hpa.Native),
			file("_main/lib/quick.abi3.so", "//lib:quick", "\x7fELF3", hpa.Native),
			file("_main/lib/libblas-4b78.so", "//lib:blas", "\x7fELF4", hpa.Native),
			file("_main/lib/libc++.so.1", "//lib:cc", "\x7fELF2", hpa.Native),
			file("pip/x.dist-info/METADATA", "@pip//:x", "Name: x", hpa.Data),
			file("pip/x.dist-info/licenses/LICENSE", "@pip//:x", "all rights", hpa.Data),
		},
	}
	a := write(t, p)
	var modules []string
	for _, m := range a.Modules {
		modules = append(modules, m.Name)
		if m.Flags&(hpa.NativeModule|hpa.NamespaceModule) == 0 && a.Blobs[m.Blob].Codec != hpa.Stored {
			t.Errorf("the code of %s is compressed", m.Name)
		}
	}
	want := []string{"app", "app.main", "lib", "lib.fast", "lib.quick", "lib.x", "main"}
	if diff := cmp.Diff(want, modules); diff != "" {
		t.Error(diff)
	}
	if got := a.Meta["main"]; got != "main" {
		t.Errorf("main is %q", got)
	}
	when := map[string]hpa.Materialize{}
	for _, f := range a.Files {
		when[f.Path] = f.Materialize
	}
	if diff := cmp.Diff(map[string]hpa.Materialize{
		"_main/app/data.txt": hpa.AtStart, "_main/lib/fast.so": hpa.AtStart, "_main/lib/quick.abi3.so": hpa.FirstUse,
		"_main/lib/libblas-4b78.so": hpa.AtStart, "_main/lib/libc++.so.1": hpa.AtStart,
		// A directory with the licence alone would hide the other one.
		"pip/x.dist-info/METADATA": hpa.Never, "pip/x.dist-info/licenses/LICENSE": hpa.Never,
	}, when); diff != "" {
		t.Error(diff)
	}
	x := a.Module("lib.x")
	if got := a.Blobs[x.Source].Codec; got != hpa.Zstd {
		t.Errorf("the source is %s, want it as the library has it", got)
	}
	if got := a.Blobs[a.Files[0].Blob].Codec; got != hpa.Zstd {
		t.Errorf("data is %s, want it compressed", got)
	}
	labels := map[string]string{}
	for _, p := range a.Provenance {
		labels[p.Path] = p.Label
	}
	if labels["_main/lib/x.py"] != "//app:lib" || labels["_main/app/data.txt"] != "//app:data" {
		t.Errorf("got the origins %v", labels)
	}
}

func TestOlderPythonsDecompressNothing(t *testing.T) {
	long := strings.Repeat("text that can be compressed ", 50)
	a := write(t, &Program{
		Meta: meta(map[string]any{"python": "3.11"}), Compression: Best,
		Libraries: []Library{library(t, "//app:main", hpa.Zstd, map[string]string{"_main/app/main.py": long})},
		Files:     []File{file("_main/data", "//app:data", long, hpa.Data)},
	})
	for i := range a.Blobs {
		if a.Blobs[i].Codec != hpa.Stored {
			t.Errorf("blob %d is %s", i, a.Blobs[i].Codec)
		}
	}
}

func TestExtractedModulesAreFiles(t *testing.T) {
	p := &Program{
		Meta:      meta(map[string]any{"layout": "extract"}),
		Libraries: []Library{library(t, "//app:main", hpa.Stored, map[string]string{"_main/app/main.py": "main"})},
	}
	a := write(t, p)
	if len(a.Files) != 1 || a.Files[0].Kind != hpa.Source || a.Files[0].Materialize != hpa.AtStart {
		t.Errorf("got the files %+v", a.Files)
	}
	p.External = true
	if a := write(t, p); len(a.Files) != 0 {
		t.Errorf("beside the bundle: got the files %+v", a.Files)
	}
}

func TestFilesBesideTheBundle(t *testing.T) {
	a := write(t, &Program{
		Meta: meta(nil), External: true,
		Libraries: []Library{library(t, "//app:main", hpa.Stored, map[string]string{"_main/app/main.py": "main"})},
		Files:     []File{{Path: "_main/app/fast.so", Kind: hpa.Native}, {Path: "_main/app/data"}},
	})
	for _, f := range a.Files {
		if f.Blob >= 0 || f.Materialize != hpa.Never {
			t.Errorf("got %+v", f)
		}
	}
	if m := a.Module("fast"); m == nil || m.Flags != hpa.NativeModule {
		t.Errorf("got the module %+v", m)
	}
	if a.Flags&hpa.FlagMaterialize != 0 || a.Meta["external"] != true {
		t.Errorf("got the flags %x and %v", a.Flags, a.Meta)
	}
}

func TestMistakes(t *testing.T) {
	main := map[string]string{"_main/app/main.py": "main"}
	for _, c := range []struct {
		name string
		p    Program
		want string
	}{
		{
			"two libraries bring different modules for one place",
			Program{Meta: meta(nil), Libraries: []Library{library(t, "//a", 0, main), library(t, "//b", 0, map[string]string{"_main/app/main.py": "other"})}},
			"_main/app/main.py: the file is brought twice, with different contents (in //b)\n" +
				"  _main/app/main.py: first brought here (in //a)\n" +
				"  fix: depend on one of the two targets only\n",
		},
		{
			"two targets bring different files for one place",
			Program{
				Meta: meta(nil), Libraries: []Library{library(t, "//a", 0, main)},
				Files: []File{file("_main/x", "//b", "1", 0), file("_main/x", "//c", "2", 0), file("_main/y", "//b", "3", 0), file("_main/y", "//c", "3", 0)},
			},
			"_main/x: the file is brought twice, with different contents (in //c)\n" +
				"  _main/x: first brought here (in //b)\n" +
				"  fix: depend on one of the two targets only\n",
		},
		{
			"no main module",
			Program{Meta: meta(map[string]any{"main_path": ""})},
			"main: the program has no main module (in //app:main)\n  fix: say main_path or main in the description\n",
		},
		{
			"main is not there",
			Program{Meta: meta(nil)},
			"_main/app/main.py: the main file is not among the modules that can be imported (in //app:main)\n" +
				"  fix: put it into an archive of the program; it is in none of them\n",
		},
		{
			"main is hidden",
			Program{Meta: meta(map[string]any{"roots": []any{"pip"}}), Libraries: []Library{library(t, "//a", 0, main)}},
			"_main/app/main.py: the main file is not among the modules that can be imported (in //app:main)\n" +
				"  fix: rename it: another module of the same name is found first, or no root of modules is above it\n",
		},
		{
			"the main module is not there",
			Program{Meta: meta(map[string]any{"main": "nothing"}), Libraries: []Library{library(t, "//a", 0, main)}},
			"nothing: there is no module of this name in the program (in //app:main)\n" +
				"  fix: add the library that has it to deps, or correct main_module\n",
		},
		{
			"a package without __main__",
			Program{Meta: meta(map[string]any{"main": "app"}), Libraries: []Library{library(t, "//a", 0, main)}},
			"app.__main__: the package has no module __main__, so it cannot be run (in //app:main)\n",
		},
		{
			"another version of Python",
			Program{Meta: meta(nil), Magic: 3495, Libraries: []Library{library(t, "//a", 0, main)}},
			"//a.hpa: the library has bytecode of magic number 3627, the program needs 3495 (in //a)\n" +
				"  fix: compile all libraries with the interpreter of the runtime\n",
		},
		{
			"paths that leave the runfiles",
			Program{Meta: meta(nil), Libraries: []Library{library(t, "//a", 0, main)}, Files: []File{file("../x", "//b", "1", 0)}},
			"../x: the path of a file must be relative, and stay below the runfiles (in //b)\n",
		},
		{
			"a file without content",
			Program{Meta: meta(nil), Libraries: []Library{library(t, "//a", 0, main)}, Files: []File{{Path: "x", Label: "//b"}}},
			"x: the file has no content, and the program is not one that finds it beside it (in //b)\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := c.p.Write(io.Discard, 0, false)
			if err == nil {
				t.Fatal("got no error")
			}
			var out bytes.Buffer
			if p, ok := err.(interface{ Print(io.Writer) error }); ok {
				if err := p.Print(&out); err != nil {
					t.Fatal(err)
				}
			} else {
				out.WriteString(err.Error() + "\n")
			}
			if diff := cmp.Diff(c.want, out.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestOrderOfInputsDoesNotShow links a program whose libraries share modules,
// with everything in another order each time.
func TestOrderOfInputsDoesNotShow(t *testing.T) {
	libraries := []Library{
		library(t, "//a", 0, map[string]string{"_main/app/main.py": "main", "_main/a.py": "a", "_main/b.py": "b"}),
		library(t, "//b", 0, map[string]string{"_main/a.py": "a", "_main/c.py": "c"}),
		library(t, "//c", 0, map[string]string{"_main/c.py": "c", "_main/d.py": "d"}),
	}
	files := []File{file("x", "//a", "1", 0), file("x", "//b", "1", 0), file("z", "//c", "3", 0), file("y", "//c", "1", 0)}
	var want []byte
	random := rand.New(rand.NewPCG(1, 2))
	for range 10 {
		random.Shuffle(len(libraries), func(i, j int) { libraries[i], libraries[j] = libraries[j], libraries[i] })
		random.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		var out bytes.Buffer
		if _, err := (&Program{Meta: meta(nil), Libraries: libraries, Files: files}).Write(&out, 0, false); err != nil {
			t.Fatal(err)
		}
		if want == nil {
			want = bytes.Clone(out.Bytes())
		} else if !bytes.Equal(want, out.Bytes()) {
			t.Fatal("the order of inputs shows in the bundle")
		}
	}
}

func TestSizeLimit(t *testing.T) {
	p := &Program{
		Meta:      meta(nil),
		Libraries: []Library{library(t, "//app:main", 0, map[string]string{"_main/app/main.py": "main"})},
		Files:     []File{file("_main/large", "//app:data", strings.Repeat("x", 5000), 0)},
	}
	s, err := p.Write(io.Discard, 4096, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.CheckSize("main", "//app:main", s.Size, 4096); err != nil {
		t.Errorf("at the limit: %v", err)
	}
	err = s.CheckSize("main", "//app:main", 1000, 4096)
	want := "_main/large: 5000 bytes (in //app:data)\n  the runtime: 4096 bytes\n  _main/app/main.py: 35 bytes (in //app:main)\n"
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q in it", err, want)
	}
}

func TestZipApplication(t *testing.T) {
	p := &Program{
		Meta:      meta(map[string]any{"args": []any{"-v"}}),
		Libraries: []Library{library(t, "//app:main", hpa.Zstd, map[string]string{"_main/app/main.py": "print()", "_main/lib.py": "x = 1"})},
		Files:     []File{file("_main/data", "//app:data", "data", 0)},
	}
	var out bytes.Buffer
	if err := p.WriteZip(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		got[f.Name] = string(content)
	}
	if !strings.Contains(got["__main__.py"], `"main": "main"`) {
		t.Errorf("__main__.py: %s", got["__main__.py"])
	}
	delete(got, "__main__.py")
	if diff := cmp.Diff(map[string]string{"_main/app/main.py": "print()", "_main/lib.py": "x = 1", "_main/data": "data"}, got); diff != "" {
		t.Error(diff)
	}
	p.Files = append(p.Files, file("_main/x.so", "//app:x", "\x7fELF", hpa.Native))
	if err := p.WriteZip(context.Background(), io.Discard); err == nil || !strings.Contains(err.Error(), "native code") {
		t.Errorf("got %v", err)
	}
}
