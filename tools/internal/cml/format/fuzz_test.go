package format

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/json5"
)

func FuzzSource(f *testing.F) {
	for _, tt := range layouts {
		f.Add(tt.in)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkSource(t, text)
	})
}

// checkSource checks what the package promises for a text.
func checkSource(t *testing.T, text string) {
	t.Helper()
	var diags diag.List
	file := diag.NewFile("f", []byte(text))
	before := json5.ParseAll(file, &diags)
	out := Source(file, new(diag.List))
	if (out != nil) != (before != nil) {
		t.Fatalf("formatted: %v, is JSON5: %v", out != nil, before != nil)
	}
	if out == nil {
		return
	}
	again := diag.NewFile("f", out)
	after := json5.ParseAll(again, &diags)
	if after == nil {
		t.Fatalf("the formatted text is refused: %v\n%s", diags.Err(), out)
	}
	if diff := cmp.Diff(canonical(after, 0, len(after.Nodes)), canonical(before, 0, len(before.Nodes))); diff != "" {
		t.Errorf("the values have changed (-got +want):\n%s", diff)
	}
	if diff := cmp.Diff(comments(again), comments(file)); diff != "" {
		t.Errorf("the comments have changed (-got +want):\n%s", diff)
	}
	if diff := cmp.Diff(string(Source(again, new(diag.List))), string(out)); diff != "" {
		t.Errorf("formatting again changes the text (-got +want):\n%s", diff)
	}
	checkSpace(t, again)
}

// canonical writes the values from a node to another so that two texts of the
// same values agree: items in an order of their own, strings and numbers as they
// stand in the source.
func canonical(tree *json5.Tree, from, to int) []string {
	var items []string
	for at := from; at < to; {
		n := &tree.Nodes[at]
		switch n.Kind {
		case json5.Array:
			items = append(items, canonicalArray(tree, at))
		case json5.Object:
			type member struct{ key, value string }
			var members []member
			for child := at + 1; child < int(n.Next); child = int(tree.Nodes[child].Next) {
				c := &tree.Nodes[child]
				members = append(members, member{tree.Key(c), canonical(tree, child, int(c.Next))[0]})
			}
			slices.SortStableFunc(members, func(a, b member) int { return strings.Compare(a.key, b.key) })
			items = append(items, fmt.Sprintf("%q", members))
		default:
			items = append(items, tree.Text[n.Start:n.End])
		}
		at = int(n.Next)
	}
	return items
}

// canonicalArray writes an array: its primitives in an order of their own, then
// its containers.
func canonicalArray(tree *json5.Tree, array int) string {
	primitives, containers := []string{}, []string{}
	for at := array + 1; at < int(tree.Nodes[array].Next); at = int(tree.Nodes[at].Next) {
		n := &tree.Nodes[at]
		if written := canonical(tree, at, int(n.Next)); n.Kind == json5.Array || n.Kind == json5.Object {
			containers = append(containers, written...)
		} else {
			primitives = append(primitives, written...)
		}
	}
	slices.Sort(primitives)
	return "[" + strings.Join(append(primitives, containers...), " ") + "]"
}

// comments returns the sorted comments of a text without the space around their
// lines.
func comments(f *diag.File) []string {
	var found []string
	for _, token := range json5.Tokens(f, new(diag.List)) {
		if token.Kind == json5.LineComment || token.Kind == json5.BlockComment {
			lines := strings.Split(string(f.Text[token.Start:token.End]), "\n")
			for i := range lines {
				lines[i] = strings.TrimSpace(lines[i])
			}
			found = append(found, strings.Join(lines, "\n"))
		}
	}
	slices.Sort(found)
	return found
}

// checkSpace checks the space of a formatted text.
func checkSpace(t *testing.T, f *diag.File) {
	t.Helper()
	tokens := json5.Tokens(f, new(diag.List))
	for i, token := range tokens {
		if token.Kind != json5.Space {
			continue
		}
		space := string(f.Text[token.Start:token.End])
		if strings.Trim(space, " \n") != "" || strings.Contains(space, " \n") || strings.Contains(space, "\n\n\n") ||
			(i == len(tokens)-1) != (int(token.End) == len(f.Text)) || i == len(tokens)-1 && space != "\n" {
			t.Errorf("space %q at %d in\n%s", space, token.Start, f.Text)
		}
	}
	if n := len(tokens); n > 0 && tokens[n-1].Kind != json5.Space {
		t.Errorf("no line break at the end of\n%s", f.Text)
	}
}
