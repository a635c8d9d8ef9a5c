package validate

import "github.com/rules-idk/rules_idk/tools/internal/spell"

// suggestionBudget bounds how many names are compared in one run: a document in
// which everything is misspelt must not take quadratic time.
const suggestionBudget = 200_000

// suggester finds the name that a misspelt one most likely meant.
type suggester struct {
	budget int
}

// nearest returns the candidate that is closest to a word, "" when none is
// close. Of equally close candidates it takes the first.
func (s *suggester) nearest(word string, candidates []string) string {
	best, limit := "", min(len(word)/3, 3)
	for _, candidate := range candidates {
		s.budget--
		if s.budget < 0 || limit < 1 {
			return best
		}
		if candidate == word {
			continue
		}
		if d := spell.Distance(word, candidate, limit); d <= limit {
			best, limit = candidate, d-1
		}
	}
	return best
}

// near returns the candidate closest to a word. The candidates are listed only
// while the budget lasts.
func (c *checker) near(word string, candidates func() []string) string {
	if c.suggest.budget <= 0 {
		return ""
	}
	return c.suggest.nearest(word, candidates())
}
