package link

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

// Member is a program of a suite: a whole one, linked as an archive.
type Member struct {
	// Name is what the program is called by in the suite.
	Name, Label string
	Archive     *hpa.Archive
}

// Suite is many programs in one file. Modules and contents that several have are
// there once: in layers, archives of what the same programs share. A program sees
// its own layers only, so that it cannot import what it does not depend on.
type Suite struct {
	Meta        hpa.Meta
	Members     []Member
	Compression Compression
	Runtime     []byte
	Magic       uint32
}

// layer is what the same members share.
type layer struct {
	members []int
	modules []shared
	// number is that of its archive in the file, among those of programs.
	number int
}

// shared is a module that several members have.
type shared struct {
	archive *hpa.Archive
	module  *hpa.Module
}

// suite makes the archives of a suite.
type suite struct {
	*Suite
	python   string
	version  uint32
	findings diag.List
	out      io.Writer
	length   int64
	previous bool
	// number is that of the next archive, among those of programs.
	number int
	// placed says where contents are that a layer has.
	placed map[[32]byte]placed
	// common are the contents of files that several members have.
	common  map[[32]byte]bool
	summary Summary
}

// placed is content at a place of the file.
type placed struct {
	blob hpa.Blob
	at   int64
}

// Write writes the archives of a suite behind a file of a length; previous is set
// if that file ends in an archive.
func (s *Suite) Write(w io.Writer, length int64, previous bool) (*Summary, error) {
	x := &suite{
		Suite: s, python: s.Meta.Text("python"), out: w, length: length, previous: previous,
		placed: map[[32]byte]placed{}, common: map[[32]byte]bool{},
	}
	slices.SortFunc(s.Members, func(a, b Member) int { return cmp.Compare(a.Name, b.Name) })
	if err := x.check(); err != nil {
		return nil, err
	}
	layers := x.layers()
	for _, l := range layers {
		if err := x.writeLayer(l); err != nil {
			return nil, err
		}
	}
	if err := x.writeFiles(); err != nil {
		return nil, err
	}
	var tests []hpa.Test
	for i := range s.Members {
		m := &s.Members[i]
		tests = append(tests, hpa.Test{
			Name: m.Name, Main: m.Archive.Meta.Text("main"), Args: m.Archive.Meta.Texts("args"), Archive: x.number,
		})
		if err := x.writeMember(i, layers); err != nil {
			return nil, err
		}
	}
	meta := hpa.Meta{"suite": true}
	maps.Copy(meta, s.Meta)
	meta["kind"] = hpa.KindBundle
	err := x.archive(meta, tests, func(*hpa.Writer, *hpa.Index) error { return nil })
	x.summary.Size = x.length
	return &x.summary, err
}

// check looks whether the members, which are sorted, can be in one suite.
func (x *suite) check() error {
	for i := range x.Members {
		m := &x.Members[i]
		if i > 0 && x.Members[i-1].Name == m.Name {
			d := diag.Errorf(at(m.Name, m.Label), "", "two programs of the suite have this name")
			d.Related = append(d.Related, diag.Note{Pos: at(m.Name, x.Members[i-1].Label), Msg: "the other one"})
			x.findings.Add(d)
		}
		if m.Name == "" || strings.ContainsRune(m.Name, '/') || strings.HasPrefix(m.Name, "python3") {
			x.findings.Add(diag.Errorf(at(m.Name, m.Label), "", "a program of a suite cannot have this name").
				WithHint("a name has no slash and does not start with python3"))
		}
		switch {
		case x.Magic == 0:
			x.Magic = m.Archive.Magic
		case m.Archive.Magic != 0 && m.Archive.Magic != x.Magic:
			x.findings.Add(diag.Errorf(at(m.Name, m.Label), "", "the program has bytecode of magic number %d, the suite needs %d",
				m.Archive.Magic&0xffff, x.Magic&0xffff))
		}
		x.version = max(x.version, m.Archive.Python)
	}
	return x.findings.Err()
}

