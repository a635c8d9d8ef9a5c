package fidl

import "fmt"

// EncodeError says which member of a value has no encoding, and why.
type EncodeError struct {
	Path   string // "offers[3].protocol.source_name"; empty for the value itself
	Reason string
}

// Error returns the message.
func (e *EncodeError) Error() string { return atPath(e.Path, e.Reason) }

// DecodeError says where bytes are not a valid encoding, and why.
type DecodeError struct {
	Offset int    // in bytes, from the start of the file or message
	Path   string // the member being read
	Reason string
}

// Error returns the message.
func (e *DecodeError) Error() string {
	return fmt.Sprintf("offset 0x%03x: %s", e.Offset, atPath(e.Path, e.Reason))
}

// JSONError says where a JSON text is not a value of the schema, and why.
type JSONError struct {
	Line, Column int    // from 1; columns count characters
	Path         string // the member being read
	Reason       string
}

// Error returns the message.
func (e *JSONError) Error() string {
	return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, atPath(e.Path, e.Reason))
}

// Unknown is a table member that the schema does not have. Decoders skip it, so it is lost when the value is encoded
// again.
type Unknown struct {
	Offset  int    // of the member's envelope
	Path    string // of the table
	Ordinal uint64
}

// String describes the member for a message.
func (u Unknown) String() string {
	return fmt.Sprintf("offset 0x%03x: %s", u.Offset, atPath(u.Path, fmt.Sprintf("member %d is unknown and was skipped", u.Ordinal)))
}

func decodeErrorf(offset int, path, format string, args ...any) error {
	return &DecodeError{Offset: offset, Path: path, Reason: fmt.Sprintf(format, args...)}
}

func atPath(path, reason string) string {
	if path == "" {
		return reason
	}
	return path + ": " + reason
}
