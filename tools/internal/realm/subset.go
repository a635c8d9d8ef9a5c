package realm

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
)

// Subset selects facts. An empty list selects all.
type Subset struct {
	// Sections are top-level keys, such as "offer".
	Sections []string
	// Children are names of children or collections: the facts that declare
	// them, lead to them or come from them.
	Children []string
	// Names are names of capabilities, on either side of a route.
	Names []string
}

// Check returns an error about a section that no manifest has.
func (s *Subset) Check() error {
	for _, section := range s.Sections {
		if !slices.Contains(factSections, section) {
			return fmt.Errorf("there is no section %q; the sections with facts are %s",
				section, strings.Join(factSections, ", "))
		}
	}
	return nil
}

// factSections are the sections that facts come from, sorted as facts are.
var factSections = []string{
	"capabilities", "children", "collections", "config", "environments", "expose", "facets", "offer", "program", "use",
}

// Of returns the facts that are in the subset.
func (s *Subset) Of(facts []*Fact) []*Fact {
	if s.everything() {
		return facts
	}
	var selected []*Fact
	for _, f := range facts {
		if s.has(f) {
			selected = append(selected, f)
		}
	}
	return selected
}

func (s *Subset) everything() bool { return len(s.Sections)+len(s.Children)+len(s.Names) == 0 }

func (s *Subset) has(f *Fact) bool {
	if len(s.Sections) > 0 && !slices.Contains(s.Sections, f.Section) {
		return false
	}
	if len(s.Children) > 0 && !anyOf(s.Children, f.declaredChild(), namedIn(f.To), namedIn(f.From)) {
		return false
	}
	return len(s.Names) == 0 || f.Type != "" && anyOf(s.Names, f.Name, f.Target())
}

// anyOf reports whether a list has one of the texts.
func anyOf(list []string, texts ...string) bool {
	return slices.ContainsFunc(texts, func(text string) bool { return slices.Contains(list, text) })
}

// declaredChild returns the name of the child or collection that a fact
// declares, "" if it declares none.
func (f *Fact) declaredChild() string {
	if f.Section == "children" || f.Section == "collections" {
		return f.Name
	}
	return ""
}

// namedIn returns the name in a reference such as "#name" or "#name/dictionary".
func namedIn(reference string) string { return cml.ParseRef(reference).Name }
