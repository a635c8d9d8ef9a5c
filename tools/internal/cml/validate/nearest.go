package validate

// suggestionBudget bounds how many names are compared in one run: a document in
// which everything is misspelt must not take quadratic time.
const suggestionBudget = 200_000

// suggester finds the name that a misspelt one most likely meant.
type suggester struct {
	budget int
	rows   [3][]int
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
		if candidate == word || max(len(candidate)-len(word), len(word)-len(candidate)) > limit {
			continue
		}
		if d := s.distance(word, candidate); d <= limit {
			best, limit = candidate, d-1
		}
	}
	return best
}

// distance is the number of bytes to insert, delete, replace or swap with their
// neighbour to turn one word into the other.
func (s *suggester) distance(a, b string) int {
	for i := range s.rows {
		if cap(s.rows[i]) <= len(b) {
			s.rows[i] = make([]int, len(b)+1)
		}
		s.rows[i] = s.rows[i][:len(b)+1]
	}
	before, row, next := s.rows[0], s.rows[1], s.rows[2]
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row, next = row, next, before
	}
	return row[len(b)]
}

// near returns the candidate closest to a word. The candidates are listed only
// while the budget lasts.
func (c *checker) near(word string, candidates func() []string) string {
	if c.suggest.budget <= 0 {
		return ""
	}
	return c.suggest.nearest(word, candidates())
}
