package cli

import "github.com/rules-idk/rules_idk/tools/internal/spell"

// nearest returns the candidate that a mistyped word most likely meant, "" when
// none is close. Of equally close candidates it takes the first.
func nearest(word string, candidates []string) string {
	best, most := "", len(word)/3+1
	for _, c := range candidates {
		if d := spell.Distance(word, c, most); d <= most && d < len(c) {
			best, most = c, d-1
		}
	}
	return best
}
