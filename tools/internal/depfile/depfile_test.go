package depfile

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLine(t *testing.T) {
	for _, c := range []struct {
		name   string
		output string
		inputs []string
		want   string
	}{
		{"no inputs", "app.cm", nil, "app.cm:\n"},
		{"inputs in their order", "app.cm", []string{"b.cml", "a.cml"}, "app.cm: b.cml a.cml\n"},
		{"spaces", "my app.cm", []string{"a b/c d.cml"}, "my\\ app.cm: a\\ b/c\\ d.cml\n"},
		{"signs of make", "o", []string{"a#b", "$HOME"}, "o: a\\#b $$HOME\n"},
		{"paths of Windows", `out\app.cm`, []string{`C:\sdk\a.cml`}, "out\\app.cm: C:\\sdk\\a.cml\n"},
		{"backslash in front of a space", "o", []string{`a\ b`}, "o: a\\\\\\ b\n"},
		{"backslash at the end", `dir\`, []string{`x\`, "y"}, "dir\\\\: x\\\\ y\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Line(c.output, c.inputs)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(got), c.want); diff != "" {
				t.Errorf("(-got +want):\n%s", diff)
			}
		})
	}
}

func TestLineFeedsCannotBeWritten(t *testing.T) {
	for _, name := range []string{"a\nb", "a\r"} {
		if got, err := Line("o", []string{name}); err == nil {
			t.Errorf("%q: got %q, want an error", name, got)
		}
		if got, err := Line(name, nil); err == nil {
			t.Errorf("output %q: got %q, want an error", name, got)
		}
	}
}

// FuzzLine checks that names are read back as they were given.
func FuzzLine(f *testing.F) {
	for _, seed := range []string{"a", "a b", `a\`, `a\\ b`, "$", "#", "a:b", "\t", `\$`} {
		f.Add(seed, "x")
		f.Add("x", seed)
	}
	f.Fuzz(func(t *testing.T, output, input string) {
		if output == "" || input == "" {
			t.Skip("names are not empty")
		}
		text, err := Line(output, []string{input, input})
		if err != nil {
			if !strings.ContainsAny(output+input, "\r\n") {
				t.Fatal(err)
			}
			return
		}
		words := read(t, strings.TrimSuffix(string(text), "\n"))
		if diff := cmp.Diff(words, []string{output + ":", input, input}); diff != "" {
			t.Errorf("%q (-got +want):\n%s", text, diff)
		}
	})
}

// read reads a line as make does: words are separated by spaces; a space or a
// number sign behind an odd number of backslashes belongs to the word; of the
// backslashes in front of one, or of a separator, every second one is dropped.
func read(t *testing.T, line string) []string {
	var words []string
	var word strings.Builder
	for i := 0; i < len(line); i++ {
		n := 0
		for i+n < len(line) && line[i+n] == '\\' {
			n++
		}
		next := byte(' ')
		if i+n < len(line) {
			next = line[i+n]
		}
		// The colon of the rule ends the first word as a space does.
		ends := next == ' ' || next == ':' && len(words) == 0 && strings.HasPrefix(line[i+n:], ": ")
		switch {
		case next == ' ' || next == '\t' || next == '#' || ends:
			word.WriteString(strings.Repeat(`\`, n/2))
		default:
			word.WriteString(strings.Repeat(`\`, n))
		}
		i += n
		switch {
		case i == len(line):
		case next == '$':
			if i++; i == len(line) || line[i] != '$' {
				t.Fatalf("%q: a lone dollar sign", line)
			}
			word.WriteByte('$')
		case next == ' ' && n%2 == 0:
			words = append(words, word.String())
			word.Reset()
		default:
			word.WriteByte(next)
		}
	}
	return append(words, word.String())
}
