package image

import (
	"debug/elf"
	"encoding/binary"
	"math"
	"slices"
)

// Module is a module that an image has frozen into it.
type Module struct {
	Name string
	// Code is the marshalled code object.
	Code    []byte
	Package bool
}

// pageSize is also the largest alignment that the loader asks for.
const pageSize = 4096

// Patch returns an interpreter as an image: called by its own name it runs
// contract.Command, called python3 it is an isolated
// interpreter. Both find the given modules before all others. The error is an
// Unsuitable if the interpreter is not one that can be patched.
func Patch(executable []byte, modules []Module) ([]byte, error) {
	i, err := open(executable)
	if err != nil {
		return nil, err
	}
	offset := uint64(roundUp(len(executable)))
	address := i.freeAddress()
	added := startSegment(address, i.symbols, modules)
	if address+uint64(len(added)) > math.MaxInt32 {
		return nil, unsuitable("the interpreter leaves no address free that its start code can hold")
	}

	image := make([]byte, offset, offset+uint64(len(added)))
	copy(image, executable)
	image = append(image, added...)
	i.data = image
	i.addSegment(elf.Prog64{
		Type: uint32(elf.PT_LOAD), Flags: uint32(elf.PF_R | elf.PF_X),
		Off: offset, Vaddr: address, Paddr: address,
		Filesz: uint64(len(added)), Memsz: uint64(len(added)), Align: pageSize,
	})
	binary.LittleEndian.PutUint32(image[i.mainAt:], uint32(address))
	i.removeSearchPath()
	return image, nil
}

func roundUp(n int) int { return (n + pageSize - 1) &^ (pageSize - 1) }

// freeAddress returns the first page behind all segments.
func (i *interpreter) freeAddress() uint64 {
	var end uint64
	for _, p := range i.program {
		if elf.ProgType(p.Type) == elf.PT_LOAD {
			end = max(end, p.Vaddr+p.Memsz)
		}
	}
	return uint64(roundUp(int(end)))
}

// addSegment puts a segment into the program headers in place of the note,
// behind the last one that is loaded. Segments must stay sorted by address:
// kernels before 6.10 leave out the zeroed memory of one that follows a higher
// one.
func (i *interpreter) addSegment(p elf.Prog64) {
	note := slices.IndexFunc(i.program, func(p elf.Prog64) bool { return elf.ProgType(p.Type) == elf.PT_NOTE })
	list := slices.Delete(slices.Clone(i.program), note, note+1)
	last := len(list) - 1
	for elf.ProgType(list[last].Type) != elf.PT_LOAD {
		last--
	}
	i.program = slices.Insert(list, last+1, p)
	put(i.data[i.header.Phoff:], i.program)
}

// removeSearchPath takes the directories that the interpreter was linked with
// out of the loader's search. They are relative to the file, and anybody might
// put a library beside an image.
func (i *interpreter) removeSearchPath() {
	dynamic := i.segment(elf.PT_DYNAMIC)
	entries := make([]elf.Dyn64, dynamic.Filesz/uint64(binary.Size(elf.Dyn64{})))
	table := i.data[dynamic.Off : dynamic.Off+dynamic.Filesz]
	if _, err := binary.Decode(table, binary.LittleEndian, entries); err != nil {
		return
	}
	kept := slices.DeleteFunc(entries, func(d elf.Dyn64) bool {
		tag := elf.DynTag(d.Tag)
		return tag == elf.DT_RPATH || tag == elf.DT_RUNPATH
	})
	put(table, entries[:len(kept)])
	clear(table[len(kept)*binary.Size(elf.Dyn64{}):])
}

// put writes a value of fixed size over the beginning of b.
func put(b []byte, v any) {
	if _, err := binary.Encode(b, binary.LittleEndian, v); err != nil {
		panic(err)
	}
}
