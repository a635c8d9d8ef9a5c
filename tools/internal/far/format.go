// Package far writes and reads Fuchsia archives (the FAR format), the
// containers of package metadata.
//
// Its one promise: one set of files has one archive. The writer sorts, numbers
// and pads as the format's reference writer does, and the reader accepts no
// archive whose chunks or contents are out of order, overlap or leave gaps, so
// that writing what was read from a written archive gives the same bytes.
package far

import (
	"errors"
	"fmt"
	"strings"
)

// The sizes of the format's records, in bytes.
const (
	headerSize     = 16
	indexEntrySize = 24
	dirEntrySize   = 32
)

const (
	// contentAlignment is where the content of each file starts.
	contentAlignment = 4096
	// namesAlignment is what the length of the names chunk is rounded up to.
	namesAlignment = 8
)

// maxNameLen is what fits into the 16 bits of a directory entry.
const maxNameLen = 1<<16 - 1

// maxMetadata bounds what is held in memory of one archive: its directory and
// its names. Contents are streamed.
const maxMetadata = 256 << 20

// The chunk types, which are also how the index is sorted.
const (
	dirType   = "DIR-----"
	namesType = "DIRNAMES"
)

const magic = "\xc8\xbf\x0b\x48\xad\xab\xc5\x11"

// What can be wrong with an archive or with the files to be archived. Errors
// of this package wrap one of these and say where; they are named like those
// of the Fuchsia tree's fuchsia-archive library where it knows the condition.
var (
	ErrInvalidMagic                         = errors.New("not a Fuchsia archive")
	ErrInvalidIndexEntriesLen               = errors.New("bad length of the index")
	ErrIndexEntriesOutOfOrder               = errors.New("index entries are not sorted by chunk type")
	ErrInvalidChunkOffset                   = errors.New("chunk is not directly behind the one before it")
	ErrMissingDirectoryChunkIndexEntry      = errors.New("no directory chunk")
	ErrMissingDirectoryNamesChunkIndexEntry = errors.New("no directory names chunk")
	ErrInvalidDirectoryChunkLen             = errors.New("bad length of the directory chunk")
	ErrInvalidDirectoryNamesChunkLen        = errors.New("bad length of the directory names chunk")
	ErrPathDataOffsetTooLarge               = errors.New("name starts outside the directory names chunk")
	ErrPathDataLengthTooLarge               = errors.New("name ends outside the directory names chunk")
	ErrDirectoryEntriesOutOfOrder           = errors.New("directory entries are not sorted by name")
	ErrInvalidContentChunkOffset            = errors.New("content is not where the content before it ends")
	ErrContentChunkEndOverflow              = errors.New("content ends beyond 64 bits")
	ErrContentChunkBeyondArchive            = errors.New("content ends outside the archive")

	ErrZeroLengthName            = errors.New("name is empty")
	ErrNameContainsNull          = errors.New("name contains a NUL")
	ErrNameStartsWithSlash       = errors.New("name starts with a slash")
	ErrNameEndsWithSlash         = errors.New("name ends with a slash")
	ErrNameContainsEmptySegment  = errors.New("name contains an empty segment")
	ErrNameContainsDotSegment    = errors.New(`name contains the segment "."`)
	ErrNameContainsDotDotSegment = errors.New(`name contains the segment ".."`)

	// ErrTruncated: the archive ends before its header, index, directory or
	// names do.
	ErrTruncated = errors.New("archive is truncated")
	// ErrTooLarge: the index, the directory, the names or a content that is to
	// be held in memory need more than this package is willing to spend, or
	// than there can be.
	ErrTooLarge = errors.New("archive is too large")
	// ErrNameTooLong: a name does not fit into a directory entry.
	ErrNameTooLong = errors.New("name is too long")
	// ErrDuplicateName: two files to be archived have one name.
	ErrDuplicateName = errors.New("name is given twice")
	// ErrWrongSize: a file to be archived is longer or shorter than stated.
	ErrWrongSize = errors.New("content does not have the stated size")
)

// CheckName tells whether a file of an archive may have this name: a relative
// path of non-empty segments without "." and "..".
func CheckName(name string) error {
	if err := nameFault(name); err != nil {
		return fmt.Errorf("%w: %s", err, quote(name))
	}
	return nil
}

func nameFault(name string) error {
	switch {
	case name == "":
		return ErrZeroLengthName
	case len(name) > maxNameLen:
		return ErrNameTooLong
	case name[0] == '/':
		return ErrNameStartsWithSlash
	case name[len(name)-1] == '/':
		return ErrNameEndsWithSlash
	case strings.IndexByte(name, 0) >= 0:
		return ErrNameContainsNull
	}
	for segment := range strings.SplitSeq(name, "/") {
		switch segment {
		case "":
			return ErrNameContainsEmptySegment
		case ".":
			return ErrNameContainsDotSegment
		case "..":
			return ErrNameContainsDotDotSegment
		}
	}
	return nil
}

// quote quotes a name and shortens one that no line of text should hold.
func quote(name string) string {
	const limit = 200
	if len(name) > limit {
		return fmt.Sprintf("%q... (%d bytes)", name[:limit], len(name))
	}
	return fmt.Sprintf("%q", name)
}

func roundUp(n, multiple int64) int64 {
	return (n + multiple - 1) / multiple * multiple
}