// identity tells modules apart: name, place and contents.
func identity(a *hpa.Archive, m *hpa.Module) string {
	var code, source [32]byte
	if m.Blob >= 0 {
		code = a.Blobs[m.Blob].SHA256
	}
	if m.Source >= 0 {
		source = a.Blobs[m.Source].SHA256
	}
	return fmt.Sprintf("%s\x00%s\x00%d\x00%x%x", m.Name, m.Path, m.Flags&^hpa.Compressed, code, source)
}

// layers finds out what the same members share. Native modules are found through
// the files of their members, so these keep them.
func (x *suite) layers() []*layer {
	users := map[string][]int{}
	first := map[string]shared{}
	for i := range x.Members {
		a := x.Members[i].Archive
		for n := range a.Modules {
			m := &a.Modules[n]
			if m.Flags&hpa.NativeModule != 0 {
				continue
			}
			id := identity(a, m)
			if users[id] == nil {
				first[id] = shared{a, m}
			}
			users[id] = append(users[id], i)
		}
	}
	groups := map[string]*layer{}
	var all []*layer
	for _, id := range slices.Sorted(maps.Keys(users)) {
		if len(users[id]) < 2 {
			continue
		}
		key := fmt.Sprint(users[id])
		if groups[key] == nil {
			groups[key] = &layer{members: users[id]}
			all = append(all, groups[key])
		}
		groups[key].modules = append(groups[key].modules, first[id])
	}
	return all
}

// archive writes one archive.
func (x *suite) archive(meta hpa.Meta, tests []hpa.Test, fill func(*hpa.Writer, *hpa.Index) error) error {
	w := hpa.NewWriter(x.out, x.length)
	index := hpa.Index{Meta: meta, Tests: tests}
	if err := fill(w, &index); err != nil {
		return err
	}
	o := hpa.TrailerOptions{Previous: x.previous, Magic: x.Magic, Python: x.version}
	copy(o.Runtime[:], x.Runtime)
	if err := w.Close(index, o); err != nil {
		return err
	}
	before, blobs := len(x.summary.blobs), w.Blobs()
	x.summary.blobs = append(x.summary.blobs, blobs...)
	for _, p := range index.Provenance {
		if p.Blob >= 0 && blobs[p.Blob].Offset >= 0 {
			x.summary.entries = append(x.summary.entries, entry{p.Label, p.Path, "content", before + p.Blob})
		}
	}
	x.length, x.previous = w.Len(), true
	x.number++
	return nil
}

// layer writes an archive that others refer to.
func (x *suite) layer(fill func(*hpa.Writer, *hpa.Index) error) error {
	meta := hpa.Meta{"kind": hpa.KindLibrary, "label": x.Meta.Text("label"), "python": x.python}
	return x.archive(meta, nil, func(w *hpa.Writer, index *hpa.Index) error {
		if err := fill(w, index); err != nil {
			return err
		}
		for _, b := range w.Blobs() {
			if b.Offset >= 0 {
				x.placed[b.SHA256] = placed{b, w.Start() + b.Offset}
			}
		}
		return nil
	})
}

func (x *suite) writeLayer(l *layer) error {
	l.number = x.number
	return x.layer(func(w *hpa.Writer, index *hpa.Index) error {
		for _, s := range l.modules {
			if err := x.addModule(w, index, s.archive, s.module); err != nil {
				return err
			}
		}
		return nil
	})
}

