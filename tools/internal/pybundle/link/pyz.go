package link

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/rules-idk/rules_idk/tools/internal/archive"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
)

// start is what a zip application runs. It has a twin in the bootstrap of
// bundles.
const start = `import os
import runpy
import sys

META = %s

if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[0:1] = [os.path.join(here, root) for root in META["roots"]]
    os.environ.update(META["env"])
    sys.argv[1:1] = META["args"]
    if META["runner"] == "unittest":
        import unittest

        unittest.main(module=META["main"])
    elif META["runner"] == "pytest":
        import pytest

        sys.exit(pytest.main(["--pyargs", META["main"], *sys.argv[1:]]))
    elif META["main"] == "__main__":
        # This file has taken the name.
        __file__ = os.path.join(here, META["main_path"])
        exec(compile(__loader__.get_data(__file__), __file__, "exec"))
    else:
        runpy.run_module(META["main"], run_name="__main__", alter_sys=True)
`

// WriteZip writes a program as a zip application of sources, for any interpreter
// of the machine: the twin of the bundle that is not hermetic.
func (p *Program) WriteZip(ctx context.Context, w io.Writer) error {
	p = p.withLibraryFiles()
	l := &linker{Program: p, python: p.Meta.Text("python"), modules: map[string]*module{}, tree: newTree(""), files: map[string]int{}}
	l.trailer.Magic = p.Magic
	for i := range p.Libraries {
		l.library(&p.Libraries[i])
	}
	if err := l.findings.Err(); err != nil {
		return err
	}
	meta, err := l.meta(l.tree.resolve(l.roots()))
	if err != nil {
		return err
	}
	entries, err := l.zipEntries()
	if err != nil {
		return err
	}
	main, err := zipMain(meta)
	if err != nil {
		return err
	}
	entries = append(entries, archive.Entry{Name: "__main__.py", Size: int64(len(main)), Open: opener(main)})
	if err := l.findings.Err(); err != nil {
		return err
	}
	return archive.Write(ctx, w, archive.Zip, entries)
}

func opener(content []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }
}

func zipMain(meta hpa.Meta) ([]byte, error) {
	known := map[string]any{"main": meta["main"], "main_path": meta.Text("main_path"), "roots": meta.Texts("roots"), "args": meta.Texts("args"), "runner": meta.Text("runner"), "env": map[string]any{}}
	if env, ok := meta["env"].(map[string]any); ok {
		known["env"] = env
	}
	for _, key := range []string{"roots", "args"} {
		if known[key].([]string) == nil {
			known[key] = []string{}
		}
	}
	// JSON of strings, lists and dicts is Python.
	data, err := json.MarshalIndent(known, "", "    ")
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, start, data), nil
}

// zipEntries are the sources and the files.
func (l *linker) zipEntries() ([]archive.Entry, error) {
	var entries []archive.Entry
	for path, m := range l.modules {
		if m.entry.Source < 0 {
			l.findings.Add(diag.Errorf(at(path, m.label), "", "the archive of the library has no source of the module").
				WithHint("compile the library with its sources"))
			continue
		}
		a, blob := m.library.Archive, m.entry.Source
		l.files[path] = 0
		entries = append(entries, archive.Entry{Name: path, Size: a.Blobs[blob].RawLen, Open: func() (io.ReadCloser, error) {
			return a.OpenBlob(blob), nil
		}})
	}
	for i := range l.Files {
		f := &l.Files[i]
		if _, there := l.files[f.Path]; there || f.Open == nil {
			continue
		}
		if f.Kind == hpa.Native {
			l.findings.Add(diag.Errorf(at(f.Path, f.Label), "", "native code cannot be imported out of a zip application").
				WithHint("use another output of the target"))
			continue
		}
		l.files[f.Path] = 0
		r, size, err := f.Open()
		if err != nil {
			return nil, err
		}
		if err := r.Close(); err != nil {
			return nil, err
		}
		entries = append(entries, archive.Entry{Name: f.Path, Executable: f.Executable, Size: size, Open: func() (io.ReadCloser, error) {
			r, _, err := f.Open()
			return r, err
		}})
	}
	return entries, nil
}
