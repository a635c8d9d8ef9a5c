package idk

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/atom/tree"
	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/realm"
)

// Summary is an IDK in short.
type Summary struct {
	ID       string        `json:"id"`
	Host     string        `json:"host"`
	Target   []string      `json:"target"`
	Elements []ElementLine `json:"elements"`
}

// ElementLine is an element in one line.
type ElementLine struct {
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	Stable bool   `json:"stable"`
	Meta   string `json:"meta"`
	Files  int    `json:"files"`
}

// Summarize returns an IDK in short, elements sorted by kind and name.
func (i *IDK) Summarize() *Summary {
	s := &Summary{ID: i.Manifest.ID, Host: i.Manifest.Host, Target: i.Manifest.Target, Elements: []ElementLine{}}
	for _, e := range i.sorted() {
		s.Elements = append(s.Elements, ElementLine{
			Kind: string(e.Kind), Name: e.Name, Stable: e.Part.Stable, Meta: e.Path, Files: len(e.Files()),
		})
	}
	return s
}

// sorted returns the elements by kind, name and path.
func (i *IDK) sorted() []*Element {
	return slices.SortedFunc(slices.Values(i.Elements), func(a, b *Element) int {
		return slices.Compare([]string{string(a.Kind), a.Name, a.Path}, []string{string(b.Kind), b.Name, b.Path})
	})
}

// Print writes the summary for people.
func (s *Summary) Print(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "IDK %s for %s, targets %s: %d elements\n", s.ID, s.Host, strings.Join(s.Target, ", "), len(s.Elements))
	kind, name := 0, 0
	for _, e := range s.Elements {
		kind, name = max(kind, len(e.Kind)), max(name, len(e.Name))
	}
	for _, e := range s.Elements {
		line := fmt.Sprintf("  %-*s  %-*s  %s", kind, e.Kind, name, e.Name, e.Meta)
		if !e.Stable {
			line += " (unstable)"
		}
		b.WriteString(line + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Marshal returns the summary as JSON.
func (s *Summary) Marshal() ([]byte, error) { return marshal(s) }

// marshal returns JSON for machines that read what a verb prints.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.Bytes(), err
}

// Details is all there is to say about an element.
type Details struct {
	ElementLine
	// Value is the element file.
	Value map[string]any `json:"value"`
	// Contents are the files that the element lists.
	Contents []FileDetails `json:"contents"`
}

// DetailList are the details of several elements.
type DetailList []Details

// Marshal returns the details as JSON.
func (l DetailList) Marshal() ([]byte, error) { return marshal(l) }

// FileDetails is a file of an element.
type FileDetails struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
	// Facts are what a shard adds to the manifests that include it.
	Facts []string `json:"facts,omitempty"`
}

// Decoder reads a shard; it returns nil if it added an error.
type Decoder func(f *diag.File, diags *diag.List) *cml.Document

// Find returns the elements that a word stands for: a name, a path, or a line of
// a contents golden.
func (i *IDK) Find(word string) []*Element {
	var found []*Element
	for _, e := range i.sorted() {
		if word == e.Name || word == e.Path || word == e.Part.String() || word == string(e.Kind)+"://"+e.Name ||
			word == strings.TrimSuffix(e.Part.String(), " (unstable)") {
			found = append(found, e)
		}
	}
	return found
}

// Describe returns all there is to say about elements.
func (i *IDK) Describe(ctx context.Context, elements []*Element, decode Decoder, diags *diag.List) (DetailList, error) {
	wanted := map[string]bool{}
	for _, e := range elements {
		for _, p := range e.Files() {
			wanted[p] = true
		}
	}
	sums, err := tree.Digests(ctx, i.Files, func(p string) bool { return wanted[p] })
	if err != nil {
		return nil, err
	}
	details := DetailList{}
	for _, e := range elements {
		d := Details{
			ElementLine: ElementLine{string(e.Kind), e.Name, e.Part.Stable, e.Path, len(e.Files())},
			Value:       e.Value, Contents: []FileDetails{},
		}
		for _, p := range e.Files() {
			if !i.Files.Has(p) {
				diags.Add(diag.Errorf(e.At("name"), "", "the file %s of the %s %q is missing", p, e.Kind, e.Name))
				continue
			}
			facts, err := i.facts(p, decode, diags)
			if err != nil {
				return nil, err
			}
			d.Contents = append(d.Contents, FileDetails{p, fmt.Sprintf("%x", sums[p]), facts})
		}
		details = append(details, d)
	}
	return details, nil
}

// facts returns what a shard says; nil for other files.
func (i *IDK) facts(p string, decode Decoder, diags *diag.List) ([]string, error) {
	if !strings.HasSuffix(p, ".cml") || decode == nil {
		return nil, nil
	}
	f, err := i.read(p)
	if err != nil {
		return nil, err
	}
	document := decode(f, diags)
	if document == nil {
		return nil, nil
	}
	facts := []string{}
	for _, include := range document.Include {
		facts = append(facts, fmt.Sprintf("include %q", include.Value))
	}
	for _, fact := range realm.Facts(document) {
		facts = append(facts, fact.String())
	}
	slices.Sort(facts)
	return slices.Compact(facts), nil
}

// Print writes the details for people.
func (d *Details) Print(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %q", d.Kind, d.Name)
	if !d.Stable {
		b.WriteString(" (unstable)")
	}
	fmt.Fprintf(&b, "\n  %s\n", d.Meta)
	for _, line := range flatten(d.Value) {
		key, value, _ := strings.Cut(line, ": ")
		isFile := slices.ContainsFunc(d.Contents, func(f FileDetails) bool { return f.Path == value })
		if key != "stable" && !isFile {
			b.WriteString("  " + line + "\n")
		}
	}
	for _, f := range d.Contents {
		fmt.Fprintf(&b, "  %s  %s\n", f.SHA256, f.Path)
		for _, fact := range f.Facts {
			b.WriteString("    " + fact + "\n")
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
