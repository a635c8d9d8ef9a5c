package view

import (
	"cmp"
	"encoding/hex"
	"io"
	"slices"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

// Origins say where everything in a bundle came from.
type Origins struct {
	Origins []Origin `json:"origins"`
	// Unknown are contents that no target is said to have brought.
	Unknown []Origin `json:"unknown"`
}

// Origin says where one content came from.
type Origin struct {
	Archive int    `json:"archive"`
	Label   string `json:"label,omitempty"`
	Path    string `json:"path"`
	SHA256  string `json:"sha256,omitempty"`
	Size    int64  `json:"size"`
}

// OriginsOf returns where everything in a bundle came from.
func OriginsOf(b *hpa.Bundle) *Origins {
	o := &Origins{Origins: []Origin{}, Unknown: []Origin{}}
	for i, a := range b.Archives {
		known := map[int]bool{}
		for _, p := range a.Provenance {
			known[p.Blob] = true
			o.Origins = append(o.Origins, originOf(a, i, p.Blob, p.Label, p.Path))
		}
		unknown := map[int]string{}
		for _, f := range a.Files {
			unknown[f.Blob] = f.Path
		}
		for _, m := range a.Modules {
			unknown[m.Source] = m.Path
			unknown[m.Blob] = m.Path
		}
		for blob := range a.Blobs {
			if !known[blob] {
				o.Unknown = append(o.Unknown, originOf(a, i, blob, "", unknown[blob]))
			}
		}
	}
	for _, list := range [][]Origin{o.Origins, o.Unknown} {
		slices.SortStableFunc(list, func(a, b Origin) int {
			return cmp.Or(cmp.Compare(a.Archive, b.Archive), cmp.Compare(a.Label, b.Label), cmp.Compare(a.Path, b.Path), cmp.Compare(a.SHA256, b.SHA256))
		})
	}
	return o
}

func originOf(a *hpa.Archive, archive, blob int, label, path string) Origin {
	o := Origin{Archive: archive, Label: label, Path: path}
	if blob >= 0 {
		o.SHA256, o.Size = hex.EncodeToString(a.Blobs[blob].SHA256[:]), a.Blobs[blob].RawLen
	}
	return o
}

// Keep keeps what a function selects.
func (o *Origins) Keep(keep func(Origin) bool) {
	drop := func(x Origin) bool { return !keep(x) }
	o.Origins, o.Unknown = slices.DeleteFunc(o.Origins, drop), slices.DeleteFunc(o.Unknown, drop)
}

// Marshal returns the origins as JSON.
func (o *Origins) Marshal() ([]byte, error) { return marshal(o) }

// Print prints the origins for people, below their targets.
func (o *Origins) Print(w io.Writer) error {
	p := &printer{w: w}
	label := ""
	for i, x := range o.Origins {
		if i == 0 || x.Label != label {
			label = x.Label
			p.line("%s", cmp.Or(label, "(no target)"))
		}
		p.line("  %s  %s  %s", x.Path, bytesOf(x.Size), x.SHA256)
	}
	if len(o.Unknown) > 0 {
		p.line("of no known origin")
	}
	for _, x := range o.Unknown {
		p.line("  %s  %s  %s", cmp.Or(x.Path, "-"), bytesOf(x.Size), x.SHA256)
	}
	return p.err
}
