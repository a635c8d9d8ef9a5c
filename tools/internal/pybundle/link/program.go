package link

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml/include"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

// Library is an archive of compiled modules.
type Library struct {
	// Name is how people know the file.
	Name    string
	Archive *hpa.Archive
}

// File is a file of the runfiles.
type File struct {
	Path, Label string
	Kind        hpa.FileKind
	Executable  bool
	// Open returns the content; nil if only the runfiles will have it.
	Open func() (io.ReadCloser, int64, error)
}

// Compression says what is compressed.
type Compression uint8

// The compressions. Versions of Python before 3.14 can decompress nothing, so
// for them it is always None.
const (
	None Compression = iota
	Fast             // data
	Best             // all, as well as it can be
)

// String returns the word that flags and descriptions have. It stands for a level
// and a length of frames, which are those of package hpa.
func (c Compression) String() string {
	switch c {
	case Fast:
		return "fast"
	case Best:
		return "best"
	}
	return "none"
}

// Program is what becomes an archive.
type Program struct {
	// Meta is what the program says of itself; see hpa.Index.
	Meta      hpa.Meta
	Libraries []Library
	Files     []File
	// External is set if files lie in the runfiles beside the bundle.
	External    bool
	Compression Compression
	// Runtime is the digest of the runtime that the program needs, nil for any;
	// Magic is that of its bytecode, 0 for any.
	Runtime []byte
	Magic   uint32
}

// linker makes an archive of a program.
type linker struct {
	*Program
	findings diag.List
	w        *hpa.Writer
	python   string
	// modules are the modules of all libraries by path.
	modules map[string]*module
	tree    *tree
	index   hpa.Index
	trailer hpa.TrailerOptions
	// files are the numbers of the files of the index by path.
	files map[string]int
	// labels says who brought a blob, for messages.
	entries []entry
}

// module is a module where it came from.
type module struct {
	unit
	library *Library
	entry   *hpa.Module
	label   string
	// code and source are the blobs in the new archive, -1 if not there yet.
	code, source int
}

// entry is something that takes space.
type entry struct {
	label, path, what string
	blob              int
}

// Write writes the archive of a program behind a file of a length; previous is
// set if that file ends in an archive. What is wrong with the input is an error
// of package diag.
func (p *Program) Write(w io.Writer, length int64, previous bool) (*Summary, error) {
	p = p.withLibraryFiles()
	l := &linker{
		Program: p, w: hpa.NewWriter(w, length), python: p.Meta.Text("python"),
		modules: map[string]*module{}, tree: newTree(""), files: map[string]int{},
		trailer: hpa.TrailerOptions{Previous: previous, Magic: p.Magic},
	}
	for i := range p.Libraries {
		l.library(&p.Libraries[i])
	}
	l.findNatives()
	if err := l.findings.Err(); err != nil {
		return nil, err
	}
	names := l.tree.resolve(l.roots())
	meta, err := l.meta(names)
	if err != nil {
		return nil, err
	}
	l.index.Meta = meta
	if err := l.addModules(names); err != nil {
		return nil, err
	}
	if err := l.addUnnamed(); err != nil {
		return nil, err
	}
	if err := l.addFiles(); err != nil {
		return nil, err
	}
	if err := l.findings.Err(); err != nil {
		return nil, err
	}
	copy(l.trailer.Runtime[:], p.Runtime)
	if err := l.w.Close(l.index, l.trailer); err != nil {
		return nil, err
	}
	return &Summary{Size: l.w.Len(), entries: l.entries, blobs: l.w.Blobs()}, nil
}

// roots are the directories that modules are looked for in.
func (l *linker) roots() []string {
	roots := l.Meta.Texts("roots")
	if len(roots) == 0 {
		roots = []string{""}
	}
	return roots
}

