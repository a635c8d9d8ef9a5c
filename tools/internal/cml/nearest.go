package cml

import "github.com/rules-idk/rules_idk/tools/internal/spell"

// nearest returns the word that a misspelt one was likely meant to be, "" if
// none is near enough. Of equally near words the first one wins.
func nearest(s string, words []string) string {
	if len(s) > 64 {
		return ""
	}
	return spell.Nearest(s, words, max(1, len(s)/3))
}
