package hpa

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"github.com/cespare/xxhash/v2"
)

// TrailerSize is the length of the end of every archive.
const TrailerSize = 128

const magic = "HPYARC1\n"

// The flags of a trailer; the number of zeros in front is in the upper half.
const (
	FlagCarrier     = 1 << iota // a carrier stands in front
	FlagRuntime                 // the archive has a runtime
	FlagMaterialize             // some of its files must become files of the disk
	FlagPrevious                // another archive stands in front

	paddingShift = 16
)

// Trailer is the end of an archive.
type Trailer struct {
	Version, Flags uint32
	// Start is where the archive starts in the file, and FileLen where it ends.
	Start, IndexOffset, IndexStored, IndexRaw, FileLen int64
	// Magic is the magic number of the bytecode, and Python a version such as
	// 0x030e.
	Magic, Python uint32
	IndexSHA256   [32]byte
	// Runtime has the first bytes of the digest of the runtime that is needed.
	Runtime [24]byte
}

// Padding is the number of zeros in front of the start.
func (t *Trailer) Padding() int64 { return int64(t.Flags >> paddingShift) }

// PreviousEnd is where whatever stands in front of the archive ends.
func (t *Trailer) PreviousEnd() int64 { return t.Start - t.Padding() }

func (t *Trailer) append(dst []byte) []byte {
	start, le := len(dst), binary.LittleEndian
	dst = append(dst, magic...)
	dst = le.AppendUint32(dst, t.Version)
	dst = le.AppendUint32(dst, t.Flags)
	for _, n := range []int64{t.Start, t.IndexOffset, t.IndexStored, t.IndexRaw, t.FileLen} {
		dst = le.AppendUint64(dst, uint64(n))
	}
	dst = le.AppendUint32(dst, t.Magic)
	dst = le.AppendUint32(dst, t.Python)
	dst = append(dst, t.IndexSHA256[:]...)
	dst = append(dst, t.Runtime[:]...)
	return le.AppendUint64(dst, xxhash.Sum64(dst[start:]))
}

// parseTrailer reads the trailer that ends at a place of the file.
func parseTrailer(b []byte, end int64) (Trailer, error) {
	var t Trailer
	le := binary.LittleEndian
	if len(b) < TrailerSize || string(b[:8]) != magic {
		return t, &Error{NotBundle, "there is no archive at its end: it is no bundle, or was truncated"}
	}
	if le.Uint64(b[120:]) != xxhash.Sum64(b[:120]) {
		return t, corrupt("the checksum of the trailer is wrong")
	}
	t.Version, t.Flags = le.Uint32(b[8:]), le.Uint32(b[12:])
	for i, p := range []*int64{&t.Start, &t.IndexOffset, &t.IndexStored, &t.IndexRaw, &t.FileLen} {
		*p = int64(le.Uint64(b[16+8*i:]))
	}
	t.Magic, t.Python = le.Uint32(b[56:]), le.Uint32(b[60:])
	copy(t.IndexSHA256[:], b[64:])
	copy(t.Runtime[:], b[96:])
	if t.Version != Version {
		return t, &Error{Newer, fmt.Sprintf("the archive has version %d, only version %d is known", t.Version, Version)}
	}
	if t.FileLen != end {
		return t, &Error{Resized, fmt.Sprintf("it should have %d bytes and has %d: it was truncated or appended to", t.FileLen, end)}
	}
	return t, t.check()
}

// check looks whether the numbers fit each other.
func (t *Trailer) check() error {
	switch body := t.FileLen - TrailerSize - t.Start; {
	case t.Start < 0 || t.Start%BlockAlign != 0 || body < 0:
		return corrupt("the trailer has an archive start at %d", t.Start)
	case t.Padding() > t.Start:
		return corrupt("the trailer has %d zeros in front of byte %d", t.Padding(), t.Start)
	case t.IndexOffset < 0 || t.IndexStored < 0 || t.IndexOffset > body || t.IndexStored != body-t.IndexOffset:
		return corrupt("the trailer has an index of %d bytes at %d in an archive of %d bytes", t.IndexStored, t.IndexOffset, body)
	case t.IndexRaw < t.IndexStored || t.IndexRaw > maxIndex:
		return corrupt("the trailer has an index of %d bytes stored in %d", t.IndexRaw, t.IndexStored)
	}
	return nil
}

// lastTrailer returns where the last trailer in a text ends, -1 for nowhere.
func lastTrailer(b []byte) int {
	for {
		at := bytes.LastIndex(b, []byte(magic))
		if at < 0 {
			return -1
		}
		if end := at + TrailerSize; end <= cap(b) {
			if t := b[at:end]; binary.LittleEndian.Uint64(t[120:]) == xxhash.Sum64(t[:120]) {
				return end
			}
		}
		b = b[:at]
	}
}
