package view

import (
	"cmp"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

// Bundle is what is in a file.
type Bundle struct {
	Size     int64     `json:"size"`
	Carrier  int64     `json:"carrier"`
	Archives []Archive `json:"archives"`
}

// Archive is what is in an archive.
type Archive struct {
	Kind       string         `json:"kind"`
	Label      string         `json:"label,omitempty"`
	Python     string         `json:"python,omitempty"`
	Bytecode   uint32         `json:"bytecode,omitempty"`
	Runtime    string         `json:"runtime,omitempty"`
	Start      int64          `json:"start"`
	Size       int64          `json:"size"`
	IndexSize  int64          `json:"index_size"`
	BlobSize   int64          `json:"blob_size"`
	StoredSize int64          `json:"stored_size"`
	Meta       map[string]any `json:"meta"`
	Modules    []Module       `json:"modules"`
	Files      []File         `json:"files"`
	Layers     []Layer        `json:"layers,omitempty"`
	Tests      []Test         `json:"tests,omitempty"`
}

// Content is what is known of a blob.
type Content struct {
	Size   int64  `json:"size"`
	Stored int64  `json:"stored"`
	Codec  string `json:"codec,omitempty"`
	SHA256 string `json:"sha256,omitempty"`
}

// Module is what is known of a module.
type Module struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
	Path string `json:"path"`
	Content
	Source string `json:"source_sha256,omitempty"`
	Label  string `json:"label,omitempty"`
}

// File is what is known of a file.
type File struct {
	Path        string `json:"path"`
	Kind        string `json:"kind"`
	Executable  bool   `json:"executable,omitempty"`
	Materialize string `json:"materialize"`
	External    bool   `json:"external,omitempty"`
	Content
	Label string `json:"label,omitempty"`
}

// Layer is what is known of a file that is needed.
type Layer struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Test is what is known of a program of a suite.
type Test struct {
	Name    string   `json:"name"`
	Main    string   `json:"main"`
	Args    []string `json:"args,omitempty"`
	Archive int      `json:"archive"`
}

// Of returns what is in a bundle.
func Of(b *hpa.Bundle) *Bundle {
	v := &Bundle{Size: b.Size, Carrier: b.Carrier, Archives: make([]Archive, len(b.Archives))}
	for i, a := range b.Archives {
		v.Archives[i] = archiveOf(a)
	}
	return v
}

func archiveOf(a *hpa.Archive) Archive {
	v := Archive{
		Kind: cmp.Or(a.Meta.Kind(), "archive"), Label: a.Meta.Text("label"), Bytecode: a.Magic & 0xffff,
		Start: a.Start, Size: a.FileLen - a.Start, IndexSize: a.IndexRaw,
		Meta: a.Meta, Modules: []Module{}, Files: []File{},
	}
	if a.Python != 0 {
		v.Python = fmt.Sprintf("%d.%d", a.Python>>8&0xff, a.Python&0xff)
	}
	if a.Trailer.Runtime != [24]byte{} {
		v.Runtime = hex.EncodeToString(a.Trailer.Runtime[:])
	}
	labels := map[int]string{}
	for _, p := range a.Provenance {
		if labels[p.Blob] == "" {
			labels[p.Blob] = p.Label
		}
	}
	for i := range a.Blobs {
		v.BlobSize += a.Blobs[i].RawLen
		v.StoredSize += a.Blobs[i].StoredLen
	}
	for i := range a.Modules {
		m := &a.Modules[i]
		row := Module{Name: m.Name, Kind: moduleKind(m.Flags), Path: m.Path, Content: contentOf(a, m.Blob), Label: labels[m.Blob]}
		if m.Source >= 0 {
			row.Source = contentOf(a, m.Source).SHA256
		}
		v.Modules = append(v.Modules, row)
	}
	for i := range a.Files {
		f := &a.Files[i]
		v.Files = append(v.Files, File{
			Path: f.Path, Kind: f.Kind.String(), Executable: f.Executable, Materialize: f.Materialize.String(),
			External: f.Blob < 0, Content: contentOf(a, f.Blob), Label: labels[f.Blob],
		})
	}
	for i := range a.Layers {
		l := &a.Layers[i]
		v.Layers = append(v.Layers, Layer{l.Name, l.Size, hex.EncodeToString(l.Digest[:])})
	}
	for _, t := range a.Tests {
		v.Tests = append(v.Tests, Test(t))
	}
	return v
}

