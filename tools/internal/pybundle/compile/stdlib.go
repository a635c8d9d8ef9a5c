package compile

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/bootstrap"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/contract"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/distribution"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/imports"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/marshal"
)

// stdlibRoot is the directory in which modules of a standard library seem to be.
const stdlibRoot = "stdlib"

// Stdlib writes the archive of the standard library of a distribution, with the
// modules that start bundles. With sources it has the texts, too. What is wrong
// with sources is in the list.
func (i *Interpreter) Stdlib(ctx context.Context, w io.Writer, d *distribution.Distribution, sources bool) (*diag.List, error) {
	if !sources {
		// Without lines of source, tracebacks have nothing to mark columns in.
		without := *i
		without.NoColumns = true
		i = &without
	}
	s := &stdlib{d: d, sources: sources, found: &diag.List{}}
	if err := s.list(); err != nil {
		return nil, err
	}
	python, err := i.Compile(ctx, len(s.modules), s.source, s.compiled)
	if err != nil || s.found.HasErrors() {
		return s.found, err
	}
	if python.Version() != d.Python && python.Version()+"t" != d.Python {
		return nil, fmt.Errorf("compile the standard library of %s: it is that of Python %s, the interpreter is Python %s", d.Name, d.Python, python.Version())
	}
	return s.found, s.write(w, python)
}

// stdlib is a standard library that is compiled.
type stdlib struct {
	d       *distribution.Distribution
	sources bool
	found   *diag.List

	modules    []*stdlibModule
	extensions []distribution.Module
	scanner    *imports.Scanner
}

// stdlibModule is one of its modules that have a source.
type stdlibModule struct {
	name, path string
	pack       bool
	read       func() ([]byte, error)

	content, code []byte
	imports       []imports.Import
}

// list finds out what there is to compile.
func (s *stdlib) list() error {
	add := func(m stdlibModule) {
		m.path = path.Join(stdlibRoot, m.path)
		s.modules = append(s.modules, &m)
	}
	for _, m := range s.d.Modules() {
		if m.Extension {
			s.extensions = append(s.extensions, m)
			continue
		}
		add(stdlibModule{name: m.Name, path: m.Path, pack: m.Package, read: m.File.Read})
	}
	for _, m := range bootstrap.Modules() {
		add(stdlibModule{name: m.Name, path: m.File, read: func() ([]byte, error) { return m.Source, nil }})
	}
	add(stdlibModule{
		name: contract.EncodingsModule, path: contract.EncodingsModule + ".py",
		read: func() ([]byte, error) { return []byte(bootstrap.Encodings), nil },
	})
	slices.SortFunc(s.modules, func(a, b *stdlibModule) int { return cmp.Compare(a.name, b.name) })
	for n := 1; n < len(s.modules); n++ {
		if s.modules[n].name == s.modules[n-1].name {
			return fmt.Errorf("read %s: the module %s is there twice, as %s and %s", s.d.Name, s.modules[n].name, s.modules[n-1].path, s.modules[n].path)
		}
	}
	return nil
}

func (s *stdlib) source(n int) (Source, error) {
	m := s.modules[n]
	var err error
	m.content, err = m.read()
	return Source{m.path, m.content}, err
}

func (s *stdlib) compiled(n int, p *Python, r Result) error {
	m := s.modules[n]
	if r.Problem != nil {
		s.found.Add(r.Problem.diagnostic(&LibrarySource{Shown: m.path, Content: m.content}))
		return nil
	}
	if s.scanner == nil {
		s.scanner = imports.NewScanner(p.Opcodes)
	}
	m.imports = s.scanner.Scan(r.Code)
	var err error
	if m.code, err = marshal.Append(nil, r.Code); err != nil {
		return fmt.Errorf("compile %s: %w", m.path, err)
	}
	if !s.sources {
		m.content = nil
	}
	return nil
}

