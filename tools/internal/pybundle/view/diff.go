package view

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
)

// Difference is something in which two bundles differ.
type Difference struct {
	// What is "module", "file", "meta", "carrier" or "archive".
	What string `json:"what"`
	Name string `json:"name"`
	// Change is "added", "removed" or "changed".
	Change string `json:"change"`
	Left   string `json:"left,omitempty"`
	Right  string `json:"right,omitempty"`
}

// Differences are all of them.
type Differences struct {
	Differences []Difference `json:"differences"`
}

// Compare returns in what two bundles differ. Carriers have equal is set if they
// are the same byte for byte.
func Compare(left, right *Bundle, carriersEqual bool) *Differences {
	d := &Differences{Differences: []Difference{}}
	if !carriersEqual {
		d.add("carrier", "carrier", bytesOf(left.Carrier), bytesOf(right.Carrier))
	}
	a, b := facts(left), facts(right)
	for _, k := range slices.SortedFunc(maps.Keys(union(a, b)), func(x, y key) int {
		return cmp.Or(cmp.Compare(x.archive, y.archive), cmp.Compare(x.what, y.what), cmp.Compare(x.name, y.name))
	}) {
		if a[k] != b[k] {
			d.add(k.what, k.name, a[k], b[k])
		}
	}
	return d
}

func (d *Differences) add(what, name, left, right string) {
	change := "changed"
	switch {
	case left == "":
		change = "added"
	case right == "":
		change = "removed"
	}
	d.Differences = append(d.Differences, Difference{what, name, change, left, right})
}

// key names a fact of a bundle.
type key struct{ archive, what, name string }

// facts returns all that is known of a bundle, each with a value that differs
// where the fact does. Where things are in the file is none.
func facts(b *Bundle) map[key]string {
	all := map[key]string{}
	kinds := map[string]int{}
	for i := range b.Archives {
		a := &b.Archives[i]
		kinds[a.Kind]++
		archive := fmt.Sprintf("%s %d", a.Kind, kinds[a.Kind])
		add := func(what, name, value string) { all[key{archive, what, name}] = value }
		add("archive", archive, fmt.Sprintf("python %s, bytecode %d, runtime %s", cmp.Or(a.Python, "-"), a.Bytecode, cmp.Or(a.Runtime, "-")))
		for name, value := range a.Meta {
			add("meta", name, plain(value))
		}
		for _, m := range a.Modules {
			add("module", m.Name, fmt.Sprintf("%s %s %s %.12s source %.12s", m.Kind, m.Path, m.size(), m.SHA256, m.Source))
		}
		for _, f := range a.Files {
			value := fmt.Sprintf("%s %s %.12s materialised %s", f.Kind, f.size(), f.SHA256, f.Materialize)
			if f.Executable {
				value += " executable"
			}
			add("file", f.Path, value)
		}
		for _, l := range a.Layers {
			add("layer", l.Name, l.SHA256)
		}
		for _, t := range a.Tests {
			add("test", t.Name, fmt.Sprintf("%s %q in archive %d", t.Main, t.Args, t.Archive))
		}
	}
	return all
}

func union(a, b map[key]string) map[key]string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// Equal reports whether there is no difference.
func (d *Differences) Equal() bool { return len(d.Differences) == 0 }

// Marshal returns the differences as JSON.
func (d *Differences) Marshal() ([]byte, error) { return marshal(d) }

// Print prints the differences for people.
func (d *Differences) Print(w io.Writer) error {
	p := &printer{w: w}
	for _, x := range d.Differences {
		switch x.Change {
		case "added":
			p.line("+ %s %s: %s", x.What, x.Name, x.Right)
		case "removed":
			p.line("- %s %s: %s", x.What, x.Name, x.Left)
		default:
			p.line("! %s %s", x.What, x.Name)
			p.line("    - %s", x.Left)
			p.line("    + %s", x.Right)
		}
	}
	return p.err
}
