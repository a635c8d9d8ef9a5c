// Package archive writes archives whose bytes depend on nothing but names and
// contents, and reads archives of strangers without trusting a name in them.
//
// It promises on writing: entries sorted, no times, no owners, two modes, the
// same bytes on every machine. On reading: every entry is a regular file whose
// name stays below the directory it is unpacked in, no two entries are one file
// on any file system, and whatever is wrong is an Error that names the entry.
package archive

import "fmt"

// Error says what is wrong with an archive, or with what should become one.
type Error struct {
	// Entry is the name of the entry, "" when the archive itself is wrong.
	Entry  string
	Reason string
}

// Error returns one sentence without a full stop.
func (e *Error) Error() string {
	if e.Entry == "" {
		return e.Reason
	}
	return fmt.Sprintf("entry %q: %s", e.Entry, e.Reason)
}
