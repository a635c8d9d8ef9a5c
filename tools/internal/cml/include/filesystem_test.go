package include

import (
	"testing"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

func TestFileSystemSearchesInOrder(t *testing.T) {
	const shard = "{}"
	paths := []string{"first", "second/"}
	for _, tt := range []struct {
		name, root, include string
		files               []string
		want                string
	}{
		{"the first include path wins", ".", "x", []string{"first/x", "second/x", "meta/x", "x"}, "first/x"},
		{"the second when the first lacks the file", ".", "x", []string{"second/x", "meta/x", "x"}, "second/x"},
		{"a folder is no file", ".", "x", []string{"first/x/y", "second/x"}, "second/x"},
		{"the folder of the including file", ".", "x", []string{"meta/x", "x"}, "meta/x"},
		{"the working directory", ".", "x", []string{"x"}, "x"},
		{"a path with folders", ".", "syslog/client.shard.cml", []string{"second/syslog/client.shard.cml"}, "second/syslog/client.shard.cml"},
		{"two slashes stand for the root", "src/tree", "//lib/x", []string{"src/tree/lib/x", "lib/x", "first/lib/x"}, "src/tree/lib/x"},
		{"no root is the working directory", "", "//lib/x", []string{"lib/x", "first/lib/x"}, "lib/x"},
		{"an absolute path", ".", "/abs/x", []string{"/abs/x", "first/abs/x"}, "/abs/x"},
		{"above the working directory", "../..", "//x", []string{"../../x"}, "../../x"},
		{"identities are clean", "./r/../r", "//./a/../b//x", []string{"r/b/x"}, "r/b/x"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			texts := map[string]string{}
			for _, f := range tt.files {
				texts[f] = shard
			}
			got, problem := NewFileSystem(newFiles(texts), tt.root, paths).Find("meta/a.cml", cml.Str{Value: tt.include})
			if problem != nil || got != tt.want {
				t.Errorf("got %q, %v, want %q", got, problem, tt.want)
			}
		})
	}
}

func TestFileSystemSaysWhereItLooked(t *testing.T) {
	manifest := diag.NewFile("meta/a.cml", []byte(`{}`))
	many := []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}
	for _, tt := range []struct {
		include string
		paths   []string
		want    string
	}{
		{
			"x",
			[]string{"lib", "lib"},
			"meta/a.cml:1:1: include \"x\" is not there; looked for lib/x, meta/x, x\n" +
				"  fix: correct the path, or give the directory that it is relative to as an include path\n",
		},
		{
			"//x",
			[]string{"lib"},
			"meta/a.cml:1:1: include \"//x\" is not there; looked for root/x\n" +
				"  fix: correct the path, or give the directory that // stands for as the include root\n",
		},
		{
			"x", many,
			"meta/a.cml:1:1: include \"x\" is not there; looked for 1/x, 2/x, 3/x, 4/x, 5/x, 6/x, 7/x, 8/x, 9/x, 10/x, …\n" +
				"  fix: correct the path, or give the directory that it is relative to as an include path\n",
		},
		{
			"x",
			[]string{"locked", "lib"},
			"meta/a.cml:1:1: the file locked/x of include \"x\" cannot be read: permission denied\n  fix: make it readable\n",
		},
	} {
		var diags diag.List
		_, problem := NewFileSystem(newFiles(nil), "root", tt.paths).Find("meta/a.cml", cml.Str{Value: tt.include, Pos: manifest.At(0)})
		diags.Add(problem)
		same(t, "findings", printed(&diags), tt.want)
	}
}

func TestFileSystemNamesFilesAsGiven(t *testing.T) {
	l := NewFileSystem(newFiles(map[string]string{"a.cml": "{}"}), ".", nil)
	id := l.ID("./meta/../a.cml")
	f, err := l.Read(id)
	if err != nil {
		t.Fatal(err)
	}
	if id != "a.cml" || f.Name != "a.cml" {
		t.Errorf("got identity %q and name %q, want a.cml", id, f.Name)
	}
}

func TestFileSystemIncludeString(t *testing.T) {
	fs := newFiles(map[string]string{
		"sdk/lib/syslog/client.shard.cml": "{}",
		"sdk/lib/dup.shard.cml":           "{}",
		"first/dup.shard.cml":             "{}",
		"src/app/meta/app.shard.cml":      "{}",
		"other/x.shard.cml":               "{}",
		"/abs/x.shard.cml":                "{}",
	})
	l := NewFileSystem(fs, "src/", []string{"./first", "sdk/lib/", "/abs"})
	for id, want := range map[string]string{
		"sdk/lib/syslog/client.shard.cml": "syslog/client.shard.cml",
		"first/dup.shard.cml":             "dup.shard.cml",
		// The string would lead to first/dup.shard.cml.
		"sdk/lib/dup.shard.cml":      "",
		"src/app/meta/app.shard.cml": "//app/meta/app.shard.cml",
		"other/x.shard.cml":          "",
		"/abs/x.shard.cml":           "x.shard.cml",
		"src/none.shard.cml":         "",
	} {
		same(t, "include string of "+id, l.IncludeString("src/app/app.cml", id), want)
	}
	l = NewFileSystem(fs, "", nil)
	same(t, "without paths", l.IncludeString("a.cml", "other/x.shard.cml"), "//other/x.shard.cml")
	same(t, "elsewhere", l.IncludeString("a.cml", "/abs/x.shard.cml"), "")
}
