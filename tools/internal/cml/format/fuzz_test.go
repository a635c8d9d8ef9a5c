package format

import (
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
	before, ok := json5.ParseAll(file, &diags)
	out := Source(file, new(diag.List))
	if (out != nil) != ok {
		t.Fatalf("formatted: %v, is JSON5: %v", out != nil, ok)
	}
	if out == nil {
		return
	}
	again := diag.NewFile("f", out)
	after, ok := json5.ParseAll(again, &diags)
	if !ok {
		t.Fatalf("the formatted text is refused: %v\n%s", diags.Err(), out)
	}
	if diff := cmp.Diff(canonical(string(out), after), canonical(text, before)); diff != "" {
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

// canonical writes values so that two texts of the same values agree: items in
// an order of their own, strings and numbers as they stand in the source.
func canonical(text string, values []json5.Value) []string {
	var items []string
	for _, v := range values {
		item := text[v.Start:v.End]
		switch v.Kind {
		case json5.Array:
			primitives, containers := []string{}, []json5.Value{}
			for _, e := range v.Elems {
				if e.Kind == json5.Array || e.Kind == json5.Object {
					containers = append(containers, e)
				} else {
					primitives = append(primitives, text[e.Start:e.End])
				}
			}
			slices.Sort(primitives)
			item = "[" + strings.Join(append(primitives, canonical(text, containers)...), " ") + "]"
		case json5.Object:
			members := slices.Clone(v.Members)
			slices.SortStableFunc(members, func(a, b json5.Member) int { return strings.Compare(a.Key, b.Key) })
			item = "{"
			for _, m := range members {
				item += " " + m.Key + ":" + canonical(text, []json5.Value{m.Value})[0]
			}
			item += "}"
		}
		items = append(items, item)
	}
	return items
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
