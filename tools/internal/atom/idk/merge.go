package idk

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/archive"
	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
	"github.com/rules-idk/rules_idk/tools/internal/atom/tree"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// MergeOptions say what a merged IDK is for, where the inputs should not.
type MergeOptions struct {
	// Version is the id of the result; "" for that of the inputs.
	Version string
	// Host is the triple of the result; "" for that of the inputs.
	Host string
	// Target are the CPUs of the result, all that inputs have, in the order in
	// which the result names them; nil for x64, arm64, riscv64.
	Target []string
}

// Merged is an IDK that can be written.
type Merged struct {
	Manifest element.Manifest

	inputs []*IDK
	// texts are the element files.
	texts map[string][]byte
	// owner is the input that a file is copied from.
	owner    map[string]int
	programs map[string]bool
}

// Merge makes one IDK of several, for several hosts, CPUs or API levels. All
// conflicts are added to diags, and the result is nil if there are any. It does
// not depend on the order of the inputs, but for the order of variants and for
// the text that describes the ABI of a library: that of the first is taken.
func Merge(ctx context.Context, inputs []*IDK, o MergeOptions, diags *diag.List) (*Merged, error) {
	m := &merger{
		inputs: inputs, diags: &diag.List{},
		result: &Merged{inputs: inputs, texts: map[string][]byte{}, owner: map[string]int{}, programs: map[string]bool{}},
	}
	defer func() { diags.Merge(m.diags) }()
	for _, i := range inputs {
		i.checkMissing(m.diags)
		maps.Copy(m.result.programs, i.Executable())
	}
	m.result.Manifest = element.Manifest{ID: m.id(o.Version), Host: m.host(o.Host), Target: m.target(o.Target)}
	m.elements()
	m.places()
	if err := m.files(ctx); err != nil {
		return nil, err
	}
	if m.diags.HasErrors() {
		return nil, nil
	}
	return m.result, nil
}

// merger is a merge under way.
type merger struct {
	inputs []*IDK
	result *Merged
	diags  *diag.List
}

func (m *merger) errorf(i *IDK, path, format string, args ...any) *diag.Diagnostic {
	d := diag.Errorf(i.at(path), "", format, args...)
	m.diags.Add(d)
	return d
}

// id returns the version, on which all inputs agree if nobody decides.
func (m *merger) id(version string) string {
	if version != "" {
		return version
	}
	first := m.inputs[0]
	for _, i := range m.inputs {
		switch id := i.Manifest.ID; {
		case id == "":
			m.errorf(i, element.ManifestPath, "the IDK has no version").WithHint("give the version of the result with --version")
		case first.Manifest.ID != "" && id != first.Manifest.ID:
			m.errorf(i, element.ManifestPath, "the IDK has the version %q, and %s has %q", id, first.name(), first.Manifest.ID).
				WithHint("merge IDKs of one version, or give that of the result with --version")
		}
	}
	return first.Manifest.ID
}

// host returns the triple of the result. Tools for several CPUs live side by
// side, so only the rest of the triple must be the same; IDKs without tools have
// no say. Of several, that of the first CPU in x86_64, aarch64 is taken.
func (m *merger) host(triple string) string {
	if triple != "" {
		return triple
	}
	var hosts []*IDK
	for _, i := range m.inputs {
		if slices.ContainsFunc(i.Elements, func(e *Element) bool { return e.Kind.IsTool() }) {
			hosts = append(hosts, i)
		}
	}
	if hosts == nil {
		hosts = m.inputs
	}
	hosts = slices.SortedStableFunc(slices.Values(hosts), func(a, b *IDK) int { return compareHosts(a.Manifest.Host, b.Manifest.Host) })
	first := hosts[0]
	for _, i := range hosts[1:] {
		if system(i.Manifest.Host) != system(first.Manifest.Host) {
			m.errorf(i, element.ManifestPath, "the tools are for the host %s, and those of %s for %s",
				i.Manifest.Host, first.name(), first.Manifest.Host).
				WithHint("merge IDKs for one operating system, or give the host of the result with --host")
		}
	}
	return first.Manifest.Host
}

// system returns a triple without CPU and vendor.
func system(triple string) string {
	parts := strings.Split(triple, "-")
	if len(parts) > 3 {
		return strings.Join(parts[2:], "-")
	}
	return strings.Join(parts[1:], "-")
}

// compareHosts orders triples: by CPU, those with a vendor first.
func compareHosts(a, b string) int {
	rank := func(triple string) int {
		cpu, _, _ := strings.Cut(triple, "-")
		return slices.Index([]string{"aarch64", "x86_64"}, cpu)
	}
	return cmp.Or(
		cmp.Compare(rank(b), rank(a)),
		cmp.Compare(strings.Count(b, "-"), strings.Count(a, "-")),
		cmp.Compare(a, b),
	)
}

