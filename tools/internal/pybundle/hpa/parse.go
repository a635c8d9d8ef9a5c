package hpa

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/marshal"
)

// sections splits the bytes of an index.
func sections(raw []byte) (map[Section][]byte, error) {
	found := map[Section][]byte{}
	for len(raw) > 0 {
		if len(raw) < 16 {
			return nil, corrupt("the index ends inside the head of a section")
		}
		name, zeros := Section(raw[:4]), binary.LittleEndian.Uint32(raw[4:])
		n := binary.LittleEndian.Uint64(raw[8:])
		if zeros != 0 || n > uint64(len(raw)-16) {
			return nil, corrupt("section %q of the index has a wrong head", name)
		}
		if _, twice := found[name]; twice {
			return nil, corrupt("section %q of the index is there twice", name)
		}
		found[name] = raw[16 : 16+n]
		raw = raw[16+n:]
	}
	return found, nil
}

// parseIndex reads sections of an index, all of them if none are named.
func parseIndex(raw []byte, only []Section) (*Index, error) {
	found, err := sections(raw)
	if err != nil {
		return nil, err
	}
	for _, name := range []Section{META, MODS, FILE, BLOB} {
		if found[name] == nil {
			return nil, corrupt("the index has no section %s", name)
		}
	}
	x := &Index{}
	wanted := func(name Section) bool {
		switch {
		case found[name] == nil:
			return false
		case len(only) == 0 || slices.Contains(only, name):
			return true
		}
		// Modules are found through blobs and files, so these come first.
		return (name == BLOB || name == FILE) && slices.Contains(only, MODS)
	}
	for _, s := range []struct {
		name Section
		read func(v any) bool
	}{
		{META, x.readMeta},
		{BLOB, x.readBlobs},
		{FILE, x.readFiles},
		{MODS, x.readModules},
		{LAYR, x.readLayers},
		{TEST, x.readTests},
		{PROV, x.readProvenance},
		{DICT, x.readDict},
	} {
		if !wanted(s.name) {
			continue
		}
		v, err := marshal.ParseValue(found[s.name])
		if err != nil {
			return nil, corrupt("section %s of the index: %v", s.name, err)
		}
		if !s.read(v) {
			return nil, corrupt("section %s of the index does not have the form it should have", s.name)
		}
	}
	if len(only) == 0 {
		if err := x.check(); err != nil {
			return nil, err
		}
	}
	return x, nil
}

// fields takes a tuple apart; each target is a pointer to int64, int, string,
// []byte or uint64.
func fields(v any, to ...any) bool {
	t, ok := v.(marshal.Tuple)
	if !ok || len(t) != len(to) {
		return false
	}
	for i, p := range to {
		switch p := p.(type) {
		case *int64:
			*p, ok = t[i].(int64)
		case *int:
			var n int64
			n, ok = t[i].(int64)
			*p = int(n)
			ok = ok && int64(*p) == n
		case *uint64:
			switch n := t[i].(type) {
			case int64:
				*p, ok = uint64(n), n >= 0
			default:
				*p, ok = t[i].(uint64)
			}
		case *string:
			*p, ok = t[i].(string)
		case *[32]byte:
			var b []byte
			b, ok = t[i].([]byte)
			if ok = ok && len(b) == 32; ok {
				*p = [32]byte(b)
			}
		default:
			panic(fmt.Sprintf("a field cannot be a %T", p))
		}
		if !ok {
			return false
		}
	}
	return true
}

func (x *Index) readMeta(v any) bool {
	meta, ok := v.(map[string]any)
	x.Meta = meta
	return ok
}

func (x *Index) readBlobs(v any) bool {
	rows, ok := v.(marshal.Tuple)
	if !ok {
		return false
	}
	x.Blobs = make([]Blob, len(rows))
	for i, row := range rows {
		b := &x.Blobs[i]
		var codec int
		if !fields(row, &b.Offset, &b.StoredLen, &b.RawLen, &codec, &b.XXH64, &b.SHA256) ||
			codec < int(Stored) || codec > int(ZstdDict) || b.Offset < 0 && codec == int(ZstdDict) || b.StoredLen < 0 || b.RawLen < 0 ||
			codec == int(Stored) && b.StoredLen != b.RawLen {
			return false
		}
		b.Codec = Codec(codec)
	}
	return true
}

