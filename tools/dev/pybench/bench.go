package main

import (
	"archive/zip"
	"compress/flate"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/runfiles"
)

// workloads are programs in workloads/, from the smallest to the largest.
var workloads = []string{"hello", "small", "wide"}

// forms are what rules_idk makes of each workload.
var forms = []string{"thin", "direct", "packed", "packed_max", "tree"}

// bench is one run of the program.
type bench struct {
	files       *runfiles.Runfiles
	dir         string // removed at the end
	runtime     string // the distribution that everything of ours is made of
	python      string // what peers are installed for
	notMeasured []string
}

func newBench(ctx context.Context, runtime, python string) (*bench, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	files, err := runfiles.Find(self, os.Getenv)
	if err != nil {
		return nil, fmt.Errorf("%w; start it with: bazel run //tools/dev/pybench", err)
	}
	dir, err := os.MkdirTemp("", "pybench-")
	if err != nil {
		return nil, err
	}
	b := &bench{files: files, dir: dir, runtime: files.Path(runtime), python: python}
	if b.python == "" {
		b.python, err = exec.LookPath("python3")
		if err != nil {
			b.python = "python3" // the peers will say so
		}
	}
	return b, b.makeBare(ctx)
}

func (b *bench) close() { _ = os.RemoveAll(b.dir) }

func (b *bench) log(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "pybench: "+format+"\n", args...)
}

func (b *bench) runfile(name string) string {
	return b.files.Path("_main/tools/dev/pybench/" + name)
}

func (b *bench) source(workload string) string {
	return b.runfile("workloads/" + workload + ".py")
}

// makeBare lays the interpreter out as an installation would be: a plain
// directory with valid bytecode.
func (b *bench) makeBare(ctx context.Context) error {
	bare := filepath.Join(b.dir, "bare")
	if err := os.CopyFS(bare, followed{b.runtime}); err != nil {
		return err
	}
	return b.command(ctx, bare, b.bare(), "-I", "-S", "-m", "compileall", "-q", "lib")
}

// bare is the interpreter itself.
func (b *bench) bare() string {
	matches, _ := filepath.Glob(filepath.Join(b.dir, "bare", "bin", "python3.*"))
	if len(matches) == 0 {
		return filepath.Join(b.dir, "bare", "bin", "python3")
	}
	return matches[0]
}

// contenders returns who runs a workload: first the bare interpreter, then what
// is ours. What cannot be made is noted and left out.
func (b *bench) contenders(ctx context.Context, workload string, peerNames []string) ([]contender, error) {
	all := append([]contender{
		{name: "bare interpreter, -I -S", command: []string{b.bare(), "-I", "-S", b.source(workload)}},
	}, b.ours(workload)...)
	all = append(all, contender{name: "bare interpreter", command: []string{b.bare(), b.source(workload)}})
	zipped, err := b.rfcZip(workload)
	if err != nil {
		return nil, err
	}
	all = append(all, zipped)
	for _, name := range peerNames {
		i := slices.IndexFunc(peers, func(p peer) bool { return p.name == name })
		if i < 0 {
			return nil, fmt.Errorf("there is no peer %q", name)
		}
		b.log("packing %s with %s", workload, name)
		c, err := peers[i].contender(ctx, b, workload)
		if err == nil {
			_, err = start(ctx, c)
		}
		if err != nil {
			b.notMeasured = append(b.notMeasured, fmt.Sprintf("%s, %s: %v", name, workload, err))
			continue
		}
		all = append(all, c)
	}
	return all, nil
}

// ours returns the forms of a workload; those that unpack something, with it
// unpacked before and not.
func (b *bench) ours(workload string) []contender {
	var all []contender
	for _, form := range forms {
		bundle := b.runfile(workload + "_" + form)
		cache := filepath.Join(b.dir, "cache-"+workload+"-"+form)
		c := contender{name: form, command: []string{bundle}, env: []string{
			"RUNFILES_DIR=" + b.files.Path(""), "HERMETIC_PYTHON_CACHE=" + cache,
		}}
		if info, err := os.Stat(bundle); err == nil {
			c.size = info.Size()
		}
		if !strings.HasPrefix(form, "packed") {
			all = append(all, c)
			continue
		}
		warm, cold := c, c
		warm.name, cold.name = form+", warm", form+", cold"
		cold.env = []string{"HERMETIC_PYTHON_CACHE=" + cache + "-cold"}
		cold.before = func() error { return os.RemoveAll(cache + "-cold") }
		all = append(all, warm, cold)
	}
	return all
}

// rfcZip makes the program of RFC-0256's design: stem, and behind it a zip with
// the interpreter, its library as source text, and the program.
func (b *bench) rfcZip(workload string) (c contender, err error) {
	name := filepath.Join(b.dir, "rfczip-"+workload)
	out, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o755)
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	stem, err := os.Open(b.runfile("rfczip/rfczip_/rfczip"))
	if err != nil {
		return c, err
	}
	defer stem.Close()
	size, err := io.Copy(out, stem)
	if err != nil {
		return c, err
	}
	z := zip.NewWriter(out)
	z.SetOffset(size)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 9) })
	bare := filepath.Join(b.dir, "bare")
	err = filepath.WalkDir(bare, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, ".pyc") {
			return err
		}
		inside, err := filepath.Rel(bare, path)
		if err == nil && path == b.bare() {
			inside = "bin/python3"
		}
		return errors.Join(err, addFile(z, inside, path))
	})
	err = errors.Join(err, addFile(z, "main.py", b.source(workload)), z.Close())
	if err != nil {
		return c, err
	}
	info, err := out.Stat()
	if err != nil {
		return c, err
	}
	return contender{name: "RFC-0256's design", command: []string{name}, size: info.Size()}, nil
}

func addFile(z *zip.Writer, name, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	header := &zip.FileHeader{Name: filepath.ToSlash(name), Method: zip.Deflate}
	header.SetMode(info.Mode().Perm())
	w, err := z.CreateHeader(header)
	if err != nil {
		return err
	}
	r, err := os.Open(path)
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(w, r)
	return err
}

// followed is a directory tree in which links, of which runfiles are made, are
// the files that they lead to.
type followed struct{ dir string }

func (f followed) Open(name string) (fs.File, error) { return os.Open(filepath.Join(f.dir, name)) }

func (f followed) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := os.ReadDir(filepath.Join(f.dir, name))
	for i, e := range entries {
		info, statErr := os.Stat(filepath.Join(f.dir, name, e.Name()))
		if statErr != nil {
			return nil, statErr
		}
		entries[i] = fs.FileInfoToDirEntry(info)
	}
	return entries, err
}
