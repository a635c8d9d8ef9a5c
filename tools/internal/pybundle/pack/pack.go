package pack

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/contract"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/launch"
)

// Options say how a runtime is packed.
type Options struct {
	Level Level
	// Interpreter is the path of a CPython 3.14 that compresses, for Max.
	Interpreter string
}

func (o Options) compressor(ctx context.Context) (compressor, error) {
	if o.Level == Max {
		return newPythonEncoder(ctx, o.Interpreter)
	}
	return newGoEncoder(o.Level)
}

// errNoStdlib is what is no runtime of ours.
var errNoStdlib = errors.New("there is no archive of kind " + hpa.KindStdlib + " in it")

// Image writes the archive of a runtime that is one executable file, with the
// archive of the standard library at its end.
func Image(ctx context.Context, out io.Writer, name string, image []byte, o Options) error {
	stdlib, err := readStdlib(image)
	if err != nil {
		return err
	}
	p := newPacker(out, o)
	if err := p.add(ctx, name, true, image); err != nil {
		return err
	}
	return p.close(launch.PayloadFile, name, stdlib)
}

// Tree writes the archive of a runtime that is a directory: bin/python3.NN, and
// the archive of the standard library in lib/stdlib.hpa.
func Tree(ctx context.Context, out io.Writer, tree fs.FS, o Options) error {
	p := newPacker(out, o)
	interpreter, err := Interpreter(tree)
	if err != nil {
		return err
	}
	var stdlib *hpa.Archive
	err = fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		// Links are followed: actions see their inputs through links.
		info, err := fs.Stat(tree, name)
		if err != nil {
			return err
		}
		if !info.Mode().IsRegular() {
			return &fs.PathError{Op: "read", Path: name, Err: errors.New("it is no regular file")}
		}
		content, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		if name == contract.StdlibFile {
			if stdlib, err = readStdlib(content); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		return p.add(ctx, name, info.Mode()&0o111 != 0, content)
	})
	if err != nil {
		return err
	}
	if stdlib == nil {
		return errors.New("there is no " + contract.StdlibFile + " in it")
	}
	return p.close(launch.PayloadTree, interpreter, stdlib)
}

// Interpreter returns the path of the interpreter in a tree.
func Interpreter(tree fs.FS) (string, error) {
	found, err := fs.Glob(tree, "bin/*"+contract.PathSuffix)
	if err != nil {
		return "", err
	}
	if len(found) != 1 {
		return "", errors.New("there is no interpreter in it: one program in bin with a file " + contract.PathSuffix + " beside it")
	}
	return strings.TrimSuffix(found[0], contract.PathSuffix), nil
}

// readStdlib returns the archive of the standard library, which says what the
// runtime is.
func readStdlib(content []byte) (*hpa.Archive, error) {
	b, err := hpa.Open(bytes.NewReader(content), int64(len(content)), hpa.META)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(b.Archives, func(a *hpa.Archive) bool { return a.Meta.Kind() == hpa.KindStdlib })
	if i < 0 {
		return nil, errNoStdlib
	}
	return b.Archives[i], nil
}

// packer writes one archive.
type packer struct {
	w       *hpa.Writer
	options Options
	files   []hpa.File
}

func newPacker(out io.Writer, o Options) *packer {
	return &packer{w: hpa.NewWriter(out, 0), options: o}
}

func (p *packer) add(ctx context.Context, name string, executable bool, content []byte) error {
	stored, blob, err := compressFrames(ctx, content, p.options)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	i, err := p.w.Copy(blob, bytes.NewReader(stored), hpa.Align)
	if err != nil {
		return err
	}
	kind := hpa.Data
	if executable {
		kind = hpa.Program
	}
	p.files = append(p.files, hpa.File{Path: name, Executable: executable, Kind: kind, Blob: i})
	return nil
}

func (p *packer) close(payload, interpreter string, stdlib *hpa.Archive) error {
	digest := launch.Digest(p.files, p.w.Blobs())
	runtime := stdlib.Meta.Text("runtime")
	trailer := hpa.TrailerOptions{HasRuntime: true, Magic: stdlib.Magic, Python: stdlib.Trailer.Python}
	sum, err := hex.DecodeString(runtime)
	if err != nil || len(sum) != 32 {
		return fmt.Errorf("the digest of the runtime is %q in the archive of the standard library", runtime)
	}
	copy(trailer.Runtime[:], sum)
	return p.w.Close(hpa.Index{
		Meta: hpa.Meta{
			"kind": hpa.KindRuntime, "payload": payload, "interpreter": interpreter, "digest": hex.EncodeToString(digest[:]),
			"python": stdlib.Meta.Text("python"), "runtime": runtime, "compression": string(p.options.Level),
		},
		Files: p.files,
	}, trailer)
}