// writeFiles writes the contents of files that several members have.
func (x *suite) writeFiles() error {
	owners := map[[32]byte]int{}
	for i := range x.Members {
		a := x.Members[i].Archive
		for _, f := range a.Files {
			if f.Blob < 0 {
				continue
			}
			sum := a.Blobs[f.Blob].SHA256
			if owner, ok := owners[sum]; !ok {
				owners[sum] = i
			} else if owner != i {
				x.common[sum] = true
			}
		}
	}
	if len(x.common) == 0 {
		return nil
	}
	return x.layer(func(w *hpa.Writer, index *hpa.Index) error {
		for i := range x.Members {
			a := x.Members[i].Archive
			for _, f := range a.Files {
				if f.Blob < 0 || !x.common[a.Blobs[f.Blob].SHA256] {
					continue
				}
				if _, err := x.add(w, index, a, f.Blob, useOf(f.Kind)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// writeMember writes what a member has alone.
func (x *suite) writeMember(number int, layers []*layer) error {
	a := x.Members[number].Archive
	inLayer := map[string]bool{}
	visible := []any{}
	for _, l := range layers {
		if !slices.Contains(l.members, number) {
			continue
		}
		visible = append(visible, l.number)
		for _, s := range l.modules {
			inLayer[identity(s.archive, s.module)] = true
		}
	}
	meta := maps.Clone(a.Meta)
	meta["layers"], meta["external"] = visible, false
	delete(meta, "compression")
	if x.Compression.options(x.python, asData).Codec != hpa.Stored {
		meta["compression"] = x.Compression.String()
	}
	return x.archive(meta, nil, func(w *hpa.Writer, index *hpa.Index) error {
		for i := range a.Modules {
			if m := &a.Modules[i]; !inLayer[identity(a, m)] {
				if err := x.addModule(w, index, a, m); err != nil {
					return err
				}
			}
		}
		for _, f := range a.Files {
			if f.Blob >= 0 {
				var err error
				if f.Blob, err = x.add(w, index, a, f.Blob, useOf(f.Kind)); err != nil {
					return err
				}
			}
			index.Files = append(index.Files, f)
		}
		return nil
	})
}

func (x *suite) addModule(w *hpa.Writer, index *hpa.Index, a *hpa.Archive, m *hpa.Module) error {
	out := *m
	var err error
	if m.Blob >= 0 && m.Flags&hpa.NativeModule == 0 {
		if out.Blob, err = x.add(w, index, a, m.Blob, asCode); err != nil {
			return err
		}
	}
	if m.Source >= 0 {
		if out.Source, err = x.add(w, index, a, m.Source, asData); err != nil {
			return err
		}
	}
	index.Modules = append(index.Modules, out)
	return nil
}

// add adds content with its origin, or refers to it where a layer has it.
func (x *suite) add(w *hpa.Writer, index *hpa.Index, a *hpa.Archive, blob int, u use) (int, error) {
	n, err := x.content(w, a, blob, u)
	if err != nil {
		return 0, err
	}
	// The rows are sorted by blob.
	first, _ := slices.BinarySearchFunc(a.Provenance, blob, func(p hpa.Provenance, blob int) int { return cmp.Compare(p.Blob, blob) })
	for _, p := range a.Provenance[first:] {
		if p.Blob != blob {
			break
		}
		p.Blob = n
		index.Provenance = append(index.Provenance, p)
	}
	return n, nil
}

func (x *suite) content(w *hpa.Writer, a *hpa.Archive, blob int, u use) (int, error) {
	b := a.Blobs[blob]
	if there, ok := x.placed[b.SHA256]; ok {
		return w.Refer(there.blob, there.at)
	}
	how := x.Compression.options(x.python, u)
	if b.Codec == how.Codec || b.Codec == hpa.Zstd && u != asCode && decompresses(x.python) {
		stored, err := a.StoredBlob(blob)
		if err != nil {
			return 0, err
		}
		return w.Copy(b, stored, max(how.Align, hpa.Align))
	}
	r := a.OpenBlob(blob)
	defer r.Close()
	if b.RawLen > hpa.FrameSize {
		return w.AddReader(r, b.RawLen, how)
	}
	content, err := io.ReadAll(r)
	if err != nil {
		return 0, err
	}
	return w.Add(content, how)
}
