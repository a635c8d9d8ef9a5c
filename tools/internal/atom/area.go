package atom

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/atom/element"
	"github.com/rules-idk/rules_idk/tools/internal/diag"
	"github.com/rules-idk/rules_idk/tools/internal/spell"
)

// UnknownArea is an area that is always legal.
const UnknownArea = "Unknown"

// Areas are the owners that there are. Nil stands for any.
type Areas []string

// ParseAreas reads a list of areas: one per line, with comments after "#", or
// the "name" keys of a list in YAML, as in Fuchsia's _areas.yaml.
func ParseAreas(f *diag.File) (Areas, error) {
	isYAML := strings.HasSuffix(f.Name, ".yaml") || strings.HasSuffix(f.Name, ".yml")
	areas := Areas{UnknownArea}
	for line := range strings.Lines(string(f.Text)) {
		if !isYAML {
			line, _, _ = strings.Cut(line, "#")
			if line = strings.TrimSpace(line); line != "" {
				areas = append(areas, line)
			}
			continue
		}
		line = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "- "))
		if name, ok := strings.CutPrefix(line, "name:"); ok {
			areas = append(areas, strings.Trim(strings.TrimSpace(name), `"'`))
		}
	}
	if len(areas) == 1 {
		list := &diag.List{}
		list.Add(diag.Errorf(f.At(0), "", "there is no area in this list").
			WithHint("write one area per line, or entries with a name if it is YAML"))
		return nil, list.Err()
	}
	slices.Sort(areas)
	return slices.Compact(areas), nil
}

// needsArea reports whether atoms of a kind must say who owns them.
func needsArea(k element.Kind) bool { return k == element.FIDLLibrary || k == element.BindLibrary }

// check returns what is wrong with the area of an atom, nil if nothing is.
func (a Areas) check(at diag.Pos, label, id string, kind element.Kind, area string) *diag.Diagnostic {
	switch {
	case area == "" && needsArea(kind):
		return diag.Errorf(at, "", "%s (%s) has no area, and a %s must have one", label, id, kind).
			WithHint("%s", a.advice(""))
	case area == "" || a == nil || slices.Contains(a, area):
		return nil
	}
	return diag.Errorf(at, "", "%s (%s) has the area %q, which does not exist", label, id, area).
		WithHint("%s", a.advice(area))
}

// advice says which areas there are: the near ones, else all.
func (a Areas) advice(area string) string {
	if len(a) == 0 {
		return "set area"
	}
	if near := a.near(area); len(near) > 0 {
		return fmt.Sprintf("did you mean %s?", words(near, "or"))
	}
	return "use one of " + words(a, "or")
}

// near returns at most three areas that are written like a word: 60 of 100
// letters are as in the word, at least.
func (a Areas) near(word string) []string {
	type candidate struct {
		area     string
		distance int
	}
	var candidates []candidate
	for _, area := range a {
		length := max(len(area), len(word))
		if d := spell.Distance(strings.ToLower(word), strings.ToLower(area), length); 10*d <= 4*length {
			candidates = append(candidates, candidate{area, d})
		}
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	var near []string
	for _, c := range candidates[:min(3, len(candidates))] {
		near = append(near, fmt.Sprintf("%q", c.area))
	}
	return near
}
