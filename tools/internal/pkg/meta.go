package pkg

import (
	"bytes"
	"encoding/binary"
)

// This file makes the entries of meta.far that are not files of the user. Their
// bytes are part of the package hash, so they are written, not marshalled.

// contents lists the blobs, in the order of their paths.
func (b *build) contents() []byte {
	var text bytes.Buffer
	for _, f := range b.files {
		if !inMeta(f.Dest) {
			text.WriteString(f.Dest + "=" + f.hash.String() + "\n")
		}
	}
	return text.Bytes()
}

// metaPackage names the package. The name needs no escapes.
func metaPackage(name string) []byte {
	return []byte(`{"name":"` + name + `","version":"` + onlyVariant + `"}`)
}

// abiRevision is the revision as a number.
func abiRevision(revision uint64) []byte {
	return binary.LittleEndian.AppendUint64(nil, revision)
}

// subpackages lists the packages that are referred to, in the order of their
// names.
func subpackages(sorted []Subpackage) []byte {
	var text bytes.Buffer
	text.WriteString(`{"version":"1","subpackages":{`)
	for i, s := range sorted {
		if i > 0 {
			text.WriteByte(',')
		}
		text.WriteString(`"` + s.Name + `":"` + s.Merkle.String() + `"`)
	}
	text.WriteString(`}}`)
	return text.Bytes()
}
