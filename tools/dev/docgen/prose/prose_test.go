package prose

import (
	"fmt"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// files is a tree for the tests.
var files = map[string]string{
	"a/one.txt":   "first\n\nsecond(\n    2,\n)\n\nthird\n",
	"docs/to.md":  "# To `be`, or not!\n\n| <a id=\"o14\"></a>O14 |\n\n```sh\n# no heading\n```\n",
	"a/empty.txt": "",
}

func read(name string) ([]byte, error) {
	text, ok := files[name]
	if !ok {
		return nil, fmt.Errorf("read %s: no such file", name)
	}
	return []byte(text), nil
}

func exists(name string) bool {
	for f := range files {
		if f == name || strings.HasPrefix(f, name+"/") {
			return true
		}
	}
	return name == "docs/page.md"
}

func printed(diags *diag.List) string {
	var b strings.Builder
	_ = diags.Print(&b)
	return b.String()
}

func TestRefreshFillsBlocks(t *testing.T) {
	page := strings.Join([]string{
		"# Title",
		"<!-- a comment of another kind: stays -->",
		"<!-- file: a/one.txt -->",
		"```text",
		"old",
		"```",
		"between",
		"<!-- file: a/one.txt#second( -->",
		"```text",
		"```",
		"<!-- file: a/empty.txt -->",
		"```text",
		"old",
		"```",
		"```text",
		"<!-- file: a/one.txt -->",
		"```",
		"",
	}, "\n")
	diags := &diag.List{}
	f := diag.NewFile("docs/page.md", []byte(page))
	got := string(Refresh(f, read, diags))
	want := strings.Join([]string{
		"# Title",
		"<!-- a comment of another kind: stays -->",
		"<!-- file: a/one.txt -->",
		"```text",
		"first", "", "second(", "    2,", ")", "", "third",
		"```",
		"between",
		"<!-- file: a/one.txt#second( -->",
		"```text",
		"second(", "    2,", ")",
		"```",
		"<!-- file: a/empty.txt -->",
		"```text",
		"```",
		"```text",
		"<!-- file: a/one.txt -->",
		"```",
		"",
	}, "\n")
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("Refresh (-got +want):\n%s", diff)
	}
	if diags.Len() > 0 {
		t.Errorf("Refresh: findings, want none:\n%s", printed(diags))
	}

	CheckSnippets(f, read, "make docs", diags)
	if got, want := diags.Len(), 3; got != want {
		t.Errorf("CheckSnippets before: %d findings, want %d:\n%s", got, want, printed(diags))
	}
	diags = &diag.List{}
	CheckSnippets(diag.NewFile("docs/page.md", []byte(got)), read, "make docs", diags)
	if diags.Len() > 0 {
		t.Errorf("CheckSnippets after: findings, want none:\n%s", printed(diags))
	}
}

