package launch

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/seekable"
)

// The two forms of a runtime, in the META section of its archive.
const (
	PayloadFile = "file" // one executable file
	PayloadTree = "tree" // a directory with an interpreter in it
)

// payload is the runtime that a bundle carries.
type payload struct {
	// single is set for one file, and not for a directory.
	single bool
	// digest is the content address, and the name in the cache.
	digest string
	// interpreter is the path, below the directory, of what is executed.
	interpreter string
	files       []file
}

// file is a file of the runtime.
type file struct {
	path       string
	executable bool
	raw        int64
	sha256     [32]byte

	// offset is where the stored bytes are in the bundle.
	offset, stored int64
	codec          hpa.Codec
}

func (f *file) mode() fs.FileMode {
	if f.executable {
		return 0o500
	}
	return 0o400
}

// Digest returns the content address of files: a hash over their sorted paths,
// modes and hashes. Equal runtimes share an entry of the cache through it.
func Digest(files []hpa.File, blobs []hpa.Blob) [32]byte {
	sorted := slices.Clone(files)
	slices.SortFunc(sorted, func(a, b hpa.File) int { return cmp.Compare(a.Path, b.Path) })
	h := sha256.New()
	for _, f := range sorted {
		mode := "0444"
		if f.Executable {
			mode = "0555"
		}
		_, _ = h.Write([]byte(f.Path + "\x00" + mode + "\x00"))
		_, _ = h.Write(blobs[f.Blob].SHA256[:])
	}
	return [32]byte(h.Sum(nil))
}

// errRuntime is an archive that says of itself that it is a runtime, and is not.
var errRuntime = errors.New("the archive of the runtime does not have the form it should have")

// readPayload returns the runtime in an archive whose META, FILE and BLOB are
// read.
func readPayload(a *hpa.Archive) (*payload, error) {
	kind, digest, interpreter := a.Meta.Text("payload"), a.Meta.Text("digest"), a.Meta.Text("interpreter")
	p := &payload{single: kind == PayloadFile, digest: digest, interpreter: interpreter}
	if kind != PayloadFile && kind != PayloadTree || p.single && len(a.Files) != 1 {
		return nil, errRuntime
	}
	for _, f := range a.Files {
		if !filepath.IsLocal(f.Path) || f.Path != path.Clean(f.Path) || f.Blob < 0 || f.Blob >= len(a.Blobs) {
			return nil, errRuntime
		}
		b := &a.Blobs[f.Blob]
		if b.Codec == hpa.ZstdDict || b.Offset+b.StoredLen > a.IndexOffset {
			return nil, errRuntime
		}
		p.files = append(p.files, file{
			path: f.Path, executable: f.Executable, raw: b.RawLen, sha256: b.SHA256,
			offset: a.Start + b.Offset, stored: b.StoredLen, codec: b.Codec,
		})
	}
	if !slices.ContainsFunc(p.files, func(f file) bool { return f.path == interpreter && f.executable }) {
		return nil, errRuntime
	}
	// Whatever the digest in META is, the name of the entry follows from content.
	if sum := Digest(a.Files, a.Blobs); hex.EncodeToString(sum[:]) != digest {
		return nil, errRuntime
	}
	return p, nil
}

// directories returns the directories of a tree, each after the one above it;
// the first is the tree's own, "".
func (p *payload) directories() []string {
	dirs := []string{""}
	for _, f := range p.files {
		var above []string
		for dir := path.Dir(f.path); dir != "."; dir = path.Dir(dir) {
			above = append(above, dir)
		}
		for _, dir := range slices.Backward(above) {
			if !slices.Contains(dirs, dir) {
				dirs = append(dirs, dir)
			}
		}
	}
	return dirs
}

// frame is a piece of a file that can be decoded by itself.
type frame struct {
	seekable.Frame
	file int
}

// frames cuts the files into pieces, in the order in which they are hashed.
func (p *payload) frames(bundle io.ReaderAt) ([]frame, error) {
	var all []frame
	for i := range p.files {
		f := &p.files[i]
		pieces, err := f.frames(bundle)
		if err != nil {
			return nil, errors.New(strconv.Quote(f.path) + " in the runtime: " + err.Error())
		}
		for _, piece := range pieces {
			piece.Offset += f.offset
			all = append(all, frame{piece, i})
		}
	}
	return all, nil
}

func (f *file) frames(bundle io.ReaderAt) ([]seekable.Frame, error) {
	if f.codec != hpa.Stored {
		return seekable.ReadTable(sectionOf(bundle, f), f.stored, f.raw)
	}
	var pieces []seekable.Frame
	for at := int64(0); at < f.raw; at += seekable.FrameSize {
		n := min(f.raw-at, seekable.FrameSize)
		pieces = append(pieces, seekable.Frame{Offset: at, Stored: n, RawOffset: at, Raw: n})
	}
	return pieces, nil
}