// target returns the CPUs of the result.
func (m *merger) target(order []string) []string {
	has := map[string]*IDK{}
	for _, i := range m.inputs {
		for _, cpu := range i.Manifest.Target {
			if has[cpu] == nil {
				has[cpu] = i
			}
		}
	}
	if order == nil {
		return slices.DeleteFunc(element.TargetCPUs(), func(cpu string) bool { return has[cpu] == nil })
	}
	for n, cpu := range order {
		switch {
		case has[cpu] == nil:
			m.diags.Add(diag.Errorf(diag.Pos{}, "", "no IDK is for the target CPU %q", cpu))
		case slices.Contains(order[:n], cpu):
			m.diags.Add(diag.Errorf(diag.Pos{}, "", "the target CPU %q is given twice", cpu))
		}
	}
	for _, cpu := range slices.Sorted(maps.Keys(has)) {
		if !slices.Contains(order, cpu) {
			m.errorf(has[cpu], element.ManifestPath, "the IDK is for the target CPU %q, which is not among those of the result", cpu).
				WithHint("give it with --target, too")
		}
	}
	return order
}

// elements merges the element files.
func (m *merger) elements() {
	byPath := map[string][]side{}
	for _, i := range m.inputs {
		for _, e := range i.Elements {
			byPath[e.Path] = append(byPath[e.Path], side{e, i})
		}
	}
	names := map[string]side{}
	for _, path := range slices.Sorted(maps.Keys(byPath)) {
		first := byPath[path][0]
		m.result.texts[path] = m.element(byPath[path])
		m.result.Manifest.Parts = append(m.result.Manifest.Parts, *first.Part)
		key := keyOf(first.Element)
		if other, ok := names[key]; ok {
			m.errorf(first.idk, path, "there are two elements of type %s with the name %q", first.Kind, first.Name).
				WithNote(other.idk.at(other.Path), "the other one")
		}
		names[key] = first
	}
}

// element merges an element file that one or several inputs have.
func (m *merger) element(sides []side) []byte {
	first := sides[0]
	e := &mergedElement{merger: m, sides: sides[:1], value: first.Value}
	text := first.Text()
	for n, s := range sides[1:] {
		if s.Part.Type != first.Part.Type || s.Part.Stable != first.Part.Stable {
			m.errorf(s.idk, element.ManifestPath, "the manifest lists %s as %s, and that of %s as %s",
				s.Path, s.Part, first.idk.name(), first.Part)
		}
		// An IDK may be there twice, between others as well.
		if !slices.ContainsFunc(sides[:n+1], func(old side) bool { return bytes.Equal(old.Text(), s.Text()) }) {
			e.add(s)
			text = element.Marshal(e.value)
		}
	}
	return text
}

// side is an element of one of the inputs.
type side struct {
	*Element
	idk *IDK
}

// String returns where people find the element file.
func (s side) String() string {
	if p := s.idk.place(s.Path); p.Label != "" {
		return p.File + " of " + p.Label
	}
	return s.idk.place(s.Path).File
}

// places checks that the files of all inputs can be in one directory.
func (m *merger) places() {
	var names archive.Namespace[*IDK]
	for _, i := range m.inputs {
		for _, path := range i.Files.Paths() {
			c := names.Add(path, i)
			if c != nil && !c.Same {
				m.errorf(i, path, "%v", c).WithNote(c.Owner.at(c.Other), "the other one")
			}
		}
	}
}

// files decides where files are copied from, and compares those that several
// inputs have.
func (m *merger) files(ctx context.Context) error {
	shared := map[string]bool{}
	for n, i := range m.inputs {
		elements := map[string]bool{element.ManifestPath: true}
		for _, e := range i.Elements {
			elements[e.Path] = true
		}
		for _, path := range i.Files.Paths() {
			_, isElement := m.result.texts[path]
			_, isOwned := m.result.owner[path]
			switch {
			case elements[path]:
			case isElement:
				m.errorf(i, path, "the file is no element here, and it is one in another IDK")
			case isOwned:
				shared[path] = true
			default:
				m.result.owner[path] = n
			}
		}
	}
	if len(shared) == 0 {
		return nil
	}
	first := map[string][32]byte{}
	for n, i := range m.inputs {
		sums, err := tree.Digests(ctx, i.Files, func(path string) bool { return shared[path] })
		if err != nil {
			return err
		}
		for _, path := range slices.Sorted(maps.Keys(sums)) {
			owner := m.result.owner[path]
			if n == owner {
				first[path] = sums[path]
			} else if first[path] != sums[path] {
				m.errorf(i, path, "the file differs from the one in %s", m.inputs[owner].name()).
					WithNote(m.inputs[owner].at(path), "the other one").
					WithHint("build both IDKs from the same sources")
			}
		}
	}
	return nil
}

// Write makes the directory of the IDK.
func (m *Merged) Write(ctx context.Context, w *tree.Writer) error {
	for n, i := range m.inputs {
		mine := func(path string) bool { owner, ok := m.owner[path]; return ok && owner == n }
		err := i.Files.Each(ctx, mine, func(path string, content io.Reader) error {
			return w.Put(path, m.programs[path], content)
		})
		if err != nil {
			return err
		}
	}
	for _, path := range slices.Sorted(maps.Keys(m.texts)) {
		if err := w.PutBytes(path, m.texts[path]); err != nil {
			return err
		}
	}
	return w.PutBytes(element.ManifestPath, m.Manifest.Marshal())
}
