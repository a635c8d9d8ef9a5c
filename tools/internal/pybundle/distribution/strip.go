package distribution

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"io"
	"math"
)

// stripped is the file without what only debuggers read.
func (f File) stripped() File {
	whole := f
	f.open = func() (io.ReadCloser, error) {
		content, err := whole.Read()
		if err != nil {
			return nil, err
		}
		return reader(strip(content))()
	}
	return f
}

// The places and sizes of headers in 64-bit ELF files.
const (
	headerPhoff     = 32
	headerShoff     = 40
	headerShentsize = 58
	headerShnum     = 60
	headerShstrndx  = 62
	headerSize      = uint64(64)
	programSize     = 56
	sectionSize     = 64
)

// addUp adds without going round: what is too much stays too much.
func addUp(a, b uint64) uint64 {
	if sum := a + b; sum >= a {
		return sum
	}
	return math.MaxUint64
}

// strip takes the sections away that are never loaded, if they stand behind all
// that is. It changes no byte of what is loaded: programs that were rearranged after
// linking do not survive tools that do. What looks otherwise is left as it is.
func strip(content []byte) []byte {
	e, err := elf.NewFile(bytes.NewReader(content))
	if err != nil || e.Class != elf.ELFCLASS64 || e.Data != elf.ELFDATA2LSB {
		return content
	}
	defer e.Close()
	le, size := binary.LittleEndian, uint64(len(content))
	if len(e.Sections) == 0 || le.Uint16(content[headerShentsize:]) != sectionSize {
		return content
	}
	// The headers of the file and of programs are loaded even if no program says so.
	end := max(headerSize, addUp(le.Uint64(content[headerPhoff:]), uint64(len(e.Progs))*programSize))
	for _, p := range e.Progs {
		end = max(end, addUp(p.Off, p.Filesz))
	}
	kept := 1
	for kept < len(e.Sections) && e.Sections[kept].Flags&elf.SHF_ALLOC != 0 {
		if s := e.Sections[kept]; s.Type != elf.SHT_NOBITS {
			end = max(end, addUp(s.Offset, s.FileSize))
		}
		kept++
	}
	var names []byte
	index := int(le.Uint16(content[headerShstrndx:]))
	for i, s := range e.Sections[kept:] {
		if s.Flags&elf.SHF_ALLOC != 0 || s.Offset < end {
			return content
		}
		if kept+i == index {
			if names, err = s.Data(); err != nil {
				return content
			}
		}
	}
	shoff := le.Uint64(content[headerShoff:])
	if names == nil || shoff < end || addUp(shoff, uint64(len(e.Sections))*sectionSize) > size {
		return content
	}
	headers := content[shoff:] // end is not behind them, so all of it is there

	out := append(bytes.Clone(content[:end:end]), names...)
	out = append(out, make([]byte, -len(out)&7)...)
	le.PutUint64(out[headerShoff:], uint64(len(out)))
	le.PutUint16(out[headerShnum:], uint16(kept+1))
	le.PutUint16(out[headerShstrndx:], uint16(kept))
	out = append(out, headers[:kept*sectionSize]...)
	last := bytes.Clone(headers[index*sectionSize : (index+1)*sectionSize])
	le.PutUint64(last[24:], end) // its offset
	out = append(out, last...)
	if len(out) >= len(content) {
		return content
	}
	return out
}