// write writes the archive.
func (s *stdlib) write(to io.Writer, python *Python) error {
	w := hpa.NewWriter(to, 0)
	index := hpa.Index{}
	identity := make(map[string][sha256.Size]byte)
	// Texts stand behind all code: they are read when something goes wrong.
	for _, m := range s.byUse() {
		blob, err := w.Add(m.code, hpa.BlobOptions{})
		if err != nil {
			return err
		}
		identity[m.name] = sha256.Sum256(m.code)
		module := hpa.Module{Name: m.name, Blob: blob, Source: -1, Path: m.path}
		if m.pack {
			module.Flags |= hpa.Package
		}
		index.Modules = append(index.Modules, module)
	}
	if s.sources {
		byName := make(map[string]*stdlibModule, len(s.modules))
		for _, m := range s.modules {
			byName[m.name] = m
		}
		for n := range index.Modules {
			var err error
			if index.Modules[n].Source, err = w.Add(byName[index.Modules[n].Name].content, hpa.BlobOptions{}); err != nil {
				return err
			}
		}
	}
	if err := s.addFiles(w, &index, identity); err != nil {
		return err
	}
	runtime, err := s.runtime(identity)
	if err != nil {
		return err
	}
	pruned := s.pruned(python, identity)
	index.Meta = hpa.Meta{
		"kind": hpa.KindStdlib, "python": s.d.Python, "runtime": hex.EncodeToString(runtime[:]),
		"pruned": pruned, "needs": s.needs(pruned),
	}
	trailer := python.trailer()
	copy(trailer.Runtime[:], runtime[:])
	return w.Close(index, trailer)
}

// addFiles adds extension modules and data. An extension module is loaded from
// memory: it needs nothing beside it.
func (s *stdlib) addFiles(w *hpa.Writer, index *hpa.Index, identity map[string][sha256.Size]byte) error {
	for _, m := range s.extensions {
		content, err := m.File.Read()
		if err != nil {
			return err
		}
		blob, err := w.Add(content, hpa.BlobOptions{Align: hpa.BlockAlign})
		if err != nil {
			return err
		}
		identity[m.Name] = sha256.Sum256(content)
		name := path.Join(stdlibRoot, m.Path)
		index.Files = append(index.Files, hpa.File{Path: name, Executable: true, Kind: hpa.Native, Blob: blob})
		index.Modules = append(index.Modules, hpa.Module{Name: m.Name, Blob: blob, Flags: hpa.NativeModule, Source: -1, Path: name})
	}
	data := s.d.Data()
	for _, inside := range slices.Sorted(maps.Keys(data)) {
		content, err := data[inside].Read()
		if err != nil {
			return err
		}
		if len(content) == 0 && path.Base(inside)[0] == '.' {
			continue // keeps a directory
		}
		blob, err := w.Add(content, hpa.BlobOptions{})
		if err != nil {
			return err
		}
		name := path.Join(stdlibRoot, inside)
		identity[name] = sha256.Sum256(content)
		index.Files = append(index.Files, hpa.File{Path: name, Blob: blob})
	}
	return nil
}

// runtime returns the digest of the runtime: the interpreter with the libraries
// beside it, each module, and the bootstrap.
func (s *stdlib) runtime(identity map[string][sha256.Size]byte) ([sha256.Size]byte, error) {
	sum := sha256.New()
	programs, err := s.d.Programs()
	if err != nil {
		return [sha256.Size]byte{}, err
	}
	for _, f := range programs {
		content, err := f.Read()
		if err != nil {
			return [sha256.Size]byte{}, err
		}
		one := sha256.Sum256(content)
		sum.Write(one[:])
	}
	modules := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(identity)) {
		one := identity[name]
		fmt.Fprintf(modules, "%s\x00%x\n", name, one)
	}
	sum.Write(modules.Sum(nil))
	io.WriteString(sum, bootstrap.Version())
	return [sha256.Size]byte(sum.Sum(nil)), nil
}

// pruned returns the modules that an import would find in the whole distribution,
// with the reason why they are not there.
func (s *stdlib) pruned(python *Python, identity map[string][sha256.Size]byte) map[string]any {
	pruned := make(map[string]any)
	for _, p := range s.d.Pruned {
		pruned[p.Name] = string(p.Reason)
	}
	// Some distributions come without them. Python does not count its tests as known.
	for _, name := range distribution.DefaultPruned() {
		_, there := identity[name]
		if (name == "test" || slices.Contains(python.Known, name)) && !there && pruned[name] == nil {
			pruned[name] = string(distribution.Absent)
		}
	}
	return pruned
}

func tuple(names []string) marshal.Tuple {
	t := make(marshal.Tuple, 0, len(names))
	for _, name := range names {
		t = append(t, name)
	}
	return t
}
