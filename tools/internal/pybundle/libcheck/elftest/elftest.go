// Package elftest makes small ELF files for tests: headers and a dynamic section
// without any code.
package elftest

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"slices"
)

// Spec describes a file. The zero value is a shared library for x86-64 that needs
// nothing and is fine in every way.
type Spec struct {
	Machine elf.Machine // 0: x86-64
	Program bool        // ET_EXEC
	Loader  string
	Soname  string
	Needed  []string
	Rpath   string
	Runpath string
	TextRel bool
	// Stack are the flags of PT_GNU_STACK besides readable and writable.
	Stack elf.ProgFlag
	// NoStack leaves PT_GNU_STACK out.
	NoStack bool
	// Imports are symbols that others have to define.
	Imports []Import
	// Static leaves the dynamic section out.
	Static bool
	// Debug is how many bytes of debug information there are.
	Debug int
}

// Import is an undefined symbol.
type Import struct {
	Symbol, Library, Version string
	// Weak is set for a version that may be missing.
	Weak bool
}

const base = 0x10000

// Build returns the bytes of the file.
func Build(s Spec) []byte {
	b := &builder{spec: s, strings: []byte{0}}
	return b.build()
}

type section struct {
	name       string
	header     elf.Section64
	content    []byte
	wantsLink  string
	afterwards uint64 // its offset in the file
}

type builder struct {
	spec     Spec
	strings  []byte
	sections []*section
}

func (b *builder) str(s string) uint32 {
	if s == "" {
		return 0
	}
	if i := bytes.Index(b.strings, append([]byte("\x00"+s), 0)); i >= 0 {
		return uint32(i + 1)
	}
	at := len(b.strings)
	b.strings = append(append(b.strings, s...), 0)
	return uint32(at)
}

func le(values ...any) []byte {
	var w bytes.Buffer
	for _, v := range values {
		if err := binary.Write(&w, binary.LittleEndian, v); err != nil {
			panic(err)
		}
	}
	return w.Bytes()
}

// tables returns .dynsym, .gnu.version and .gnu.version_r.
func (b *builder) tables() (symbols, versions, needs []byte, libraries int) {
	symbols, versions = le(elf.Sym64{}), le(uint16(0))
	type key struct{ library, version string }
	index := map[key]uint16{}
	var order []string
	of := map[string][]Import{}
	for _, i := range b.spec.Imports {
		version := uint16(1)
		if i.Version != "" {
			k := key{i.Library, i.Version}
			if index[k] == 0 {
				index[k] = uint16(len(index) + 2)
				if len(of[i.Library]) == 0 {
					order = append(order, i.Library)
				}
				of[i.Library] = append(of[i.Library], i)
			}
			version = index[k]
		}
		symbols = append(symbols, le(elf.Sym64{Name: b.str(i.Symbol), Info: elf.ST_INFO(elf.STB_GLOBAL, elf.STT_FUNC)})...)
		versions = append(versions, le(version)...)
	}
	for n, library := range order {
		next := uint32(16 + 16*len(of[library]))
		if n == len(order)-1 {
			next = 0
		}
		needs = append(needs, le(uint16(1), uint16(len(of[library])), b.str(library), uint32(16), next)...)
		for m, i := range of[library] {
			flags, next := uint16(0), uint32(16)
			if i.Weak {
				flags = uint16(elf.VER_FLG_WEAK)
			}
			if m == len(of[library])-1 {
				next = 0
			}
			needs = append(needs, le(uint32(0), flags, index[key{library, i.Version}], b.str(i.Version), next)...)
		}
	}
	return symbols, versions, needs, len(order)
}

func (b *builder) dynamic() []byte {
	var d []byte
	put := func(tag elf.DynTag, value uint64) { d = append(d, le(int64(tag), value)...) }
	for _, name := range b.spec.Needed {
		put(elf.DT_NEEDED, uint64(b.str(name)))
	}
	for _, entry := range []struct {
		tag   elf.DynTag
		value string
	}{{elf.DT_SONAME, b.spec.Soname}, {elf.DT_RPATH, b.spec.Rpath}, {elf.DT_RUNPATH, b.spec.Runpath}} {
		if entry.value != "" {
			put(entry.tag, uint64(b.str(entry.value)))
		}
	}
	if b.spec.TextRel {
		put(elf.DT_FLAGS, uint64(elf.DF_TEXTREL))
	}
	put(elf.DT_NULL, 0)
	return d
}

