package asm

import (
	"bytes"
	"fmt"
	"unsafe"
)

// Launch and Start are the addresses of the routines: Launch is the whole
// program of a stub, Start takes the place of an interpreter's main.
var Launch, Start unsafe.Pointer

// Code returns the machine code of Launch or Start.
func Code(routine unsafe.Pointer) ([]byte, error) {
	const limit = 4096
	text := unsafe.Slice((*byte)(routine), limit)
	end := bytes.Index(text, []byte(End))
	if end < 0 {
		return nil, fmt.Errorf("no end within %d bytes of code", limit)
	}
	return bytes.Clone(text[:end]), nil
}
