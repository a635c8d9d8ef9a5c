package link

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

// use is what content is for.
type use uint8

const (
	asData   use = iota // read when it is wanted
	asNative            // mapped into memory
	asCode              // read at each start
)

func useOf(kind hpa.FileKind) use {
	if kind == hpa.Native {
		return asNative
	}
	return asData
}

// options says how content is stored.
func (c Compression) options(python string, u use) hpa.BlobOptions {
	var o hpa.BlobOptions
	if c != None && decompresses(python) && (c == Best || u == asData) {
		o.Codec = hpa.Zstd
		if c == Best {
			o.Level = hpa.LevelBest
		}
	}
	if u == asNative && o.Codec == hpa.Stored {
		o.Align = hpa.BlockAlign
	}
	return o
}

func (l *linker) options(u use) hpa.BlobOptions { return l.Compression.options(l.python, u) }

// decompresses reports whether a version of Python can read Zstandard.
func decompresses(python string) bool {
	var major, minor int
	n, _ := fmt.Sscanf(python, "%d.%d", &major, &minor)
	return n == 2 && (major > 3 || minor >= 14)
}

// addModules copies the code of modules, and sorts it by name so that what is
// imported together is read together.
func (l *linker) addModules(names []named) error {
	for _, n := range names {
		out := hpa.Module{Name: n.name, Flags: n.flags, Blob: -1, Source: -1, Path: n.dir}
		if n.unit != nil {
			out.Path = n.unit.path
		}
		if m := l.modules[out.Path]; m != nil && n.unit == &m.unit {
			if err := l.addModule(m); err != nil {
				return err
			}
			out.Blob, out.Source = m.code, m.source
		}
		l.index.Modules = append(l.index.Modules, out)
	}
	return nil
}

// addModule copies the code and the source of a module, once.
func (l *linker) addModule(m *module) error {
	if m.code >= 0 {
		return nil
	}
	var err error
	if m.code, err = l.copyBlob(m, m.entry.Blob, l.options(asCode), false); err != nil {
		return err
	}
	l.provide(m.code, m.label, m.path, "code")
	if m.entry.Source < 0 {
		return nil
	}
	// Compressed text is as good as any: few runs read it.
	if m.source, err = l.copyBlob(m, m.entry.Source, l.options(asData), decompresses(l.python)); err != nil {
		return err
	}
	l.provide(m.source, m.label, m.path, "source")
	if l.Meta.Text("layout") == "extract" && !l.External {
		l.addFile(hpa.File{Path: m.path, Kind: hpa.Source, Blob: m.source, Materialize: hpa.AtStart})
	}
	return nil
}

// copyBlob takes a blob over as it is stored if it is stored as it should be, or
// compressed in any way where that is as good.
func (l *linker) copyBlob(m *module, blob int, how hpa.BlobOptions, any bool) (int, error) {
	a := m.library.Archive
	b := &a.Blobs[blob]
	if b.Codec == how.Codec || any && b.Codec == hpa.Zstd {
		stored, err := a.StoredBlob(blob)
		if err != nil {
			return 0, fmt.Errorf("read %s: %w", m.library.Name, err)
		}
		return l.w.Copy(*b, stored, hpa.Align)
	}
	content, err := a.ReadBlob(blob)
	if err != nil {
		return 0, fmt.Errorf("read %s: %w", m.library.Name, err)
	}
	return l.w.Add(content, how)
}

// provide says where a blob came from.
func (l *linker) provide(blob int, label, path, what string) {
	l.index.Provenance = append(l.index.Provenance, hpa.Provenance{Blob: blob, Label: label, Path: path})
	l.entries = append(l.entries, entry{label, path, what, blob})
}

func (l *linker) addFile(f hpa.File) {
	l.files[f.Path] = len(l.index.Files)
	l.index.Files = append(l.index.Files, f)
}

// addFiles takes in files in the order of their paths.
func (l *linker) addFiles() error {
	order := make([]*File, len(l.Files))
	for i := range l.Files {
		order[i] = &l.Files[i]
	}
	slices.SortStableFunc(order, func(a, b *File) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Label, b.Label))
	})
	labels := map[string]string{}
	for _, f := range order {
		if !hpa.SafePath(f.Path) {
			l.findings.Add(diag.Errorf(at(f.Path, f.Label), "", "the path of a file must be relative, and stay below the runfiles"))
			continue
		}
		out := hpa.File{Path: f.Path, Executable: f.Executable, Kind: f.Kind, Blob: -1, Materialize: l.materialize(f)}
		if !l.External {
			if f.Open == nil {
				l.findings.Add(diag.Errorf(at(f.Path, f.Label), "", "the file has no content, and the program is not one that finds it beside it"))
				continue
			}
			var err error
			if out.Blob, err = l.addContent(f); err != nil {
				return err
			}
		}
		l.provide(out.Blob, f.Label, f.Path, f.Kind.String())
		if old, ok := l.files[f.Path]; ok {
			if other := &l.index.Files[old]; other.Blob != out.Blob {
				label, brought := labels[f.Path]
				if !brought {
					label = l.modules[f.Path].label // the source of an extracted module
				}
				l.conflict(f.Path, label, f.Label)
			}
			continue
		}
		labels[f.Path] = f.Label
		l.addFile(out)
	}
	return nil
}

// addContent copies the content of a file.
func (l *linker) addContent(f *File) (int, error) {
	r, size, err := f.Open()
	if err != nil {
		return 0, err
	}
	defer r.Close()
	how := l.options(useOf(f.Kind))
	// Small files are cheaper at once, and do not become larger by compression.
	if size <= hpa.FrameSize {
		content := make([]byte, size)
		if _, err := io.ReadFull(r, content); err != nil {
			return 0, fmt.Errorf("read %s: %w", f.Path, err)
		}
		return l.w.Add(content, how)
	}
	blob, err := l.w.AddReader(r, size, how)
	if err != nil {
		return 0, fmt.Errorf("read %s: %w", f.Path, err)
	}
	return blob, nil
}

// materialize says when a file has to be one of the disk. What only describes a
// library stays in the archive: a program of Python alone writes no files.
func (l *linker) materialize(f *File) hpa.Materialize {
	if l.External {
		return hpa.Never
	}
	// The modules of a zip application may be found by their directory.
	if f.Kind == hpa.Native && saysModule(f.Path, l.python) && l.Meta.Text(pyz) == "" {
		return hpa.FirstUse
	}
	described := strings.Contains(f.Path, ".dist-info/") || strings.Contains(f.Path, ".egg-info/") ||
		strings.HasSuffix(f.Path, ".pyi") || path.Base(f.Path) == "py.typed"
	if described && l.Meta.Text("layout") != "extract" && f.Kind == hpa.Data {
		return hpa.Never
	}
	return hpa.AtStart
}

// KindOf returns what a file is for, by its name and the start of its content.
func KindOf(name string, executable bool, head []byte) hpa.FileKind {
	base := path.Base(name)
	if strings.HasSuffix(base, ".so") || strings.Contains(base, ".so.") {
		if head == nil || bytes.HasPrefix(head, []byte("\x7fELF")) {
			return hpa.Native
		}
	}
	if executable {
		return hpa.Program
	}
	return hpa.Data
}
