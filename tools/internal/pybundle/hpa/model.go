package hpa

// Codec is how a blob is stored.
type Codec uint8

// The codecs.
const (
	Stored   Codec = iota
	Zstd           // one or more frames of Zstandard
	ZstdDict       // frames that need the dictionary of the archive
)

// String returns the word for people.
func (c Codec) String() string {
	switch c {
	case Stored:
		return "stored"
	case Zstd:
		return "zstd"
	case ZstdDict:
		return "zstd+dict"
	}
	return "unknown"
}

// FileKind is what a file is for.
type FileKind uint8

// The kinds of files.
const (
	Data    FileKind = iota
	Native           // a shared library or an extension module
	Program          // something to execute
	Source           // the source of a module that also is a file
)

// String returns the word for people and for descriptions in JSON.
func (k FileKind) String() string {
	switch k {
	case Data:
		return "data"
	case Native:
		return "native"
	case Program:
		return "program"
	case Source:
		return "source"
	}
	return "unknown"
}

// Materialize is when a file of an archive becomes one of the disk.
type Materialize uint8

// The times.
const (
	Never Materialize = iota
	AtStart
	FirstUse
)

// String returns the word for people.
func (m Materialize) String() string {
	switch m {
	case Never:
		return "never"
	case AtStart:
		return "at start"
	case FirstUse:
		return "at first use"
	}
	return "unknown"
}

// ModuleFlags say what a module is.
type ModuleFlags uint8

// The flags of modules.
const (
	Package         ModuleFlags = 1 << iota
	Compressed                  // its code is not stored as it is
	NativeModule                // it is a file, not code
	NamespaceModule             // it is a directory without code
)

// Blob is content that is in an archive.
type Blob struct {
	// Offset is from the start of the archive. It is negative for content of an
	// archive that stands in front in the same file.
	Offset, StoredLen, RawLen int64
	Codec                     Codec
	// XXH64 and SHA256 are of the content as such, not as it is stored.
	XXH64  uint64
	SHA256 [32]byte
}

// File is a file of the runfiles tree.
type File struct {
	Path       string
	Executable bool
	Kind       FileKind
	// Blob is the content; -1 if the file lies in the runfiles beside the bundle.
	Blob        int
	Materialize Materialize
}

// Module is an entry of the table of modules.
type Module struct {
	Name string
	// Blob is the code: a marshalled code object. It is that of the file for a
	// native module, -1 if it is not in the archive or there is no code.
	Blob  int
	Flags ModuleFlags
	// Source is the blob of the source text, -1 for none.
	Source int
	// Path is the rlocation path of the source, of the file, or of the directory.
	Path string
}

// Provenance says where a blob came from.
type Provenance struct {
	Blob        int
	Label, Path string
}

// Layer is an archive in another file that this one needs.
type Layer struct {
	Digest [32]byte
	Size   int64
	Name   string
}

// Test is a program of a suite.
type Test struct {
	Name, Main string
	Args       []string
	// Archive is the number of its archive in the file, from 0.
	Archive int
}

// Index is all that an archive says about its blobs.
type Index struct {
	Meta       Meta
	Modules    []Module
	Files      []File
	Blobs      []Blob
	Layers     []Layer
	Tests      []Test
	Provenance []Provenance
	Dict       []byte
}
