package prose

import (
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Command is a command of a page with what the page says of it.
type Command struct {
	// Dir is where it runs, a path from the root of the tree.
	Dir string
	// Line is what a person types.
	Line string
	// Fails says that the page shows a failure.
	Fails bool
	// Shown are lines that the command prints, in this order, others between
	// them being left out.
	Shown []string
	// Pos is the place of the block.
	Pos diag.Pos
}

// prompt stands before a command where the page shows what commands print.
const prompt = "$ "

// Commands returns the commands of a page that can be tried. In a block of
// language "sh" each line is one; in one of language "console" those after a
// prompt are, and the language "console fails" says that each of them fails.
func Commands(f *diag.File, diags *diag.List) []Command {
	var commands []Command
	for _, b := range Blocks(f, diags) {
		if b.Kind != "run in" {
			continue
		}
		shows := b.Language != "sh"
		for text := range strings.Lines(b.Text) {
			text = strings.TrimRight(text, "\n")
			typed, isCommand := strings.CutPrefix(text, prompt)
			switch {
			case isCommand || !shows:
				commands = append(commands, Command{
					Dir: b.Argument, Line: typed, Fails: strings.HasSuffix(b.Language, " fails"), Pos: b.Pos,
				})
			case len(commands) == 0 || commands[len(commands)-1].Pos != b.Pos:
				diags.Add(diag.Errorf(b.Pos, "", "this session starts with output").
					WithHint("write %q before the command", prompt))
			case text != "…":
				last := &commands[len(commands)-1]
				last.Shown = append(last.Shown, text)
			}
		}
	}
	return commands
}

// Judge reports what a command did other than the page says.
func (c Command) Judge(output string, failed bool, diags *diag.List) {
	if failed != c.Fails {
		what := map[bool]string{true: "fails", false: "does not fail"}[failed]
		diags.Add(diag.Errorf(c.Pos, "", "%q %s; it prints:\n%s", c.Line, what, output))
		return
	}
	rest := strings.Split(output, "\n")
	for _, want := range c.Shown {
		at := 0
		for at < len(rest) && strings.TrimRight(rest[at], " \r") != want {
			at++
		}
		if at == len(rest) {
			diags.Add(diag.Errorf(c.Pos, "", "%q does not print %q; it prints:\n%s", c.Line, want, output))
			return
		}
		rest = rest[at+1:]
	}
}
