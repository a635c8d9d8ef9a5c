package atom

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
	"github.com/rules-idk/rules_idk/tools/internal/atom/tree"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
)

// ExportOptions say what an IDK is for.
type ExportOptions struct {
	// Version is the id of the IDK.
	Version string
	// Host is the triple of the machines that the tools run on.
	Host string
	// Target are the CPUs that libraries are built for, in the order in which
	// the IDK names them.
	Target []string
	// Sources says where to read a file of an atom.
	Sources map[Source]string
}

// Source is a file of an atom.
type Source struct{ Label, Dest string }

// Export is an IDK that can be written.
type Export struct {
	Manifest element.Manifest
	// LeftOut are the atoms that are too private.
	LeftOut []*Atom

	elements []*Atom
	files    []exportedFile
}

// exportedFile is a file to copy.
type exportedFile struct {
	dest, source, from string
	executable         bool
}

// NewExport checks a group of atoms and lays out the IDK that has all of them
// that are public enough. It returns nil if it added an error.
func NewExport(group *Group, o ExportOptions, diags *diag.List) *Export {
	found := &diag.List{}
	defer diags.Merge(found)
	at := place(group.Label)
	checkMachines(at, o, found)
	atoms := check(group, found).reached()
	e := &Export{
		Manifest: element.Manifest{Host: o.Host, Target: o.Target, ID: o.Version},
		elements: exported(atoms),
	}
	for _, a := range atoms {
		if !a.Category.IsExported() {
			e.LeftOut = append(e.LeftOut, a)
		}
	}
	if len(e.elements) == 0 {
		found.Add(diag.Errorf(at, "", "no atom is in the IDK: of %d atoms, none has the category %q or %q", len(atoms), Partner, Public).
			WithHint("add an atom to deps, or make one public enough"))
	}
	for _, a := range e.elements {
		e.Manifest.Parts = append(e.Manifest.Parts, element.Part{Meta: a.MetaDest, Type: a.Kind.PartType(), Stable: a.Stable})
		e.addFiles(a, o, at, found)
	}
	if found.HasErrors() {
		return nil
	}
	return e
}

// addFiles finds the files of an atom. Packages share some.
func (e *Export) addFiles(a *Atom, o ExportOptions, at diag.Pos, diags *diag.List) {
	for _, f := range a.Files {
		from, ok := o.Sources[Source{a.Label, f.Dest}]
		if !ok {
			diags.Add(diag.Errorf(at, "", "the file %s of %s, for %s in the IDK, is not among the files of the IDK's target",
				f.Source, a.Label, f.Dest))
			continue
		}
		e.files = append(e.files, exportedFile{f.Dest, f.Source, from, a.Kind.IsTool()})
	}
}

// checkMachines checks what the IDK says it is for.
func checkMachines(at diag.Pos, o ExportOptions, diags *diag.List) {
	if _, err := element.HostCPU(o.Host); err != nil {
		diags.Add(diag.Errorf(at, "", "%v", err))
	}
	if len(o.Target) == 0 {
		diags.Add(diag.Errorf(at, "", "the IDK has no target CPU").WithHint("set target to some of %s", words(element.TargetCPUs(), "and")))
	}
	for i, cpu := range o.Target {
		switch {
		case !slices.Contains(element.TargetCPUs(), cpu):
			diags.Add(diag.Errorf(at, "", "got the target CPU %q, expected %s", cpu, words(element.TargetCPUs(), "or")))
		case slices.Contains(o.Target[:i], cpu):
			diags.Add(diag.Errorf(at, "", "the target CPU %q is there twice", cpu))
		}
	}
	if strings.TrimSpace(o.Version) == "" {
		diags.Add(diag.Errorf(at, "", "the IDK has no version").WithHint("set version"))
	}
}

// Write makes the directory of the IDK. Open opens the files that Sources names.
func (e *Export) Write(ctx context.Context, w *tree.Writer, open func(name string) (io.ReadCloser, error)) error {
	files := slices.CompactFunc(slices.SortedFunc(slices.Values(e.files), func(a, b exportedFile) int {
		return strings.Compare(a.dest, b.dest)
	}), func(a, b exportedFile) bool { return a.dest == b.dest })
	err := tree.Parallel(ctx, len(files), func(i int) error {
		f := &files[i]
		content, err := open(f.from)
		if err != nil {
			return fmt.Errorf("copy %s to %s in the IDK: %w", f.source, f.dest, err)
		}
		defer content.Close()
		return w.Put(f.dest, f.executable, content)
	})
	if err != nil {
		return err
	}
	for _, a := range e.elements {
		if err := w.PutBytes(a.MetaDest, element.Marshal(a.Meta)); err != nil {
			return err
		}
	}
	return w.PutBytes(element.ManifestPath, e.Manifest.Marshal())
}

// Report returns what was exported, and what was not, as JSON.
func (e *Export) Report() []byte {
	leftOut := make([]any, len(e.LeftOut))
	for i, a := range e.LeftOut {
		leftOut[i] = map[string]any{"category": string(a.Category), "id": a.ID, "label": a.Label}
	}
	return append(element.Marshal(map[string]any{
		"elements":       len(e.elements),
		"files":          len(e.files),
		"left_out":       leftOut,
		"schema_version": 1,
	}), '\n')
}
