package idk

import (
	"context"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
	"github.com/rules-idk/rules_idk/tools/internal/atom/tree"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// Diff is what is different in a newer IDK, as far as those notice who use it.
type Diff struct {
	// From and To are the versions.
	From string `json:"from"`
	To   string `json:"to"`
	// Gone and New are what the IDKs are for: "host …", "target …".
	Gone []string `json:"gone"`
	New  []string `json:"new"`
	// Removed and Added are elements.
	Removed []ElementLine `json:"removed"`
	Added   []ElementLine `json:"added"`
	Changed []Changed     `json:"changed"`
}

// Changed is an element that is in both IDKs.
type Changed struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	// Gone and New are lines about the element: "use protocol …" of a shard,
	// "deps: …" of a library.
	Gone []string `json:"gone"`
	New  []string `json:"new"`
	// Files are those with another content.
	Files []string `json:"files"`
}

// Empty reports whether nothing but the version is different.
func (d *Diff) Empty() bool {
	return len(d.Gone)+len(d.New)+len(d.Removed)+len(d.Added)+len(d.Changed) == 0
}

// Compare compares two IDKs. Contents of all files count only if asked for;
// else those that make up an API.
func Compare(ctx context.Context, older, newer *IDK, decode Decoder, allFiles bool, diags *diag.List) (*Diff, error) {
	c := &comparison{older: older, newer: newer, decode: decode, all: allFiles, diags: diags}
	d := &Diff{
		From: older.Manifest.ID, To: newer.Manifest.ID,
		Removed: []ElementLine{}, Added: []ElementLine{}, Changed: []Changed{},
	}
	d.Gone, d.New = differ(machines(older), machines(newer))
	if err := c.digests(ctx); err != nil {
		return nil, err
	}
	before, after := older.byKey(), newer.byKey()
	for _, e := range older.sorted() {
		now := after[keyOf(e)]
		if now == nil {
			d.Removed = append(d.Removed, lineOf(e))
			continue
		}
		changed, err := c.element(e, now)
		if err != nil {
			return nil, err
		}
		if len(changed.Gone)+len(changed.New)+len(changed.Files) > 0 {
			d.Changed = append(d.Changed, changed)
		}
	}
	for _, e := range newer.sorted() {
		if before[keyOf(e)] == nil {
			d.Added = append(d.Added, lineOf(e))
		}
	}
	return d, nil
}

func lineOf(e *Element) ElementLine {
	return ElementLine{string(e.Kind), e.Name, e.Part.Stable, e.Path, len(e.Files())}
}

// machines returns what an IDK is for, as lines.
func machines(i *IDK) []string {
	lines := []string{"host " + i.Manifest.Host}
	for _, cpu := range i.Manifest.Target {
		lines = append(lines, "target "+cpu)
	}
	return lines
}

// keyOf returns what makes an element of two IDKs the same: a tool has one for
// each host.
func keyOf(e *Element) string {
	key := string(e.Kind) + " " + e.Name
	if e.Kind.IsTool() {
		key += " " + path.Dir(e.Path)
	}
	return key
}

func (i *IDK) byKey() map[string]*Element {
	elements := map[string]*Element{}
	for _, e := range i.Elements {
		elements[keyOf(e)] = e
	}
	return elements
}

// differ returns the lines that are in one list only, sorted.
func differ(before, after []string) (gone, added []string) {
	set := map[string]int{}
	for _, l := range before {
		set[l] |= 1
	}
	for _, l := range after {
		set[l] |= 2
	}
	gone, added = []string{}, []string{}
	for _, l := range slices.Sorted(maps.Keys(set)) {
		switch set[l] {
		case 1:
			gone = append(gone, l)
		case 2:
			added = append(added, l)
		}
	}
	return gone, added
}

// comparison compares the elements of two IDKs.
type comparison struct {
	older, newer *IDK
	decode       Decoder
	all          bool
	diags        *diag.List
	// before and after are the digests of the files that are compared.
	before, after map[string][32]byte
}

// compared returns the files of an element whose contents count.
func (c *comparison) compared(e *element.Element) []string {
	if c.all {
		return e.Files()
	}
	return apiFiles(e)
}

func (c *comparison) digests(ctx context.Context) error {
	wanted := map[string]bool{}
	for _, e := range c.newer.Elements {
		for _, p := range c.compared(e.Element) {
			wanted[p] = true
		}
	}
	want := func(p string) bool { return wanted[p] }
	var err error
	if c.before, err = tree.Digests(ctx, c.older.Files, want); err != nil {
		return err
	}
	c.after, err = tree.Digests(ctx, c.newer.Files, want)
	return err
}

// element compares two elements that are the same.
func (c *comparison) element(before, after *Element) (Changed, error) {
	lines := func(e *Element) []string {
		l := append(flatten(e.Value), "element file: "+e.Path)
		if !e.Part.Stable {
			l = append(l, "unstable")
		}
		return slices.DeleteFunc(l, func(s string) bool { return strings.HasPrefix(s, "stable: ") })
	}
	changed := Changed{Kind: string(after.Kind), Name: after.Name, Files: []string{}}
	changed.Gone, changed.New = differ(lines(before), lines(after))
	for _, p := range c.compared(after.Element) {
		old, was := c.before[p]
		if now, is := c.after[p]; !was || !is || old == now {
			continue
		}
		gone, added, err := c.facts(p)
		if err != nil {
			return changed, err
		}
		switch {
		case len(gone)+len(added) > 0:
			changed.Gone = append(changed.Gone, gone...)
			changed.New = append(changed.New, added...)
		case after.Kind == element.ComponentManifest && !c.all:
			// Only its form is another, or its comments are.
		default:
			changed.Files = append(changed.Files, p)
		}
	}
	return changed, nil
}

// facts compares what a shard says in both IDKs.
func (c *comparison) facts(p string) (gone, added []string, err error) {
	before, err := c.older.facts(p, c.decode, c.diags)
	if err != nil {
		return nil, nil, err
	}
	after, err := c.newer.facts(p, c.decode, c.diags)
	if err != nil {
		return nil, nil, err
	}
	gone, added = differ(before, after)
	for _, lines := range [][]string{gone, added} {
		for i := range lines {
			lines[i] = p + ": " + lines[i]
		}
	}
	return gone, added, nil
}

// Print writes the differences for people.
func (d *Diff) Print(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "IDK %s -> %s\n", d.From, d.To)
	for _, l := range d.Gone {
		fmt.Fprintf(&b, "- %s\n", l)
	}
	for _, l := range d.New {
		fmt.Fprintf(&b, "+ %s\n", l)
	}
	for _, e := range d.Removed {
		fmt.Fprintf(&b, "- %s %q (%s)\n", e.Kind, e.Name, e.Meta)
	}
	for _, e := range d.Added {
		fmt.Fprintf(&b, "+ %s %q (%s)\n", e.Kind, e.Name, e.Meta)
	}
	for _, c := range d.Changed {
		fmt.Fprintf(&b, "~ %s %q\n", c.Kind, c.Name)
		for _, l := range c.Gone {
			fmt.Fprintf(&b, "    - %s\n", l)
		}
		for _, l := range c.New {
			fmt.Fprintf(&b, "    + %s\n", l)
		}
		for _, p := range c.Files {
			fmt.Fprintf(&b, "    ~ %s\n", p)
		}
	}
	if d.Empty() {
		b.WriteString("nothing is different but the version\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Marshal returns the differences as JSON.
func (d *Diff) Marshal() ([]byte, error) { return marshal(d) }
