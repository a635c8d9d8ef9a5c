package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cli"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/hpa"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/link"
)

// randomFile is a file that is read at any place.
type randomFile struct {
	io.ReaderAt
	io.Closer
	size int64
}

// openRandom opens a file that is read at any place; one that cannot be is read
// as a whole.
func openRandom(env *cli.Env, name string) (*randomFile, error) {
	f, err := env.FS.Open(name)
	if err != nil {
		return nil, readError(name, err)
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, readError(name, err)
	}
	if r, ok := f.(io.ReaderAt); ok && info.Mode().IsRegular() {
		return &randomFile{r, f, info.Size()}, nil
	}
	defer f.Close()
	content, err := io.ReadAll(f)
	if err != nil {
		return nil, readError(name, err)
	}
	return &randomFile{bytes.NewReader(content), io.NopCloser(nil), int64(len(content))}, nil
}

// readError is an error of reading a file, with the name that the user gave.
func readError(name string, err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	return fmt.Errorf("read %s: %w", name, err)
}

// openedBundle is a bundle, or an archive alone, and the file that it is.
type openedBundle struct {
	*hpa.Bundle
	name string
	file *randomFile
}

// Close closes the file.
func (b *openedBundle) Close() error { return b.file.Close() }

// openBundle opens a bundle or an archive. What is wrong with it is a finding.
func openBundle(env *cli.Env, name string, only ...hpa.Section) (*openedBundle, error) {
	f, err := openRandom(env, name)
	if err != nil {
		return nil, err
	}
	b, err := hpa.Open(f, f.size, only...)
	if err != nil {
		f.Close()
		return nil, bundleError(name, err)
	}
	return &openedBundle{b, name, f}, nil
}

// bundleError is an error about a bundle: a finding, or one of reading.
func bundleError(name string, err error) error {
	var e *hpa.Error
	if errors.As(err, &e) {
		return wrongFile(name, err)
	}
	return readError(name, err)
}

// libraryArchive opens the archive of a library.
func libraryArchive(env *cli.Env, name string) (link.Library, io.Closer, error) {
	b, err := openBundle(env, name)
	if err != nil {
		return link.Library{}, nil, err
	}
	if len(b.Archives) != 1 {
		b.Close()
		return link.Library{}, nil, wrongFile(name, fmt.Errorf("it has %d archives, a library has one", len(b.Archives)))
	}
	return link.Library{Name: name, Archive: b.Archives[0]}, b, nil
}

// bundledFile reads the description of a file of the runfiles.
func bundledFile(env *cli.Env, text string) (link.File, error) {
	var d struct {
		Path, File, Label, Kind string
		Executable              *bool
	}
	if err := parseDescription("file", text, &d); err != nil {
		return link.File{}, err
	}
	f := link.File{Path: d.Path, Label: d.Label}
	var head []byte
	if d.File != "" {
		in, err := env.FS.Open(d.File)
		if err != nil {
			return f, readError(d.File, err)
		}
		defer in.Close()
		info, err := in.Stat()
		if err != nil {
			return f, readError(d.File, err)
		}
		if info.IsDir() {
			return f, cli.Usagef("read description of file %s: it is a directory, name the files in it", text)
		}
		f.Executable = info.Mode()&0o111 != 0
		head = make([]byte, 4)
		n, _ := io.ReadFull(in, head)
		head = head[:n]
		f.Open = func() (io.ReadCloser, int64, error) { return openContent(env, d.File) }
	}
	if d.Executable != nil {
		f.Executable = *d.Executable
	}
	switch d.Kind {
	case "":
		// What only says what it is by a bit that Bazel sets for all is no program.
		program := f.Executable && (bytes.HasPrefix(head, []byte("#!")) || bytes.HasPrefix(head, []byte("\x7fELF")))
		f.Kind = link.KindOf(d.Path, program, head)
	case "data":
		f.Kind = hpa.Data
	case "native":
		f.Kind = hpa.Native
	case "program":
		f.Kind, f.Executable = hpa.Program, true
	default:
		return f, cli.Usagef("read description of file %s: there is no kind %q, only data, native and program", text, d.Kind)
	}
	return f, nil
}

func openContent(env *cli.Env, name string) (io.ReadCloser, int64, error) {
	f, err := env.FS.Open(name)
	if err != nil {
		return nil, 0, readError(name, err)
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, 0, readError(name, err)
	}
	return f, info.Size(), nil
}

// programMeta reads the description of a program, with integers as the index
// has them.
func programMeta(text string) (map[string]any, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var meta map[string]any
	if err := d.Decode(&meta); err != nil {
		return nil, cli.Usagef("--meta is not a JSON object: %v", err)
	}
	if meta == nil {
		meta = map[string]any{}
	}
	for key, value := range meta {
		var err error
		if meta[key], err = plainValue(value); err != nil {
			return nil, cli.Usagef("--meta has in %q %v", key, err)
		}
	}
	return meta, nil
}

func plainValue(value any) (any, error) {
	var err error
	switch v := value.(type) {
	case json.Number:
		n, err := v.Int64()
		if err != nil {
			return nil, fmt.Errorf("the number %s, expected an integer", v)
		}
		return n, nil
	case []any:
		for i := range v {
			if v[i], err = plainValue(v[i]); err != nil {
				return nil, err
			}
		}
	case map[string]any:
		for key := range v {
			if v[key], err = plainValue(v[key]); err != nil {
				return nil, err
			}
		}
	}
	return value, nil
}
