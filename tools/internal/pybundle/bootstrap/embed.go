// Package bootstrap has the Python programs that start a bundle and run its
// tests. They are compiled once per runtime and become part of it.
//
// The first of them, _hermetic, is imported before the interpreter can find any
// file, so it imports builtin modules only. It makes the interpreter find its
// standard library and the modules of the bundle in archives; the others are
// modules of the standard library as any other, and imported when needed.
//
// The package promises that they work with CPython 3.11 to 3.14, and that
// nothing of them is seen by a test but what Bazel's protocol of tests asks for.
package bootstrap

import (
	"crypto/sha256"
	"embed"
	"encoding/binary"
	"encoding/hex"
	"io/fs"
	"strings"
	"sync"
)

//go:embed _hermetic.py _hermetic_*.py
var sources embed.FS

// Encodings is the source of the package that stands for encodings until the
// archive of the standard library is open, whose own package then takes over.
// It is the first module that an interpreter imports.
const Encodings = "import _hermetic; _hermetic.install(globals())\n"

// Module is one of the programs.
type Module struct {
	// Name is what it is imported as, File the name of its source.
	Name, File string
	Source     []byte
}

// Modules returns the programs, sorted by name.
func Modules() []Module { return append([]Module(nil), modules()...) }

var modules = sync.OnceValue(func() []Module {
	entries, err := fs.ReadDir(sources, ".")
	if err != nil {
		panic(err) // The file system is part of this program.
	}
	list := make([]Module, len(entries))
	for i, e := range entries {
		source, err := sources.ReadFile(e.Name())
		if err != nil {
			panic(err)
		}
		name := strings.TrimSuffix(e.Name(), ".py")
		list[i] = Module{Name: name, File: e.Name(), Source: source}
	}
	return list
})

// Version returns the digest of all sources, in hexadecimal digits.
func Version() string {
	sum := sha256.New()
	add := func(b []byte) {
		var length [8]byte
		binary.LittleEndian.PutUint64(length[:], uint64(len(b)))
		sum.Write(length[:])
		sum.Write(b)
	}
	add([]byte(Encodings))
	for _, m := range modules() {
		add([]byte(m.Name))
		add(m.Source)
	}
	return hex.EncodeToString(sum.Sum(nil))
}