func TestFindings(t *testing.T) {
	for _, c := range []struct {
		name, page, want string
	}{
		{
			"a block that is out of date",
			"<!-- file: a/one.txt#third -->\n```\nold\n```\n",
			"docs/page.md:1:1: this block is not what a/one.txt#third has\n  fix: make docs\n",
		},
		{
			"a file that is not there",
			"\n<!-- file: a/two.txt -->\n```\n```\n",
			"docs/page.md:2:1: the file to show: read a/two.txt: no such file\n" +
				"  fix: correct the path\n",
		},
		{
			"a paragraph that is not there",
			"<!-- file: a/one.txt#fourth -->\n```\n```\n",
			"docs/page.md:1:1: a/one.txt has no line \"fourth\"\n" +
				"  fix: after the #, write the first line of the paragraph to show\n",
		},
		{
			"a comment without a block",
			"<!-- file: a/one.txt -->\n\n```\n```\n",
			"docs/page.md:1:1: no code block follows this comment\n  fix: write the opening ``` in the next line\n",
		},
		{
			"a comment at the end",
			"<!-- run in: . -->\n",
			"docs/page.md:1:1: no code block follows this comment\n  fix: write the opening ``` in the next line\n",
		},
		{
			"links that lead somewhere",
			"[a](to.md) [b](to.md#to-be-or-not) [b](to.md#o14) [c](../a) [d](https://example.com/x) [e](#here) `[f](no.md)`\n# Here\n" +
				"```\n[g](no.md)\n```\n",
			"",
		},
		{
			"links that lead nowhere",
			"see [a](no.md),\n[b](to.md#no-heading) and [c](#nothing)",
			"docs/page.md:1:9: there is no docs/no.md\n  fix: correct the link\n" +
				"docs/page.md:2:5: docs/to.md has no heading for #no-heading\n  fix: correct the link\n" +
				"docs/page.md:2:31: docs/page.md has no heading for #nothing\n  fix: correct the link\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			diags := &diag.List{}
			f := diag.NewFile("docs/page.md", []byte(c.page))
			readPage := func(name string) ([]byte, error) {
				if path.Clean(name) == f.Name {
					return f.Text, nil
				}
				return read(name)
			}
			CheckSnippets(f, readPage, "make docs", diags)
			CheckLinks(f, f.Name, readPage, exists, diags)
			if diff := cmp.Diff(printed(diags), c.want); diff != "" {
				t.Errorf("findings (-got +want):\n%s", diff)
			}
		})
	}
}

func TestCommands(t *testing.T) {
	page := strings.Join([]string{
		"<!-- run in: . -->",
		"```sh",
		"one && two",
		"three",
		"```",
		"<!-- run in: a/b -->",
		"```console",
		"$ four",
		"shown",
		"…",
		"",
		"$ five",
		"```",
		"<!-- run in: . -->",
		"```console fails",
		"$ six",
		"```",
		"```sh",
		"not tried",
		"```",
	}, "\n")
	diags := &diag.List{}
	var got []string
	for _, c := range Commands(diag.NewFile("page.md", []byte(page)), diags) {
		got = append(got, fmt.Sprintf("%s: %s %q %v", c.Dir, c.Line, c.Shown, c.Fails))
	}
	want := []string{
		`.: one && two [] false`,
		`.: three [] false`,
		`a/b: four ["shown" ""] false`,
		`a/b: five [] false`,
		`.: six [] true`,
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("Commands (-got +want):\n%s", diff)
	}
	Commands(diag.NewFile("page.md", []byte("<!-- run in: . -->\n```console\noutput\n```\n")), diags)
	if got, want := printed(diags), "page.md:1:1: this session starts with output\n  fix: write \"$ \" before the command\n"; got != want {
		t.Errorf("findings: got %q, want %q", got, want)
	}
}

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		name    string
		command Command
		output  string
		failed  bool
		want    string
	}{
		{"all as shown", Command{Shown: []string{"a", "c"}}, "a\nb\nc  \n", false, ""},
		{"another order", Command{Line: "x", Shown: []string{"c", "a"}}, "a\nc\n", false, "\"x\" does not print \"a\"; it prints:\na\nc\n\n"},
		{"a line is missing", Command{Line: "x", Shown: []string{"a"}}, "", false, "\"x\" does not print \"a\"; it prints:\n\n"},
		{"it fails", Command{Line: "x"}, "oh\n", true, "\"x\" fails; it prints:\noh\n\n"},
		{"it does not fail", Command{Line: "x", Fails: true}, "", false, "\"x\" does not fail; it prints:\n\n"},
		{"it fails as shown", Command{Fails: true, Shown: []string{"oh"}}, "oh\n", true, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			diags := &diag.List{}
			c.command.Judge(c.output, c.failed, diags)
			if diff := cmp.Diff(printed(diags), c.want); diff != "" {
				t.Errorf("Judge (-got +want):\n%s", diff)
			}
		})
	}
}
