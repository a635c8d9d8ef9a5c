package prose

import (
	"bytes"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// ReadFile returns a file of the tree by its path from the root.
type ReadFile func(name string) ([]byte, error)

// Refresh returns a page in which every block that shows a file shows it as it
// is. A block that names a file, or a paragraph, that is not there is a finding.
func Refresh(f *diag.File, read ReadFile, diags *diag.List) []byte {
	var page bytes.Buffer
	done := 0
	for _, b := range Blocks(f, diags) {
		if b.Kind != "file" {
			continue
		}
		text, problem := shown(b, read)
		if problem != nil {
			diags.Add(problem)
			continue
		}
		page.Write(f.Text[done:b.Start])
		page.WriteString(text)
		done = b.End
	}
	page.Write(f.Text[done:])
	return page.Bytes()
}

// CheckSnippets reports the blocks of a page that do not show what is in the
// files. Fix is the command that corrects them.
func CheckSnippets(f *diag.File, read ReadFile, fix string, diags *diag.List) {
	for _, b := range Blocks(f, diags) {
		if b.Kind != "file" {
			continue
		}
		text, problem := shown(b, read)
		if problem == nil && text != b.Text {
			problem = diag.Errorf(b.Pos, "", "this block is not what %s has", b.Argument).WithHint("%s", fix)
		}
		if problem != nil {
			diags.Add(problem)
		}
	}
}

// shown returns what a block must show.
func shown(b Block, read ReadFile) (string, *diag.Diagnostic) {
	name, first, isParagraph := strings.Cut(b.Argument, "#")
	data, err := read(name)
	if err != nil {
		return "", diag.Errorf(b.Pos, "", "the file to show: %v", err).
			WithHint("correct the path")
	}
	text := string(data)
	if !isParagraph {
		return text, nil
	}
	text = paragraph(text, first)
	if text == "" {
		return "", diag.Errorf(b.Pos, "", "%s has no line %q", name, first).
			WithHint("after the #, write the first line of the paragraph to show")
	}
	return text, nil
}

// paragraph returns the lines from a given one up to the next empty one.
func paragraph(text, first string) string {
	var found strings.Builder
	for line := range strings.Lines(text) {
		switch {
		case found.Len() == 0 && strings.TrimRight(line, "\n") != first:
			continue
		case line == "\n":
			return found.String()
		}
		found.WriteString(line)
	}
	return found.String()
}
