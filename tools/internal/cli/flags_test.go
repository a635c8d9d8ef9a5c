package cli_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/cli/clitest"
)

func TestFlags(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"args":    "--output\n a b \n@not-a-file\n\nx",
		"labels":  "--output\n@repo//x:y\n",
		"empty":   "",
		"dash":    "--\n-o\n",
		"windows": "a\r\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	const none = ` includepath=[] generation="r25" strict=false level=0 `
	for _, c := range []struct{ name, args, want string }{
		{"long, two dashes", "--output|a.cm", `output="a.cm"` + none + `files=[]`},
		{"long, one dash", "-output|a.cm", `output="a.cm"` + none + `files=[]`},
		{"short", "-o|a.cm", `output="a.cm"` + none + `files=[]`},
		{"equals sign", "--output=a=b", `output="a=b"` + none + `files=[]`},
		{"short with equals sign", "-o=", `output=""` + none + `files=[]`},
		{"last value wins", "-o|a|-o|b", `output="b"` + none + `files=[]`},
		{"value that looks like a flag", "-o|--strict", `output="--strict"` + none + `files=[]`},
		{"value that ends flags elsewhere", "-o|--|x", `output="--"` + none + `files=["x"]`},
		{
			"repeated, between positionals", "a|--includepath|x|b|--includepath=y|-o|z|c",
			`output="z" includepath=["x" "y"] generation="r25" strict=false level=0 files=["a" "b" "c"]`,
		},
		{
			"boolean takes no following value", "--strict|a|--level|7|-o|x",
			`output="x" includepath=[] generation="r25" strict=true level=7 files=["a"]`,
		},
		{"boolean with a value", "--strict=false|-o|x", `output="x"` + none + `files=[]`},
		{"end of flags", "-o|x|--|--strict|-h|@args", `output="x"` + none + `files=["--strict" "-h" "@args"]`},
		{"standard input", "-o|x|-", `output="x"` + none + `files=["-"]`},
		{"lone at sign", "-o|x|@", `output="x"` + none + `files=["@"]`},
		{"empty argument", "-o|x|", `output="x"` + none + `files=[""]`},
		{"argument file, verbatim", "first|@args|last", `output=" a b "` + none + `files=["first" "@not-a-file" "" "x" "last"]`},
		{"label as the value of a flag", "--output|@repo//x:y", `output="@repo//x:y"` + none + `files=[]`},
		{"label in an argument file", "@labels", `output="@repo//x:y"` + none + `files=[]`},
		{"empty argument file", "-o|x|@empty", `output="x"` + none + `files=[]`},
		{"end of flags in an argument file", "-o|x|@dash|-h", `output="x"` + none + `files=["-o" "-h"]`},
		{"carriage returns are not ours", "-o|x|@windows", `output="x"` + none + `files=["a\r"]`},

		{"unknown flag", "--ouput=a.cm", "there is no flag --ouput; did you mean --output?"},
		{"flag like no other", "--zzz", "there is no flag --zzz"},
		{"flag without its value", "--output", "--output needs a value"},
		{"wrong value", "-o|x|--level=many", `--level cannot be "many": parse error`},
		{"wrong boolean", "-o|x|--strict=maybe", `--strict cannot be "maybe": parse error`},
		{"required", "a.cml", "--output is missing"},
		{"argument file that is not there", "@none", "read arguments from none: no such file or directory"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := clitest.Run(program(), dir, append([]string{"cml", "compile"}, strings.Split(c.args, "|")...)...)
			if got.Code == 0 && got.Stderr == "" {
				if diff := cmp.Diff(strings.TrimSuffix(got.Stdout, "\n"), c.want); diff != "" {
					t.Errorf("(-got +want):\n%s", diff)
				}
				return
			}
			line, _, _ := strings.Cut(got.Stderr, "\n")
			if diff := cmp.Diff(line, "idkit cml compile: "+c.want); diff != "" {
				t.Errorf("exit code %d, (-got +want):\n%s", got.Code, diff)
			}
		})
	}
}

func TestArgumentsOfCmc(t *testing.T) {
	for args, want := range map[string]string{
		"a -p x y -o o b -p z":  "p=x,y,z o=o files=a,b",
		"-p=x y":                "p=x o= files=y",
		"-p x -- y":             "p=x o= files=y",
		"-p x y --includepath=": "p=x,y, o= files=",
		"-p x y a.cml b":        "p=x,y o= files=a.cml,b",
		"-p a.cml x a.cml":      "p=a.cml,x o= files=a.cml",
		"-oFILE -px y":          "p=x,y o=FILE files=",
		"-o=FILE -o-":           "p= o=- files=",
		"-ioFILE x":             "p= o=FILE i files=x",
		"-io FILE -i":           "p= o=FILE i files=",
		"-i=false -iofalse":     "p= o=false i files=",
		"-o@FILE":               "p= o=@FILE files=",
	} {
		verb := func(_ context.Context, env *cli.Env, args []string) error {
			f := cli.NewFlags(env)
			f.Greedy, f.Joined = true, true
			f.ListEnd = func(word string) bool { return strings.HasSuffix(word, ".cml") }
			paths, output, inPlace := f.Strings("includepath", ""), f.String("o", "", ""), f.Bool("in-place", false, "")
			f.Alias("p", "includepath")
			f.Alias("i", "in-place")
			files, err := f.Parse(args)
			if err != nil {
				return err
			}
			got := "p=" + strings.Join(*paths, ",") + " o=" + *output
			if *inPlace {
				got += " i"
			}
			got += " files=" + strings.Join(files, ",")
			if got != want {
				t.Errorf("%s: got %s, want %s", args, got, want)
			}
			return nil
		}
		p := &cli.Program{Name: "cmc", Commands: []*cli.Command{{Name: "x", Run: verb}}}
		if got := clitest.Run(p, t.TempDir(), append([]string{"x"}, strings.Fields(args)...)...); got.Code != 0 {
			t.Errorf("%s: %s", args, got.Stderr)
		}
	}
}

func TestParamsAreVerbatim(t *testing.T) {
	for text, want := range map[string][]string{
		"":             nil,
		"\n":           {""},
		"\n\n":         {"", ""},
		"a":            {"a"},
		"a\n":          {"a"},
		"a\n\nb\n":     {"a", "", "b"},
		" a\t\n'b c'#": {" a\t", "'b c'#"},
		"a\r\nb\r\n":   {"a\r", "b\r"},
		"\\n\\\n":      {`\n\`},
	} {
		if diff := cmp.Diff(cli.ParseParams([]byte(text)), want); diff != "" {
			t.Errorf("ParseParams(%q) (-got +want):\n%s", text, diff)
		}
	}
	if got, err := cli.FormatParams([]string{"a\nb"}); err == nil {
		t.Errorf("FormatParams of a line feed: got %q, want an error", got)
	}
}

// FuzzParams checks that what can be written is read back, and that reading
// and writing an argument file changes nothing but a missing last line feed.
func FuzzParams(f *testing.F) {
	for _, seed := range []string{"", "\n", "a", "a\n\nb\n", "@x\n--\n-o=\n", "\xff\r\n \n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		args := cli.ParseParams(text)
		written, err := cli.FormatParams(args)
		if err != nil {
			t.Fatalf("got %v, want that every line can be written", err)
		}
		want := text
		if len(text) > 0 && text[len(text)-1] != '\n' {
			want = append(slices.Clone(text), '\n')
		}
		if string(written) != string(want) {
			t.Errorf("got %q, want %q", written, want)
		}
		if diff := cmp.Diff(cli.ParseParams(written), args); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
	})
}
