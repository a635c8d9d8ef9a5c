// Package hpa writes and reads the archives that bundles of Python are made of
// (RFC-0256).
//
// A file is a carrier, which may be empty, and archives behind it. Each archive
// starts at a multiple of 4096 bytes, in front of it are zeros:
//
//	[carrier][zeros][blobs][index][trailer][zeros][blobs][index][trailer]…
//
// The trailer has 128 bytes, little-endian:
//
//	  0   8  magic "HPYARC1\n"
//	  8   4  version, 1
//	 12   4  flags: 1 a carrier stands in front, 2 has a runtime, 4 has files to
//	         materialise, 8 another archive stands in front; the upper 16 bits
//	         are the number of zeros in front of the start
//	 16   8  start of the archive in the file
//	 24   8  offset of the index, from the start
//	 32   8  length of the index as stored
//	 40   8  length of the index as such; the same where it is not compressed
//	 48   8  length of the file up to here: anything else means truncated
//	 56   4  magic number of the bytecode
//	 60   4  version of Python, as 0x030e
//	 64  32  SHA-256 of the index
//	 96  24  the first bytes of the digest of the runtime that is needed
//	120   8  xxHash64 of all before
//
// The trailer in front of an archive ends where the zeros in front of its start
// begin, so all archives of a file are found from its end. Only the start and
// the length of the file say where an archive is; Concat rewrites them.
//
// The index is a row of sections: four bytes of type, four zeros, eight bytes of
// length, and one plain value of CPython's marshal (see marshal.ParseValue), so
// that Python needs no parser. Types that are not known are skipped. META, MODS,
// FILE and BLOB are always there.
//
//	META  dict: what the archive is, see Meta
//	MODS  dict of name: (offset, stored length, flags, raw length, blob of the source or -1, path);
//	      the offset of a native module is the number of its file; other offsets are from the start;
//	      flags: 1 a package, 2 compressed code, 4 native, 8 a package without code
//	FILE  tuple of (path, mode, kind, blob or -1, materialise)
//	BLOB  tuple of (offset, stored length, raw length, codec, xxHash64, SHA-256), hashes of the raw bytes;
//	      what is at a negative offset is in an archive in front, in the same file
//	LAYR  tuple of (SHA-256, size, name)
//	TEST  dict of name: (main, arguments, archive), where archives of the kinds bundle and library
//	      count, from 0 at the front; the description of that archive has in "layers" the numbers of
//	      those whose modules it sees
//	PROV  tuple of (blob, label, path)
//	DICT  bytes: the dictionary of codec 2
//
// The package promises that the same calls make the same bytes, and that a
// reader of a damaged or hostile file gets an Error, whatever the damage.
package hpa

import "fmt"

// Align and BlockAlign are the alignments of blobs: of code, and of what is
// mapped into memory or shares blocks with other files.
const (
	Align      = 8
	BlockAlign = 4096
)

// Version is the version of the format.
const Version = 1

// Error says what is wrong with a file. It does not know the name of the file.
type Error struct {
	// Kind sorts errors by what the reader of the message can do about them.
	Kind   ErrorKind
	Reason string
}

// ErrorKind is a class of errors.
type ErrorKind uint8

// The kinds of errors.
const (
	Corrupt   ErrorKind = iota // something in the file was changed, or never was right
	NotBundle                  // there is no archive in the file
	Resized                    // the file was truncated, or something was appended to it
	Newer                      // another version of the format
)

// Error returns one sentence without a full stop.
func (e *Error) Error() string { return e.Reason }

func corrupt(format string, args ...any) error {
	return &Error{Corrupt, fmt.Sprintf(format, args...)}
}