// library takes in the modules of a library.
func (l *linker) library(lib *Library) {
	t := &lib.Archive.Trailer
	switch {
	case l.trailer.Magic == 0:
		l.trailer.Magic = t.Magic
	case t.Magic != 0 && t.Magic != l.trailer.Magic:
		l.findings.Add(diag.Errorf(at(lib.Name, lib.Archive.Meta.Text("label")), "",
			"the library has bytecode of magic number %d, the program needs %d", t.Magic&0xffff, l.trailer.Magic&0xffff).
			WithHint("compile all libraries with the interpreter of the runtime"))
		return
	}
	l.trailer.Python = max(l.trailer.Python, t.Python)
	labels := map[int]string{}
	for _, p := range lib.Archive.Provenance {
		labels[p.Blob] = p.Label
	}
	for i := range lib.Archive.Modules {
		e := &lib.Archive.Modules[i]
		if e.Blob < 0 || e.Flags&hpa.NativeModule != 0 {
			continue
		}
		m := &module{unit: unit{path: e.Path}, library: lib, entry: e, label: labels[e.Blob], code: -1, source: -1}
		if m.label == "" {
			m.label = lib.Archive.Meta.Text("label")
		}
		if old := l.modules[e.Path]; old != nil {
			if old.sum() != m.sum() {
				l.conflict(e.Path, old.label, m.label)
			}
			// Whoever comes first: the order of libraries must not show.
			old.label = min(old.label, m.label)
			continue
		}
		l.modules[e.Path] = m
		base := e.Path[strings.LastIndexByte(e.Path, '/')+1:]
		l.tree.add(&m.unit, strings.TrimSuffix(base, ".py"))
	}
}

// sum tells contents apart.
func (m *module) sum() [2][32]byte {
	blobs := m.library.Archive.Blobs
	sums := [2][32]byte{blobs[m.entry.Blob].SHA256}
	if m.entry.Source >= 0 {
		sums[1] = blobs[m.entry.Source].SHA256
	}
	return sums
}

func (l *linker) conflict(path, first, second string) {
	d := diag.Errorf(at(path, second), "", "the file is brought twice, with different contents")
	d.Related = append(d.Related, diag.Note{Pos: at(path, first), Msg: "first brought here"})
	l.findings.Add(d.WithHint("depend on one of the two targets only"))
}

// at is the place of a finding about a file that a target brings.
func at(file, label string) diag.Pos {
	return diag.Fixed(diag.Position{File: file, Label: include.DisplayLabel(label)})
}

// findNatives enters native modules into the tree.
func (l *linker) findNatives() {
	for i := range l.Files {
		f := &l.Files[i]
		if f.Kind != hpa.Native {
			continue
		}
		if stem := moduleStem(f.Path, l.python); stem != "" {
			l.tree.add(&unit{f.Path, true}, stem)
		}
	}
}

// meta completes the description.
func (l *linker) meta(names []named) (hpa.Meta, error) {
	meta := hpa.Meta{"external": l.External}
	for key, value := range l.Meta {
		meta[key] = value
	}
	if meta.Kind() == "" {
		meta["kind"] = hpa.KindBundle
	}
	if l.options(asData).Codec != hpa.Stored {
		meta["compression"] = l.Compression.String()
	}
	main, path := meta.Text("main"), meta.Text("main_path")
	label := meta.Text("label")
	switch {
	case main == "" && path == "":
		if meta.Kind() == hpa.KindBundle {
			l.findings.Add(diag.Errorf(at("main", label), "", "the program has no main module").
				WithHint("say main_path or main in the description"))
		}
	case main == "":
		if main = mainModule(names, path); main == "" {
			d := diag.Errorf(at(path, label), "", "the main file is not among the modules that can be imported")
			if l.modules[path] == nil && meta.Text(pyz) != "" {
				d = d.WithHint("put a __main__.py into the zip application, or say in main_module what to run")
			} else if l.modules[path] == nil {
				d = d.WithHint("put it into an archive of the program; it is in none of them")
			} else {
				d = d.WithHint("rename it: another module of the same name is found first, or no root of modules is above it")
			}
			l.findings.Add(d)
		}
	default:
		i := slices.IndexFunc(names, func(n named) bool { return n.name == main })
		if i < 0 {
			l.findings.Add(diag.Errorf(at(main, label), "", "there is no module of this name in the program").
				WithHint("add the library that has it to deps, or correct main_module"))
		} else if names[i].flags&hpa.Package != 0 {
			main += ".__main__"
			if !slices.ContainsFunc(names, func(n named) bool { return n.name == main }) {
				l.findings.Add(diag.Errorf(at(main, label), "", "the package has no module __main__, so it cannot be run"))
			}
		}
	}
	meta["main"] = main
	if meta.Text("runner") == auto {
		var err error
		if meta["runner"], err = l.runner(names, main); err != nil {
			return nil, err
		}
	}
	if len(l.Runtime) > 0 {
		meta["runtime"] = fmt.Sprintf("%x", l.Runtime)
	}
	return meta, l.findings.Err()
}
