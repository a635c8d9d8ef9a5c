package reference

import (
	"slices"
	"strings"

	"github.com/rules-idk/rules_idk/tools/internal/cml"
	"github.com/rules-idk/rules_idk/tools/internal/cml/validate"
)

// nextCitation finds the next citation of a rule in a text, which is a letter
// and one or two digits, or a word, in brackets: "[O9]", "[cycle]". Regular
// expressions would cost every call of idkit the initialization of their
// package and of the tables of Unicode.
func nextCitation(text string) (start, end int, found bool) {
	for at := 0; ; {
		open := strings.IndexByte(text[at:], '[')
		if open < 0 {
			return 0, 0, false
		}
		start = at + open
		at = start + 1
		length := strings.IndexByte(text[at:], ']')
		if length >= 0 && isRule(text[at:at+length]) {
			return start, at + length + 1, true
		}
	}
}

// isRule reports whether a text has the form of a rule's name.
func isRule(s string) bool {
	if s == "cycle" {
		return true
	}
	return (len(s) == 2 || len(s) == 3) && 'A' <= s[0] && s[0] <= 'Z' && strings.Trim(s[1:], "0123456789") == ""
}

// citations returns the names of the rules that a text cites.
func citations(text string) []string {
	var ids []string
	for {
		start, end, found := nextCitation(text)
		if !found {
			return ids
		}
		ids = append(ids, text[start+1:end-1])
		text = text[end:]
	}
}

// cited returns the rules that a field cites, in the order of the rule book.
func cited(f *cml.Field) []validate.Rule {
	ids := citations(f.Doc + f.Detail)
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
	var b strings.Builder
	for {
		start, end, found := nextCitation(text)
		if !found {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:end])
		b.WriteString("(findings.md#" + strings.ToLower(text[start+1:end-1]) + ")")
		text = text[end:]
	}
}