func (b *builder) build() []byte {
	s := b.spec
	add := func(name string, kind elf.SectionType, link string, entsize uint64, info uint32, content []byte) {
		b.sections = append(b.sections, &section{
			name: name, content: content, wantsLink: link,
			header: elf.Section64{Type: uint32(kind), Flags: uint64(elf.SHF_ALLOC), Entsize: entsize, Info: info, Addralign: 8},
		})
	}
	b.sections = []*section{{}}
	if s.Loader != "" {
		add(".interp", elf.SHT_PROGBITS, "", 0, 0, append([]byte(s.Loader), 0))
	}
	if !s.Static {
		symbols, versions, needs, libraries := b.tables()
		dynamic := b.dynamic()
		add(".dynsym", elf.SHT_DYNSYM, ".dynstr", 24, 1, symbols)
		if needs != nil {
			add(".gnu.version", elf.SHT_GNU_VERSYM, ".dynsym", 2, 0, versions)
			add(".gnu.version_r", elf.SHT_GNU_VERNEED, ".dynstr", 0, uint32(libraries), needs)
		}
		add(".dynamic", elf.SHT_DYNAMIC, ".dynstr", 16, 0, dynamic)
		add(".dynstr", elf.SHT_STRTAB, "", 0, 0, b.strings)
	}
	loaded := len(b.sections)
	if s.Debug > 0 {
		add(".debug_info", elf.SHT_PROGBITS, "", 0, 0, bytes.Repeat([]byte("debug"), (s.Debug+4)/5))
	}
	names := []byte{0}
	for _, sec := range append(slices.Clone(b.sections[1:]), &section{name: ".shstrtab"}) {
		names = append(append(names, sec.name...), 0)
	}
	add(".shstrtab", elf.SHT_STRTAB, "", 0, 0, names)
	for _, sec := range b.sections[loaded:] {
		sec.header.Flags = 0
	}
	return b.lay(loaded)
}

// lay puts headers and sections into one file.
func (b *builder) lay(loaded int) []byte {
	s := b.spec
	progs := []elf.Prog64{{Type: uint32(elf.PT_LOAD), Flags: uint32(elf.PF_R | elf.PF_X), Vaddr: base, Align: 4096}}
	find := func(name string) int {
		return slices.IndexFunc(b.sections, func(sec *section) bool { return sec.name == name })
	}
	special := []struct {
		section string
		kind    elf.ProgType
	}{{".interp", elf.PT_INTERP}, {".dynamic", elf.PT_DYNAMIC}}
	for _, sp := range special {
		if find(sp.section) > 0 {
			progs = append(progs, elf.Prog64{Type: uint32(sp.kind), Flags: uint32(elf.PF_R), Align: 8})
		}
	}
	if !s.NoStack {
		progs = append(progs, elf.Prog64{Type: uint32(elf.PT_GNU_STACK), Flags: uint32(elf.PF_R | elf.PF_W | s.Stack), Align: 16})
	}
	at := uint64(64 + 56*len(progs))
	nameAt := uint32(1)
	for i, sec := range b.sections[1:] {
		at = (at + 7) &^ 7
		sec.afterwards = at
		sec.header.Name, sec.header.Off, sec.header.Size, sec.header.Addr = nameAt, at, uint64(len(sec.content)), base+at
		if sec.wantsLink != "" {
			sec.header.Link = uint32(find(sec.wantsLink))
		}
		nameAt += uint32(len(sec.name) + 1)
		at += uint64(len(b.sections[i+1].content))
		if i+1 < loaded {
			progs[0].Filesz, progs[0].Memsz = at, at
		}
	}
	at = (at + 7) &^ 7
	for i := range progs {
		for _, sp := range special {
			if elf.ProgType(progs[i].Type) == sp.kind {
				h := b.sections[find(sp.section)].header
				progs[i].Off, progs[i].Vaddr, progs[i].Filesz, progs[i].Memsz = h.Off, h.Addr, h.Size, h.Size
			}
		}
	}
	h := elf.Header64{
		Type: uint16(elf.ET_DYN), Machine: uint16(s.Machine), Version: 1, Phoff: 64, Shoff: at, Ehsize: 64,
		Phentsize: 56, Phnum: uint16(len(progs)), Shentsize: 64, Shnum: uint16(len(b.sections)), Shstrndx: uint16(len(b.sections) - 1),
	}
	copy(h.Ident[:], elf.ELFMAG)
	h.Ident[elf.EI_CLASS], h.Ident[elf.EI_DATA], h.Ident[elf.EI_VERSION] = byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)
	if s.Program {
		h.Type = uint16(elf.ET_EXEC)
	}
	if s.Machine == 0 {
		h.Machine = uint16(elf.EM_X86_64)
	}
	out := le(h, progs)
	for _, sec := range b.sections[1:] {
		out = append(append(out, make([]byte, int(sec.afterwards)-len(out))...), sec.content...)
	}
	out = append(out, make([]byte, int(at)-len(out))...)
	for _, sec := range b.sections {
		out = append(out, le(sec.header)...)
	}
	return out
}
