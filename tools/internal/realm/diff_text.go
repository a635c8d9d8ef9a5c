package realm

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Print writes the differences for people, nothing if there are none: what only the left side has after
// "-", what only the right one has after "+", what both say differently after
// "~", field by field.
func (d *Diff) Print(w io.Writer) error {
	var b strings.Builder
	if !d.Equal() {
		fmt.Fprintf(&b, "- %s\n+ %s\n", d.Left, d.Right)
	}
	for _, g := range d.Groups {
		b.WriteString("\n" + g.title() + "\n")
		for _, f := range g.OnlyLeft {
			fmt.Fprintf(&b, "  - %s\n", g.line(f))
		}
		for _, f := range g.OnlyRight {
			fmt.Fprintf(&b, "  + %s\n", g.line(f))
		}
		for _, c := range g.Changed {
			fmt.Fprintf(&b, "  ~ %s\n", g.line(c.Left.heading()))
			for _, field := range c.Fields {
				fmt.Fprintf(&b, "      %s: %s -> %s\n", field.Field, shown(field.Left), shown(field.Right))
			}
		}
	}
	if !d.Shards.empty() {
		b.WriteString("\nshards\n")
		for _, s := range d.Shards.OnlyLeft {
			fmt.Fprintf(&b, "  - %s\n", s)
		}
		for _, s := range d.Shards.OnlyRight {
			fmt.Fprintf(&b, "  + %s\n", s)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (s *ShardDiff) empty() bool {
	return s == nil || len(s.OnlyLeft)+len(s.OnlyRight) == 0
}

// String returns "//label:x (path/x.core_shard.cml)".
func (s ShardName) String() string {
	if s.Label == "" {
		return s.File
	}
	return s.Label + " (" + s.File + ")"
}

func (g *DiffGroup) title() string {
	switch g.Kind {
	case "all":
		return "offers to all children"
	case "dictionary":
		return fmt.Sprintf("dictionary %q", g.Name)
	case "child":
		return fmt.Sprintf("child %q", g.Name)
	}
	return g.Kind
}

// line writes a fact without the section that is the group's title.
func (g *DiffGroup) line(f *Fact) string { return strings.TrimPrefix(f.String(), g.Kind+" ") }

// heading is what a fact is about, without what it says of it.
func (f *Fact) heading() *Fact {
	return &Fact{Section: f.Section, Type: f.Type, Name: f.Target(), To: f.To}
}

func shown(value string) string { return cmp.Or(value, "(none)") }

// Lines returns the differences as sorted lines, "- " or "+ " and a fact, for
// files that people review.
func (d *Diff) Lines() []string {
	type line struct {
		sign string
		fact *Fact
	}
	var lines []line
	for _, g := range d.Groups {
		for _, f := range g.OnlyLeft {
			lines = append(lines, line{"- ", f})
		}
		for _, f := range g.OnlyRight {
			lines = append(lines, line{"+ ", f})
		}
		for _, c := range g.Changed {
			lines = append(lines, line{"- ", c.Left}, line{"+ ", c.Right})
		}
	}
	slices.SortStableFunc(lines, func(a, b line) int {
		return cmp.Or(cmp.Compare(a.fact.key(), b.fact.key()), -cmp.Compare(a.sign, b.sign))
	})
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l.sign + l.fact.String()
	}
	return out
}

// Marshal returns the differences as JSON.
func (d *Diff) Marshal() ([]byte, error) { return marshal(d) }
