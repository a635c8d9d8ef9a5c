package merkle

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"io"
	"slices"
)

// BlockSize is the number of bytes hashed at once, both of content and of
// hashes.
const BlockSize = 8192

const identitySize = 12

// Hasher computes the merkle root of what is written to it. Make one with New.
type Hasher struct {
	size int64 // bytes written
	// partial holds the bytes behind the last full block of content.
	partial []byte
	// levels[i] collects the hashes made at level i until they fill a block.
	levels []level

	// What digest works with, kept here so that a block costs no allocation.
	sum      hash.Hash
	identity [identitySize]byte
	digested Hash
}

// level is the unfinished last block of the hashes of one level.
type level struct {
	offset int64 // of the block, within all hashes of the level
	block  []byte
}

// New returns a Hasher for an empty blob.
func New() *Hasher {
	return &Hasher{sum: sha256.New()}
}

// Reset makes h ready for another blob; its buffers are kept.
func (h *Hasher) Reset() {
	h.size = 0
	h.partial = h.partial[:0]
	h.levels = h.levels[:0]
}

// Size returns the number of bytes written so far.
func (h *Hasher) Size() int64 { return h.size }

// Write adds content. It never fails.
func (h *Hasher) Write(p []byte) (int, error) {
	n := len(p)
	if len(h.partial) > 0 {
		took := min(BlockSize-len(h.partial), len(p))
		h.partial = append(h.partial, p[:took]...)
		h.size += int64(took)
		p = p[took:]
		if len(h.partial) == BlockSize {
			h.add(0, h.leaf(h.size-BlockSize, h.partial))
			h.partial = h.partial[:0]
		}
	}
	// Full blocks are hashed where they lie.
	for len(p) >= BlockSize {
		h.add(0, h.leaf(h.size, p[:BlockSize]))
		h.size += BlockSize
		p = p[BlockSize:]
	}
	h.partial = append(h.partial, p...)
	h.size += int64(len(p))
	return n, nil
}

// Root returns the merkle root of what was written so far. More may be written
// afterwards.
func (h *Hasher) Root() Hash {
	if h.size == 0 {
		// The empty blob is the one block that is not padded.
		return sha256.Sum256(make([]byte, identitySize))
	}
	// The last block of each level is finished from the bottom up. carry is
	// the hash that the level below has just finished, if any: where the
	// content ends on a full block, that level has already passed its hash on.
	var carry Hash
	carried := false
	if len(h.partial) > 0 {
		carry = h.leaf(h.size-int64(len(h.partial)), h.partial)
		carried = true
	}
	for i, l := range h.levels {
		block := l.block
		if carried {
			block = append(slices.Clip(block), carry[:]...)
		}
		if len(block) == 0 {
			continue
		}
		if top := i == len(h.levels)-1; top && l.offset == 0 && len(block) == HashSize {
			return Hash(block)
		}
		carry = h.node(i+1, l.offset, block)
		carried = true
	}
	return carry
}

// add appends a hash to a level and closes the level's block when it is full.
func (h *Hasher) add(i int, sum Hash) {
	for {
		if i == len(h.levels) {
			h.grow()
		}
		l := &h.levels[i]
		l.block = append(l.block, sum[:]...)
		if len(l.block) < BlockSize {
			return
		}
		i++
		sum = h.node(i, l.offset, l.block)
		l.block = l.block[:0]
		l.offset += BlockSize
	}
}

// grow adds a level, in the memory of a former one where Reset left it.
func (h *Hasher) grow() {
	if len(h.levels) < cap(h.levels) {
		h.levels = h.levels[:len(h.levels)+1]
		l := &h.levels[len(h.levels)-1]
		l.offset, l.block = 0, l.block[:0]
		return
	}
	h.levels = append(h.levels, level{})
}

// leaf hashes a block of content.
func (h *Hasher) leaf(offset int64, block []byte) Hash {
	return h.digest(uint64(offset), uint32(len(block)), block)
}

// node hashes a block of hashes; its stated length is always that of a full
// block.
func (h *Hasher) node(height int, offset int64, block []byte) Hash {
	return h.digest(uint64(offset)|uint64(height), BlockSize, block)
}

// digest hashes a block behind its identity: where it is and how long.
func (h *Hasher) digest(place uint64, length uint32, block []byte) Hash {
	binary.LittleEndian.PutUint64(h.identity[:8], place)
	binary.LittleEndian.PutUint32(h.identity[8:], length)
	h.sum.Reset()
	h.sum.Write(h.identity[:])
	h.sum.Write(block)
	h.sum.Write(zeros[len(block):])
	h.sum.Sum(h.digested[:0])
	return h.digested
}

// zeros pads the last block of a level; it is only ever read.
var zeros [BlockSize]byte

// Sum returns the merkle root of data.
func Sum(data []byte) Hash {
	h := New()
	_, _ = h.Write(data) // never fails
	return h.Root()
}

// Reader returns the merkle root of everything that can be read from r.
func Reader(r io.Reader) (Hash, error) {
	h := New()
	if _, err := io.Copy(h, r); err != nil {
		return Hash{}, err
	}
	return h.Root(), nil
}
