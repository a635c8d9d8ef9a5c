package imports

import (
	"errors"

	"github.com/rules-idk/rules_idk/tools/internal/pybundle/marshal"
)

// Files are the imports of modules by the path of their source.
type Files map[string][]Import

// Meta returns the form that the section META of an archive takes: a dict from
// paths to tuples of (line, when, module, names). Imports that are relative to a
// package are left out: nothing but the package itself can serve them.
func (f Files) Meta() map[string]any {
	meta := make(map[string]any, len(f))
	for path, imports := range f {
		list := make(marshal.Tuple, 0, len(imports))
		for _, i := range imports {
			if i.Level > 0 {
				continue
			}
			names := make(marshal.Tuple, 0, len(i.Names))
			for _, name := range i.Names {
				names = append(names, name)
			}
			list = append(list, marshal.Tuple{i.Line, int(i.When), i.Module, names})
		}
		meta[path] = list
	}
	return meta
}

var errMeta = errors.New("the list of imports makes no sense")

// ParseMeta reads what Meta returned; nil is an empty list.
func ParseMeta(value any) (Files, error) {
	if value == nil {
		return nil, nil
	}
	meta, ok := value.(map[string]any)
	if !ok {
		return nil, errMeta
	}
	files := make(Files, len(meta))
	for path, list := range meta {
		items, ok := list.(marshal.Tuple)
		if !ok {
			return nil, errMeta
		}
		for _, item := range items {
			i, err := parseImport(item)
			if err != nil {
				return nil, err
			}
			files[path] = append(files[path], i)
		}
	}
	return files, nil
}

func parseImport(value any) (Import, error) {
	t, ok := value.(marshal.Tuple)
	if !ok || len(t) != 4 {
		return Import{}, errMeta
	}
	line, ok1 := t[0].(int64)
	when, ok2 := t[1].(int64)
	module, ok3 := t[2].(string)
	names, ok4 := t[3].(marshal.Tuple)
	if !ok1 || !ok2 || !ok3 || !ok4 || when < int64(Always) || when > int64(Attempt) {
		return Import{}, errMeta
	}
	i := Import{Line: int(line), When: When(when), Module: module}
	for _, name := range names {
		text, ok := name.(string)
		if !ok {
			return Import{}, errMeta
		}
		i.Names = append(i.Names, text)
	}
	return i, nil
}
