package reference

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/validate"
)

// citation is how the tables cite a rule. It is compiled when it is needed:
// most calls of idkit print no reference.
var citation = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\[([A-Z][0-9]{1,2}|cycle)\]`)
})

// cited returns the rules that a field cites, in the order of the rule book.
func cited(f *cml.Field) []validate.Rule {
	var ids []string
	for _, m := range citation().FindAllStringSubmatch(f.Doc+f.Detail, -1) {
		ids = append(ids, m[1])
	}
	var rules []validate.Rule
	for _, r := range validate.Rules() {
		if slices.Contains(ids, r.ID) {
			rules = append(rules, r)
		}
	}
	return rules
}

// linkRules makes links to the page of findings out of citations.
func linkRules(text string) string {
	return citation().ReplaceAllStringFunc(text, func(c string) string {
		return c + "(findings.md#" + strings.ToLower(strings.Trim(c, "[]")) + ")"
	})
}
