package distribution

import (
	"bytes"
	"debug/elf"
	"fmt"
	"path"
	"strings"
)

// neededLibraries returns the shared libraries in lib that programs and shared
// objects need, and those that these need, without what only debuggers read: it
// is more than half of libpython.
func (d *Distribution) neededLibraries(of []File) ([]File, error) {
	inLib := make(map[string]File)
	for _, f := range d.files {
		if isSharedObject(f.Path) && !strings.HasPrefix(f.Path, d.Library()+"/") && strings.HasPrefix(f.Path, "lib/") {
			inLib[path.Base(f.Path)] = f
		}
	}
	var found, queue []File
	for _, f := range of {
		if f.Path == d.Interpreter() || isSharedObject(f.Path) {
			queue = append(queue, f)
		}
	}
	for len(queue) > 0 {
		names, err := d.importedLibraries(queue[0])
		if err != nil {
			return nil, err
		}
		queue = queue[1:]
		for _, name := range names {
			if f, ok := inLib[path.Base(name)]; ok {
				delete(inLib, path.Base(name))
				found, queue = append(found, f.stripped()), append(queue, f)
			}
		}
	}
	return found, nil
}

func (d *Distribution) importedLibraries(f File) ([]string, error) {
	content, err := f.Read()
	if err != nil {
		return nil, err
	}
	e, err := elf.NewFile(bytes.NewReader(content))
	if err != nil {
		return nil, fmt.Errorf("read %s: %s is no program for Linux: %w", d.Name, f.Path, err)
	}
	defer e.Close()
	names, err := e.ImportedLibraries()
	if err != nil {
		return nil, fmt.Errorf("read %s: %s: %w", d.Name, f.Path, err)
	}
	return names, nil
}
