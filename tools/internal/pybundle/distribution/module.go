package distribution

import (
	"path"
	"strings"
)

// extensionDir is where extension modules are, below the library.
const extensionDir = "lib-dynload"

// Module is a module of the standard library that is a file.
type Module struct {
	// Name is the full name: "os.path".
	Name string
	// Package is set for the __init__ of a package.
	Package bool
	// Extension is set for a shared object.
	Extension bool
	// Path is relative to the library: "json/__init__.py".
	Path string
	File File
}

// Modules are the modules of the standard library, sorted by path.
func (d *Distribution) Modules() []Module {
	var modules []Module
	for _, f := range d.files {
		if inside, ok := strings.CutPrefix(f.Path, d.Library()+"/"); ok {
			if m, ok := moduleOf(inside); ok {
				m.File = f
				modules = append(modules, m)
			}
		}
	}
	return modules
}

// Data are the files of the standard library that are no modules, nor what
// belongs to the distribution as a whole, by their path in the library.
func (d *Distribution) Data() map[string]File {
	data := make(map[string]File)
	for _, f := range d.files {
		inside, ok := strings.CutPrefix(f.Path, d.Library()+"/")
		if _, module := moduleOf(inside); ok && !module && !isLicense(inside) {
			data[inside] = f
		}
	}
	return data
}

// moduleOf returns the module that a file of the library is.
func moduleOf(inside string) (Module, bool) {
	dir, base := path.Split(inside)
	dir = strings.TrimSuffix(dir, "/")
	if dir == extensionDir {
		name, _, _ := strings.Cut(base, ".")
		return Module{Name: name, Extension: true, Path: inside}, name != "" && isSharedObject(base)
	}
	stem, ok := strings.CutSuffix(base, ".py")
	if !ok || stem == "" || !isDotted(strings.ReplaceAll(dir, "/", ".")) {
		return Module{}, false
	}
	switch {
	case stem != "__init__":
		return Module{Name: dotted(dir, stem), Path: inside}, true
	case dir == "":
		return Module{}, false
	}
	return Module{Name: dotted(dir, ""), Package: true, Path: inside}, true
}

// dotted returns the name of a module in a directory.
func dotted(dir, stem string) string {
	return strings.Trim(strings.ReplaceAll(dir, "/", ".")+"."+stem, ".")
}

// isDotted reports whether a directory can be a package: site-packages and
// config-3.14-x86_64-linux-gnu cannot. No name at all is the library itself.
func isDotted(name string) bool { return !strings.ContainsAny(name, "- ") }

// isSharedObject reports whether a file is a shared object by its name:
// libtcl9.0.so, libpython3.11.so.1.0.
func isSharedObject(name string) bool {
	base := path.Base(name)
	return strings.HasSuffix(base, ".so") || strings.Contains(base, ".so.")
}

// isLicense reports whether a file is the text of a licence.
func isLicense(name string) bool {
	base := strings.ToUpper(path.Base(name))
	for _, word := range []string{"LICENSE", "LICENCE", "COPYING", "NOTICE", "COPYRIGHT"} {
		if rest, ok := strings.CutPrefix(base, word); ok && (rest == "" || strings.HasPrefix(rest, ".")) && !strings.HasSuffix(rest, ".PY") {
			return true
		}
	}
	return false
}

// covers reports whether a name is a module, or one in the package of that name.
func covers(module, name string) bool {
	rest, ok := strings.CutPrefix(name, module)
	return ok && (rest == "" || rest[0] == '.')
}
