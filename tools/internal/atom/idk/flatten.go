package idk

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
)

// flatten returns a line for each text, number and truth in an element file,
// without its name and type: "deps: fuchsia.io". Lines are sorted; what is in a
// list has no place in it.
func flatten(value map[string]any) []string {
	var lines []string
	for key, v := range value {
		if key != "name" && key != "type" {
			lines = appendLines(lines, key, v)
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

func appendLines(lines []string, where string, value any) []string {
	switch v := value.(type) {
	case map[string]any:
		for key, member := range v {
			lines = appendLines(lines, where+"."+key, member)
		}
	case []any:
		for _, elem := range v {
			if m, ok := elem.(map[string]any); ok {
				rest := maps.Clone(m)
				maps.DeleteFunc(rest, func(key string, _ any) bool { return key == "constraints" || slices.Contains(namingKeys(), key) })
				lines = appendLines(lines, where+nameOfVariant(m), rest)
			} else {
				lines = appendLines(lines, where, elem)
			}
		}
	default:
		lines = append(lines, fmt.Sprintf("%s: %v", where, v))
	}
	return lines
}

// namingKeys are the keys that tell the objects of a list apart.
func namingKeys() []string { return []string{"api_level", "arch", "binding_type", "name"} }

// nameOfVariant returns what tells an object of a list from the others.
func nameOfVariant(m map[string]any) string {
	from := m
	if constraints, ok := m["constraints"].(map[string]any); ok {
		from = constraints
	}
	var name []string
	for _, key := range namingKeys() {
		if v, ok := from[key]; ok {
			name = append(name, fmt.Sprint(v))
		}
	}
	return "[" + strings.Join(name, " ") + "]"
}

// apiFiles returns the files of an element whose content is its API. Programs
// and binaries may change with every build; what they offer is not in their
// bytes.
func apiFiles(e *element.Element) []string {
	switch e.Kind {
	case element.ComponentManifest, element.Config, element.FIDLLibrary, element.BindLibrary, element.DartLibrary:
		return e.Files()
	case element.CCSourceLibrary, element.CCPrebuiltLibrary:
		return e.List("headers")
	case element.Sysroot:
		return slices.DeleteFunc(e.Files(), func(p string) bool { return !strings.Contains(p, "/include/") })
	}
	return nil
}
