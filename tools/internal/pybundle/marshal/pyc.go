package marshal

import "encoding/binary"

// PycHeader returns what stands in front of a code object in a file .pyc, for
// bytecode of a magic number. The file counts whatever the source is: the hash in
// the header is never compared with one, and there is no time stamp, which would
// be another one wherever the file is copied to.
func PycHeader(magic uint32) []byte {
	const unchecked = 1
	b := binary.LittleEndian.AppendUint16(nil, uint16(magic))
	b = append(b, '\r', '\n')
	b = binary.LittleEndian.AppendUint32(b, unchecked)
	return append(b, make([]byte, 8)...)
}
