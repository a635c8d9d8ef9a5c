package stub

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
)

// loadAddress is where static programs of x86-64 usually are.
const loadAddress = 0x400000

// program returns a static executable with one segment, which holds the code
// and, like it, is never written to.
func program(text []byte) []byte {
	type headers struct {
		Header   elf.Header64
		Segments [2]elf.Prog64
	}
	var h headers
	size := binary.Size(h)
	copy(h.Header.Ident[:], elf.ELFMAG)
	h.Header.Ident[elf.EI_CLASS] = byte(elf.ELFCLASS64)
	h.Header.Ident[elf.EI_DATA] = byte(elf.ELFDATA2LSB)
	h.Header.Ident[elf.EI_VERSION] = byte(elf.EV_CURRENT)
	h.Header.Type = uint16(elf.ET_EXEC)
	h.Header.Machine = uint16(elf.EM_X86_64)
	h.Header.Version = uint32(elf.EV_CURRENT)
	h.Header.Entry = loadAddress + uint64(size)
	h.Header.Phoff = uint64(binary.Size(h.Header))
	h.Header.Ehsize = uint16(binary.Size(h.Header))
	h.Header.Phentsize = uint16(binary.Size(h.Segments[0]))
	h.Header.Phnum = uint16(len(h.Segments))
	h.Segments = [2]elf.Prog64{{
		Type: uint32(elf.PT_LOAD), Flags: uint32(elf.PF_R | elf.PF_X),
		Vaddr: loadAddress, Paddr: loadAddress,
		Filesz: uint64(size + len(text)), Memsz: uint64(size + len(text)), Align: 0x1000,
	}, {
		// Without this one the stack of the stub would be executable.
		Type: uint32(elf.PT_GNU_STACK), Flags: uint32(elf.PF_R | elf.PF_W), Align: 0x10,
	}}
	var b bytes.Buffer
	if err := binary.Write(&b, binary.LittleEndian, h); err != nil {
		panic(err)
	}
	b.Write(text)
	return b.Bytes()
}
