package image

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"strings"
)

// Functions of CPython that the start code calls, as its table has them, and
// the variable that it sets.
var (
	functions = []string{
		"PyInitConfig_Create", "PyInitConfig_SetInt", "PyInitConfig_SetStr", "PyInitConfig_SetStrList",
		"PyInitConfig_GetError", "PyInitConfig_GetExitCode", "PyInitConfig_Free",
		"Py_InitializeFromInitConfig", "Py_RunMain",
	}
	frozenModules = "PyImport_FrozenModules"
)

const (
	version = "Py_Version"
	// tried is the version that images were tried with: the frozen modules and
	// the configuration have the form of this one.
	tried = 0x030e
)

// interpreter is an executable that can be patched.
type interpreter struct {
	data    []byte
	header  elf.Header64
	program []elf.Prog64
	symbols map[string]uint64
	// mainAt is where the file has the four bytes with the address of main.
	mainAt uint64
}

// open checks all that Patch relies on.
func open(data []byte) (*interpreter, error) {
	if !bytes.HasPrefix(data, []byte(elf.ELFMAG)) {
		return nil, unsuitable("the interpreter is not an ELF file")
	}
	f, err := elf.NewFile(bytes.NewReader(data))
	if err != nil {
		return nil, unsuitable("the interpreter is not a sound ELF file: %v", err)
	}
	switch {
	case f.Class != elf.ELFCLASS64 || f.Data != elf.ELFDATA2LSB || f.Machine != elf.EM_X86_64:
		return nil, unsuitable("the interpreter is for %v (%v, %v); only x86-64 is known", f.Machine, f.Class, f.Data)
	case f.Type == elf.ET_DYN:
		return nil, unsuitable("the interpreter is position-independent; only fixed addresses are known")
	case f.Type != elf.ET_EXEC:
		return nil, unsuitable("the interpreter is not an executable (%v)", f.Type)
	}
	i := &interpreter{data: data}
	if _, err := binary.Decode(data, binary.LittleEndian, &i.header); err != nil {
		return nil, unsuitable("the interpreter has no ELF header: %v", err)
	}
	if n := binary.Size(elf.Prog64{}); int(i.header.Phentsize) != n {
		return nil, unsuitable("the interpreter's program headers have %d bytes, not %d", i.header.Phentsize, n)
	}
	i.program = make([]elf.Prog64, i.header.Phnum)
	if n := uint64(binary.Size(i.program)); i.header.Phoff > uint64(len(data)) || n > uint64(len(data))-i.header.Phoff {
		return nil, unsuitable("the interpreter is truncated")
	}
	if _, err := binary.Decode(data[i.header.Phoff:], binary.LittleEndian, i.program); err != nil {
		return nil, unsuitable("the interpreter has no program headers: %v", err)
	}
	for _, p := range i.program {
		if p.Off > uint64(len(data)) || p.Filesz > uint64(len(data))-p.Off {
			return nil, unsuitable("the interpreter is truncated")
		}
		// What the start code holds are numbers of 32 bits.
		if p.Vaddr > math.MaxInt32 || p.Memsz > math.MaxInt32-p.Vaddr {
			return nil, unsuitable("the interpreter uses addresses above two gigabytes")
		}
	}
	if i.segment(elf.PT_INTERP) == nil || i.segment(elf.PT_DYNAMIC) == nil {
		return nil, unsuitable("the interpreter is not dynamically linked: its functions have no names")
	}
	if i.segment(elf.PT_NOTE) == nil {
		return nil, unsuitable("the interpreter has no note whose program header could be used (is it an image already?)")
	}
	if err := i.readSymbols(f); err != nil {
		return nil, err
	}
	if err := i.findMain(); err != nil {
		return nil, err
	}
	return i, nil
}

// segment returns the first segment of a type, nil if there is none.
func (i *interpreter) segment(t elf.ProgType) *elf.Prog64 {
	n := slices.IndexFunc(i.program, func(p elf.Prog64) bool { return elf.ProgType(p.Type) == t })
	if n < 0 {
		return nil
	}
	return &i.program[n]
}

// at returns what the file has at an address, up to the end of its segment;
// nothing where no file is mapped.
func (i *interpreter) at(address uint64) (offset uint64, b []byte) {
	for _, p := range i.program {
		if elf.ProgType(p.Type) == elf.PT_LOAD && address >= p.Vaddr && address-p.Vaddr < p.Filesz {
			offset = p.Off + address - p.Vaddr
			return offset, i.data[offset : p.Off+p.Filesz]
		}
	}
	return 0, nil
}

func (i *interpreter) readSymbols(f *elf.File) error {
	list, err := f.DynamicSymbols()
	if err != nil && !errors.Is(err, elf.ErrNoSymbols) {
		return unsuitable("the interpreter's symbols cannot be read: %v", err)
	}
	i.symbols = map[string]uint64{}
	for _, s := range list {
		if s.Section != elf.SHN_UNDEF && s.Value != 0 {
			i.symbols[s.Name] = s.Value
		}
	}
	var missing []string
	for _, name := range append([]string{frozenModules, version}, functions...) {
		if i.symbols[name] == 0 {
			missing = append(missing, name)
		}
	}
	if missing != nil {
		return unsuitable("the interpreter does not export %s: it must be CPython 3.14 without a libpython of its own",
			strings.Join(missing, ", "))
	}
	_, b := i.at(i.symbols[version])
	if len(b) < 4 {
		return unsuitable("the interpreter does not tell its version")
	}
	if v := binary.LittleEndian.Uint32(b); v>>16 != tried {
		return unsuitable("the interpreter is CPython %d.%d; only 3.14 was tried", v>>24, v>>16&0xff)
	}
	return nil
}

// findMain finds the address of main in the code at the entry point. The C
// library's start code loads it into the first argument of __libc_start_main:
//
//	mov $main,%rdi
//	call __libc_start_main
func (i *interpreter) findMain() error {
	const reach = 64 // the start code has some 40 bytes
	offset, code := i.at(i.header.Entry)
	code = code[:min(len(code), reach)]
	load := []byte{0x48, 0xc7, 0xc7}
	n := bytes.Index(code, load)
	if n < 0 || len(code) < n+9 {
		return unsuitable("the interpreter's start code is of an unknown form: it does not load the address of main")
	}
	after := code[n+len(load)+4:]
	if after[0] != 0xe8 && (after[0] != 0xff || after[1] != 0x15) {
		return unsuitable("the interpreter's start code is of an unknown form: it does not call the C library after loading main")
	}
	i.mainAt = offset + uint64(n+len(load))
	if _, b := i.at(uint64(binary.LittleEndian.Uint32(i.data[i.mainAt:]))); b == nil {
		return unsuitable("the interpreter's start code is of an unknown form: what should be main is no address")
	}
	return nil
}
