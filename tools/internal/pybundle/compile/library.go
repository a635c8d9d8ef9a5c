package compile

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/imports"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/marshal"
)

// Library writes the archive of a library: for each source a module, whose name is
// the path, with its code and its text. What the names of the modules are is known
// only where they are linked. Files are taken over as they are. What is wrong with
// sources is in the list; then nothing of what was written is of use.
func (i *Interpreter) Library(ctx context.Context, w io.Writer, label string, sources []LibrarySource, files ...LibraryFile) (*diag.List, error) {
	sources = slices.Clone(sources)
	slices.SortFunc(sources, func(a, b LibrarySource) int { return cmp.Compare(a.Path, b.Path) })
	for n := 1; n < len(sources); n++ {
		if sources[n].Path == sources[n-1].Path {
			return nil, fmt.Errorf("the source %s is there twice", sources[n].Path)
		}
	}
	l := &library{w: hpa.NewWriter(w, 0), found: &diag.List{}, imports: imports.Files{}, runs: map[string]any{}}
	python, err := i.Compile(ctx, len(sources),
		func(n int) (Source, error) { return Source{sources[n].Path, sources[n].Content}, nil },
		func(n int, p *Python, r Result) error { return l.add(&sources[n], p, r) })
	if err != nil || l.found.HasErrors() {
		return l.found, err
	}
	if err := l.addFiles(files); err != nil {
		return nil, err
	}
	l.index.Meta = hpa.Meta{
		"kind": hpa.KindLibrary, "label": label, "python": python.Version(), "imports": l.imports.Meta(),
	}
	if len(l.runs) > 0 {
		l.index.Meta["runs"] = l.runs
	}
	return l.found, l.w.Close(l.index, python.trailer())
}

// trailer returns what an archive says about its bytecode.
func (p *Python) trailer() hpa.TrailerOptions {
	return hpa.TrailerOptions{Magic: p.Magic, Python: p.Hex >> 16}
}

// library is an archive that grows.
type library struct {
	w       *hpa.Writer
	index   hpa.Index
	imports imports.Files
	scanner *imports.Scanner
	found   *diag.List
	// runs are the runners that sources do nothing but call when they are run, by
	// the path of the source.
	runs map[string]any
}

func (l *library) add(s *LibrarySource, p *Python, r Result) error {
	for _, warning := range r.Warnings {
		d := warning.diagnostic(s)
		d.Severity = diag.Warning
		l.found.Add(d)
	}
	if r.Problem != nil {
		l.found.Add(r.Problem.diagnostic(s))
		return nil
	}
	if r.Runs != "" {
		l.runs[s.Path] = r.Runs
	}
	if l.scanner == nil {
		l.scanner = imports.NewScanner(p.Opcodes)
	}
	if found := l.scanner.Scan(r.Code); len(found) > 0 {
		l.imports[s.Path] = found
	}
	canonical, err := marshal.Append(nil, r.Code)
	if err != nil {
		return fmt.Errorf("compile %s: %w", s.Path, err)
	}
	code, err := l.w.Add(canonical, hpa.BlobOptions{})
	if err != nil {
		return err
	}
	source, err := l.w.Add(s.Content, hpa.BlobOptions{})
	if err != nil {
		return err
	}
	l.index.Modules = append(l.index.Modules, hpa.Module{Name: s.Path, Blob: code, Source: source, Path: s.Path})
	for _, blob := range []int{code, source} {
		l.index.Provenance = append(l.index.Provenance, hpa.Provenance{Blob: blob, Label: s.Label, Path: s.Shown})
	}
	return nil
}
