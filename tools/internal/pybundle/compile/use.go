package compile

import (
	"maps"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/contract"
	"github.com/rules-idk/rules_idk/tools/internal/pybundle/imports"
)

// firstUsed are modules that most programs import, in this order: what starts an
// interpreter, what runs tests, what tests use.
var firstUsed = []string{
	contract.BootstrapModule, contract.EncodingsModule, "encodings", "encodings.aliases", "encodings.utf_8", "encodings.latin_1", "codecs", "io", "abc", "os",
	"_hermetic_unittest", "unittest", "json", "logging", "subprocess", "tempfile", "pathlib", "dataclasses", "typing", "threading", "socket",
}

// byUse returns the modules so that those which most programs import stand
// together, and are read from the disk together; the others follow by name.
func (s *stdlib) byUse() []*stdlibModule {
	byName := make(map[string]*stdlibModule, len(s.modules))
	for _, m := range s.modules {
		byName[m.name] = m
	}
	placed := make(map[string]bool, len(s.modules))
	var order []*stdlibModule
	var visit func(name string)
	visit = func(name string) {
		m := byName[name]
		if m == nil || placed[name] {
			return
		}
		placed[name] = true
		if i := strings.LastIndexByte(name, '.'); i > 0 {
			visit(name[:i]) // packages are imported before what is in them
		}
		order = append(order, m)
		for _, i := range m.imports {
			if i.When == imports.Sometimes {
				continue
			}
			for _, target := range targets(m, i) {
				visit(target)
			}
		}
	}
	for _, name := range firstUsed {
		visit(name)
	}
	for _, m := range s.modules {
		if !placed[m.name] {
			order = append(order, m)
		}
	}
	return slices.Clip(order)
}

// targets returns the full names of modules that an import in a module may mean.
func targets(m *stdlibModule, i imports.Import) []string {
	module := i.Module
	if i.Level > 0 {
		base := strings.Split(m.name, ".")
		up := i.Level
		if m.pack {
			up-- // one dot is the package itself
		}
		if up > len(base) {
			return nil
		}
		base = base[:len(base)-up]
		if module != "" {
			base = append(slices.Clone(base), module)
		}
		module = strings.Join(base, ".")
	}
	names := []string{module}
	for _, name := range i.Names {
		names = append(names, module+"."+name)
	}
	return names
}

// needs returns the modules that import, at all events, others that were pruned,
// in one step or through others.
func (s *stdlib) needs(pruned map[string]any) map[string]any {
	direct := make(map[string][]string, len(s.modules))
	for _, m := range s.modules {
		for _, i := range m.imports {
			if i.When == imports.Always {
				direct[m.name] = append(direct[m.name], targets(m, i)...)
			}
		}
		if i := strings.LastIndexByte(m.name, '.'); i > 0 {
			direct[m.name] = append(direct[m.name], m.name[:i])
		}
	}
	needs := make(map[string]any)
	for _, m := range s.modules {
		missing := make(map[string]bool)
		seen := map[string]bool{}
		for queue := []string{m.name}; len(queue) > 0; queue = queue[1:] {
			for _, name := range direct[queue[0]] {
				if pruned[name] != nil {
					missing[name] = true
				}
				if !seen[name] {
					seen[name] = true
					queue = append(queue, name)
				}
			}
		}
		if len(missing) > 0 {
			needs[m.name] = tuple(slices.Sorted(maps.Keys(missing)))
		}
	}
	return needs
}