func moduleKind(f hpa.ModuleFlags) string {
	switch {
	case f&hpa.NamespaceModule != 0:
		return "namespace"
	case f&hpa.NativeModule != 0:
		return "native"
	case f&hpa.Package != 0:
		return "package"
	}
	return "module"
}

func contentOf(a *hpa.Archive, blob int) Content {
	if blob < 0 || blob >= len(a.Blobs) {
		return Content{}
	}
	b := &a.Blobs[blob]
	return Content{b.RawLen, b.StoredLen, b.Codec.String(), hex.EncodeToString(b.SHA256[:])}
}

// Marshal returns the bundle as JSON.
func (b *Bundle) Marshal() ([]byte, error) { return marshal(b) }

// Print prints the bundle for people; all lists every module and file.
func (b *Bundle) Print(w io.Writer, all bool) error {
	p := &printer{w: w}
	if b.Carrier > 0 {
		p.line("carrier  %s", bytesOf(b.Carrier))
	}
	for i := range b.Archives {
		b.Archives[i].print(p, i, all)
	}
	return p.err
}

// printer prints lines until one fails.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

func (a *Archive) print(p *printer, number int, all bool) {
	p.line("archive %d: %s", number, strings.TrimSpace(a.Kind+" "+a.Label))
	if a.Python != "" {
		p.line("  python   %s, bytecode %d", a.Python, a.Bytecode)
	}
	if a.Runtime != "" {
		p.line("  runtime  %s", a.Runtime)
	}
	p.line("  size     %s at byte %d: contents %s stored in %s, index %s", bytesOf(a.Size), a.Start,
		bytesOf(a.BlobSize), bytesOf(a.StoredSize), bytesOf(a.IndexSize))
	p.line("  has      %s, %s", count(len(a.Modules), "module"), count(len(a.Files), "file"))
	for _, key := range slices.Sorted(maps.Keys(a.Meta)) {
		switch key {
		case "kind", "label", "runtime", "imports":
			continue
		}
		if text := short(a.Meta[key]); text != "" {
			p.line("  %s: %s", key, text)
		}
	}
	for _, l := range a.Layers {
		p.line("  layer    %s  %s  %s", l.Name, bytesOf(l.Size), l.SHA256)
	}
	for _, t := range a.Tests {
		p.line("  test     %s  %s in archive %d", t.Name, t.Main, t.Archive)
	}
	if !all {
		return
	}
	for _, m := range a.Modules {
		p.line("  module   %-9s %s  %s  %s", m.Kind, m.Name, m.size(), m.Path)
	}
	for _, f := range a.Files {
		where := f.size()
		if f.External {
			where = "beside the bundle"
		}
		p.line("  file     %-9s %s  %s", f.Kind, f.Path, where)
	}
}

func (c *Content) size() string {
	if c.Codec == "" {
		return "-"
	}
	if c.Size == c.Stored {
		return bytesOf(c.Size)
	}
	return fmt.Sprintf("%s (%s %s)", bytesOf(c.Size), c.Codec, bytesOf(c.Stored))
}

// short returns a value of the description for people, who can count on one
// line.
func short(v any) string {
	text := plain(v)
	if len(text) <= 100 {
		return text
	}
	switch v := v.(type) {
	case []any:
		return fmt.Sprintf("%d items", len(v))
	case map[string]any:
		return fmt.Sprintf("%d items", len(v))
	}
	return text
}

// plain returns a value of the description in one line, "" for an empty one.
func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case []any:
		if len(v) == 0 {
			return ""
		}
	case map[string]any:
		if len(v) == 0 {
			return ""
		}
	}
	out, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(out)
}
