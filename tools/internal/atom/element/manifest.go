package element

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/json5"
)

// ManifestPath is where the list of all elements is in an IDK.
const ManifestPath = "meta/manifest.json"

// SchemaVersion is the one version of all schemas that there has ever been.
const SchemaVersion = "1"

// Manifest is the content of meta/manifest.json.
type Manifest struct {
	// Host is the triple of the machines that the tools run on.
	Host string
	// Target are the CPUs that libraries are built for.
	Target []string
	// ID is the version of the IDK. It is opaque.
	ID    string
	Parts []Part
}

// Part is an entry of the manifest: an element.
type Part struct {
	// Meta is the path of the element file.
	Meta string
	// Type is the name of the element file's schema.
	Type   string
	Stable bool
	// Pos is where the manifest says so.
	Pos diag.Pos
}

// String names the part as contents goldens do.
func (p *Part) String() string {
	name := strings.TrimSuffix(strings.TrimSuffix(p.Meta, "/meta.json"), "-meta.json")
	line := fmt.Sprintf("%s://%s", p.Type, name)
	if !p.Stable {
		line += " (unstable)"
	}
	return line
}

// Contents returns the text of the contents golden: a line per part, sorted.
func (m *Manifest) Contents() []byte {
	lines := make([]string, len(m.Parts))
	for i := range m.Parts {
		lines[i] = m.Parts[i].String() + "\n"
	}
	slices.Sort(lines)
	return []byte(strings.Join(lines, ""))
}

// Marshal returns the text of the file. Parts are sorted.
func (m *Manifest) Marshal() []byte {
	sorted := slices.SortedFunc(slices.Values(m.Parts), func(a, b Part) int {
		return cmp.Or(cmp.Compare(a.Meta, b.Meta), cmp.Compare(a.Type, b.Type))
	})
	parts := make([]any, len(sorted))
	for i, p := range sorted {
		parts[i] = map[string]any{"meta": p.Meta, "stable": p.Stable, "type": p.Type}
	}
	return Marshal(map[string]any{
		"arch":           map[string]any{"host": m.Host, "target": m.Target},
		"id":             m.ID,
		"parts":          parts,
		"root":           "..",
		"schema_version": SchemaVersion,
	})
}

// ParseManifest reads and checks meta/manifest.json. It returns nil if it added
// an error.
func ParseManifest(f *diag.File, diags *diag.List) *Manifest {
	tree := parseJSON(f, diags)
	if tree == nil {
		return nil
	}
	found := &diag.List{}
	defer diags.Merge(found)
	// The version comes first: of a file that is newer, nothing else is known.
	if v := tree.Root.Get("schema_version"); v != nil && v.Kind == json5.String && v.Text != SchemaVersion {
		found.Add(diag.Errorf(f.At(int(v.Start)), "",
			"the IDK has schema version %q, expected %q: this program may be too old for it", v.Text, SchemaVersion).
			WithHint("use a newer idkit, or an IDK whose meta/manifest.json has schema_version %q", SchemaVersion))
		return nil
	}
	c := &checker{f, SchemaFile(ManifestSchema), found}
	c.check(&tree.Root, schemas()[ManifestSchema].shape, "")
	if found.HasErrors() {
		return nil
	}
	if v := tree.Root.Get("root"); v.Text != ".." {
		found.Add(diag.Errorf(f.At(int(v.Start)), "", `"root": got %q, expected ".."`, v.Text))
		return nil
	}
	arch := tree.Root.Get("arch")
	m := &Manifest{Host: arch.Get("host").Text, ID: tree.Root.Get("id").Text}
	for _, cpu := range arch.Get("target").Elems {
		m.Target = append(m.Target, cpu.Text)
	}
	for i := range tree.Root.Get("parts").Elems {
		v := &tree.Root.Get("parts").Elems[i]
		stable := v.Get("stable")
		m.Parts = append(m.Parts, Part{
			Meta: v.Get("meta").Text, Type: v.Get("type").Text,
			// Files of old days do not say it.
			Stable: stable == nil || stable.Text == "true",
			Pos:    f.At(int(v.Start)),
		})
	}
	return m
}