func (x *Index) readFiles(v any) bool {
	rows, ok := v.(marshal.Tuple)
	if !ok {
		return false
	}
	x.Files = make([]File, len(rows))
	for i, row := range rows {
		f := &x.Files[i]
		var mode, kind, when int
		if !fields(row, &f.Path, &mode, &kind, &f.Blob, &when) ||
			mode != modeData && mode != modeProgram || kind < 0 || kind > int(Source) || when < 0 || when > int(FirstUse) ||
			i > 0 && x.Files[i-1].Path >= f.Path {
			return false
		}
		f.Executable, f.Kind, f.Materialize = mode == modeProgram, FileKind(kind), Materialize(when)
	}
	return true
}

// readModules reads the table of modules. It says where the code is, and blobs
// say the same.
func (x *Index) readModules(v any) bool {
	rows, ok := v.(map[string]any)
	if !ok {
		return false
	}
	type extent struct{ offset, stored, raw int64 }
	blobs := make(map[extent]int, len(x.Blobs))
	for i, b := range x.Blobs {
		blobs[extent{b.Offset, b.StoredLen, b.RawLen}] = i
	}
	x.Modules = make([]Module, 0, len(rows))
	for name, row := range rows {
		m := Module{Name: name, Blob: -1}
		var at extent
		var flags int
		if !fields(row, &at.offset, &at.stored, &flags, &at.raw, &m.Source, &m.Path) || flags < 0 || flags > 15 {
			return false
		}
		m.Flags = ModuleFlags(flags)
		switch {
		case m.Flags&NativeModule != 0:
			if at.offset < 0 || at.offset >= int64(len(x.Files)) || x.Files[at.offset].Path != m.Path {
				return false
			}
			m.Blob = x.Files[at.offset].Blob
		case m.Flags&NamespaceModule != 0 && at == extent{}:
			// No code.
		default:
			if m.Blob, ok = blobs[at]; !ok {
				return false
			}
			if compressed := x.Blobs[m.Blob].Codec != Stored; compressed != (m.Flags&Compressed != 0) {
				return false
			}
		}
		x.Modules = append(x.Modules, m)
	}
	slices.SortFunc(x.Modules, byName)
	return true
}

func (x *Index) readLayers(v any) bool {
	rows, ok := v.(marshal.Tuple)
	if !ok {
		return false
	}
	x.Layers = make([]Layer, len(rows))
	for i, row := range rows {
		if l := &x.Layers[i]; !fields(row, &l.Digest, &l.Size, &l.Name) {
			return false
		}
	}
	return true
}

func (x *Index) readTests(v any) bool {
	rows, ok := v.(map[string]any)
	if !ok {
		return false
	}
	for name, row := range rows {
		t := Test{Name: name}
		r, ok := row.(marshal.Tuple)
		if !ok || len(r) != 3 || !fields(marshal.Tuple{r[0], r[2]}, &t.Main, &t.Archive) {
			return false
		}
		args, ok := r[1].([]any)
		if !ok {
			return false
		}
		for _, arg := range args {
			s, ok := arg.(string)
			if !ok {
				return false
			}
			t.Args = append(t.Args, s)
		}
		x.Tests = append(x.Tests, t)
	}
	slices.SortFunc(x.Tests, byTestName)
	return true
}

func (x *Index) readProvenance(v any) bool {
	rows, ok := v.(marshal.Tuple)
	if !ok {
		return false
	}
	x.Provenance = make([]Provenance, len(rows))
	for i, row := range rows {
		if p := &x.Provenance[i]; !fields(row, &p.Blob, &p.Label, &p.Path) {
			return false
		}
	}
	return slices.IsSortedFunc(x.Provenance, byBlob)
}

func (x *Index) readDict(v any) bool {
	var ok bool
	x.Dict, ok = v.([]byte)
	return ok
}
