// Package seekable cuts content into zstd frames that can be decoded at once, and
// in any order.
//
// Its one idea is zstd's own "seekable format": frames one after the other and,
// in a last frame that decoders skip, a table of their lengths. So a reader that
// knows the table decodes with all cores, and one that does not sees plain zstd.
package seekable

import (
	"encoding/binary"
	"errors"
	"io"
)

// FrameSize is how much content a frame usually has, and MaxFrame how much it may
// have: a reader needs as much memory for each core. Frames much larger leave cores
// idle, frames much smaller compress worse.
const (
	FrameSize = 4 << 20
	MaxFrame  = 8 << 20
)

const (
	skippableMagic = 0x184D2A5E
	tableMagic     = 0x8F92EAB1
	headerLen      = 8 // skippable magic, length of what follows
	footerLen      = 9 // number of frames, descriptor, table magic
	entryLen       = 8 // stored length, raw length
	checksumFlag   = 0x80
	reservedBits   = 0x7c
)

// ErrTable is what is wrong with a table of frames that cannot be true.
var ErrTable = errors.New("the table of frames is damaged")

// Frame is a piece of content: where it lies in the stored bytes, and where in
// the raw ones.
type Frame struct {
	Offset, Stored int64
	RawOffset, Raw int64
}

// AppendTable appends the table of frames that were stored one after the other.
func AppendTable(dst []byte, frames []Frame) []byte {
	u32 := binary.LittleEndian.AppendUint32
	dst = u32(dst, skippableMagic)
	dst = u32(dst, uint32(len(frames)*entryLen+footerLen))
	for _, f := range frames {
		dst = u32(dst, uint32(f.Stored))
		dst = u32(dst, uint32(f.Raw))
	}
	dst = u32(dst, uint32(len(frames)))
	dst = append(dst, 0)
	return u32(dst, tableMagic)
}

// ReadTable returns the frames of stored bytes, which raw bytes are expected to
// come from. With a frame of more than MaxFrame, with gaps or with another sum, the
// table is damaged. Bytes without a table are an ErrTable, too.
func ReadTable(r io.ReaderAt, stored, raw int64) ([]Frame, error) {
	if stored < headerLen+footerLen {
		return nil, ErrTable
	}
	var footer [footerLen]byte
	if _, err := r.ReadAt(footer[:], stored-footerLen); err != nil {
		return nil, err
	}
	count := int64(binary.LittleEndian.Uint32(footer[:]))
	// Ours have no checksums in the table: each frame has its own.
	if binary.LittleEndian.Uint32(footer[5:]) != tableMagic || footer[4]&(checksumFlag|reservedBits) != 0 {
		return nil, ErrTable
	}
	length := headerLen + count*entryLen + footerLen
	if length > stored {
		return nil, ErrTable
	}
	table := make([]byte, length)
	if _, err := r.ReadAt(table, stored-length); err != nil {
		return nil, err
	}
	if binary.LittleEndian.Uint32(table) != skippableMagic ||
		int64(binary.LittleEndian.Uint32(table[4:])) != length-headerLen {
		return nil, ErrTable
	}
	frames := make([]Frame, count)
	var at Frame
	for i := range frames {
		entry := table[headerLen+i*entryLen:]
		at.Stored = int64(binary.LittleEndian.Uint32(entry))
		at.Raw = int64(binary.LittleEndian.Uint32(entry[4:]))
		if at.Raw > MaxFrame || at.Stored > stored {
			return nil, ErrTable
		}
		frames[i] = at
		at.Offset += at.Stored
		at.RawOffset += at.Raw
	}
	if at.Offset != stored-length || at.RawOffset != raw {
		return nil, ErrTable
	}
	return frames, nil
}
