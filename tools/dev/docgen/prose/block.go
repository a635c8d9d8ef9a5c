package prose

import (
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Block is a code block with a comment that says what it is.
type Block struct {
	// Kind is what the comment starts with: "file" or "run in".
	Kind string
	// Argument is what the comment says after the colon.
	Argument string
	// Language is what stands after the opening fence.
	Language string
	// Text are the lines between the fences; Start and End where they are.
	Text       string
	Start, End int
	// Pos is the place of the comment.
	Pos diag.Pos
}

// fence opens and closes a code block.
const fence = "```"

// The two ends of a comment.
const (
	commentStart = "<!-- "
	commentEnd   = " -->"
)

// Blocks returns the code blocks of a page that a comment belongs to. A
// comment of ours without a code block is a finding.
func Blocks(f *diag.File, diags *diag.List) []Block {
	var blocks []Block
	var comment *Block
	for l := range lines(f) {
		switch {
		case l.opens:
			if comment != nil {
				comment.Language, comment.Start, comment.End = l.text[len(fence):], l.end, l.end
			}
		case l.closes:
			if comment != nil {
				blocks = append(blocks, *comment)
				comment = nil
			}
		case l.code:
			if comment != nil {
				comment.Text += l.text + "\n"
				comment.End = l.end
			}
		default:
			orphan(comment, diags)
			comment = parseComment(f, l)
		}
	}
	orphan(comment, diags)
	return blocks
}

func orphan(comment *Block, diags *diag.List) {
	if comment == nil {
		return
	}
	diags.Add(diag.Errorf(comment.Pos, "", "no code block follows this comment").
		WithHint("write the opening %s in the next line", fence))
}

// parseComment returns the block that a line announces, nil for other lines.
func parseComment(f *diag.File, l line) *Block {
	inner, isComment := strings.CutPrefix(l.text, commentStart)
	inner, isWhole := strings.CutSuffix(inner, commentEnd)
	kind, argument, hasArgument := strings.Cut(inner, ": ")
	if !isComment || !isWhole || !hasArgument || (kind != "file" && kind != "run in") {
		return nil
	}
	return &Block{Kind: kind, Argument: argument, Pos: f.At(l.start)}
}

// line is a line of a page.
type line struct {
	text       string
	start, end int
	// One of these holds for the fences of a code block and what is between.
	opens, closes, code bool
}

// lines yields the lines of a page.
func lines(f *diag.File) func(yield func(line) bool) {
	return func(yield func(line) bool) {
		inCode, offset := false, 0
		for text := range strings.Lines(string(f.Text)) {
			l := line{text: strings.TrimRight(text, "\r\n"), start: offset, end: offset + len(text)}
			offset = l.end
			isFence := strings.HasPrefix(l.text, fence)
			l.opens, l.closes, l.code = isFence && !inCode, isFence && inCode, !isFence && inCode
			inCode = inCode != isFence
			if !yield(l) {
				return
			}
		}
	}
}
