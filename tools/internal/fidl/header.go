package fidl

// headerSize is the length of the persistence header, and so the file offset of a persisted body.
const headerSize = 8

// persistenceHeader precedes a value that is stored rather than sent (RFC-0120): a disambiguator, the magic number 1, the
// flags "wire format v2" in little-endian order, and four reserved bytes.
var persistenceHeader = [headerSize]byte{0x00, 0x01, 0x02, 0x00}

// checkHeader requires the header that an encoder writes. Readers are free to ignore unknown flags; this one refuses
// them, because a value with another header could not be given back as it was.
func checkHeader(b []byte) error {
	if len(b) < headerSize {
		return &DecodeError{Offset: len(b), Reason: "the file is shorter than its header of 8 bytes"}
	}
	for at, name := range []string{
		"first byte", "magic number", "format flags", "format flags",
		"reserved byte", "reserved byte", "reserved byte", "reserved byte",
	} {
		if got, want := b[at], persistenceHeader[at]; got != want {
			return decodeErrorf(at, "", "the header has %#02x as %s, want %#02x", got, name, want)
		}
	}
	return nil
}
