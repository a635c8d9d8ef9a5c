package idk

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
)

// mergedElement is an element file of several inputs on its way to be one.
type mergedElement struct {
	*merger
	// sides are those that are in value, and right is the one to add.
	sides []side
	right side
	value map[string]any
}

// add merges another side into the value.
func (e *mergedElement) add(s side) {
	e.right = s
	e.value = e.merge()
	e.sides = append(e.sides[:len(e.sides):len(e.sides)], s)
}

// holder returns the first side that has something.
func (e *mergedElement) holder(has func(value map[string]any) bool) side {
	i := slices.IndexFunc(e.sides, func(s side) bool { return has(s.Value) })
	return e.sides[max(0, i)]
}

// merge returns the value that stands for all sides.
func (e *mergedElement) merge() map[string]any {
	if reflect.DeepEqual(e.value, e.right.Value) {
		return e.value // only the form differs
	}
	left := e.sides[0]
	if left.Kind != e.right.Kind {
		e.conflict("type", string(left.Kind), string(e.right.Kind))
		return e.value
	}
	result := maps.Clone(e.value)
	special := map[string]func(key string) any{}
	switch left.Kind {
	case element.CCPrebuiltLibrary:
		special["binaries"], special["variants"], special["ifs"] = e.disjoint, e.variants, e.keepLeft
	case element.LoadableModule:
		special["binaries"] = e.disjoint
	case element.Package:
		special["variants"] = e.variants
	case element.Sysroot:
		special["versions"], special["variants"] = e.disjoint, e.variants
	case element.HostTool:
		special["files"], special["target_files"] = e.sameSet, e.targets
	case element.CompanionHostTool, element.FFXTool:
		e.errorf(e.right.idk, e.right.Path, "elements of type %s cannot be merged, and this one differs from %s",
			left.Kind, left).
			WithHint("take the element out of one of the IDKs")
		return e.value
	}
	if !left.Kind.Known() {
		e.errorf(e.right.idk, e.right.Path, "elements of the unknown type %q cannot be merged, and this one differs from %s",
			left.Kind, left).
			WithHint("take the element out of one of the IDKs, or use a newer idkit")
		return e.value
	}
	keys := map[string]bool{}
	for _, value := range []map[string]any{e.value, e.right.Value} {
		for key := range value {
			keys[key] = true
		}
	}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if merge := special[key]; merge != nil {
			if v := merge(key); v != nil {
				result[key] = v
			}
		} else if !reflect.DeepEqual(e.value[key], e.right.Value[key]) {
			e.conflict(key, e.value[key], e.right.Value[key])
		}
	}
	return result
}

// conflict reports values that would have to be equal.
func (e *mergedElement) conflict(key string, left, right any) {
	e.errorf(e.right.idk, e.right.Path, "the key %q is %s, and in %s it is %s", key, short(right), e.sides[0], short(left)).
		WithHint("build both IDKs from the same sources")
}

// short returns a value in one line, not too long.
func short(value any) string {
	if value == nil {
		return "missing"
	}
	var text string
	switch v := value.(type) {
	case []any, map[string]any:
		text = strings.Join(strings.Fields(string(element.Marshal(v))), " ")
	case string:
		text = fmt.Sprintf("%q", v)
	default:
		text = fmt.Sprint(v)
	}
	if runes := []rune(text); len(runes) > 120 {
		text = string(runes[:120]) + "…"
	}
	return text
}

// disjoint unites records that have no key in common.
func (e *mergedElement) disjoint(key string) any {
	left, _ := e.value[key].(map[string]any)
	right, _ := e.right.Value[key].(map[string]any)
	if left == nil && right == nil {
		return nil
	}
	united := map[string]any{}
	maps.Copy(united, left)
	for _, cpu := range slices.Sorted(maps.Keys(right)) {
		if _, both := left[cpu]; both {
			other := e.holder(func(value map[string]any) bool { r, _ := value[key].(map[string]any); return r[cpu] != nil })
			e.errorf(e.right.idk, e.right.Path, "overlapping %q: both this and %s have %q", key, other, cpu).
				WithHint("give each CPU from one IDK only")
		}
		united[cpu] = right[cpu]
	}
	return united
}

// variants joins lists whose variants are for different CPUs or API levels.
func (e *mergedElement) variants(key string) any {
	left, _ := e.value[key].([]any)
	right, _ := e.right.Value[key].([]any)
	if left == nil && right == nil {
		return nil
	}
	for _, name := range variantNames(right) {
		if slices.Contains(variantNames(left), name) {
			other := e.holder(func(value map[string]any) bool {
				list, _ := value[key].([]any)
				return slices.Contains(variantNames(list), name)
			})
			e.errorf(e.right.idk, e.right.Path, "duplicate variant %s: both this and %s have it", name, other).
				WithHint("give each variant from one IDK only")
		}
	}
	return slices.Concat(left, right)
}

func variantNames(list []any) []string {
	names := make([]string, len(list))
	for i, v := range list {
		variant, _ := v.(map[string]any)
		names[i] = nameOfVariant(variant)
	}
	return names
}

// keepLeft keeps what the left side has, if it has something.
func (e *mergedElement) keepLeft(key string) any {
	if v := e.value[key]; v != nil {
		return v
	}
	return e.right.Value[key]
}

// sameSet checks that lists have the same elements, in any order.
func (e *mergedElement) sameSet(key string) any {
	left, right := e.value[key], e.right.Value[key]
	if !equalSets(left, right) {
		e.conflict(key, left, right)
	}
	return lesser(left, right)
}

// lesser returns the one of two lists that is less, so that it does not matter
// which comes first.
func lesser(left, right any) any {
	if right != nil && slices.Compare(textsOf(right), textsOf(left)) < 0 {
		return right
	}
	return left
}

// targets unites files by target CPU; those of a CPU that both have must be the
// same.
func (e *mergedElement) targets(key string) any {
	left, _ := e.value[key].(map[string]any)
	right, _ := e.right.Value[key].(map[string]any)
	if left == nil && right == nil {
		return nil
	}
	united := map[string]any{}
	maps.Copy(united, right)
	for _, cpu := range slices.Sorted(maps.Keys(left)) {
		if files, both := right[cpu]; both && !equalSets(left[cpu], files) {
			e.conflict(key+"."+cpu, left[cpu], files)
		}
		united[cpu] = lesser(left[cpu], right[cpu])
	}
	return united
}

// equalSets reports whether two lists of texts have the same elements.
func equalSets(a, b any) bool {
	set := func(v any) []string { return slices.Compact(slices.Sorted(slices.Values(textsOf(v)))) }
	return slices.Equal(set(a), set(b))
}

func textsOf(list any) []string {
	values, _ := list.([]any)
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = fmt.Sprint(v)
	}
	return texts
}
