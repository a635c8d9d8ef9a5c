package hpa

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/marshal"
)

// maxIndex bounds the length of an index.
const maxIndex = 256 << 20

// Section is a part of the index.
type Section string

// The sections, in the order in which they stand.
const (
	META Section = "META"
	MODS Section = "MODS"
	FILE Section = "FILE"
	BLOB Section = "BLOB"
	LAYR Section = "LAYR"
	TEST Section = "TEST"
	PROV Section = "PROV"
	DICT Section = "DICT"
)

// Modes of files, as the index has them.
const (
	modeData    = 0o444
	modeProgram = 0o555
)

// materializes reports whether files must become files of the disk.
func (x *Index) materializes() bool {
	return slices.ContainsFunc(x.Files, func(f File) bool { return f.Blob >= 0 && f.Materialize != Never })
}

// encode sorts the index and returns its bytes.
func (x *Index) encode() ([]byte, error) {
	if err := x.sort(); err != nil {
		return nil, err
	}
	if err := x.check(); err != nil {
		return nil, err
	}
	var out []byte
	for _, s := range []struct {
		name   Section
		always bool
		value  any
		n      int
	}{
		{META, true, orEmpty(x.Meta), 0},
		{MODS, true, x.mods(), 0},
		{FILE, true, x.files(), 0},
		{BLOB, true, x.blobs(), 0},
		{LAYR, false, x.layers(), len(x.Layers)},
		{TEST, false, x.tests(), len(x.Tests)},
		{PROV, false, x.provenance(), len(x.Provenance)},
		{DICT, false, x.Dict, len(x.Dict)},
	} {
		if !s.always && s.n == 0 {
			continue
		}
		out = append(append(out, s.name...), 0, 0, 0, 0)
		out = append(out, 0, 0, 0, 0, 0, 0, 0, 0)
		start := len(out)
		var err error
		if out, err = marshal.AppendValue(out, s.value); err != nil {
			return nil, fmt.Errorf("section %s: %w", s.name, err)
		}
		binary.LittleEndian.PutUint64(out[start-8:], uint64(len(out)-start))
	}
	return out, nil
}

func byName(a, b Module) int   { return cmp.Compare(a.Name, b.Name) }
func byPath(a, b File) int     { return cmp.Compare(a.Path, b.Path) }
func byTestName(a, b Test) int { return cmp.Compare(a.Name, b.Name) }
func byBlob(a, b Provenance) int {
	return cmp.Or(cmp.Compare(a.Blob, b.Blob), cmp.Compare(a.Label, b.Label), cmp.Compare(a.Path, b.Path))
}

func orEmpty(meta Meta) map[string]any {
	if meta == nil {
		return map[string]any{}
	}
	return meta
}

// sort puts everything that is found by its name in order, without touching
// what the caller has.
func (x *Index) sort() error {
	x.Modules = slices.SortedFunc(slices.Values(x.Modules), byName)
	x.Files = slices.SortedFunc(slices.Values(x.Files), byPath)
	x.Tests = slices.SortedFunc(slices.Values(x.Tests), byTestName)
	x.Provenance = slices.Compact(slices.SortedFunc(slices.Values(x.Provenance), byBlob))
	for i := 1; i < len(x.Modules); i++ {
		if x.Modules[i].Name == x.Modules[i-1].Name {
			return fmt.Errorf("module %q is there twice", x.Modules[i].Name)
		}
	}
	for i := 1; i < len(x.Files); i++ {
		if x.Files[i].Path == x.Files[i-1].Path {
			return fmt.Errorf("file %q is there twice", x.Files[i].Path)
		}
	}
	for i := 1; i < len(x.Tests); i++ {
		if x.Tests[i].Name == x.Tests[i-1].Name {
			return fmt.Errorf("test %q is there twice", x.Tests[i].Name)
		}
	}
	return nil
}

// file returns the number of a file, -1 if there is none of that path. The files
// are sorted.
func (x *Index) file(path string) int {
	i, ok := slices.BinarySearchFunc(x.Files, path, func(f File, path string) int { return cmp.Compare(f.Path, path) })
	if !ok {
		return -1
	}
	return i
}

func (x *Index) mods() map[string]any {
	mods := make(map[string]any, len(x.Modules))
	for i := range x.Modules {
		m := &x.Modules[i]
		var offset, stored, raw int64
		flags := m.Flags &^ Compressed
		switch {
		case flags&NativeModule != 0:
			offset = int64(x.file(m.Path))
		case m.Blob >= 0:
			b := &x.Blobs[m.Blob]
			offset, stored, raw = b.Offset, b.StoredLen, b.RawLen
			if b.Codec != Stored {
				flags |= Compressed
			}
		}
		mods[m.Name] = marshal.Tuple{offset, stored, int(flags), raw, m.Source, m.Path}
	}
	return mods
}

func (x *Index) files() marshal.Tuple {
	files := make(marshal.Tuple, len(x.Files))
	for i, f := range x.Files {
		mode := modeData
		if f.Executable {
			mode = modeProgram
		}
		files[i] = marshal.Tuple{f.Path, mode, int(f.Kind), f.Blob, int(f.Materialize)}
	}
	return files
}

func (x *Index) blobs() marshal.Tuple {
	blobs := make(marshal.Tuple, len(x.Blobs))
	for i := range x.Blobs {
		b := &x.Blobs[i]
		blobs[i] = marshal.Tuple{b.Offset, b.StoredLen, b.RawLen, int(b.Codec), b.XXH64, b.SHA256[:]}
	}
	return blobs
}

func (x *Index) layers() marshal.Tuple {
	layers := make(marshal.Tuple, len(x.Layers))
	for i := range x.Layers {
		l := &x.Layers[i]
		layers[i] = marshal.Tuple{l.Digest[:], l.Size, l.Name}
	}
	return layers
}

func (x *Index) tests() map[string]any {
	tests := make(map[string]any, len(x.Tests))
	for _, t := range x.Tests {
		args := make([]any, len(t.Args))
		for i, arg := range t.Args {
			args[i] = arg
		}
		tests[t.Name] = marshal.Tuple{t.Main, args, t.Archive}
	}
	return tests
}

func (x *Index) provenance() marshal.Tuple {
	prov := make(marshal.Tuple, len(x.Provenance))
	for i, p := range x.Provenance {
		prov[i] = marshal.Tuple{p.Blob, p.Label, p.Path}
	}
	return prov
}

// check looks whether the numbers of an index stand for something. The files
// are sorted.
func (x *Index) check() error {
	blob := func(n, least int) bool { return n >= least && n < len(x.Blobs) }
	for i := range x.Modules {
		m := &x.Modules[i]
		switch native := m.Flags&NativeModule != 0; {
		case native && x.file(m.Path) < 0:
			return corrupt("module %q needs the file %q, which is not there", m.Name, m.Path)
		case !native && !blob(m.Blob, -1), !blob(m.Source, -1):
			return corrupt("module %q has a blob that is not there", m.Name)
		case !native && m.Blob < 0 && m.Flags&NamespaceModule == 0:
			return corrupt("module %q has no code", m.Name)
		}
	}
	for _, f := range x.Files {
		if !blob(f.Blob, -1) {
			return corrupt("file %q has a blob that is not there", f.Path)
		}
	}
	for _, p := range x.Provenance {
		if !blob(p.Blob, -1) {
			return corrupt("the origin %q of a blob that is not there", p.Path)
		}
	}
	return nil
}
